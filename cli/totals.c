/* totals - see totals.h.
 *
 * SPDX-License-Identifier: MIT */
#include "cli/totals.h"

#include "base/memory.h"
#include "parser/json/records.h"

#include <stdio.h>
#include <stdlib.h>

static const struct total {
    const char *name, *pointer;
} totals[] = {
    {"orders", "/totals/orders"},
    {"fills", "/totals/fills"},
    {"bot", "/totals/by_verdict/bot/orders"},
    {"manual", "/totals/by_verdict/manual/orders"},
    {"system", "/totals/by_verdict/system/orders"},
    {"other_issuer", "/totals/by_verdict/other-issuer/orders"},
    {"unissued", "/totals/by_verdict/unissued/orders"},
    {"ambiguous", "/totals/by_verdict/ambiguous/orders"},
    {"not_covered", "/totals/by_verdict/not-covered/orders"},
    {"strong", "/totals/by_flag/strong/orders"},
    {"probable", "/totals/by_flag/probable/orders"},
    {"review", "/totals/by_flag/review/orders"},
};
enum { TOTAL_COUNT = sizeof totals / sizeof totals[0] };

static enum json_class whole_document(void *user, const struct json_object_view *view, const void **tag)
{
    (void)view;
    *tag = user;
    return JSON_RECORD;
}

static enum json_fit still_fits(void *user, const void *tag, const struct record *r)
{
    (void)user, (void)tag, (void)r;
    return JSON_FITS;
}

void totals_write_names(struct writer *out)
{
    for (size_t i = 0; i < TOTAL_COUNT; i++) writer_format(out, ",%s", totals[i].name);
}

static void write_values(const struct record *findings, struct writer *out)
{
    for (size_t i = 0; i < TOTAL_COUNT; i++) {
        struct cell value;
        writer_byte(out, ',');
        if (findings && json_pointer(findings, span_of(totals[i].pointer), &value)) writer_csv_cell(out, value.text);
    }
}

void totals_write(const char *case_dir, struct writer *out)
{
    size_t bytes = strlen(case_dir) + sizeof "/data/findings.json";
    char *path = memory_alloc(bytes);
    snprintf(path, bytes, "%s/data/findings.json", case_dir);
    struct source *source = source_open(path, -1, NULL);
    free(path);
    if (!source) {
        write_values(NULL, out);
        return;
    }
    struct json_classifier classifier = {whole_document, still_fits, out, false};
    struct json_reader *reader = json_new(source, &classifier, NULL);
    struct record findings;
    bool read = json_next(reader, &findings) == READ_RECORD;
    write_values(read ? &findings : NULL, out);
    json_free(reader);
    source_close(source);
}
