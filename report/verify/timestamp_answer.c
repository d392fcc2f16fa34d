/* timestamp_answer - see timestamp_answer.h.
 *
 * SPDX-License-Identifier: MIT */
#include "report/verify/timestamp_answer.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

enum { ANSWER_MOST = 1 << 20 };

struct reading {
    const struct trust *trust;
    struct arena *arena;
    struct stamp *out;
    PKCS7 *token;
    TS_TST_INFO *info;
    X509 *signer; /* stays with the token or the trust */
};

static const char *last_error(struct arena *arena)
{
    const char *data = NULL;
    int flags = 0;
    unsigned long code = ERR_peek_last_error_data(&data, &flags);
    const char *reason = ERR_reason_error_string(code);
    bool text = data && *data && (flags & ERR_TXT_STRING);
    const char *said = reason ? arena_format(arena, "%s%s%s", reason, text ? ", " : "", text ? data : "") : "";
    ERR_clear_error();
    return said;
}

static const char *number_text(const ASN1_INTEGER *number, struct arena *arena)
{
    BIGNUM *big = number ? ASN1_INTEGER_to_BN(number, NULL) : NULL;
    char *hex = big ? BN_bn2hex(big) : NULL;
    const char *text = hex ? arena_copy(arena, span_of(hex)).ptr : NULL;
    OPENSSL_free(hex);
    BN_free(big);
    return text;
}

static const char *hex_text(const ASN1_OCTET_STRING *bytes, struct arena *arena)
{
    const unsigned char *at = ASN1_STRING_get0_data(bytes);
    size_t count = (size_t)ASN1_STRING_length(bytes);
    char *text = arena_alloc(arena, 2 * count + 1);
    for (size_t i = 0; i < count; i++) {
        text[2 * i] = "0123456789abcdef"[at[i] >> 4];
        text[2 * i + 1] = "0123456789abcdef"[at[i] & 15];
    }
    return text;
}

/* ---- the answer's parts --------------------------------------------------------------------------------------------- */

/* The words with which an authority says no. */
static const char *refusal(const TS_STATUS_INFO *status, struct arena *arena)
{
    const STACK_OF(ASN1_UTF8STRING) *texts = TS_STATUS_INFO_get0_text(status);
    const ASN1_UTF8STRING *text =
        texts && sk_ASN1_UTF8STRING_num(texts) > 0 ? sk_ASN1_UTF8STRING_value(texts, 0) : NULL;
    if (!text) return "";
    return arena_copy(arena, (struct span){(const char *)ASN1_STRING_get0_data(text), (size_t)ASN1_STRING_length(text)})
        .ptr;
}

/* A whole answer with its status, or the bare token that some services hand out. */
static bool take_token(struct reading *r, struct span answer)
{
    const unsigned char *at = (const unsigned char *)answer.ptr, *end = at + answer.len;
    TS_RESP *whole = d2i_TS_RESP(NULL, &at, (long)answer.len);
    if (whole && at == end) {
        const TS_STATUS_INFO *status = TS_RESP_get_status_info(whole);
        long granted = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(status));
        if (granted != TS_STATUS_GRANTED && granted != TS_STATUS_GRANTED_WITH_MODS) {
            r->out->status = STAMP_REFUSED;
            r->out->why = refusal(status, r->arena);
        } else {
            r->token = PKCS7_dup(TS_RESP_get_token(whole));
        }
    } else if (!whole) {
        at = (const unsigned char *)answer.ptr;
        r->token = d2i_PKCS7(NULL, &at, (long)answer.len);
        if (r->token && at != end) {
            PKCS7_free(r->token);
            r->token = NULL;
        }
    }
    TS_RESP_free(whole);
    ERR_clear_error();
    bool is_signed = r->token && PKCS7_type_is_signed(r->token) && r->token->d.sign && r->token->d.sign->contents;
    if (is_signed) r->info = PKCS7_to_TS_TST_INFO(r->token);
    return r->info != NULL;
}

static uint64_t small(const ASN1_INTEGER *number)
{
    uint64_t value = 0;
    return number && ASN1_INTEGER_get_uint64(&value, number) ? value : 0;
}

static const char *accuracy_text(const TS_ACCURACY *accuracy, struct arena *arena)
{
    if (!accuracy) return NULL;
    uint64_t seconds = small(TS_ACCURACY_get_seconds(accuracy)), millis = small(TS_ACCURACY_get_millis(accuracy)),
             micros = small(TS_ACCURACY_get_micros(accuracy));
    if (millis > 999 || micros > 999) return NULL; /* RFC 3161 allows 1 to 999 */
    char *text = arena_format(arena, "%llu.%03llu%03llu", (unsigned long long)seconds, (unsigned long long)millis,
                              (unsigned long long)micros);
    size_t length = strlen(text);
    while (text[length - 1] == '0') text[--length] = '\0';
    if (text[length - 1] == '.') text[--length] = '\0';
    return arena_format(arena, "%s s", text);
}

static bool take_facts(struct reading *r)
{
    struct stamp *out = r->out;
    char policy[128];
    int length = OBJ_obj2txt(policy, sizeof policy, TS_TST_INFO_get_policy_id(r->info), 1);
    if (length > 0) out->policy = arena_copy(r->arena, span_of(policy)).ptr;
    out->serial = number_text(TS_TST_INFO_get_serial(r->info), r->arena);
    out->accuracy = accuracy_text(TS_TST_INFO_get_accuracy(r->info), r->arena);
    return TS_TST_INFO_get_version(r->info) == 1 &&
           certificate_time(TS_TST_INFO_get_time(r->info), r->arena, &out->time_s, &out->time);
}

