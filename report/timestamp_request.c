/* timestamp_request - through OpenSSL's TS module; the only file that includes <openssl/ts.h>.
 *
 * SPDX-License-Identifier: MIT */
#include "report/timestamp_request.h"

#include "base/writer.h"

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
