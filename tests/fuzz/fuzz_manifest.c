/* Fuzzes report/manifest: whatever the text, each line is taken once, and a path that passes can't lead out of the folder.
 *
 * SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdlib.h>

#include "report/bag/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must_stay_inside(struct span path)
{
    assert(path.len > 0 && path.ptr[0] != '/');
    while (path.len > 0) {
        struct span part = span_cut(&path, '/');
        assert(part.len > 0 && !span_is(part, ".") && !span_is(part, ".."));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span rest = {(const char *)data, size};
    struct manifest_line line = {.line = 0};
    size_t left = rest.len;
    enum manifest_status status;
    while ((status = manifest_next(&rest, &line)) != MANIFEST_END) {
        assert(rest.len < left);
        left = rest.len;
        if (status == MANIFEST_OK) must_stay_inside(line.path);
        if (status == MANIFEST_OK) assert(line.sha256.len == DIGEST_HEX - 1);
    }
    return 0;
}
