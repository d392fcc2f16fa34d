/* certificates - see certificates.h.
 *
 * SPDX-License-Identifier: MIT */
#include "report/verify/certificates.h"

#include "base/digest.h"
#include "base/memory.h"
#include "base/timestamp.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <time.h>

struct trust {
    STACK_OF(X509) * given;
};

struct trust *trust_new(void)
{
    struct trust *t = memory_alloc(sizeof *t);
    t->given = sk_X509_new_null();
    if (!t->given) memory_exhausted(sizeof *t);
    return t;
}

void trust_free(struct trust *t)
{
    if (!t) return;
    sk_X509_pop_free(t->given, X509_free);
    free(t);
}

bool trust_given(const struct trust *t)
{
    return sk_X509_num(t->given) > 0;
}

STACK_OF(X509) * trust_certificates(const struct trust *t)
{
    return t->given;
}

/* ---- reading -------------------------------------------------------------------------------------------------------- */

/* The end of the text is an error to OpenSSL too: "no start line". */
static bool ended_well(void)
{
    unsigned long last = ERR_peek_last_error();
    return ERR_GET_LIB(last) == ERR_LIB_PEM && ERR_GET_REASON(last) == PEM_R_NO_START_LINE;
}

STACK_OF(X509) * certificates_read(struct span pem)
{
    if (pem.len == 0 || pem.len > INT_MAX) return NULL;
    STACK_OF(X509) *all = sk_X509_new_null();
    BIO *in = BIO_new_mem_buf(pem.ptr, (int)pem.len);
    X509 *one = NULL;
    bool kept = all && in;
    ERR_clear_error();
    while (kept && (one = PEM_read_bio_X509(in, NULL, NULL, NULL))) kept = sk_X509_push(all, one) > 0;
    if (one) X509_free(one); /* it could not be kept */
    bool good = kept && ended_well() && sk_X509_num(all) > 0;
    ERR_clear_error();
    BIO_free(in);
    if (good) return all;
    sk_X509_pop_free(all, X509_free);
    return NULL;
}

size_t trust_add(struct trust *t, struct span pem)
{
    STACK_OF(X509) *more = certificates_read(pem);
    size_t added = 0;
    X509 *one;
    while (more && (one = sk_X509_shift(more))) {
        if (sk_X509_push(t->given, one) <= 0) memory_exhausted(sizeof one);
        added++;
    }
    sk_X509_free(more);
    return added;
}

bool digest_is_strong(const X509_ALGOR *algorithm)
{
    const ASN1_OBJECT *name = NULL;
    if (!algorithm) return false;
    X509_ALGOR_get0(&name, NULL, NULL, algorithm);
    switch (OBJ_obj2nid(name)) {
    case NID_sha256:
    case NID_sha384:
    case NID_sha512:
    case NID_sha3_256:
    case NID_sha3_384:
    case NID_sha3_512: return true;
    default: return false;
    }
}

/* ---- stores --------------------------------------------------------------------------------------------------------- */

static X509_STORE *store_at(int64_t at_s, unsigned long flags)
{
    X509_STORE *store = X509_STORE_new();
    if (!store) return NULL;
    X509_VERIFY_PARAM *param = X509_STORE_get0_param(store);
    X509_VERIFY_PARAM_set_time(param, (time_t)at_s);
    X509_VERIFY_PARAM_set_flags(param, flags);
    return store;
}

X509_STORE *trust_store(const struct trust *t, enum trusted_by by, int64_t at_s)
{
    /* What the reader names is trusted as it is, whether or not it is a root. */
    X509_STORE *store = store_at(at_s, by == TRUSTED_BY_GIVEN ? X509_V_FLAG_PARTIAL_CHAIN : 0);
    if (!store) return NULL;
    bool done = true;
    if (by == TRUSTED_BY_SYSTEM) {
        done = X509_STORE_set_default_paths(store);
    } else {
        for (int i = 0; done && i < sk_X509_num(t->given); i++)
            done = X509_STORE_add_cert(store, sk_X509_value(t->given, i));
    }
    if (done) return store;
    X509_STORE_free(store);
    return NULL;
}

X509_STORE *trust_store_of(X509 *certificate, int64_t at_s)
{
    X509_STORE *store = store_at(at_s, X509_V_FLAG_PARTIAL_CHAIN);
    if (store && X509_STORE_add_cert(store, certificate)) return store;
    X509_STORE_free(store);
    return NULL;
}

