/* strict - see json/strict.h.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/json/strict.h"

#include "parser/json/scan.h"

static bool refuse(struct json_place *place, const struct json_error *error)
{
    bool twice = error->code == diag_json_duplicate_key;
    *place = (struct json_place){error->line, error->column, twice ? SPAN("a key that occurs twice") : error->what};
    return false;
}

static bool refuse_here(struct json_place *place, const struct json_scan *s, struct span what)
{
    *place = (struct json_place){s->line, json_scan_column(s, s->p), what};
    return false;
}

static bool scan(struct json_scan *s, struct json_place *place)
{
    struct cell value;
    json_scan_space(s);
    if (s->p == s->end) return refuse_here(place, s, SPAN("there is nothing"));
    enum json_status status = json_scan_value(s, &value);
    if (s->fault.set) return refuse(place, &s->fault);
    if (status == JSON_BAD) return refuse(place, &s->error);
    if (status == JSON_MORE) return refuse_here(place, s, SPAN("the text ends inside the value"));
    json_scan_space(s);
    return s->p == s->end || refuse_here(place, s, SPAN("text after the end of the value"));
}

bool json_strict(struct span text, struct json_place *place)
{
    struct json_scan s;
    struct arena *scratch = arena_new(0);
    json_scan_init(&s, scratch);
    json_scan_text(&s, text, 1, 0);
    s.distinct_keys = true;
    bool sound = scan(&s, place);
    json_scan_free(&s);
    arena_free(scratch);
    return sound;
}
