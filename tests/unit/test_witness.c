/* Tests of report/timestamp_answer, timestamp_request, signature and certificates, with the stamps and signatures that the
 * fuzzer's corpus holds, and of base/secret. Attacks with fresh keys are scripts/check-tamper's business.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/secret.h"
#include "report/verify/signature.h"
#include "report/verify/timestamp_answer.h"
#include "report/verify/timestamp_request.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT SPAN("straykey\n") /* what the corpus is about */

struct world {
    struct arena *arena;
    struct trust *nobody, *known;
    char sha256[DIGEST_HEX];
};

static struct span corpus(const struct world *w, const char *name)
{
    char path[512], bytes[8192];
    snprintf(path, sizeof path, "%s/tests/fuzz/corpus/witness/%s", TEST_ROOT, name);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    size_t length = fread(bytes, 1, sizeof bytes, in);
    fclose(in);
    return arena_copy(w->arena, (struct span){bytes, length});
}

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    setenv("SSL_CERT_DIR", "/nonexistent", 1);
    setenv("SSL_CERT_FILE", "/nonexistent/file", 1);
    w->arena = arena_new(0);
    w->nobody = trust_new();
    w->known = trust_new();
    digest_of(TEXT, w->sha256);
    assert_int_equal(trust_add(w->known, corpus(w, "certificate.pem")), 1);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    trust_free(w->nobody);
    trust_free(w->known);
    arena_free(w->arena);
    free(w);
    return 0;
}

static struct stamp judged(const struct world *w, const char *answer, struct span request, const struct trust *trust)
{
    struct stamp t;
    stamp_check(corpus(w, answer), request, w->sha256, trust, w->arena, &t);
    return t;
}

static void a_stamp_of_a_known_authority_says_when_and_who(void **state)
{
    const struct world *w = *state;
    struct stamp t = judged(w, "stamp.tsr", corpus(w, "request.tsq"), w->known);
    assert_int_equal(t.status, STAMP_GOOD);
    assert_int_equal(t.trusted_by, TRUSTED_BY_GIVEN);
    assert_string_equal(t.certificate.subject, "CN=Invented,O=Test");
    assert_true(t.certificate.self_signed);
    assert_string_equal(t.accuracy, "1.500007 s");
    assert_string_equal(t.policy, "1.2.3.4.1");
    assert_string_equal(t.imprint, w->sha256);
    assert_int_equal(strlen(t.time), strlen("2026-11-28T01:02:03Z"));
    assert_false(t.own_nonce);
    assert_int_equal(judged(w, "token", SPAN_NONE, w->known).status, STAMP_GOOD);
}

static void a_stamp_of_an_unknown_authority_is_not_good(void **state)
{
    const struct world *w = *state;
    struct stamp t = judged(w, "stamp.tsr", SPAN_NONE, w->nobody);
    assert_int_equal(t.status, STAMP_UNTRUSTED);
    assert_int_equal(t.trusted_by, TRUSTED_BY_NOBODY);
}

static void a_stamp_on_something_else_is_told_apart(void **state)
{
    struct world *w = *state;
    assert_int_equal(judged(w, "long-digest.tsr", SPAN_NONE, w->known).status, STAMP_OTHER_ALGORITHM);
    w->sha256[0] = w->sha256[0] == '0' ? '1' : '0';
    struct stamp t = judged(w, "stamp.tsr", SPAN_NONE, w->known);
    digest_of(TEXT, w->sha256);
    assert_int_equal(t.status, STAMP_OTHER_FILE);
    assert_string_equal(t.imprint, w->sha256);
}

static void a_nonce_is_compared_when_the_request_has_one(void **state)
{
    const struct world *w = *state;
    struct stamp t = judged(w, "nonce.tsr", corpus(w, "request.tsq"), w->known);
    assert_int_equal(t.status, STAMP_GOOD);
    assert_true(t.own_nonce);
    /* as request.tsq, with the nonce 5 */
    static const char with_nonce[] =
        "\x30\x3c\x02\x01\x01\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05"
        "\x00\x04\x20"
        "12345678901234567890123456789012"
        "\x02\x01\x05\x01\x01\xff";
    struct span request = {with_nonce, sizeof with_nonce - 1};
    assert_int_equal(timestamp_request_check(request, w->sha256), REQUEST_OTHER_FILE);
    assert_int_equal(judged(w, "nonce.tsr", request, w->known).status, STAMP_OTHER_NONCE);
    assert_int_equal(judged(w, "stamp.tsr", request, w->known).status, STAMP_OTHER_NONCE);
}

static void what_is_no_stamp_is_refused_with_its_reason(void **state)
{
    const struct world *w = *state;
    struct stamp t = judged(w, "refused.tsr", SPAN_NONE, w->known);
    assert_int_equal(t.status, STAMP_REFUSED);
    assert_true(strlen(t.why) > 0);
    static const char *const unreadable[] = {"empty",       "words",         "cut.tsr",
                                             "request.tsq", "signature.p7s", "certificate.pem"};
    for (size_t i = 0; i < sizeof unreadable / sizeof *unreadable; i++)
        assert_int_equal(judged(w, unreadable[i], SPAN_NONE, w->known).status, STAMP_UNREADABLE);
}

static void a_stamp_whose_statement_was_altered_has_no_signature(void **state)
{
    const struct world *w = *state;
    struct span answer = corpus(w, "stamp.tsr"), copy = arena_copy(w->arena, answer);
    struct stamp before = judged(w, "stamp.tsr", SPAN_NONE, w->known), t;
    char digits[16], *at;
    snprintf(digits, sizeof digits, "%.4s%.2s%.2s", before.time, before.time + 5, before.time + 8);
    for (at = (char *)copy.ptr; memcmp(at, digits, 8) != 0; at++) assert_true(at < copy.ptr + copy.len - 8);
    at[3]++; /* a year later */
    stamp_check(copy, SPAN_NONE, w->sha256, w->known, w->arena, &t);
    assert_int_equal(t.status, STAMP_BAD_SIGNATURE);
}