static bool leads_to(const struct trust *t, enum trusted_by by, X509 *certificate, STACK_OF(X509) * others,
                     int64_t at_s)
{
    X509_STORE *store = trust_store(t, by, at_s);
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    bool leads =
        store && context && X509_STORE_CTX_init(context, store, certificate, others) && X509_verify_cert(context) == 1;
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    ERR_clear_error();
    return leads;
}

enum trusted_by trust_leads(const struct trust *t, X509 *certificate, STACK_OF(X509) * others, int64_t at_s)
{
    if (trust_given(t) && leads_to(t, TRUSTED_BY_GIVEN, certificate, others, at_s)) return TRUSTED_BY_GIVEN;
    return leads_to(t, TRUSTED_BY_SYSTEM, certificate, others, at_s) ? TRUSTED_BY_SYSTEM : TRUSTED_BY_NOBODY;
}

/* ---- what a certificate says ---------------------------------------------------------------------------------------- */

/* The fraction of a GeneralizedTime, ".25"; empty when it has none. */
static struct span fraction_of(const ASN1_TIME *time)
{
    struct span text = {(const char *)ASN1_STRING_get0_data(time), (size_t)ASN1_STRING_length(time)};
    struct span rest = span_from(text, span_find(text, '.'));
    size_t digits = rest.len > 0 ? 1 : 0;
    while (digits < rest.len && rest.ptr[digits] >= '0' && rest.ptr[digits] <= '9') digits++;
    return span_head(rest, digits > 1 ? digits : 0);
}

bool certificate_time(const ASN1_TIME *time, struct arena *arena, int64_t *seconds, const char **text)
{
    struct tm t;
    if (!time || !ASN1_TIME_to_tm(time, &t)) return false;
    int year = t.tm_year + 1900;
    if (year < 1970 || year > 2199) return false;
    int64_t ns = time_from_civil(year, t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec);
    char whole[TIME_TEXT_MAX];
    struct span fraction = fraction_of(time);
    size_t length = time_format(ns, 0, whole);
    *seconds = ns / NS_PER_SECOND;
    *text = arena_format(arena, "%.*s%.*sZ", (int)length - 1, whole, SPAN_ARG(fraction));
    return true;
}

static const char *name_text(const X509_NAME *name, struct arena *arena)
{
    BIO *out = BIO_new(BIO_s_mem());
    char *bytes = NULL;
    struct span text = SPAN_NONE;
    if (out && X509_NAME_print_ex(out, name, 0, XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB) >= 0) {
        long length = BIO_get_mem_data(out, &bytes);
        if (length > 0) text = (struct span){bytes, (size_t)length};
    }
    const char *copy = text.len > 0 ? arena_copy(arena, text).ptr : "(no name)";
    BIO_free(out);
    return copy;
}

static const char *fingerprint(const X509 *certificate, struct arena *arena)
{
    unsigned char *der = NULL;
    char hex[DIGEST_HEX] = "";
    int length = i2d_X509(certificate, &der);
    if (length > 0) digest_of((struct span){(const char *)der, (size_t)length}, hex);
    OPENSSL_free(der);
    return arena_copy(arena, span_of(hex)).ptr;
}

/* A time of a certificate that lies far outside ("no expiry": the year 9999) counts as never reached. */
static bool edge(const ASN1_TIME *time, struct arena *arena, int64_t *seconds, const char **text)
{
    struct tm t;
    if (!time || !ASN1_TIME_to_tm(time, &t)) return false;
    if (certificate_time(time, arena, seconds, text)) return true;
    *seconds = t.tm_year + 1900 < 1970 ? INT64_MIN : INT64_MAX;
    *text = arena_format(arena, "%d", t.tm_year + 1900);
    return true;
}

bool certificate_facts(X509 *certificate, struct arena *arena, struct certificate_facts *out)
{
    *out = (struct certificate_facts){
        .subject = name_text(X509_get_subject_name(certificate), arena),
        .issuer = name_text(X509_get_issuer_name(certificate), arena),
        .sha256 = fingerprint(certificate, arena),
        .self_signed = X509_self_signed(certificate, 0) == 1,
    };
    return edge(X509_get0_notBefore(certificate), arena, &out->from_s, &out->from) &&
           edge(X509_get0_notAfter(certificate), arena, &out->until_s, &out->until);
}
