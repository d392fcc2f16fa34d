/* timestamp_answer - reads the answer of a time-stamping authority (RFC 3161) and judges it, offline. Beside
 * timestamp_request the only file that includes <openssl/ts.h>.
 *
 * Checked, in this order: the authority granted it; it is about this very SHA-256; it carries the nonce that was asked
 * for, if one was; its certificate is one for time stamps, was valid at the stated time and made this signature; the
 * certificate leads to a trusted one, judged at the stated time, so that a stamp outlives its authority's certificate.
 * Not checked: revocation, which needs a network.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_VERIFY_TIMESTAMP_ANSWER_H
#define STRAYKEY_REPORT_VERIFY_TIMESTAMP_ANSWER_H

#include "base/digest.h"
#include "report/verify/certificates.h"

enum stamp_status {
    STAMP_GOOD,
    STAMP_UNREADABLE,
    STAMP_REFUSED,         /* the authority gave no stamp; `why` holds its words */
    STAMP_OTHER_ALGORITHM, /* not over a SHA-256 */
    STAMP_OTHER_FILE,      /* over another SHA-256 */
    STAMP_OTHER_NONCE,     /* the request has a nonce, and this is not the answer to it */
    STAMP_NO_CERTIFICATE,  /* neither in the answer nor among the trusted */
    STAMP_NOT_FOR_STAMPS,  /* the certificate is not one for time stamps */
    STAMP_NOT_VALID_THEN,  /* the certificate was not valid at the stated time */
    STAMP_WEAK,            /* signed over a digest older than SHA-2 */
    STAMP_BAD_SIGNATURE,
    STAMP_UNTRUSTED,       /* all well, but nobody here vouches for the authority */
};

struct stamp {
    enum stamp_status status;
    enum trusted_by trusted_by;
    const char *why;       /* what OpenSSL or the authority says; may be "" */
    const char *time;      /* "2026-11-28T01:02:03.25Z", NULL: not known */
    int64_t time_s;
    const char *accuracy;  /* "1.5 s", NULL: not stated */
    const char *serial;    /* hex, NULL: not known */
    const char *policy;    /* dotted numbers, NULL: not known */
    const char *imprint;   /* hex of what was stamped, NULL: not known */
    bool own_nonce;        /* it carries a nonce that the request did not ask for */
    bool has_certificate;
    struct certificate_facts certificate; /* of the authority */
};

/* `request`: tagmanifest.tsq, empty when there is none. The texts of *out live in the arena. */
void stamp_check(struct span answer, struct span request, const char sha256[DIGEST_HEX], const struct trust *trust,
                 struct arena *arena, struct stamp *out);

#endif
