/* check - every definition proves itself: each sample is recognised as its own and by no other definition, and maps
 * to exactly the events, rejections and skips that it states.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/check.h"

#include "base/writer.h"

#include <stdio.h>

/* ---- running a sample -------------------------------------------------------------------------------------------- */

static void collect(void *user, const struct diag *d)
{
    struct trial *t = user;
    if (diag_severity(d->code) == DIAG_NOTE) return;
    struct seen_diag *seen = LIST_ADD(&t->diags);
    seen->code = d->code;
    snprintf(seen->field, sizeof seen->field, "%.*s", SPAN_ARG(d->field));
    snprintf(seen->detail, sizeof seen->detail, "%.*s", SPAN_ARG(d->detail));
    snprintf(seen->value, sizeof seen->value, "%.*s", SPAN_ARG(d->value));
}

static struct span member_text(const struct node *sample, const char *key)
{
    const struct node *n = node_get(sample, key);
    return n ? n->text : SPAN_NONE;
}

static struct mapper *start_mapper(struct trial *t, const struct node *sample, struct zone **zone)
{
    struct span zone_text = member_text(sample, "time_zone");
    *zone = zone_text.len ? zone_load(zone_text) : NULL;
    if (zone_text.len && !*zone) load_complain(t->l, "unknown time zone \"%s\"", zone_text.ptr);
    struct map_context context = {
        .store = t->store, .zone = *zone, .path = member_text(sample, "file_name"), .sink = &t->sink};
    return mapper_new(t->f, &context);
}

static void write_cell(struct writer *w, struct span text, char delimiter)
{
    bool quote = span_find(text, delimiter) < text.len || span_find(text, '"') < text.len;
    if (!quote) {
        writer_text(w, text);
        return;
    }
    writer_byte(w, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"') writer_byte(w, '"');
        writer_byte(w, text.ptr[i]);
    }
    writer_byte(w, '"');
}

static bool write_own_header(struct trial *t, struct writer *w, char delimiter)
{
    const struct header *h = &t->f->headers[0];
    for (size_t i = 0; i < h->count; i++) {
        if (h->cells[i].kind != HEADER_TEXT || h->group) {
            load_complain(t->l, "the definition's header has open cells: the sample must say its \"header\"");
            return false;
        }
        if (i) writer_byte(w, delimiter);
        write_cell(w, h->cells[i].text, delimiter);
    }
    writer_byte(w, '\n');
    return true;
}

static void write_given_header(struct writer *w, const struct node *header, char delimiter)
{
    for (const struct node *n = header->child; n; n = n->next) {
        if (n != header->child) writer_byte(w, delimiter);
        write_cell(w, n->text, delimiter);
    }
    writer_byte(w, '\n');
}

static void write_lines(struct writer *w, const struct node *lines)
{
    for (const struct node *n = lines ? lines->child : NULL; n; n = n->next) {
        writer_text(w, n->text);
        writer_byte(w, '\n');
    }
}

/* The sample as a file: preamble, header, rows. */
static bool csv_text(struct trial *t, const struct node *sample, struct span *text)
{
    char delimiter = t->f->delimiter ? t->f->delimiter : ',';
    struct writer *w = writer_to_memory();
    const struct node *header = node_get(sample, "header");
    bool made = true;
    write_lines(w, node_get(sample, "preamble"));
    if (header)
        write_given_header(w, header, delimiter);
    else
        made = write_own_header(t, w, delimiter);
    write_lines(w, node_get(sample, "rows"));
    *text = arena_copy(t->arena, writer_memory(w));
    writer_close(w, NULL);
    return made;
}

static void run_csv(struct trial *t, const struct node *sample)
{
    struct span text;
    struct detection found;
    struct zone *zone;
    if (!csv_text(t, sample, &text)) return;
    format_detect_csv(t->set, text, member_text(sample, "file_name"), &found);
    if (found.format != t->f) {
        load_complain(t->l, "is not recognised as %s: %s", t->f->id.ptr, found.why);
        return;
    }
    struct source *source = source_open_memory(text, "sample", &t->sink);
    struct csv *csv = csv_new(source, found.delimiter, &t->sink);
    struct mapper *m = start_mapper(t, sample, &zone);
    struct record row;
    bool more = mapper_read_header(m, csv);
    while (more) {
        enum read_status status = csv_next(csv, &row);
        more = status == READ_RECORD || status == READ_REJECTED;
        if (status == READ_RECORD) mapper_map(m, &row, &t->counts);
        if (status == READ_REJECTED) t->counts.read++, t->counts.rejected++;
    }
    mapper_finish(m, &t->counts);
    mapper_free(m);
    zone_free(zone);
    csv_free(csv);
    source_close(source);
}

