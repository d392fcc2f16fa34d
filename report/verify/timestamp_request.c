/* timestamp_request - through OpenSSL's TS module; beside timestamp_answer the only file that includes <openssl/ts.h>.
 *
 * SPDX-License-Identifier: MIT */
#include "report/verify/timestamp_request.h"

#include "base/writer.h"

#include <openssl/err.h>
#include <openssl/ts.h>

static bool digest_bytes(const char *hex, unsigned char out[DIGEST_BYTES])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        const char *high = strchr(digits, hex[2 * i]), *low = high && *high ? strchr(digits, hex[2 * i + 1]) : NULL;
        if (!low || !*low) return false;
        out[i] = (unsigned char)((high - digits) << 4 | (low - digits));
    }
    return true;
}

static bool fill(TS_REQ *request, TS_MSG_IMPRINT *imprint, X509_ALGOR *algorithm, unsigned char bytes[DIGEST_BYTES])
{
    return X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) && TS_REQ_set_version(request, 1) &&
           TS_MSG_IMPRINT_set_algo(imprint, algorithm) && TS_MSG_IMPRINT_set_msg(imprint, bytes, DIGEST_BYTES) &&
           TS_REQ_set_msg_imprint(request, imprint) && TS_REQ_set_cert_req(request, 1);
}

static bool write_der(TS_REQ *request, struct writer *out)
{
    unsigned char *der = NULL;
    int length = i2d_TS_REQ(request, &der);
    if (length > 0) writer_text(out, (struct span){(const char *)der, (size_t)length});
    OPENSSL_free(der);
    return length > 0;
}

bool timestamp_request(const char sha256[DIGEST_HEX], struct writer *out)
{
    unsigned char bytes[DIGEST_BYTES];
    if (!digest_bytes(sha256, bytes)) return false;
    TS_REQ *request = TS_REQ_new();
    TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
    X509_ALGOR *algorithm = X509_ALGOR_new();
    bool done = request && imprint && algorithm && fill(request, imprint, algorithm, bytes) && write_der(request, out);
    X509_ALGOR_free(algorithm);
    TS_MSG_IMPRINT_free(imprint);
    TS_REQ_free(request);
    return done;
}

/* ---- one that lies there -------------------------------------------------------------------------------------------- */

static bool is_ours(struct span request, const char *sha256)
{
    struct writer *again = writer_to_memory();
    bool same = timestamp_request(sha256, again) && span_equal(writer_memory(again), request);
    writer_close(again, NULL);
    return same;
}

static bool asks_for(TS_REQ *request, const char *sha256)
{
    TS_MSG_IMPRINT *imprint = TS_REQ_get_msg_imprint(request);
    X509_ALGOR *algorithm = imprint ? TS_MSG_IMPRINT_get_algo(imprint) : NULL;
    ASN1_OCTET_STRING *message = imprint ? TS_MSG_IMPRINT_get_msg(imprint) : NULL;
    const ASN1_OBJECT *name = NULL;
    unsigned char wanted[DIGEST_BYTES];
    if (!algorithm || !message || !digest_bytes(sha256, wanted)) return false;
    X509_ALGOR_get0(&name, NULL, NULL, algorithm);
    struct span got = {(const char *)ASN1_STRING_get0_data(message), (size_t)ASN1_STRING_length(message)};
    return OBJ_obj2nid(name) == NID_sha256 && span_equal(got, (struct span){(const char *)wanted, sizeof wanted});
}

enum request_status timestamp_request_check(struct span request, const char sha256[DIGEST_HEX])
{
    enum { REQUEST_MOST = 1 << 16 };
    if (is_ours(request, sha256)) return REQUEST_OURS;
    if (request.len == 0 || request.len > REQUEST_MOST) return REQUEST_UNREADABLE;
    const unsigned char *at = (const unsigned char *)request.ptr, *end = at + request.len;
    TS_REQ *asked = d2i_TS_REQ(NULL, &at, (long)request.len);
    enum request_status status = REQUEST_UNREADABLE;
    if (asked && at == end) status = asks_for(asked, sha256) ? REQUEST_OTHERWISE : REQUEST_OTHER_FILE;
    TS_REQ_free(asked);
    ERR_clear_error();
    return status;
}
