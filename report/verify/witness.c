/* witness - what stands outside a case folder, held against it: the digest that was sent early, the request for a
 * time stamp, the authority's answer, a signature. Each covers tagmanifest-sha256.txt and so every file of the folder.
 *
 * What lies in the folder under the usual names is looked at without being asked for; a stamp or signature that does not
 * fit, or a stamp that nobody known vouches for, speaks against the folder: whoever makes it anew would otherwise put any
 * stamp of his own there. A signature of an unknown key is told as what it is, and counts as no witness.
 *
 * SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "report/bag/folder.h"
#include "report/problem.h"
#include "report/report.h"
#include "report/verify/signature.h"
#include "report/verify/timestamp_answer.h"
#include "report/verify/timestamp_request.h"
#include "report/verify/verification.h"

#include <stdlib.h>
#include <sys/stat.h>

enum {
    WITNESS_MOST = 1 << 20,
    LIST_MOST = 64 << 20,
    CLOCKS_DIFFER_S = 60, /* that two clocks are a little apart tells nothing */
};

struct witnessing {
    const char *case_dir;
    const struct witnesses *w;
    struct verification *v;
    const struct speaker *say;
};

/* What a witness of the list says about the files, when they are not what the list states. */
static const char *covered(const struct witnessing *x, const char *means)
{
    return x->v->intact ? means : words_check_list_only_means(x->say);
}

/* ---- the digest sent early ------------------------------------------------------------------------------------------ */

static void step_early(struct witnessing *x)
{
    struct step *s = verification_step(x->v, "early-digest", words_check_early(x->say));
    if (!x->w->digest) {
        step_end(s, STEP_NONE, words_check_early_none(x->say), words_check_early_none_means(x->say));
        return;
    }
    static const char *const names[] = {"manifest-sha256.txt", "tagmanifest-sha256.txt"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct span text;
        char sha256[DIGEST_HEX];
        if (!folder_text(x->case_dir, names[i], LIST_MOST, &text)) continue;
        digest_of(text, sha256);
        free((char *)text.ptr);
        if (!span_equal_nocase(span_of(sha256), span_of(x->w->digest))) continue;
        s->witness = true;
        step_end(s, STEP_OK, words_check_early_ok(x->say, names[i]),
                 covered(x, i == 0 ? words_check_early_data_means(x->say) : words_check_early_whole_means(x->say)));
        return;
    }
    step_end(s, STEP_FAILED, words_check_early_bad(x->say), words_check_early_bad_means(x->say));
}

/* ---- the request ---------------------------------------------------------------------------------------------------- */

static void step_request(struct witnessing *x, struct span request)
{
    struct step *s = verification_step(x->v, "time-stamp-request", words_check_request(x->say));
    if (!request.ptr) {
        step_end(s, STEP_NONE, words_check_request_none(x->say), words_check_request_none_means(x->say));
        return;
    }
    if (!*x->v->tagmanifest_sha256) {
        step_end(s, STEP_NOT_DONE, words_check_no_tagmanifest(x->say), "");
        return;
    }
    switch (timestamp_request_check(request, x->v->tagmanifest_sha256)) {
    case REQUEST_OTHERWISE: step_remark(s, words_check_request_otherwise(x->say)); /* fallthrough */
    case REQUEST_OURS:
        step_end(s, STEP_OK, words_check_request_ok(x->say), words_check_request_ok_means(x->say));
        break;
    case REQUEST_OTHER_FILE:
        step_end(s, STEP_FAILED, words_check_request_bad(x->say), words_check_request_bad_means(x->say));
        break;
    case REQUEST_UNREADABLE:
        step_end(s, STEP_FAILED, words_check_request_unreadable(x->say), words_check_request_bad_means(x->say));
        break;
    }
}

/* ---- certificates --------------------------------------------------------------------------------------------------- */

static const char *trusted_words(const struct witnessing *x, enum trusted_by by)
{
    switch (by) {
    case TRUSTED_BY_GIVEN: return words_check_trusted_given(x->say);
    case TRUSTED_BY_SYSTEM: return words_check_trusted_system(x->say);
    case TRUSTED_BY_NOBODY: return NULL;
    }
    return NULL;
}

static void certificate_lines(const struct witnessing *x, struct step *s, const char *code, const char *who,
                              const struct certificate_facts *c, enum trusted_by by)
{
    step_fact(s, code, who, c->subject);
    if (!c->self_signed) step_fact(s, "issuer", words_check_fact_issuer(x->say), c->issuer);
    step_fact(s, "certificate_sha256", words_check_fact_certificate(x->say), c->sha256);
    step_fact(s, "valid", words_check_fact_valid(x->say), words_check_fact_valid_between(x->say, c->from, c->until));
    step_fact(s, "vouched_for_by", words_check_fact_trusted(x->say), trusted_words(x, by));
}

/* ---- the time stamp ------------------------------------------------------------------------------------------------- */

