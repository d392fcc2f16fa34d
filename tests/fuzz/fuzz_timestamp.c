/* fuzz_timestamp - the first line is a layout, the second a time. What is read is written so that it is read again as the
 * same moment.
 *
 * SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "base/timestamp.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition) abort();
}

static void check_round_trip(const struct timestamp *t)
{
    char text[TIME_TEXT_MAX];
    struct timestamp again;
    must(t->ns != TIME_NONE && t->digits <= 9);
    size_t len = time_format(t->ns, 9, text);
    must(len == 30 && text[len] == '\0');
    must(time_parse((struct span){text, len}, "%Y-%m-%dT%H:%M:%S%f%z", &again) == TIME_OK);
    must(again.ns == t->ns && again.has_offset && again.digits == 9);

    len = time_format(t->ns, t->digits, text);
    must(time_parse((struct span){text, len}, "%Y-%m-%dT%H:%M:%S%f%z", &again) == TIME_OK);
    must(again.ns == t->ns && again.digits == t->digits);
    must(time_format_local(t->ns, 14 * 3600, text) == 19);
}

/* The usual layout has a way of its own; the one with %-H has not, and reads the same texts when they have full length. */
static void check_ways(struct span text)
{
    struct timestamp a, b;
    if (text.len != 19) return;
    enum time_status usual = time_parse(text, "%Y-%m-%d %H:%M:%S", &a),
                     stepwise = time_parse(text, "%Y-%m-%d %-H:%M:%S", &b);
    must(usual == stepwise);
    if (usual == TIME_OK) must(a.ns == b.ns);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const layouts[] = {"%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%f%z", "%-m/%-d/%Y, %-I:%M:%S %p",
                                          "%d %b %y %H:%M"};
    struct span rest = {(const char *)data, size};
    struct span own = span_cut(&rest, '\n');
    struct arena *arena = arena_new(0);
    struct timestamp t;
    const char *layout = arena_copy(arena, own).ptr;
    if (time_parse(rest, layout, &t) == TIME_OK) {
        must(time_layout_is_valid(layout));
        check_round_trip(&t);
    }
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        if (time_parse(rest, layouts[i], &t) == TIME_OK) check_round_trip(&t);
    }
    for (enum epoch_unit unit = EPOCH_S; unit <= EPOCH_NS; unit++) {
        if (time_from_epoch(rest, unit, &t) == TIME_OK) check_round_trip(&t);
    }
    check_ways(rest);
    arena_free(arena);
    return 0;
}
