/* digest - SHA-256 through OpenSSL.
 *
 * SPDX-License-Identifier: MIT */
#include "base/digest.h"

#include "base/memory.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <unistd.h>

enum { READ_BLOCK = 256 * 1024 };

struct digest {
    EVP_MD_CTX *context;
};

/* OpenSSL fails here only when it has no memory or no SHA-256, and a run without hashes is no evidence. */
static void must(int ok)
{
    if (ok != 1) memory_exhausted(0);
}

struct digest *digest_new(void)
{
    struct digest *d = memory_alloc(sizeof *d);
    d->context = EVP_MD_CTX_new();
    must(d->context != NULL);
    must(EVP_DigestInit_ex(d->context, EVP_sha256(), NULL));
    return d;
}

void digest_update(struct digest *d, struct span bytes)
{
    if (bytes.len > 0) must(EVP_DigestUpdate(d->context, bytes.ptr, bytes.len));
}

static void write_hex(const unsigned char raw[DIGEST_BYTES], char out[DIGEST_HEX])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        out[2 * i] = digits[raw[i] >> 4];
        out[2 * i + 1] = digits[raw[i] & 15];
    }
    out[DIGEST_HEX - 1] = '\0';
}

void digest_hex(struct digest *d, char out[DIGEST_HEX])
{
    unsigned char raw[EVP_MAX_MD_SIZE];
    unsigned int len = 0;
    must(EVP_DigestFinal_ex(d->context, raw, &len));
    assert(len == DIGEST_BYTES);
    write_hex(raw, out);
}

void digest_keyed(struct span key, struct span text, char out[DIGEST_HEX])
{
    unsigned char raw[EVP_MAX_MD_SIZE];
    size_t len = 0;
    const unsigned char *made = EVP_Q_mac(NULL, "HMAC", NULL, "SHA256", NULL, key.ptr, key.len,
                                          (const unsigned char *)text.ptr, text.len, raw, sizeof raw, &len);
    must(made != NULL);
    assert(len == DIGEST_BYTES);
    write_hex(raw, out);
}

void digest_free(struct digest *d)
{
    if (!d) return;
    EVP_MD_CTX_free(d->context);
    free(d);
}

void digest_of(struct span bytes, char out[DIGEST_HEX])
{
    struct digest *d = digest_new();
    digest_update(d, bytes);
    digest_hex(d, out);
    digest_free(d);
}

static bool digest_all(struct digest *d, int fd, uint64_t *bytes)
{
    char *block = memory_resize(NULL, READ_BLOCK, 1);
    ssize_t got;
    *bytes = 0;
    do {
        got = read(fd, block, READ_BLOCK);
        if (got > 0) {
            digest_update(d, (struct span){block, (size_t)got});
            *bytes += (uint64_t)got;
        }
    } while (got > 0 || (got < 0 && errno == EINTR));
    int error = errno;
    free(block);
    errno = error;
    return got == 0;
}

bool digest_of_file(const char *path, char out[DIGEST_HEX], uint64_t *bytes)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return false;

    struct digest *d = digest_new();
    uint64_t total;
    bool complete = digest_all(d, fd, &total);
    int error = errno;
    if (complete) {
        digest_hex(d, out);
        if (bytes) *bytes = total;
    }
    digest_free(d);
    close(fd);
    errno = error;
    return complete;
}
