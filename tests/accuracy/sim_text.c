/* sim_text.c - see sim_text.h.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_text.h"

#include "base/memory.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

void text_add(struct text *t, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (t->length + (size_t)length + 1 > t->capacity) {
        t->capacity = (t->length + (size_t)length + 1) * 2;
        t->bytes = memory_resize(t->bytes, t->capacity, 1);
    }
    vsnprintf(t->bytes + t->length, (size_t)length + 1, format, again);
    va_end(again);
    for (int i = 0; i < length; i++) t->line += t->bytes[t->length + (size_t)i] == '\n';
    t->length += (size_t)length;
}

uint32_t text_line(const struct text *t)
{
    return t->line + 1;
}

void text_free(struct text *t)
{
    free(t->bytes);
    *t = (struct text){NULL, 0, 0, 0};
}

static _Noreturn void give_up(const char *path)
{
    fprintf(stderr, "simulate: %s: %s\n", path, strerror(errno));
    exit(2);
}

static void make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST) give_up(path);
        *slash = '/';
    }
}

/* A gzip member without a time or a name, so that the same text gives the same bytes. */
static unsigned char *gzip(const struct text *t, size_t *length)
{
    z_stream z;
    memset(&z, 0, sizeof z);
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) give_up("deflate");
    size_t room = deflateBound(&z, t->length);
    unsigned char *out = memory_alloc(room);
    z.next_in = (Bytef *)t->bytes;
    z.avail_in = (uInt)t->length;
    z.next_out = out;
    z.avail_out = (uInt)room;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END) give_up("deflate");
    *length = room - z.avail_out;
    deflateEnd(&z);
    return out;
}

/* Bytes of text in the first `length` bytes of a gzip member. */
static size_t readable(const unsigned char *packed, size_t length)
{
    z_stream z;
    memset(&z, 0, sizeof z);
    if (inflateInit2(&z, 15 + 16) != Z_OK) give_up("inflate");
    unsigned char block[4096];
    z.next_in = (Bytef *)(uintptr_t)packed;
    z.avail_in = (uInt)length;
    int status = Z_OK;
    while (status == Z_OK && (z.avail_in > 0 || z.avail_out == 0)) {
        z.next_out = block;
        z.avail_out = sizeof block;
        status = inflate(&z, Z_NO_FLUSH);
    }
    inflateEnd(&z);
    return z.total_out;
}

size_t text_save(const struct text *t, const char *dir, const char *name, enum packing packing, int cut_percent)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    make_folders(path);
    FILE *file = fopen(path, "wb");
    if (!file) give_up(path);
    size_t length = t->length;
    unsigned char *packed = packing == PACK_GZIP ? gzip(t, &length) : NULL;
    length = length * (size_t)cut_percent / 100;
    if (length > 0 && fwrite(packed ? (const void *)packed : (const void *)t->bytes, 1, length, file) != length)
        give_up(path);
    if (fclose(file) != 0) give_up(path);
    size_t left = packed ? readable(packed, length) : length;
    free(packed);
    return left;
}

/* ---- numbers --------------------------------------------------------------------------------------------------- */

struct number number_wide(wide value, int scale, int most, int least)
{
    char digits[48];
    int count = 0;
    bool negative = value < 0;
    if (negative) value = -value;
    for (; scale > most; scale--) value /= 10;
    while (scale > least && value % 10 == 0) {
        value /= 10;
        scale--;
    }
    for (; scale < least; scale++) value *= 10;
    while (value > 0 || count <= scale) {
        digits[count++] = (char)('0' + (int)(value % 10));
        value /= 10;
    }
    struct number n;
    size_t at = 0;
    if (negative) n.text[at++] = '-';
    while (count > 0) {
        n.text[at++] = digits[--count];
        if (count == scale && scale > 0) n.text[at++] = '.';
    }
    n.text[at] = '\0';
    return n;
}

struct number number_fixed(int64_t units, int decimals)
{
    return number_wide(units, UNIT_DECIMALS, decimals, decimals);
}

struct number number_short(int64_t units)
{
    return number_wide(units, UNIT_DECIMALS, UNIT_DECIMALS, 0);
}

struct number number_json(int64_t units)
{
    return number_wide(units, UNIT_DECIMALS, UNIT_DECIMALS, 1);
}

struct number number_grouped(int64_t units, int decimals)
{
    struct number plain = number_wide(units, UNIT_DECIMALS, decimals, decimals), out;
    size_t whole = strcspn(plain.text, "."), at = 0;
    for (size_t i = 0; plain.text[i]; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0) out.text[at++] = ',';
        out.text[at++] = plain.text[i];
    }
    out.text[at] = '\0';
    return out;
}

/* ---- times ----------------------------------------------------------------------------------------------------- */

/* Days since 1970-01-01 of a date of the Gregorian calendar, counting years from March. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    if (month <= 2) {
        year--;
        month += 12;
    }
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * (month - 3) + 2) / 5 + day - 1 - 719468;
}

int64_t moment_of(int year, int month, int day, int hour, int minute, int second)
{
    return days_of(year, month, day) * MS_DAY + hour * (int64_t)MS_HOUR + minute * (int64_t)MS_MINUTE +
           second * (int64_t)MS_SECOND;
}

struct civil {
    int year, month, day, hour, minute, second, ms;
};

static struct civil civil_of(int64_t ms)
{
    int64_t days = ms / MS_DAY, rest = ms % MS_DAY;
    struct civil c = {2015, 1, 1, 0, 0, 0, 0};
    while (days_of(c.year + 1, 1, 1) <= days) c.year++;
    while (c.month < 12 && days_of(c.year, c.month + 1, 1) <= days) c.month++;
    c.day = (int)(days - days_of(c.year, c.month, 1)) + 1;
    c.hour = (int)(rest / MS_HOUR);
    c.minute = (int)(rest / MS_MINUTE % 60);
    c.second = (int)(rest / MS_SECOND % 60);
    c.ms = (int)(rest % MS_SECOND);
    return c;
}

struct moment moment_iso(int64_t ms)
{
    struct civil c = civil_of(ms);
    struct moment m;
    snprintf(m.text, sizeof m.text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", c.year % 10000, c.month % 100, c.day % 100,
             c.hour % 100, c.minute % 100, c.second % 100, c.ms % 1000);
    return m;
}

struct moment moment_plain(int64_t ms)
{
    struct civil c = civil_of(ms);
    struct moment m;
    snprintf(m.text, sizeof m.text, "%04d-%02d-%02d %02d:%02d:%02d", c.year % 10000, c.month % 100, c.day % 100,
             c.hour % 100, c.minute % 100, c.second % 100);
    return m;
}
