/* manifest - BagIt's lists of digests.
 *
 * SPDX-License-Identifier: MIT */
#include "report/bag/manifest.h"

#include "base/writer.h"

void manifest_write(const struct folder *f, struct writer *out)
{
    for (size_t i = 0; i < f->files.count; i++)
        writer_format(out, "%s  %s\n", f->files.items[i].sha256, f->files.items[i].path);
}

bool manifest_path_is_safe(struct span path)
{
    for (size_t i = 0; i < path.len; i++) {
        unsigned char byte = (unsigned char)path.ptr[i];
        if (byte < 0x20 || byte == 0x7f || byte == '\\') return false;
    }
    struct span rest = path;
    do {
        struct span part = span_cut(&rest, '/');
        if (part.len == 0 || span_is(part, ".") || span_is(part, "..")) return false;
    } while (rest.len > 0);
    return path.ptr[path.len - 1] != '/';
}

static bool is_digest(struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) return false;
    }
    return text.len == DIGEST_HEX - 1;
}

enum manifest_status manifest_next(struct span *rest, struct manifest_line *out)
{
    if (rest->len == 0) return MANIFEST_END;
    struct span line = span_cut(rest, '\n');
    out->line++;
    if (line.len > 0 && line.ptr[line.len - 1] == '\r') line.len--;
    out->sha256 = span_head(line, DIGEST_HEX - 1);
    struct span path = span_from(line, DIGEST_HEX - 1);
    if (!is_digest(out->sha256) || path.len < 2 || path.ptr[0] != ' ') return MANIFEST_BAD;
    while (path.len > 0 && (path.ptr[0] == ' ' || path.ptr[0] == '*')) path = span_from(path, 1);
    if (span_starts_with(path, SPAN("./"))) path = span_from(path, 2);
    out->path = path;
    return manifest_path_is_safe(path) ? MANIFEST_OK : MANIFEST_BAD;
}
