/* samples - the shape of a definition's samples. Whether they hold is format_check's business.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/internal.h"

static bool expectation_is_known(struct span key)
{
    static const char *const others[] = {"at",         "until",        "kind",       "base",
                                         "quote",      "unrecognised", "orphan",     "market_price",
                                         "id_damaged", "approximate",  "conversion", NULL};
    enum target t;
    if (target_of(key, &t)) return true;
    for (size_t i = 0; others[i]; i++)
        if (span_is(key, others[i])) return true;
    return false;
}

void load_expectation(struct loader *l, const struct node *event)
{
    if (event->type != NODE_OBJECT) {
        load_complain(l, "an expected event is an object");
        return;
    }
    for (const struct node *n = event->child; n; n = n->next) {
        if (!expectation_is_known(n->key)) load_complain(l, "unknown key \"%s\" in an expected event", n->key.ptr);
        if (n->type != NODE_TEXT) load_complain(l, "\"%s\" must be a text", n->key.ptr);
    }
}

static void load_expected_list(struct loader *l, const struct node *sample)
{
    const struct node *expect = load_list(l, sample, "expect", false);
    size_t outer = load_enter(l, "expect"), i = 0;
    for (const struct node *n = expect ? expect->child : NULL; n; n = n->next, i++) {
        size_t mark = load_enter_index(l, i);
        load_expectation(l, n);
        load_leave(l, mark);
    }
    load_leave(l, outer);
}

static void load_rejection(struct loader *l, const struct node *n)
{
    if (n->type != NODE_OBJECT) {
        load_complain(l, "\"rejected\" is an object or a list of objects");
        return;
    }
    load_known_keys(l, n, "field code");
    struct span code = load_text(l, n, "code", true);
    load_text(l, n, "field", false);
    for (int c = 0; c < DIAG_CODE_COUNT; c++)
        if (span_is(code, diag_name((enum diag_code)c))) return;
    if (code.len) load_complain(l, "unknown code \"%s\"", code.ptr);
}

static void load_outcomes(struct loader *l, const struct node *sample)
{
    const struct node *rejected = node_get(sample, "rejected");
    if (rejected && rejected->type == NODE_LIST)
        for (const struct node *n = rejected->child; n; n = n->next) load_rejection(l, n);
    else if (rejected)
        load_rejection(l, rejected);
    const struct node *skipped = node_get(sample, "skipped");
    if (skipped && skipped->type != NODE_TEXT && skipped->type != NODE_LIST)
        load_complain(l, "\"skipped\" is a reason or a list of reasons");
}

static void load_lines(struct loader *l, const struct node *sample, const char *key)
{
    const struct node *lines = load_list(l, sample, key, false);
    for (const struct node *n = lines ? lines->child : NULL; n; n = n->next)
        if (n->type != NODE_TEXT) load_complain(l, "\"%s\" is a list of texts", key);
}

static void load_sample(struct loader *l, const struct node *n, struct format *f, bool *accepts, bool *refuses)
{
    load_known_keys(l, n,
                    f->json ? "json expect rejected skipped file_name time_zone refused_json"
                            : "rows header preamble expect rejected skipped file_name time_zone refused_header");
    load_text(l, n, "file_name", false);
    load_text(l, n, "time_zone", false);
    load_lines(l, n, "rows");
    load_lines(l, n, "header");
    load_lines(l, n, "preamble");
    load_lines(l, n, "refused_header");
    load_expected_list(l, n);
    load_outcomes(l, n);
    bool refused = node_get(n, "refused_header") || node_get(n, "refused_json");
    if (!refused && !node_get(n, f->json ? "json" : "rows"))
        load_complain(l, "the key \"%s\" is missing", f->json ? "json" : "rows");
    if (!refused && !node_get(n, "expect") && !node_get(n, "rejected") && !node_get(n, "skipped"))
        load_complain(l, "what is expected?");
    const struct node *expect = node_get(n, "expect");
    if (expect && expect->count) *accepts = true;
    if (refused || node_get(n, "rejected")) *refuses = true;
}

void load_samples(struct loader *l, const struct node *root, struct format *f)
{
    bool accepts = false, refuses = false;
    f->samples = load_list(l, root, "samples", true);
    size_t outer = load_enter(l, "samples"), i = 0;
    for (const struct node *n = f->samples ? f->samples->child : NULL; n; n = n->next, i++) {
        size_t mark = load_enter_index(l, i);
        if (n->type == NODE_OBJECT)
            load_sample(l, n, f, &accepts, &refuses);
        else
            load_complain(l, "must be an object");
        load_leave(l, mark);
    }
    if (f->samples && !accepts) load_complain(l, "no sample is accepted: one with \"expect\" is needed");
    if (f->samples && !refuses) load_complain(l, "no sample is rejected or refused: one is needed");
    load_leave(l, outer);
}
