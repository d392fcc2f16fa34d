/* zone - fixed offsets by ourselves, named zones through GLib, copied into a sorted table while loading.
 *
 * SPDX-License-Identifier: MIT */
#include "base/zone.h"

#include "base/list.h"
#include "base/memory.h"

#include <glib.h>
#include <stdio.h>

enum { MAX_OFFSET_HOURS = 14, NAME_MAX_BYTES = 64, PATH_BYTES = 128 };

/* All int64 nanoseconds lie within these seconds. */
#define SECONDS_FIRST INT64_C(-9223372037)
#define SECONDS_LAST INT64_C(9223372036)

struct period { /* of one offset; it ends where the next one begins */
    int64_t start_s;
    int32_t offset_s;
};

struct zone {
    char *name;
    LIST(struct period) periods; /* at least one */
    bool utc;
};

static struct zone *new_zone(struct span name)
{
    struct zone *z = memory_alloc(sizeof *z);
    z->name = memory_copy_text(name.ptr, name.len);
    return z;
}

static void add_period(struct zone *z, int64_t start_s, int32_t offset_s)
{
    *LIST_ADD(&z->periods) = (struct period){start_s, offset_s};
}

/* ---- fixed offsets --------------------------------------------------------------------------------------------- */

static bool take_number(struct span text, int64_t most, int64_t *out)
{
    uint64_t value;
    if (text.len < 1 || text.len > 2 || !span_to_u64(text, &value) || value > (uint64_t)most) return false;
    *out = (int64_t)value;
    return true;
}

/* "8", "08", "0800", "08:00" */
static bool parse_hours(struct span text, int64_t *seconds)
{
    struct span hours = text, minutes = SPAN("0");
    size_t colon = span_find(text, ':');
    if (colon < text.len) {
        hours = span_head(text, colon);
        minutes = span_from(text, colon + 1);
        if (minutes.len != 2) return false;
    } else if (text.len == 4) {
        hours = span_head(text, 2);
        minutes = span_from(text, 2);
    }
    int64_t h, m;
    if (!take_number(hours, MAX_OFFSET_HOURS, &h) || !take_number(minutes, 59, &m)) return false;
    *seconds = h * 3600 + m * 60;
    return *seconds <= MAX_OFFSET_HOURS * 3600;
}

static bool parse_fixed(struct span name, int32_t *offset_s)
{
    static const char *const utc_names[] = {"UTC", "Z", "Etc/UTC", "UCT", "Etc/UCT", "Zulu", "Etc/Zulu", "Universal"};
    for (size_t i = 0; i < sizeof utc_names / sizeof *utc_names; i++) {
        if (!span_is(name, utc_names[i])) continue;
        *offset_s = 0;
        return true;
    }
    struct span rest = span_starts_with(name, SPAN("UTC")) ? span_from(name, 3) : name;
    bool with_utc = rest.len != name.len;
    if (rest.len == 0 || (rest.ptr[0] != '+' && rest.ptr[0] != '-')) return false;
    bool negative = rest.ptr[0] == '-';
    rest = span_from(rest, 1);
    if (negative && with_utc && rest.len > 0 && rest.ptr[0] == '-') rest = span_from(rest, 1);

    int64_t seconds;
    if (!parse_hours(rest, &seconds)) return false;
    *offset_s = (int32_t)(negative ? -seconds : seconds);
    return true;
}

/* ---- named zones ----------------------------------------------------------------------------------------------- */

static bool name_is_plain(struct span name)
{
    if (name.len == 0 || name.len > NAME_MAX_BYTES) return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        bool inner = (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-' || c == '/';
        if (!letter && !(inner && i > 0)) return false;
    }
    return true;
}

/* "right/" counts leap seconds; the others mean something else on every machine. */
static bool name_is_stable(struct span name)
{
    static const char *const unstable[] = {"localtime", "posixrules", "Factory"};
    for (size_t i = 0; i < sizeof unstable / sizeof *unstable; i++) {
        if (span_is(name, unstable[i])) return false;
    }
    return !span_starts_with(name, SPAN("right/"));
}

/* GLib also takes rules such as "ABC5" for zones; only what the tz database has as a file counts. */
static bool database_has(const char *name)
{
    static const char *const folders[] = {"/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char path[PATH_BYTES], magic[4];
        snprintf(path, sizeof path, "%s/%s", folders[i], name);
        FILE *file = fopen(path, "rb");
        if (!file) continue;
        bool zone = fread(magic, 1, sizeof magic, file) == sizeof magic && memcmp(magic, "TZif", 4) == 0;
        fclose(file);
        return zone;
    }
    return false;
}

static int interval_at(GTimeZone *tz, int64_t utc_s)
{
    return g_time_zone_find_interval(tz, G_TIME_TYPE_UNIVERSAL, utc_s);
}

