/* certificates - whom a certificate names, and whether it leads to one that is trusted. Through OpenSSL's X509 module; the
 * only file that includes <openssl/pem.h> or builds certificate stores.
 *
 * Two kinds of trust are kept apart: what the reader gave by --trust, where any certificate may stand, a signer's own
 * included, and what the system trusts (OpenSSL's default place, /etc/ssl/certs on Debian). Revocation is not looked at:
 * that would need a network.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_VERIFY_CERTIFICATES_H
#define STRAYKEY_REPORT_VERIFY_CERTIFICATES_H

#include "base/arena.h"

#include <openssl/x509_vfy.h>

struct trust; /* opaque */

struct trust *trust_new(void);
void trust_free(struct trust *t); /* NULL is allowed */
/* Adds the certificates of a PEM text. Returns how many; 0: there is none in it, or one can't be read. */
size_t trust_add(struct trust *t, struct span pem);
bool trust_given(const struct trust *t);                /* something was added */
STACK_OF(X509) *trust_certificates(const struct trust *t); /* those that were added; stays with `t` */

enum trusted_by { TRUSTED_BY_NOBODY, TRUSTED_BY_GIVEN, TRUSTED_BY_SYSTEM };

/* A store for OpenSSL, judging at the moment `at_s` (seconds since 1970); X509_STORE_free it. NULL: none could be made. */
X509_STORE *trust_store(const struct trust *t, enum trusted_by by, int64_t at_s);
/* A store that trusts this one certificate. */
X509_STORE *trust_store_of(X509 *certificate, int64_t at_s);
/* Whether the certificate leads to a trusted one by way of `others` (may be NULL), at that moment, for any purpose. */
enum trusted_by trust_leads(const struct trust *t, X509 *certificate, STACK_OF(X509) *others, int64_t at_s);

struct certificate_facts {
    const char *subject, *issuer; /* RFC 2253, most special part first; may hold anything that its maker wrote */
    const char *sha256;           /* of the certificate, hex */
    const char *from, *until;     /* "2026-11-28T01:02:03Z" */
    int64_t from_s, until_s;      /* seconds since 1970 */
    bool self_signed;
};
/* Texts live in the arena. False: the certificate states no readable times. */
bool certificate_facts(X509 *certificate, struct arena *arena, struct certificate_facts *out);

/* A time as certificates and time stamps state it, to seconds since 1970 and text with the digits that it has. */
bool certificate_time(const ASN1_TIME *time, struct arena *arena, int64_t *seconds, const char **text);

/* A digest of the SHA-2 or SHA-3 family. Of older ones two texts with the same digest can be made. */
bool digest_is_strong(const X509_ALGOR *algorithm);

/* The certificates of a PEM text, each; sk_X509_pop_free. NULL: none, or one that can't be read. */
STACK_OF(X509) *certificates_read(struct span pem);

#endif
