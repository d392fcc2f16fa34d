/* model - the report from first to last section. What each says is decided in model_<section>.c; read this to see the
 * order in which a reader gets it.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/build.h"

#include "base/memory.h"

#include <stdlib.h>

enum { FOOTER_DIGITS = 16 };

/* The date that the document carries: what the reproducible-builds convention asks for, else the newest event. */
static int64_t document_date(const struct figures *figures)
{
    uint64_t seconds;
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    if (epoch && span_to_u64(span_of(epoch), &seconds) && seconds < INT64_MAX / NS_PER_SECOND)
        return (int64_t)seconds * NS_PER_SECOND;
    return figures->events.to_ns == TIME_NONE ? 0 : figures->events.to_ns;
}

static const struct case_file no_case_file = {.incident_from_ns = TIME_NONE, .incident_to_ns = TIME_NONE};

static void describe_document(struct builder *b)
{
    struct report_model *m = b->model;
    const char *digest = arena_copy(b->arena, span_head(span_of(b->digest), FOOTER_DIGITS)).ptr;
    const struct span reference = b->case_file->complainant_reference;
    m->title = span_of(words_title(b->say));
    m->subject = span_of(words_subject(b->say, value_accounts(b)));
    m->author = span_of(arena_format(b->arena, "straykey %s", STRAYKEY_VERSION));
    m->language = span_of(b->say->language->code);
    m->page_label = span_of(b->say->language->page_label);
    m->footer = span_of(reference.len > 0 ? words_footer(b->say, value_visible(b, reference), digest)
                                          : words_footer_plain(b->say, digest));
    m->date_ns = document_date(b->figures);
    m->incomplete = b->figures->status.incomplete;
}

static void add_sections(struct builder *b)
{
    *LIST_ADD(&b->model->blocks) = (struct block){.kind = BLOCK_TITLE, .text = b->model->title};
    section_summary(b);
    section_who(b);
    section_last(b);
    section_incidents(b);
    section_schedule(b);
    section_transfers(b);
    section_losses(b);
    section_verdicts(b);
    section_coverage(b);
    section_margins(b);
    section_method(b);
    section_tape(b);
    section_limits(b);
    section_requests(b);
    section_register(b);
    section_authenticity(b);
    section_verify(b);
    section_custody(b);
    section_declaration(b);
}

void model_begin(struct report_model *m, const struct report_input *in, struct speaker *say, struct builder *b)
{
    m->arena = arena_new(0);
    say->arena = m->arena;
    *b = (struct builder){.model = m, .arena = m->arena, .in = in, .r = in->result, .say = say};
    b->evidence = in->result->evidence;
    b->store = b->evidence->store;
    b->case_file = in->case_file ? in->case_file : &no_case_file;
    b->figures = figures_new(in->result, m->arena);
}

static struct report_model *build_in(const struct language *language, const struct report_input *in,
                                     const char *manifest_digest)
{
    struct report_model *m = memory_alloc(sizeof *m);
    struct speaker say = {.language = language};
    struct builder b;
    model_begin(m, in, &say, &b);
    b.digest = manifest_digest;
    describe_document(&b);
    add_tickets(&b);
    add_sections(&b);
    add_papers(&b);
    return m;
}

struct report_model *report_model_build(const struct report_input *in, const char *manifest_digest)
{
    return build_in(&words_english, in, manifest_digest);
}

const char *report_second_language(const struct report_input *in)
{
    const struct span given = in->language && *in->language ? span_of(in->language)
                              : in->case_file               ? in->case_file->language
                                                            : SPAN_NONE;
    const struct language *language = words_language(given);
    return language && language != &words_english ? language->code : NULL;
}

struct report_model *report_model_translated(const struct report_input *in, const char *manifest_digest)
{
    const char *code = report_second_language(in);
    return code ? build_in(words_language(span_of(code)), in, manifest_digest) : NULL;
}

uint64_t chart_grid_step(uint64_t highest, unsigned most)
{
    uint64_t step = 1;
    for (int turn = 0; highest / step > most; turn++) step = turn % 3 == 1 ? step / 2 * 5 : step * 2;
    return step;
}

void report_model_free(struct report_model *m)
{
    if (!m) return;
    LIST_FREE(&m->blocks);
    LIST_FREE(&m->papers);
    arena_free(m->arena);
    free(m);
}