static const char *stamp_fault(const struct witnessing *x, const struct stamp *t)
{
    switch (t->status) {
    case STAMP_REFUSED: return words_check_stamp_refused(x->say, *t->why ? t->why : words_not_stated(x->say));
    case STAMP_OTHER_ALGORITHM: return words_check_stamp_other_algorithm(x->say);
    case STAMP_OTHER_FILE: return words_check_stamp_other_file(x->say, t->imprint);
    case STAMP_OTHER_NONCE: return words_check_stamp_other_nonce(x->say);
    case STAMP_NO_CERTIFICATE: return words_check_stamp_no_certificate(x->say);
    case STAMP_NOT_FOR_STAMPS: return words_check_stamp_not_for_stamps(x->say);
    case STAMP_NOT_VALID_THEN: return words_check_stamp_not_valid_then(x->say);
    case STAMP_WEAK: return words_check_stamp_weak(x->say);
    case STAMP_BAD_SIGNATURE: return words_check_stamp_bad_signature(x->say);
    case STAMP_UNTRUSTED: return words_check_stamp_untrusted(x->say, t->certificate.subject);
    case STAMP_UNREADABLE:
    case STAMP_GOOD: break;
    }
    return words_check_stamp_unreadable(x->say);
}

static const char *stamp_fault_means(const struct witnessing *x, enum stamp_status status)
{
    switch (status) {
    case STAMP_OTHER_ALGORITHM: return words_check_stamp_other_algorithm_means(x->say);
    case STAMP_OTHER_FILE: return words_check_stamp_other_file_means(x->say);
    case STAMP_UNTRUSTED: return words_check_stamp_untrusted_means(x->say);
    default: return words_check_stamp_bad_means(x->say);
    }
}

/* The stamp covers the record of the run, so it can't be older than that. Seconds since 1970; 0: it is not stated. */
static int64_t run_started(const struct witnessing *x, const char **stated)
{
    const struct span start = SPAN("{\"event\":\"started\",\"time\":\"");
    struct span text;
    struct timestamp t = {.ns = 0};
    if (!folder_text(x->case_dir, "custody.jsonl", LIST_MOST, &text)) return 0;
    struct span rest = text, line = span_cut(&rest, '\n');
    if (span_starts_with(line, start)) {
        struct span value = span_from(line, start.len);
        value = span_head(value, span_find(value, '"'));
        if (time_parse(value, "%Y-%m-%dT%H:%M:%S%f%z", &t) == TIME_OK) *stated = arena_copy(x->v->arena, value).ptr;
    }
    free((char *)text.ptr);
    return *stated ? t.ns / NS_PER_SECOND : 0;
}

static void stamp_lines(const struct witnessing *x, struct step *s, const struct stamp *t)
{
    step_fact(s, "time", words_check_fact_stamp_time(x->say), t->time);
    if (t->time)
        step_fact(s, "accuracy", words_check_fact_stamp_accuracy(x->say),
                  t->accuracy ? t->accuracy : words_check_fact_stamp_accuracy_none(x->say));
    step_fact(s, "serial", words_check_fact_stamp_serial(x->say), t->serial);
    step_fact(s, "policy", words_check_fact_stamp_policy(x->say), t->policy);
    if (t->has_certificate)
        certificate_lines(x, s, "authority", words_check_fact_authority(x->say), &t->certificate, t->trusted_by);
    if (t->status != STAMP_GOOD) return;
    if (t->certificate.until_s < x->w->now_s) step_remark(s, words_check_stamp_expired(x->say, t->certificate.until));
    if (t->own_nonce) step_remark(s, words_check_stamp_nonce(x->say));
    const char *started = NULL;
    if (run_started(x, &started) > t->time_s + CLOCKS_DIFFER_S)
        step_remark(s, words_check_stamp_older(x->say, started));
    step_remark(s, words_check_revocation(x->say));
}

static void step_stamp(struct witnessing *x, struct span answer, struct span request)
{
    struct step *s = verification_step(x->v, "time-stamp", words_check_stamp(x->say));
    if (!answer.ptr) {
        step_end(s, STEP_NONE, words_check_stamp_none(x->say), words_check_stamp_none_means(x->say));
        return;
    }
    step_fact(s, "file", words_check_fact_file(x->say), x->w->stamp_name ? x->w->stamp_name : BAG_STAMP);
    if (!*x->v->tagmanifest_sha256) {
        step_end(s, STEP_NOT_DONE, words_check_no_tagmanifest(x->say), "");
        return;
    }
    struct stamp t;
    stamp_check(answer, request, x->v->tagmanifest_sha256, x->w->trust, x->v->arena, &t);
    s->witness = true;
    if (t.status == STAMP_GOOD)
        step_end(s, STEP_OK, words_check_stamp_ok(x->say, t.certificate.subject, t.time),
                 words_check_stamp_ok_means(x->say));
    else
        step_end(s, STEP_FAILED, stamp_fault(x, &t), stamp_fault_means(x, t.status));
    stamp_lines(x, s, &t);
}

/* ---- the signature -------------------------------------------------------------------------------------------------- */

