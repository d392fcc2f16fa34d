/* zone_words - see zone_words.h.
 *
 * SPDX-License-Identifier: MIT */
#include "report/zone_words.h"

#include "base/writer.h"

static struct span file_name(const char *path)
{
    struct span name = span_of(path);
    for (size_t slash; (slash = span_find(name, '/')) < name.len;) name = span_from(name, slash + 1);
    return name;
}

/* The name as a pattern that fits nothing else. */
static struct span escaped_pattern(struct arena *arena, struct span name)
{
    char *out = arena_alloc(arena, 2 * name.len + 1);
    size_t used = 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (c == '*' || c == '?' || c == '[' || c == '\\') out[used++] = '\\';
        out[used++] = c;
    }
    return (struct span){out, used};
}

const char *zone_case_entry(struct arena *arena, const struct result *r, const struct zone_proposal *p)
{
    if (!*p->zone) return "";
    struct writer *w = writer_to_memory();
    writer_cstr(w, "{\"match\": ");
    writer_json_string(w, escaped_pattern(arena, file_name(r->evidence->sources.items[p->source].path)));
    writer_cstr(w, ", \"time_zone\": ");
    writer_json_string(w, span_of(p->zone));
    writer_byte(w, '}');
    const char *text = arena_copy(arena, writer_memory(w)).ptr;
    writer_close(w, NULL);
    return text;
}

static const char *sources_of(const struct speaker *say, const struct result *r, const struct zone_proposal *p)
{
    enum { NAMED_MOST = 8 };
    const char *list = "";
    for (size_t i = 0; i < p->source_count && i < NAMED_MOST; i++) {
        char label[16];
        source_label(p->sources[i], label);
        struct writer *visible = writer_to_memory();
        writer_visible(visible, file_name(r->evidence->sources.items[p->sources[i]].path), false);
        list = arena_format(say->arena, "%s%s%s (%.*s)", list, i ? ", " : "", label, SPAN_ARG(writer_memory(visible)));
        writer_close(visible, NULL);
    }
    if (p->source_count <= NAMED_MOST) return list;
    const char *more = arena_format(say->arena, "%zu", p->source_count - NAMED_MOST);
    return arena_format(say->arena, "%s %s", list, words_and_more(say, more));
}

static const char *periods_of(const struct speaker *say, const struct zone_proposal *p)
{
    const char *list = "";
    for (size_t i = 0; i < p->period_count; i++) {
        char from[TIME_TEXT_MAX], to[TIME_TEXT_MAX];
        time_format_local(p->periods[i].first_ns, 0, from);
        time_format_local(p->periods[i].last_ns, 0, to);
        const char *one =
            words_zone_period(say, p->periods[i].offset, words_n_record(say, p->periods[i].rows), from, to);
        list = arena_format(say->arena, "%s%s%s", list, i ? "; " : "", one);
    }
    return words_zone_periods(say, list);
}

const char *zone_words(const struct speaker *say, const struct result *r, const struct zone_proposal *p)
{
    const char *rows = words_n_record(say, p->rows), *compared = words_n_record(say, p->compared);
    if (p->compared == 0) return words_zone_nothing(say, rows);
    const char *text = p->by_size ? words_zone_by_sizes(say, rows, compared, sources_of(say, r, p))
                                  : words_zone_by_ids(say, rows, compared, sources_of(say, r, p));
    const char *verdict = words_zone_no_fit(say);
    if (*p->zone)
        verdict = words_zone_fits(say, words_n_record(say, p->fitting), p->zone, zone_case_entry(say->arena, r, p));
    text = arena_format(say->arena, "%s %s", text, verdict);
    if (*p->others) text = arena_format(say->arena, "%s %s", text, words_zone_others(say, p->others));
    if (p->period_count == 0) return text;
    return arena_format(say->arena, "%s %s", text, periods_of(say, p));
}

const char *zone_given_words(const struct speaker *say, const struct result *r, const struct zone_check *c)
{
    const char *zone = r->evidence->sources.items[c->source].given_zone; /* loadable, so harmless to print */
    if (c->compared == 0) return words_zone_given_nothing(say, zone);
    const char *compared = words_n_record(say, c->compared), *agreeing = words_n_record(say, c->agreeing);
    const char *text = c->by_size ? words_zone_given_sizes(say, zone, compared, agreeing)
                                  : words_zone_given_ids(say, zone, compared, agreeing);
    if (!*c->proposed) return text;
    const char *more = words_zone_given_more(say, words_n_record(say, c->proposed_agreeing), c->proposed);
    return arena_format(say->arena, "%s %s", text, more);
}
