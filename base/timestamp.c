/* timestamp - our own strptime and its reverse: no clock, no TZ, no locale.
 *
 * SPDX-License-Identifier: MIT */
#include "base/timestamp.h"

enum { SECONDS_PER_DAY = 86400, MAX_OFFSET_HOURS = 14, FRACTION_DIGITS = 9, YEAR_MIN = 1677, YEAR_MAX = 2262 };

/* ---- the calendar ---------------------------------------------------------------------------------------------- */

/* Days since 1970-01-01, counted in 400-year eras of March-first years so that leap days come last. */
static int64_t days_from_civil(int64_t year, int month, int day)
{
    if (month <= 2) year--;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct civil {
    int year, month, day, hour, minute, second;
};

static struct civil civil_from_seconds(int64_t seconds)
{
    int64_t days = seconds / SECONDS_PER_DAY, rest = seconds % SECONDS_PER_DAY;
    if (rest < 0) {
        rest += SECONDS_PER_DAY;
        days--;
    }
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted_month = (5 * day_of_year + 2) / 153;
    int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    return (struct civil){
        .year = (int)(year_of_era + era * 400 + (month <= 2)),
        .month = (int)month,
        .day = (int)(day_of_year - (153 * shifted_month + 2) / 5 + 1),
        .hour = (int)(rest / 3600),
        .minute = (int)(rest / 60 % 60),
        .second = (int)(rest % 60),
    };
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

static int64_t civil_seconds(const struct civil *c)
{
    return days_from_civil(c->year, c->month, c->day) * SECONDS_PER_DAY + c->hour * 3600 + c->minute * 60 + c->second;
}

int64_t time_from_civil(int year, int month, int day, int hour, int minute, int second)
{
    struct civil c = {year, month, day, hour, minute, second};
    return civil_seconds(&c) * NS_PER_SECOND;
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

enum half { HALF_NONE, HALF_AM, HALF_PM };

struct reading {
    const char *at, *end;
    struct civil civil;
    int64_t fraction_ns;
    int64_t offset_s;
    enum half half;
    uint8_t digits;
    bool twelve_hours;
    bool has_offset;
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool take_fixed(struct reading *r, int count, int *out)
{
    if (r->end - r->at < count) return false;
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (!is_digit(r->at[i])) return false;
        value = value * 10 + (r->at[i] - '0');
    }
    r->at += count;
    *out = value;
    return true;
}

/* Two digits, or one when the layout allows it and no second one follows. */
static bool take_two(struct reading *r, bool one_is_enough, int least, int most, int *out)
{
    bool one = one_is_enough && (r->end - r->at < 2 || !is_digit(r->at[1]));
    return take_fixed(r, one ? 1 : 2, out) && *out >= least && *out <= most;
}

static bool take_fraction(struct reading *r)
{
    if (r->at == r->end || *r->at != '.') return true;
    const char *first = ++r->at;
    int64_t value = 0;
    for (; r->at < r->end && is_digit(*r->at); r->at++) {
        if (r->at - first < FRACTION_DIGITS) {
            value = value * 10 + (*r->at - '0');
        } else if (*r->at != '0') {
            return false; /* finer than a nanosecond: refused, not rounded */
        }
    }
    ptrdiff_t count = r->at - first;
    if (count == 0) return false;
    r->digits = (uint8_t)(count < FRACTION_DIGITS ? count : FRACTION_DIGITS);
    for (int i = r->digits; i < FRACTION_DIGITS; i++) value *= 10;
    r->fraction_ns = value;
    return true;
}

static bool take_offset(struct reading *r)
{
    if (r->at == r->end) return false;
    char sign = *r->at++;
    r->has_offset = true;
    if (sign == 'Z') return true;
    if (sign != '+' && sign != '-') return false;

    int hours, minutes = 0;
    if (!take_two(r, false, 0, MAX_OFFSET_HOURS, &hours)) return false;
    if (r->at < r->end && *r->at == ':') {
        r->at++;
        if (!take_two(r, false, 0, 59, &minutes)) return false;
    } else if (r->at < r->end && is_digit(*r->at)) {
        if (!take_two(r, false, 0, 59, &minutes)) return false;
    }
    if (hours == MAX_OFFSET_HOURS && minutes > 0) return false;
    r->offset_s = hours * 3600 + minutes * 60;
    if (sign == '-') r->offset_s = -r->offset_s;
    return true;
}

static bool take_half(struct reading *r)
{
    if (r->end - r->at < 2) return false;
    struct span word = {r->at, 2};
    if (span_equal_nocase(word, SPAN("AM"))) {
        r->half = HALF_AM;
    } else if (span_equal_nocase(word, SPAN("PM"))) {
        r->half = HALF_PM;
    } else {
        return false;
    }
    r->at += 2;
    return true;
}

static bool take_month_name(struct reading *r)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (r->end - r->at < 3) return false;
    for (int month = 0; month < 12; month++) {
        if (!span_equal_nocase((struct span){r->at, 3}, (struct span){names + 3 * month, 3})) continue;
        r->civil.month = month + 1;
        r->at += 3;
        return true;
    }
    return false;
}

static bool take_short_year(struct reading *r)
{
    if (!take_fixed(r, 2, &r->civil.year)) return false;
    r->civil.year += 2000;
    return true;
}

static bool take_twelve(struct reading *r, bool one_is_enough)
{
    r->twelve_hours = true;
    return take_two(r, one_is_enough, 1, 12, &r->civil.hour);
}

static bool take_directive(struct reading *r, char directive, bool short_form)
{
    switch (directive) {
    case 'Y': return take_fixed(r, 4, &r->civil.year);
    case 'y': return take_short_year(r);
    case 'm': return take_two(r, short_form, 1, 12, &r->civil.month);
    case 'd': return take_two(r, short_form, 1, 31, &r->civil.day);
    case 'H': return take_two(r, short_form, 0, 23, &r->civil.hour);
    case 'I': return take_twelve(r, short_form);
    case 'M': return take_two(r, false, 0, 59, &r->civil.minute);
    case 'S': return take_two(r, false, 0, 59, &r->civil.second);
    case 'f': return take_fraction(r);
    case 'z': return take_offset(r);
    case 'p': return take_half(r);
    case 'b': return take_month_name(r);
    case '%': return r->at < r->end && *r->at++ == '%';
    default: return false;
    }
}

static bool is_directive(char c, bool short_form)
{
    return c != '\0' && strchr(short_form ? "mdHI" : "YymdHIMSfzpb%", c) != NULL;
}

/* Two digits; anything else clears *good. */
static inline int pair_at(const char *digits, bool *good)
{
    const unsigned tens = (unsigned)(unsigned char)digits[0] - '0', ones = (unsigned)(unsigned char)digits[1] - '0';
    *good &= (tens <= 9) & (ones <= 9);
    return (int)(tens * 10 + ones);
}

/* Most layouts begin with date, one byte and time, all of fixed width: read in one go. False: nothing was taken, the
 * layout is to be followed step by step (which also tells what is wrong). */
static bool take_usual(struct reading *r, const char *layout)
{
    enum { USUAL_LENGTH = sizeof "2022-12-25 21:29:03" - 1 };
    if (strncmp(layout, "%Y-%m-%d", 8) != 0 || layout[8] == '\0' || layout[8] == '%') return false;
    if (strncmp(layout + 9, "%H:%M:%S", 8) != 0 || r->end - r->at < USUAL_LENGTH) return false;
    const char *at = r->at;
    bool good = at[4] == '-' && at[7] == '-' && at[10] == layout[8] && at[13] == ':' && at[16] == ':';
    const int century = pair_at(at, &good), year = pair_at(at + 2, &good);
    const struct civil c = {.year = century * 100 + year,
                            .month = pair_at(at + 5, &good),
                            .day = pair_at(at + 8, &good),
                            .hour = pair_at(at + 11, &good),
                            .minute = pair_at(at + 14, &good),
                            .second = pair_at(at + 17, &good)};
    if (!good) return false;
    if (c.month < 1 || c.month > 12 || c.day < 1 || c.hour > 23 || c.minute > 59 || c.second > 59) return false;
    r->civil = c;
    r->at += USUAL_LENGTH;
    return true;
}

static bool take_layout(struct reading *r, const char *layout)
{
    if (take_usual(r, layout)) layout += strlen("%Y-%m-%d %H:%M:%S");
    for (; *layout; layout++) {
        if (*layout != '%') {
            if (r->at == r->end || *r->at++ != *layout) return false;
            continue;
        }
        layout++;
        bool short_form = *layout == '-';
        if (short_form) layout++;
        if (short_form && !is_directive(*layout, true)) return false;
        if (!take_directive(r, *layout, short_form)) return false; /* refuses directives that are none */
    }
    return r->at == r->end;
}

/* %I and %p belong together: one without the other leaves twelve hours open. */
static bool settle_hours(struct reading *r)
{
    if (r->twelve_hours != (r->half != HALF_NONE)) return false;
    if (!r->twelve_hours) return true;
    r->civil.hour = r->civil.hour % 12 + (r->half == HALF_PM ? 12 : 0);
    return true;
}

static enum time_status to_ns(int64_t seconds, int64_t fraction_ns, int64_t *out)
{
    int64_t ns;
    if (seconds < 0 && fraction_ns > 0) { /* so that the last representable moment before the floor is not lost */
        seconds++;
        fraction_ns -= NS_PER_SECOND;
    }
    if (__builtin_mul_overflow(seconds, (int64_t)NS_PER_SECOND, &ns)) return TIME_OUT_OF_RANGE;
    if (__builtin_add_overflow(ns, fraction_ns, &ns)) return TIME_OUT_OF_RANGE;
    if (ns == TIME_NONE) return TIME_OUT_OF_RANGE;
    *out = ns;
    return TIME_OK;
}

enum time_status time_parse(struct span text, const char *layout, struct timestamp *out)
{
    if (text.len == 0) return TIME_EMPTY;
    struct reading r = {.at = text.ptr, .end = text.ptr + text.len, .civil = {.year = 1970, .month = 1, .day = 1}};
    if (!take_layout(&r, layout) || !settle_hours(&r)) return TIME_MISMATCH;
    if (r.civil.day > days_in_month(r.civil.year, r.civil.month)) return TIME_MISMATCH;
    if (r.civil.year < YEAR_MIN || r.civil.year > YEAR_MAX) return TIME_OUT_OF_RANGE;

    int64_t ns;
    enum time_status status = to_ns(civil_seconds(&r.civil) - r.offset_s, r.fraction_ns, &ns);
    if (status != TIME_OK) return status;
    *out = (struct timestamp){ns, r.digits, r.has_offset};
    return TIME_OK;
}

bool time_layout_is_valid(const char *layout)
{
    for (; *layout; layout++) {
        if (*layout != '%') continue;
        layout++;
        bool short_form = *layout == '-';
        if (short_form) layout++;
        if (!is_directive(*layout, short_form)) return false;
    }
    return true;
}

static const struct {
    int64_t ns;
    uint8_t digits;
} epoch_units[] = {[EPOCH_S] = {1000000000, 0}, [EPOCH_MS] = {1000000, 3}, [EPOCH_US] = {1000, 6}, [EPOCH_NS] = {1, 9}};

enum time_status time_from_epoch(struct span text, enum epoch_unit unit, struct timestamp *out)
{
    if (text.len == 0) return TIME_EMPTY;

    bool negative = text.ptr[0] == '-';
    struct span digits = negative ? span_from(text, 1) : text;
    if (digits.len == 0) return TIME_MISMATCH;
    for (size_t i = 0; i < digits.len; i++) {
        if (!is_digit(digits.ptr[i])) return TIME_MISMATCH;
    }
    uint64_t count;
    if (!span_to_u64(digits, &count) || count > INT64_MAX) return TIME_OUT_OF_RANGE;
    int64_t ns;
    if (__builtin_mul_overflow((int64_t)count, epoch_units[unit].ns, &ns)) return TIME_OUT_OF_RANGE;
    *out = (struct timestamp){negative ? -ns : ns, epoch_units[unit].digits, true};
    return TIME_OK;
}

enum time_status time_from_epoch_fraction(struct span text, enum epoch_unit unit, struct timestamp *out)
{
    size_t point = span_find(text, '.');
    if (point == text.len) return time_from_epoch(text, unit, out);
    struct span fraction = span_from(text, point + 1);
    if (fraction.len == 0 || text.ptr[0] == '-') return TIME_MISMATCH;
    enum time_status status = time_from_epoch(span_head(text, point), unit, out);
    if (status != TIME_OK) return status == TIME_EMPTY ? TIME_MISMATCH : status;

    int64_t place = epoch_units[unit].ns, more = 0;
    for (size_t i = 0; i < fraction.len; i++) {
        if (!is_digit(fraction.ptr[i])) return TIME_MISMATCH;
        place /= 10;
        if (place == 0 && fraction.ptr[i] != '0') return TIME_MISMATCH;
        more += place * (fraction.ptr[i] - '0');
        if (place > 0) out->digits++;
    }
    return __builtin_add_overflow(out->ns, more, &out->ns) ? TIME_OUT_OF_RANGE : TIME_OK;
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

static char *put(char *at, int64_t value, int digits)
{
    for (int i = digits - 1; i >= 0; i--) {
        at[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return at + digits;
}

static char *put_civil(char *at, int64_t seconds, char between)
{
    struct civil c = civil_from_seconds(seconds);
    at = put(at, c.year, 4);
    *at++ = '-';
    at = put(at, c.month, 2);
    *at++ = '-';
    at = put(at, c.day, 2);
    *at++ = between;
    at = put(at, c.hour, 2);
    *at++ = ':';
    at = put(at, c.minute, 2);
    *at++ = ':';
    return put(at, c.second, 2);
}

static int64_t floor_seconds(int64_t ns, int64_t *rest)
{
    int64_t seconds = ns / NS_PER_SECOND;
    *rest = ns % NS_PER_SECOND;
    if (*rest < 0) {
        *rest += NS_PER_SECOND;
        seconds--;
    }
    return seconds;
}

size_t time_format(int64_t utc_ns, uint8_t digits, char out[TIME_TEXT_MAX])
{
    int64_t rest;
    char *at = put_civil(out, floor_seconds(utc_ns, &rest), 'T');
    if (digits > FRACTION_DIGITS) digits = FRACTION_DIGITS;
    if (digits > 0) {
        for (int i = digits; i < FRACTION_DIGITS; i++) rest /= 10;
        *at++ = '.';
        at = put(at, rest, digits);
    }
    *at++ = 'Z';
    *at = '\0';
    return (size_t)(at - out);
}

size_t time_format_local(int64_t utc_ns, int32_t offset_s, char out[TIME_TEXT_MAX])
{
    int64_t rest;
    char *at = put_civil(out, floor_seconds(utc_ns, &rest) + offset_s, ' ');
    *at = '\0';
    return (size_t)(at - out);
}