/* The first second of the interval, which GLib does not tell: found by halving. */
static int64_t start_of(GTimeZone *tz, int interval, int64_t after_s)
{
    int64_t before = after_s, inside = SECONDS_LAST;
    while (inside - before > 1) {
        int64_t middle = before + (inside - before) / 2;
        if (interval_at(tz, middle) >= interval) {
            inside = middle;
        } else {
            before = middle;
        }
    }
    return inside;
}

static void copy_periods(struct zone *z, GTimeZone *tz)
{
    int first = interval_at(tz, SECONDS_FIRST), last = interval_at(tz, SECONDS_LAST);
    add_period(z, SECONDS_FIRST, g_time_zone_get_offset(tz, first));
    for (int i = first + 1; i <= last; i++) {
        const struct period *previous = &z->periods.items[z->periods.count - 1];
        int32_t offset_s = g_time_zone_get_offset(tz, i);
        if (offset_s == previous->offset_s) continue; /* only the abbreviation changed */
        add_period(z, start_of(tz, i, previous->start_s), offset_s);
    }
}

struct zone *zone_load(struct span name)
{
    int32_t offset_s;
    if (parse_fixed(name, &offset_s)) {
        struct zone *z = new_zone(name);
        z->utc = offset_s == 0;
        add_period(z, SECONDS_FIRST, offset_s);
        return z;
    }
    if (!name_is_plain(name) || !name_is_stable(name)) return NULL;

    struct zone *z = new_zone(name);
    GTimeZone *tz = database_has(z->name) ? g_time_zone_new_identifier(z->name) : NULL;
    if (!tz) {
        zone_free(z);
        return NULL;
    }
    copy_periods(z, tz);
    g_time_zone_unref(tz);
    return z;
}

void zone_free(struct zone *z)
{
    if (!z) return;
    free(z->name);
    LIST_FREE(&z->periods);
    free(z);
}

/* ---- use ------------------------------------------------------------------------------------------------------- */

static size_t period_at(const struct zone *z, int64_t utc_s)
{
    size_t low = 0, high = z->periods.count; /* the answer is in [low, high) */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (z->periods.items[middle].start_s <= utc_s) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static int64_t floor_seconds(int64_t ns)
{
    return ns / NS_PER_SECOND - (ns % NS_PER_SECOND < 0);
}

/* Clocks are not changed within a day of that moment, so there is nothing to weigh. */
static bool is_quiet(const struct zone *z, size_t period, int64_t from_s, int64_t until_s)
{
    const struct period *items = z->periods.items;
    if (period > 0 && items[period].start_s > from_s) return false;
    return period + 1 == z->periods.count || items[period + 1].start_s > until_s;
}

/* Every period near the local time is asked whether its own offset puts the moment inside it. */
enum zone_result zone_to_utc(const struct zone *z, int64_t local_ns, int64_t *utc_ns)
{
    enum { NEARBY = (MAX_OFFSET_HOURS + 12) * 3600 };
    int64_t local_s = floor_seconds(local_ns);
    size_t first = period_at(z, local_s), last = first;
    bool quiet = is_quiet(z, first, local_s - NEARBY, local_s + NEARBY);
    if (!quiet) {
        first = period_at(z, local_s - NEARBY);
        last = period_at(z, local_s + NEARBY);
    }
    int64_t found = TIME_NONE;
    int hits = 0;
    for (size_t i = first; i <= last; i++) {
        int32_t offset_s = z->periods.items[i].offset_s;
        if (!quiet && period_at(z, local_s - offset_s) != i) continue;
        int64_t ns;
        if (__builtin_sub_overflow(local_ns, (int64_t)offset_s * NS_PER_SECOND, &ns)) continue;
        hits++;
        found = ns;
    }
    if (hits > 1) return ZONE_AMBIGUOUS;
    if (hits == 0 || found == TIME_NONE) return ZONE_GAP;
    *utc_ns = found;
    return ZONE_OK;
}

int32_t zone_offset_at(const struct zone *z, int64_t utc_ns)
{
    return z->periods.items[period_at(z, floor_seconds(utc_ns))].offset_s;
}

bool zone_is_utc(const struct zone *z)
{
    return z->utc;
}

const char *zone_name(const struct zone *z)
{
    return z->name;
}

void zone_database_version(char out[32])
{
    static const struct span prefix = {"# version ", 10};
    out[0] = '\0';
    FILE *file = fopen("/usr/share/zoneinfo/tzdata.zi", "rb");
    if (!file) return;
    char line[64];
    struct span text = fgets(line, sizeof line, file) ? span_trim(span_of(line)) : SPAN_NONE;
    fclose(file);
    if (!span_starts_with(text, prefix)) return;
    text = span_head(span_from(text, prefix.len), 31);
    memcpy(out, text.ptr, text.len);
    out[text.len] = '\0';
}
