/* signature - a detached signature (CMS, RFC 5652, DER) over a file of the case folder: made (signature_make.c) and judged
 * (signature_check.c). The only files that include <openssl/cms.h>.
 *
 * Made with P-256 (SHA-256), P-384 (SHA-384) and RSA of 2048 bits and more (SHA-256): the kinds that OpenSSL 3.0 and every
 * other CMS program can check. Ed25519 has no default digest there and is refused with advice. The certificate is bound
 * into the signature (CAdES signing-certificate attribute, RFC 5035).
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_VERIFY_SIGNATURE_H
#define STRAYKEY_REPORT_VERIFY_SIGNATURE_H

#include "base/writer.h"
#include "report/verify/certificates.h"

/* `certificates`: PEM, the signer's first, then those it was issued by, if they are to go along. `password`: of an
 * encrypted key, else empty. False: *error says what to do (free it); nothing of the key is in it. */
bool signature_make(struct span data, struct span key, struct span password, struct span certificates,
                    struct writer *out, char **error);

enum signature_status {
    SIGNATURE_GOOD,
    SIGNATURE_UNREADABLE,
    SIGNATURE_HOLDS_CONTENT,   /* not detached: it signs what is inside it */
    SIGNATURE_NOT_ONE,         /* of nobody or of several */
    SIGNATURE_NO_CERTIFICATE,  /* neither in it nor among the trusted */
    SIGNATURE_WEAK,            /* over a digest older than SHA-2 */
    SIGNATURE_OTHER_FILE,      /* does not fit these bytes, or is damaged */
    SIGNATURE_NOT_VALID_THEN,  /* the certificate was not valid at the time that the signer states */
    SIGNATURE_UNTRUSTED,       /* it fits, but nobody here vouches for the certificate */
};

struct signature {
    enum signature_status status;
    enum trusted_by trusted_by;
    const char *time; /* the signer's own clock, NULL: not stated */
    int64_t time_s;
    bool has_certificate;
    struct certificate_facts certificate;
};

/* `now_s`: the moment to judge at when the signature states none. The texts of *out live in the arena. */
void signature_check(struct span der, struct span data, const struct trust *trust, int64_t now_s, struct arena *arena,
                     struct signature *out);

#endif
