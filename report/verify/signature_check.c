/* signature_check - see signature.h.
 *
 * SPDX-License-Identifier: MIT */
#include "report/verify/signature.h"

#include <limits.h>
#include <openssl/cms.h>
#include <openssl/err.h>

enum { SIGNATURE_MOST = 1 << 20 };

struct checking {
    CMS_ContentInfo *cms;
    CMS_SignerInfo *info; /* of the one signer; stays with cms */
    const struct trust *trust;
    struct arena *arena;
    struct signature *out;
};

static enum signature_status read_signature(struct checking *c, struct span der)
{
    if (der.len == 0 || der.len > SIGNATURE_MOST) return SIGNATURE_UNREADABLE;
    const unsigned char *at = (const unsigned char *)der.ptr, *end = at + der.len;
    c->cms = d2i_CMS_ContentInfo(NULL, &at, (long)der.len);
    if (!c->cms || at != end || OBJ_obj2nid(CMS_get0_type(c->cms)) != NID_pkcs7_signed) return SIGNATURE_UNREADABLE;
    ASN1_OCTET_STRING **content = CMS_get0_content(c->cms);
    if (!content) return SIGNATURE_UNREADABLE;
    if (*content) return SIGNATURE_HOLDS_CONTENT;
    STACK_OF(CMS_SignerInfo) *infos = CMS_get0_SignerInfos(c->cms);
    if (!infos || sk_CMS_SignerInfo_num(infos) != 1) return SIGNATURE_NOT_ONE;
    c->info = sk_CMS_SignerInfo_value(infos, 0);
    return SIGNATURE_GOOD;
}

static bool is_strong(CMS_SignerInfo *info)
{
    X509_ALGOR *digest = NULL;
    CMS_SignerInfo_get0_algs(info, NULL, NULL, &digest, NULL);
    return digest_is_strong(digest);
}

static void take_time(struct checking *c)
{
    int at = CMS_signed_get_attr_by_NID(c->info, NID_pkcs9_signingTime, -1);
    X509_ATTRIBUTE *attribute = at >= 0 ? CMS_signed_get_attr(c->info, at) : NULL;
    ASN1_TYPE *value = attribute ? X509_ATTRIBUTE_get0_type(attribute, 0) : NULL;
    if (!value || (value->type != V_ASN1_UTCTIME && value->type != V_ASN1_GENERALIZEDTIME)) return;
    const char *text = NULL;
    int64_t seconds;
    if (!certificate_time(value->value.asn1_string, c->arena, &seconds, &text)) return;
    c->out->time = text;
    c->out->time_s = seconds;
}

/* The bytes behind a filter that does nothing: of a plain memory source OpenSSL 3.0 makes a copy, which it does not free when
 * the signature names a digest that it does not know. */
static BIO *source_of(struct span data)
{
    BIO *bytes = data.len <= INT_MAX ? BIO_new_mem_buf(data.len > 0 ? data.ptr : "", (int)data.len) : NULL;
    BIO *filter = bytes ? BIO_new(BIO_f_null()) : NULL;
    if (filter) return BIO_push(filter, bytes);
    BIO_free(bytes);
    return NULL;
}

/* Whether the signature fits the bytes, whoever made it. Without its certificate nothing can be computed. */
static enum signature_status check_bytes(struct checking *c, struct span data)
{
    enum { HOW = CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY };
    BIO *in = source_of(data);
    bool fits = in && CMS_verify(c->cms, trust_certificates(c->trust), NULL, in, NULL, HOW) == 1;
    BIO_free_all(in);
    X509 *certificate = NULL;
    CMS_SignerInfo_get0_algs(c->info, NULL, &certificate, NULL, NULL);
    ERR_clear_error();
    if (!certificate) return SIGNATURE_NO_CERTIFICATE;
    c->out->has_certificate = certificate_facts(certificate, c->arena, &c->out->certificate);
    if (!c->out->has_certificate) return SIGNATURE_UNREADABLE;
    return fits ? SIGNATURE_GOOD : SIGNATURE_OTHER_FILE;
}

static enum signature_status check_signer(struct checking *c, int64_t now_s)
{
    const struct certificate_facts *facts = &c->out->certificate;
    int64_t then = c->out->time ? c->out->time_s : now_s;
    if (then < facts->from_s || then > facts->until_s) return SIGNATURE_NOT_VALID_THEN;
    X509 *certificate = NULL;
    CMS_SignerInfo_get0_algs(c->info, NULL, &certificate, NULL, NULL);
    STACK_OF(X509) *others = CMS_get1_certs(c->cms);
    c->out->trusted_by = trust_leads(c->trust, certificate, others, then);
    sk_X509_pop_free(others, X509_free);
    return c->out->trusted_by == TRUSTED_BY_NOBODY ? SIGNATURE_UNTRUSTED : SIGNATURE_GOOD;
}

static enum signature_status judge(struct checking *c, struct span der, struct span data, int64_t now_s)
{
    enum signature_status status = read_signature(c, der);
    if (status != SIGNATURE_GOOD) return status;
    if (!is_strong(c->info)) return SIGNATURE_WEAK;
    take_time(c);
    status = check_bytes(c, data);
    return status == SIGNATURE_GOOD ? check_signer(c, now_s) : status;
}

void signature_check(struct span der, struct span data, const struct trust *trust, int64_t now_s, struct arena *arena,
                     struct signature *out)
{
    *out = (struct signature){.status = SIGNATURE_UNREADABLE};
    struct checking c = {.trust = trust, .arena = arena, .out = out};
    ERR_clear_error();
    out->status = judge(&c, der, data, now_s);
    CMS_ContentInfo_free(c.cms);
    ERR_clear_error();
}
