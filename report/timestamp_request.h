/* timestamp_request - an RFC 3161 time-stamp request over a SHA-256, ready to be sent by whoever wants an outside witness
 * for the date. Without a nonce, so that the same folder gives the same request; the authority's certificate is asked for.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_TIMESTAMP_REQUEST_H
#define STRAYKEY_REPORT_TIMESTAMP_REQUEST_H

#include "base/digest.h"

struct writer;

/* False: OpenSSL could not make it. */
bool timestamp_request(const char sha256[DIGEST_HEX], struct writer *out);

#endif
