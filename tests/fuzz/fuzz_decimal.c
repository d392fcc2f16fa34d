/* fuzz_decimal - what decimal_parse accepts, decimal_format writes so that it is read again as the same value; sums and
 * comparisons agree with each other.
 *
 * SPDX-License-Identifier: MIT */
#include "base/decimal.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition) abort();
}

static void check_round_trip(struct decimal value)
{
    char text[DECIMAL_TEXT_MAX];
    struct decimal again;
    size_t len = decimal_format(value, text);
    must(len < DECIMAL_TEXT_MAX && text[len] == '\0');
    must(decimal_parse((struct span){text, len}, &again) == DECIMAL_OK);
    must(again.mantissa == value.mantissa && again.scale == value.scale);

    len = decimal_format_short(value, text);
    must(decimal_parse((struct span){text, len}, &again) == DECIMAL_OK);
    must(decimal_equal(again, value));
}

static void check_pair(struct decimal a, struct decimal b)
{
    struct decimal sum, back;
    must(decimal_compare(a, b) == -decimal_compare(b, a));
    if (decimal_sub(a, b, &sum)) {
        must(decimal_sign(sum) == decimal_compare(a, b));
        if (decimal_add(sum, b, &back)) must(decimal_equal(back, a));
    }
    struct decimal product, other, quotient;
    bool exact;
    must(decimal_mul(a, b, &product) == decimal_mul(b, a, &other));
    if (decimal_mul(a, b, &product)) {
        must(decimal_sign(product) == decimal_sign(a) * decimal_sign(b));
        if (decimal_div(product, b, a.scale, &quotient, &exact)) must(exact && decimal_equal(quotient, a));
    }
    struct decimal rounded;
    if (decimal_round(a, b.scale, &rounded)) must(rounded.scale == b.scale);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span rest = {(const char *)data, size};
    struct span first = span_cut(&rest, '\n'), second = span_cut(&rest, '\n');
    struct decimal a, b;
    enum decimal_status status = decimal_parse(first, &a);
    if (status == DECIMAL_OK) check_round_trip(a);
    if (status == DECIMAL_OK && decimal_parse(second, &b) == DECIMAL_OK) check_pair(a, b);
    if (decimal_parse_marks(first, '.', ',', &b) == DECIMAL_OK) {
        check_round_trip(b);
        if (status == DECIMAL_OK) must(a.mantissa == b.mantissa && a.scale == b.scale);
    }
    if (decimal_parse_marks(first, ',', '.', &b) == DECIMAL_OK) check_round_trip(b);
    return 0;
}
