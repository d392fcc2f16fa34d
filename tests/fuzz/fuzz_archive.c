/* fuzz_archive - however small the bites, the same members, texts and damage come out of an archive or of packed data.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/memory.h"
#include "parser/container/archive.h"
#include "parser/container/container.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BITE_MAX = 4096 };

static void must(bool condition)
{
    if (!condition) abort();
}

struct told {
    uint64_t sum, members, bytes;
};

static void add(struct told *t, struct span bytes)
{
    for (size_t i = 0; i < bytes.len; i++) t->sum = (t->sum ^ (uint8_t)bytes.ptr[i]) * UINT64_C(1099511628211);
    t->bytes += bytes.len;
}

static void add_number(struct told *t, uint64_t number)
{
    add(t, (struct span){(const char *)&number, sizeof number});
}

static void read_text(struct unpacker *u, size_t bite, struct told *t)
{
    char out[BITE_MAX];
    for (size_t n; (n = unpack_read(u, out, bite)) > 0;) {
        must(n <= bite);
        add(t, (struct span){out, n});
    }
    must(unpack_read(u, out, bite) == 0);
    must(unpack_damage(u) <= DAMAGE_TRAILING);
    add_number(t, unpack_damage(u));
}

static struct told read_archive(const struct archive_input *in, size_t bite)
{
    struct told t = {0};
    struct unpack_member member;
    struct unpacker *u = unpack_archive(in, "secret");
    enum unpack_status status;
    while ((status = unpack_next(u, &member)) == UNPACK_MEMBER) {
        t.members++;
        must(memchr(member.name.ptr, '\0', member.name.len) == NULL);
        add(&t, member.name);
        add_number(&t, member.kind);
        if (member.kind == UNPACK_FILE) read_text(u, bite, &t);
    }
    must((status == UNPACK_BROKEN) == (unpack_damage(u) != DAMAGE_NONE && unpack_damage(u) != DAMAGE_TRAILING));
    must(!unpack_stopped(u) || status == UNPACK_BROKEN);
    add_number(&t, status);
    add_number(&t, unpack_damage(u));
    unpack_close(u);
    return t;
}

static struct told read_stream(const struct archive_input *in, size_t bite)
{
    struct told t = {0};
    struct unpacker *u = unpack_stream(in);
    read_text(u, bite, &t);
    unpack_close(u);
    return t;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span bytes = {(const char *)data, size}, detail;
    struct archive_input in = archive_input_memory(&bytes);
    enum container c = container_of(bytes, &detail);
    bool stream = c == CONTAINER_XZ || c == CONTAINER_ZSTD || c == CONTAINER_BZIP2;
    if (!stream && c != CONTAINER_GZIP && !container_has_members(c)) return 0;
    struct told large = read_archive(&in, BITE_MAX), small = read_archive(&in, 7);
    must(large.sum == small.sum && large.members == small.members && large.bytes == small.bytes);
    if (!stream) return 0;
    large = read_stream(&in, BITE_MAX);
    small = read_stream(&in, 7);
    must(large.sum == small.sum && large.bytes == small.bytes);
    return 0;
}