static const char *signature_fault(const struct witnessing *x, enum signature_status status)
{
    switch (status) {
    case SIGNATURE_HOLDS_CONTENT: return words_check_signature_holds_content(x->say);
    case SIGNATURE_NOT_ONE: return words_check_signature_not_one(x->say);
    case SIGNATURE_NO_CERTIFICATE: return words_check_signature_no_certificate(x->say);
    case SIGNATURE_WEAK: return words_check_signature_weak(x->say);
    case SIGNATURE_OTHER_FILE: return words_check_signature_other_file(x->say);
    case SIGNATURE_NOT_VALID_THEN: return words_check_signature_not_valid_then(x->say);
    case SIGNATURE_UNREADABLE:
    case SIGNATURE_UNTRUSTED:
    case SIGNATURE_GOOD: break;
    }
    return words_check_signature_unreadable(x->say);
}

/* It fits the folder. Who made it is another question. */
static void signed_by(const struct witnessing *x, struct step *s, const struct signature *g)
{
    const struct certificate_facts *c = &g->certificate;
    bool pinned = trust_given(x->w->trust);
    if (g->trusted_by == TRUSTED_BY_GIVEN || (g->trusted_by == TRUSTED_BY_SYSTEM && !pinned)) {
        s->witness = true;
        step_end(s, STEP_OK, words_check_signature_ok(x->say, c->subject),
                 covered(x, g->trusted_by == TRUSTED_BY_GIVEN ? words_check_signature_given_means(x->say)
                                                              : words_check_signature_system_means(x->say)));
    } else if (pinned) {
        step_end(s, STEP_FAILED, words_check_signature_not_given(x->say, c->subject),
                 words_check_signature_not_given_means(x->say));
    } else {
        step_end(s, STEP_OK,
                 c->self_signed ? words_check_signature_self(x->say, c->subject)
                                : words_check_signature_unknown(x->say, c->subject),
                 words_check_signature_unknown_means(x->say));
    }
}

static void signature_lines(const struct witnessing *x, struct step *s, const struct signature *g)
{
    if (!g->has_certificate) return;
    certificate_lines(x, s, "signer", words_check_fact_signer(x->say), &g->certificate, g->trusted_by);
    step_fact(s, "time", words_check_fact_signed_at(x->say), g->time);
    bool fits = g->status == SIGNATURE_GOOD || g->status == SIGNATURE_UNTRUSTED;
    if (fits && g->certificate.until_s < x->w->now_s)
        step_remark(s, words_check_signature_expired(x->say, g->certificate.until));
    if (g->status == SIGNATURE_GOOD) step_remark(s, words_check_revocation(x->say));
}

static void step_signature(struct witnessing *x, struct span der)
{
    struct step *s = verification_step(x->v, "signature", words_check_signature(x->say));
    struct span data;
    if (!der.ptr) {
        step_end(s, STEP_NONE, words_check_signature_none(x->say), words_check_signature_none_means(x->say));
        return;
    }
    step_fact(s, "file", words_check_fact_file(x->say), x->w->signature_name ? x->w->signature_name : BAG_SIGNATURE);
    if (!folder_text(x->case_dir, "tagmanifest-sha256.txt", LIST_MOST, &data)) {
        step_end(s, STEP_NOT_DONE, words_check_no_tagmanifest(x->say), "");
        return;
    }
    struct signature g;
    signature_check(der, data, x->w->trust, x->w->now_s, x->v->arena, &g);
    free((char *)data.ptr);
    if (g.status == SIGNATURE_GOOD || g.status == SIGNATURE_UNTRUSTED)
        signed_by(x, s, &g);
    else
        step_end(s, STEP_FAILED, signature_fault(x, g.status), words_check_signature_bad_means(x->say));
    signature_lines(x, s, &g);
}

/* ---- all ------------------------------------------------------------------------------------------------------------ */

/* A file at the top. Whatever lies there and can't be read must not look as if nothing did. */
static struct span beside(const char *case_dir, const char *name)
{
    struct span text = SPAN_NONE;
    if (folder_text(case_dir, name, WITNESS_MOST, &text)) return text;
    char *path = problem_format("%s/%s", case_dir, name);
    struct stat info;
    bool there = lstat(path, &info) == 0;
    free(path);
    return there ? (struct span){memory_copy_text("", 0), 0} : SPAN_NONE;
}

bool bag_verify_witnesses(const char *case_dir, const struct witnesses *w, struct verification *v)
{
    struct witnessing x = {case_dir, w, v, &v->say};
    size_t first = v->steps.count;
    struct span request = beside(case_dir, "tagmanifest.tsq");
    struct span stamp = w->stamp.ptr ? SPAN_NONE : beside(case_dir, BAG_STAMP);
    struct span signature = w->signature.ptr ? SPAN_NONE : beside(case_dir, BAG_SIGNATURE);
    step_early(&x);
    step_request(&x, request);
    step_stamp(&x, w->stamp.ptr ? w->stamp : stamp, request);
    step_signature(&x, w->signature.ptr ? w->signature : signature);
    free((char *)request.ptr);
    free((char *)stamp.ptr);
    free((char *)signature.ptr);
    bool good = true;
    for (size_t i = first; i < v->steps.count; i++)
        good = good && (v->steps.items[i]->result == STEP_OK || v->steps.items[i]->result == STEP_NONE);
    return good;
}
