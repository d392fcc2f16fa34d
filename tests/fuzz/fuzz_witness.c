/* Fuzzes report/timestamp_answer, signature_check, timestamp_request and certificates: whatever lies beside a case folder, it is
 * judged without harm, and nothing is good that nobody vouches for.
 *
 * The corpus holds stamps and signatures over the text below, made by scripts/fuzz-witness-corpus with keys that were thrown
 * away.
 *
 * SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdlib.h>

#include "report/verify/signature.h"
#include "report/verify/timestamp_answer.h"
#include "report/verify/timestamp_request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TEXT SPAN("straykey\n")
enum { NOW_S = 1800000000 };

static void judge_stamp(struct span bytes, const char *sha256, const struct trust *trust, struct arena *arena)
{
    struct stamp t;
    stamp_check(bytes, SPAN_NONE, sha256, trust, arena, &t);
    assert(t.why && t.status != STAMP_GOOD);
    if (t.status == STAMP_UNTRUSTED) assert(t.time && t.has_certificate && strcmp(t.imprint, sha256) == 0);
    if (t.status == STAMP_OTHER_FILE) assert(t.imprint);
    /* the stamp as its own request: a request is no answer, and the other way round */
    stamp_check(bytes, bytes, sha256, trust, arena, &t);
    assert(t.status != STAMP_GOOD);
    enum request_status asked = timestamp_request_check(bytes, sha256);
    assert(asked == REQUEST_UNREADABLE || t.status == STAMP_UNREADABLE);
}

static void judge_signature(struct span bytes, const struct trust *trust, struct arena *arena)
{
    struct signature g;
    signature_check(bytes, TEXT, trust, NOW_S, arena, &g);
    assert(g.status != SIGNATURE_GOOD);
    if (g.status == SIGNATURE_UNTRUSTED) assert(g.has_certificate && g.certificate.subject && g.certificate.sha256[0]);
}

static void judge_certificates(struct span bytes, struct arena *arena)
{
    STACK_OF(X509) *all = certificates_read(bytes);
    for (int i = 0; all && i < sk_X509_num(all); i++) {
        struct certificate_facts facts;
        if (certificate_facts(sk_X509_value(all, i), arena, &facts)) assert(facts.from && facts.until);
    }
    sk_X509_pop_free(all, X509_free);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span bytes = {(const char *)data, size};
    char sha256[DIGEST_HEX];
    setenv("SSL_CERT_DIR", "/nonexistent", 1); /* the computer's own certificates say nothing here */
    setenv("SSL_CERT_FILE", "/nonexistent/file", 1);
    digest_of(TEXT, sha256);
    struct arena *arena = arena_new(0);
    struct trust *trust = trust_new();
    judge_stamp(bytes, sha256, trust, arena);
    judge_signature(bytes, trust, arena);
    judge_certificates(bytes, arena);
    trust_free(trust);
    arena_free(arena);
    return 0;
}
