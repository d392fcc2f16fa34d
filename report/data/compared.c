/* compared - the keys that are held against a list of leaked ones, and what findings.json says of both comparisons.
 *
 * SPDX-License-Identifier: MIT */
#include "report/data/compared.h"

#include "report/figures.h"
#include "report/redaction/redaction.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- keys --------------------------------------------------------------------------------------------------------- */

static struct known_key declared_key(const struct leak_list *list, const struct case_key *key, struct arena *arena)
{
    return (struct known_key){.declared = key,
                              .event = EVENT_NONE,
                              .label = key->label,
                              .last_four = figures_last_four(key->id, arena),
                              .fingerprint = figures_fingerprint(key->id, arena),
                              .answer = leak_list_find(list, key->id)};
}

/* A label is a word of the account holder's choice, however long: only what is left of a key is one. */
static struct known_key recorded_key(const struct report_input *in, uint32_t event, struct arena *arena)
{
    const struct store *s = in->result->evidence->store;
    const struct event *e = &s->events.items[event];
    const struct span key = store_get_text(s, e->key);
    struct span tail, fingerprint;
    struct known_key out = {.account = e->account, .event = event, .last_four = "", .fingerprint = ""};
    if (redact_is_reduced(key, &tail, &fingerprint)) {
        out.last_four = arena_copy(arena, tail).ptr;
        out.fingerprint = arena_copy(arena, fingerprint).ptr;
        out.answer = leak_list_find(in->leaked, key);
    } else {
        out.label = key;
        out.answer = LEAK_UNKNOWN;
    }
    return out;
}

struct use {
    uint32_t key, account, place; /* place on the timeline */
};

static int by_key(const void *left, const void *right)
{
    const struct use *a = left, *b = right;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    if (a->account != b->account) return a->account < b->account ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static int by_place(const void *left, const void *right)
{
    const struct use *a = left, *b = right;
    return a->place < b->place ? -1 : a->place > b->place;
}

/* Each key of each account once, where the timeline first names it. */
static size_t list_uses(const struct result *r, struct arena *arena, struct use **out)
{
    const struct store *s = r->evidence->store;
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < r->timeline_count; i++) count += s->events.items[r->timeline[i]].key != 0;
    struct use *uses = ARENA_ARRAY(arena, struct use, count + 1);
    count = 0;
    for (size_t i = 0; i < r->timeline_count; i++) {
        const struct event *e = &s->events.items[r->timeline[i]];
        if (e->key != 0) uses[count++] = (struct use){e->key, e->account, (uint32_t)i};
    }
    if (count > 1) qsort(uses, count, sizeof *uses, by_key);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && uses[kept - 1].key == uses[i].key && uses[kept - 1].account == uses[i].account) continue;
        uses[kept++] = uses[i];
    }
    if (kept > 1) qsort(uses, kept, sizeof *uses, by_place);
    *out = uses;
    return kept;
}

size_t compared_keys(const struct report_input *in, struct arena *arena, struct known_key **out)
{
    struct use *uses;
    size_t count = 0;
    *out = NULL;
    if (!in->leaked) return 0;
    const struct known_key *before;
    if (redaction_known_keys(in->redaction, &before, &count)) {
        *out = ARENA_ARRAY(arena, struct known_key, count + 1);
        if (count > 0) memcpy(*out, before, count * sizeof **out);
        return count;
    }
    const size_t declared = in->case_file ? in->case_file->key_count : 0;
    const size_t recorded = list_uses(in->result, arena, &uses);
    *out = ARENA_ARRAY(arena, struct known_key, declared + recorded + 1);
    for (size_t i = 0; i < declared; i++) (*out)[count++] = declared_key(in->leaked, &in->case_file->keys[i], arena);
    for (size_t i = 0; i < recorded; i++)
        (*out)[count++] = recorded_key(in, in->result->timeline[uses[i].place], arena);
    return count;
}

/* ---- findings.json ------------------------------------------------------------------------------------------------------ */

static void put_time(struct json_out *j, const char *key, int64_t ns)
{
    json_out_key(j, key);
    json_out_time(j, ns, ns == TIME_NONE ? 0 : figures_time_digits(ns));
}

static void put_known_key(const struct report_input *in, struct json_out *j, const struct known_key *k,
                          struct arena *arena)
{
    const struct store *s = in->result->evidence->store;
    json_out_open(j, '{');
    json_put_text(j, "from", k->declared ? "case-file" : "files");
    if (k->declared) {
        json_put_span(j, "account", k->declared->venue);
    } else {
        json_put_text(j, "account", figures_account_key(s, k->account, arena));
    }
    json_put_span(j, "label", k->label);
    json_put_text(j, "last_four", k->last_four);
    json_put_text(j, "fingerprint", k->fingerprint);
    json_put_text(j, "answer", leak_answer_name(k->answer));
    json_out_key(j, "row");
    if (k->event == EVENT_NONE) {
        json_out_null(j);
    } else {
        char row[ROW_TEXT_MAX];
        rows_text(s, rows_sharing_lines(in->result->evidence, arena), k->event, row);
        json_out_cstr(j, row);
    }
    json_out_close(j, '}');
}