static void run_json(struct trial *t, const struct node *sample)
{
    const struct node *json = node_get(sample, "json");
    struct json_classifier classifier = format_json_classifier(t->set);
    struct zone *zone;
    struct record record;
    bool claimed = false;
    struct source *source = source_open_memory(json->raw, "sample", &t->sink);
    struct json_reader *reader = json_new(source, &classifier, &t->sink);
    struct mapper *m = start_mapper(t, sample, &zone);
    for (;;) {
        enum read_status status = json_next(reader, &record);
        if (status == READ_END || status == READ_FAILED) break;
        if (status == READ_REJECTED) {
            t->counts.read++;
            t->counts.rejected++;
            continue;
        }
        if (record.tag != t->f) load_complain(t->l, "is claimed by %s", ((const struct format *)record.tag)->id.ptr);
        if (record.tag == t->f) mapper_map(m, &record, &t->counts);
        claimed = true;
    }
    if (!claimed && !t->diags.count) load_complain(t->l, "is not recognised");
    mapper_finish(m, &t->counts);
    mapper_free(m);
    zone_free(zone);
    json_free(reader);
    source_close(source);
}

/* ---- what came out ----------------------------------------------------------------------------------------------- */

void check_event(struct trial *t, const struct event *e, const struct node *want)
{
    char is[64];
    for (const struct node *n = want->child; n; n = n->next)
        if (!check_expectation(t->store, e, n, is))
            load_complain(t->l, "%s is \"%s\", not \"%s\"", n->key.ptr, is, n->text.ptr);
}

static void check_events(struct trial *t, const struct node *sample)
{
    const struct node *expect = node_get(sample, "expect");
    size_t wanted = expect ? expect->count : 0, made = t->store->events.count, i = 0;
    if (made != wanted) load_complain(t->l, "makes %zu events, not %zu", made, wanted);
    size_t mark = load_enter(t->l, "expect");
    for (const struct node *n = expect ? expect->child : NULL; n && i < made; n = n->next, i++) {
        size_t inner = load_enter_index(t->l, i);
        check_event(t, &t->store->events.items[i], n);
        load_leave(t->l, inner);
    }
    load_leave(t->l, mark);
}

static const struct seen_diag *next_of(const struct trial *t, enum diag_severity severity, size_t *at)
{
    while (*at < t->diags.count) {
        const struct seen_diag *d = &t->diags.items[(*at)++];
        bool structural = t->f->grouping && (strncmp(d->detail, "it names the cells", 18) == 0 ||
                                             span_is(span_of(LEGS_SKIPPED), d->detail));
        if (diag_severity(d->code) == severity && !structural) return d;
    }
    return NULL;
}

static void check_rejection(struct trial *t, const struct node *want, size_t *at)
{
    const struct seen_diag *d = next_of(t, DIAG_REJECTED, at);
    if (!d) {
        load_complain(t->l, "nothing is rejected");
        return;
    }
    struct span code = member_text(want, "code"), field = member_text(want, "field");
    if (!span_is(code, diag_name(d->code)))
        load_complain(t->l, "is rejected with %s, not %s", diag_name(d->code), code.ptr);
    if (field.len && !span_is(field, d->field))
        load_complain(t->l, "the field \"%s\" is at fault, not \"%s\"", d->field, field.ptr);
}

static void check_skip(struct trial *t, struct span want, size_t *at)
{
    const struct seen_diag *d = next_of(t, DIAG_SKIPPED, at);
    if (!d)
        load_complain(t->l, "nothing is skipped");
    else if (!span_is(want, d->detail))
        load_complain(t->l, "is skipped because \"%s\", not \"%s\"", d->detail, want.ptr);
}

