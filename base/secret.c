/* secret - see secret.h. Overwriting goes through OpenSSL, whose cleanse no compiler takes away.
 *
 * SPDX-License-Identifier: MIT */
#include "base/secret.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECRET_MOST = 1 << 16 };

static bool read_all(int fd, struct secret *out)
{
    for (;;) {
        ssize_t got = read(fd, out->bytes + out->len, SECRET_MOST + 1 - out->len);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return got == 0;
        out->len += (size_t)got;
        if (out->len <= SECRET_MOST) continue;
        errno = EFBIG;
        return false;
    }
}

bool secret_read(const char *path, struct secret *out)
{
    *out = (struct secret){.bytes = NULL};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    struct stat info;
    if (fstat(fd, &info) == 0) out->others_can_read = S_ISREG(info.st_mode) && (info.st_mode & (S_IRGRP | S_IROTH));
    out->bytes = memory_alloc(SECRET_MOST + 1);
    bool done = read_all(fd, out);
    int error = errno;
    close(fd);
    if (!done) secret_forget(out);
    errno = error;
    return done;
}

struct span secret_text(const struct secret *s)
{
    return (struct span){s->bytes, s->len};
}

struct span secret_first_line(const struct secret *s)
{
    struct span rest = secret_text(s), line = span_cut(&rest, '\n');
    if (line.len > 0 && line.ptr[line.len - 1] == '\r') line.len--;
    return line;
}

void secret_forget(struct secret *s)
{
    if (s->bytes) OPENSSL_cleanse(s->bytes, SECRET_MOST + 1);
    free(s->bytes);
    *s = (struct secret){.bytes = NULL};
}