void findings_leaked(const struct report_input *in, struct json_out *json, struct arena *arena)
{
    struct known_key *keys;
    json_out_key(json, "leaked");
    if (!in->leaked) {
        json_out_null(json);
        return;
    }
    const size_t count = compared_keys(in, arena, &keys);
    json_out_open(json, '{');
    json_put_text(json, "list_sha256", leak_list_sha256(in->leaked));
    json_put_number(json, "entries", leak_list_entries(in->leaked));
    json_put_number(json, "left_out", leak_list_left_out(in->leaked));
    json_out_key(json, "keys");
    json_out_open(json, '[');
    for (size_t i = 0; i < count; i++) put_known_key(in, json, &keys[i], arena);
    json_out_close(json, ']');
    json_out_close(json, '}');
    arena_reset(arena);
}

static void put_tape_file(struct json_out *j, const struct tape_source *file)
{
    const struct tape_facts *f = &file->facts;
    json_out_open(j, '{');
    json_put_text(j, "path", file->path);
    json_put_text(j, "sha256", f->file.sha256);
    json_put_number(j, "bytes", f->file.bytes);
    json_put_text(j, "checksum", reference_checksum_name(f->file.checksum));
    json_put_text(j, "checksum_states", f->file.stated);
    json_put_text(j, "state", reference_problem_name(f->file.problem));
    json_put_text(j, "product", f->file.rows == 0 ? "" : f->product == TAPE_SPOT ? "spot" : "futures");
    json_put_number(j, "trades", f->file.rows);
    json_put_number(j, "missing_ids", f->missing_ids);
    put_time(j, "first", f->first_ns);
    put_time(j, "last", f->last_ns);
    json_out_close(j, '}');
}

static void put_results(struct json_out *j, const char *key, const uint64_t counts[TAPE_RESULT_COUNT], uint64_t others)
{
    json_out_key(j, key);
    json_out_open(j, '{');
    for (unsigned r = TAPE_EXACT; r < TAPE_RESULT_COUNT; r++)
        json_put_number(j, tape_result_name((enum tape_result)r), counts[r]);
    json_put_number(j, "none_but_id_on_tape", others);
    json_out_close(j, '}');
}

void findings_tape(const struct report_input *in, struct json_out *json)
{
    const struct tape *t = in->result->tape;
    json_out_key(json, "tape");
    if (!t) {
        json_out_null(json);
        return;
    }
    json_out_open(json, '{');
    json_out_key(json, "files");
    json_out_open(json, '[');
    for (size_t i = 0; i < t->files.count; i++) put_tape_file(json, &t->files.items[i]);
    json_out_close(json, ']');
    json_put_number(json, "passed_over", t->passed_over);
    json_put_number(json, "not_tape_files", t->unknown);
    json_put_number(json, "trades", t->rows);
    put_results(json, "fills", t->totals, t->other_values);
    put_results(json, "flagged_fills", t->flagged, t->flagged_other_values);
    json_out_key(json, "differ_in_time_alone");
    json_out_open(json, '{');
    json_put_number(json, "fills", t->time_alone);
    char seconds[32];
    snprintf(seconds, sizeof seconds, "%lld", (long long)t->apart_s);
    json_put_text(json, "most_by_seconds", t->at_apart > 0 ? seconds : "");
    json_put_number(json, "fills_by_that", t->at_apart);
    json_out_close(json, '}');
    json_out_close(json, '}');
}

void findings_redacted(const struct report_input *in, struct json_out *json)
{
    const struct redaction *redaction = in->redaction;
    struct span rest = span_of(redaction_parts(redaction));
    if (!redaction) return;
    json_out_key(json, "redacted");
    json_out_open(json, '[');
    while (rest.len > 0) json_out_text(json, span_cut(&rest, ','));
    json_out_close(json, ']');
    json_out_key(json, "redaction");
    json_out_open(json, '{');
    json_put_text(json, "marks", *redaction_key_mark(redaction) ? "hmac-sha-256" : "numbered");
    json_put_text(json, "key_mark", redaction_key_mark(redaction));
    json_put_text(json, "full_case_manifest_sha256", redaction_full_case(redaction));
    json_out_close(json, '}');
}