static void check_outcomes(struct trial *t, const struct node *sample)
{
    const struct node *rejected = node_get(sample, "rejected"), *skipped = node_get(sample, "skipped");
    size_t at = 0;
    if (rejected && rejected->type == NODE_LIST)
        for (const struct node *n = rejected->child; n; n = n->next) check_rejection(t, n, &at);
    else if (rejected)
        check_rejection(t, rejected, &at);
    const struct seen_diag *more = next_of(t, DIAG_REJECTED, &at);
    if (more)
        load_complain(t->l, "rejected: %s in the field \"%s\", value \"%s\"", diag_name(more->code), more->field,
                      more->value);
    at = 0;
    if (skipped && skipped->type == NODE_LIST)
        for (const struct node *n = skipped->child; n; n = n->next) check_skip(t, n->text, &at);
    else if (skipped)
        check_skip(t, skipped->text, &at);
    more = next_of(t, DIAG_SKIPPED, &at);
    if (more) load_complain(t->l, "skipped: %s", more->detail);
    struct map_counts c = t->counts;
    if (c.read != c.events + c.skipped + c.rejected)
        load_complain(t->l, "%llu records read, but %llu accounted for", (unsigned long long)c.read,
                      (unsigned long long)(c.events + c.skipped + c.rejected));
}

/* ---- samples that must not be recognised ------------------------------------------------------------------------- */

static void check_refused_header(struct trial *t, const struct node *header)
{
    struct span cells[HEADER_CELLS_MAX];
    size_t count = 0;
    uint32_t bid;
    for (const struct node *n = header->child; n && count < HEADER_CELLS_MAX; n = n->next) cells[count++] = n->text;
    if (format_match_header(t->f, cells, count, &bid))
        load_complain(t->l, "/refused_header: is recognised all the same");
}

static void check_refused_json(struct trial *t, const struct node *json)
{
    struct json_classifier classifier = format_json_classifier(t->set);
    struct source *source = source_open_memory(json->raw, "sample", NULL);
    struct json_reader *reader = json_new(source, &classifier, NULL);
    struct record record;
    while (json_next(reader, &record) == READ_RECORD)
        if (record.tag == t->f) load_complain(t->l, "/refused_json: is recognised all the same");
    json_free(reader);
    source_close(source);
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

static void trial_begin(struct trial *t)
{
    t->store = store_new();
    t->arena = arena_new(0);
    t->diags.count = 0;
    t->counts = (struct map_counts){0};
    t->sink = (struct diag_sink){collect, t};
}

static void trial_end(struct trial *t)
{
    store_free(t->store);
    arena_free(t->arena);
    LIST_FREE(&t->diags);
}

static void check_sample(struct trial *t, const struct node *sample)
{
    const struct node *refused = node_get(sample, t->f->json ? "refused_json" : "refused_header");
    size_t before = t->l->complained;
    trial_begin(t);
    if (refused && t->f->json)
        check_refused_json(t, refused);
    else if (refused)
        check_refused_header(t, refused);
    else if (t->f->json)
        run_json(t, sample);
    else
        run_csv(t, sample);
    if (!refused && t->l->complained == before) {
        check_events(t, sample);
        check_outcomes(t, sample);
    }
    trial_end(t);
}

static void check_format(const struct format_set *set, const struct format *f, struct loader *l)
{
    struct trial t = {.set = set, .f = f, .l = l};
    size_t i = 0, outer = load_enter(l, "samples");
    for (const struct node *n = f->samples ? f->samples->child : NULL; n; n = n->next, i++) {
        size_t mark = load_enter_index(l, i);
        check_sample(&t, n);
        load_leave(l, mark);
    }
    load_leave(l, outer);
    trial_begin(&t);
    struct map_context context = {.store = t.store, .sink = &t.sink};
    struct mapper *m = mapper_new(f, &context);
    check_messages(&t, m);
    mapper_free(m);
    trial_end(&t);
}

size_t format_check(const struct format_set *set, struct format_complaints *complaints)
{
    size_t before = complaints->items.count;
    for (size_t i = 0; i < set->formats.count; i++) {
        const struct format *f = set->formats.items[i];
        struct loader l = {.arena = set->arena, .file = f->file.ptr, .complaints = complaints};
        check_format(set, f, &l);
    }
    return complaints->items.count - before;
}