static void a_request_is_known_by_its_digest(void **state)
{
    const struct world *w = *state;
    struct writer *ours = writer_to_memory();
    char other[DIGEST_HEX];
    digest_of(SPAN("other"), other);
    assert_true(timestamp_request(w->sha256, ours));
    assert_int_equal(timestamp_request_check(writer_memory(ours), w->sha256), REQUEST_OURS);
    assert_int_equal(timestamp_request_check(writer_memory(ours), other), REQUEST_OTHER_FILE);
    assert_int_equal(timestamp_request_check(corpus(w, "stamp.tsr"), w->sha256), REQUEST_UNREADABLE);
    assert_int_equal(timestamp_request_check(SPAN_NONE, w->sha256), REQUEST_UNREADABLE);
    writer_byte(ours, 'x');
    assert_int_equal(timestamp_request_check(writer_memory(ours), w->sha256), REQUEST_UNREADABLE);
    writer_close(ours, NULL);
}

static enum signature_status signature_of(const struct world *w, const char *name, struct span text,
                                          const struct trust *trust, struct signature *g)
{
    signature_check(corpus(w, name), text, trust, 1800000000, w->arena, g);
    return g->status;
}

static void a_signature_is_judged_by_what_it_covers_and_who_made_it(void **state)
{
    const struct world *w = *state;
    struct signature g;
    assert_int_equal(signature_of(w, "signature.p7s", TEXT, w->known, &g), SIGNATURE_GOOD);
    assert_string_equal(g.certificate.subject, "CN=Invented,O=Test");
    assert_non_null(g.time);
    assert_int_equal(signature_of(w, "signature.p7s", TEXT, w->nobody, &g), SIGNATURE_UNTRUSTED);
    assert_int_equal(signature_of(w, "signature.p7s", SPAN("straykey"), w->known, &g), SIGNATURE_OTHER_FILE);
    assert_int_equal(signature_of(w, "bare.p7s", TEXT, w->nobody, &g), SIGNATURE_NO_CERTIFICATE);
    assert_int_equal(signature_of(w, "bare.p7s", TEXT, w->known, &g), SIGNATURE_GOOD);
    assert_null(g.time);
    assert_int_equal(signature_of(w, "with-content.p7s", TEXT, w->known, &g), SIGNATURE_HOLDS_CONTENT);
    static const char *const unreadable[] = {"empty", "words", "cut.p7s", "stamp.tsr", "encrypted.p7m"};
    for (size_t i = 0; i < sizeof unreadable / sizeof *unreadable; i++)
        assert_int_equal(signature_of(w, unreadable[i], TEXT, w->known, &g), SIGNATURE_UNREADABLE);
}

static void certificates_are_read_all_or_none(void **state)
{
    const struct world *w = *state;
    struct span one = corpus(w, "certificate.pem");
    struct trust *t = trust_new();
    char two[2048];
    int length = snprintf(two, sizeof two, "%.*s%.*s", SPAN_ARG(one), SPAN_ARG(one));
    assert_int_equal(trust_add(t, (struct span){two, (size_t)length}), 2);
    assert_int_equal(trust_add(t, SPAN_NONE), 0);
    assert_int_equal(trust_add(t, SPAN("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")), 0);
    two[one.len + 100] = '!';
    assert_int_equal(trust_add(t, (struct span){two, (size_t)length}), 0);
    trust_free(t);
}

/* ---- secrets ---------------------------------------------------------------------------------------------------------- */

static void secrets_are_read_whole_and_forgotten(void **state)
{
    (void)state;
    char path[] = "/tmp/straykey-secret-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "first\r\nsecond\n", 14), 14);
    struct secret s;
    assert_int_equal(fchmod(fd, 0600), 0);
    assert_true(secret_read(path, &s));
    assert_false(s.others_can_read);
    assert_int_equal(s.len, 14);
    assert_true(span_is(secret_first_line(&s), "first"));
    secret_forget(&s);
    assert_null(s.bytes);
    assert_int_equal(secret_first_line(&s).len, 0);
    assert_int_equal(fchmod(fd, 0640), 0);
    assert_true(secret_read(path, &s));
    assert_true(s.others_can_read);
    secret_forget(&s);
    assert_int_equal(ftruncate(fd, (1 << 16) + 1), 0);
    assert_false(secret_read(path, &s));
    assert_int_equal(errno, EFBIG);
    assert_null(s.bytes);
    close(fd);
    unlink(path);
    assert_false(secret_read(path, &s));
    assert_int_equal(errno, ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stamp_of_a_known_authority_says_when_and_who),
        cmocka_unit_test(a_stamp_of_an_unknown_authority_is_not_good),
        cmocka_unit_test(a_stamp_on_something_else_is_told_apart),
        cmocka_unit_test(a_nonce_is_compared_when_the_request_has_one),
        cmocka_unit_test(what_is_no_stamp_is_refused_with_its_reason),
        cmocka_unit_test(a_stamp_whose_statement_was_altered_has_no_signature),
        cmocka_unit_test(a_request_is_known_by_its_digest),
        cmocka_unit_test(a_signature_is_judged_by_what_it_covers_and_who_made_it),
        cmocka_unit_test(certificates_are_read_all_or_none),
        cmocka_unit_test(secrets_are_read_whole_and_forgotten),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