/* ---- what it must agree with ---------------------------------------------------------------------------------------- */

static enum stamp_status check_imprint(struct reading *r, const char *sha256)
{
    TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint(r->info);
    X509_ALGOR *algorithm = imprint ? TS_MSG_IMPRINT_get_algo(imprint) : NULL;
    ASN1_OCTET_STRING *bytes = imprint ? TS_MSG_IMPRINT_get_msg(imprint) : NULL;
    const ASN1_OBJECT *name = NULL;
    if (!algorithm || !bytes) return STAMP_UNREADABLE;
    X509_ALGOR_get0(&name, NULL, NULL, algorithm);
    r->out->imprint = hex_text(bytes, r->arena);
    if (OBJ_obj2nid(name) != NID_sha256) return STAMP_OTHER_ALGORITHM;
    return strcmp(r->out->imprint, sha256) == 0 ? STAMP_GOOD : STAMP_OTHER_FILE;
}

/* Our own request has no nonce, so that the same folder gives the same request; somebody else's may have one. */
static enum stamp_status check_nonce(struct reading *r, struct span request)
{
    const unsigned char *at = (const unsigned char *)request.ptr;
    TS_REQ *asked = request.len > 0 && request.len <= ANSWER_MOST ? d2i_TS_REQ(NULL, &at, (long)request.len) : NULL;
    const ASN1_INTEGER *wanted = asked ? TS_REQ_get_nonce(asked) : NULL, *got = TS_TST_INFO_get_nonce(r->info);
    bool fits = !wanted || (got && ASN1_INTEGER_cmp(wanted, got) == 0);
    r->out->own_nonce = !wanted && got;
    TS_REQ_free(asked);
    ERR_clear_error();
    return fits ? STAMP_GOOD : STAMP_OTHER_NONCE;
}

/* ---- the signature -------------------------------------------------------------------------------------------------- */

static enum stamp_status find_signer(struct reading *r)
{
    STACK_OF(X509) *signers = PKCS7_get0_signers(r->token, trust_certificates(r->trust), 0);
    r->signer = signers && sk_X509_num(signers) == 1 ? sk_X509_value(signers, 0) : NULL;
    sk_X509_free(signers);
    ERR_clear_error();
    if (!r->signer) return STAMP_NO_CERTIFICATE;
    r->out->has_certificate = certificate_facts(r->signer, r->arena, &r->out->certificate);
    if (!r->out->has_certificate) return STAMP_UNREADABLE;
    if (r->out->time_s < r->out->certificate.from_s || r->out->time_s > r->out->certificate.until_s)
        return STAMP_NOT_VALID_THEN;
    return X509_check_purpose(r->signer, X509_PURPOSE_TIMESTAMP_SIGN, 0) == 1 ? STAMP_GOOD : STAMP_NOT_FOR_STAMPS;
}

/* Consumes the store. */
static bool signature_holds(struct reading *r, X509_STORE *store)
{
    ERR_clear_error();
    bool holds = store && TS_RESP_verify_signature(r->token, trust_certificates(r->trust), store, NULL) == 1;
    X509_STORE_free(store);
    return holds;
}

static bool is_strong(const struct reading *r)
{
    STACK_OF(PKCS7_SIGNER_INFO) *infos = PKCS7_get_signer_info(r->token);
    return sk_PKCS7_SIGNER_INFO_num(infos) == 1 && digest_is_strong(sk_PKCS7_SIGNER_INFO_value(infos, 0)->digest_alg);
}

static enum stamp_status check_signature(struct reading *r)
{
    enum stamp_status found = find_signer(r);
    if (found != STAMP_GOOD) return found;
    if (!is_strong(r)) return STAMP_WEAK;
    int64_t then = r->out->time_s;
    if (!signature_holds(r, trust_store_of(r->signer, then))) return STAMP_BAD_SIGNATURE;
    static const enum trusted_by order[] = {TRUSTED_BY_GIVEN, TRUSTED_BY_SYSTEM};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (order[i] == TRUSTED_BY_GIVEN && !trust_given(r->trust)) continue;
        if (!signature_holds(r, trust_store(r->trust, order[i], then))) continue;
        r->out->trusted_by = order[i];
        return STAMP_GOOD;
    }
    return STAMP_UNTRUSTED;
}

static enum stamp_status judge(struct reading *r, struct span request, const char *sha256)
{
    if (!take_facts(r)) return STAMP_UNREADABLE;
    enum stamp_status status = check_imprint(r, sha256);
    if (status == STAMP_GOOD) status = check_nonce(r, request);
    return status == STAMP_GOOD ? check_signature(r) : status;
}

void stamp_check(struct span answer, struct span request, const char sha256[DIGEST_HEX], const struct trust *trust,
                 struct arena *arena, struct stamp *out)
{
    *out = (struct stamp){.status = STAMP_UNREADABLE, .why = ""};
    if (answer.len == 0 || answer.len > ANSWER_MOST) return;
    struct reading r = {.trust = trust, .arena = arena, .out = out};
    ERR_clear_error();
    if (take_token(&r, answer)) {
        out->status = judge(&r, request, sha256);
        out->why = last_error(arena);
    }
    TS_TST_INFO_free(r.info);
    PKCS7_free(r.token);
    ERR_clear_error();
}
