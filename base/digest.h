/* digest - SHA-256 and HMAC with it, through OpenSSL's EVP (SHA-NI where the machine has it). The only file that includes <openssl/evp.h>
 * for hashing.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_BASE_DIGEST_H
#define STRAYKEY_BASE_DIGEST_H

#include "base/span.h"

enum { DIGEST_BYTES = 32, DIGEST_HEX = 65 }; /* hex length with NUL */

struct digest; /* a running SHA-256; opaque */

struct digest *digest_new(void); /* can't fail */
void digest_update(struct digest *d, struct span bytes);
void digest_hex(struct digest *d, char out[DIGEST_HEX]); /* lower case; ends the digest, which can then only be freed */
void digest_free(struct digest *d);

void digest_of(struct span bytes, char out[DIGEST_HEX]);

/* HMAC-SHA-256. */
void digest_keyed(struct span key, struct span text, char out[DIGEST_HEX]);

/* Hash of a whole file, read in blocks. False when it can't be read (errno kept). */
bool digest_of_file(const char *path, char out[DIGEST_HEX], uint64_t *bytes);

#endif
