/* timestamp_request - an RFC 3161 time-stamp request over a SHA-256, ready to be sent by whoever wants an outside witness
 * for the date. Without a nonce, so that the same folder gives the same request; the authority's certificate is asked for.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_VERIFY_TIMESTAMP_REQUEST_H
#define STRAYKEY_REPORT_VERIFY_TIMESTAMP_REQUEST_H

#include "base/digest.h"

struct writer;

enum request_status {
    REQUEST_OURS,       /* the very bytes that timestamp_request writes */
    REQUEST_OTHERWISE,  /* over that digest too, but asked in another way: with a nonce, say */
    REQUEST_OTHER_FILE, /* over another digest */
    REQUEST_UNREADABLE,
};
/* What a request that lies in a case folder asks for. */
enum request_status timestamp_request_check(struct span request, const char sha256[DIGEST_HEX]);

/* False: OpenSSL could not make it. */
bool timestamp_request(const char sha256[DIGEST_HEX], struct writer *out);

#endif
