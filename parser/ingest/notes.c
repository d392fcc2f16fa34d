/* notes - diagnostics on their way through a file's entry, and progress.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/memory.h"
#include "base/writer.h"
#include "parser/ingest/job.h"

enum { PROGRESS_STEP = 8 << 20, FIRST_LINE_MAX = 200 };

static void count_note(struct source_entry *entry, const struct diag *d)
{
    for (size_t i = 0; i < entry->notes.count; i++) {
        struct source_note *known = &entry->notes.items[i];
        if (known->code != d->code) continue;
        known->count++;
        return;
    }
    *LIST_ADD(&entry->notes) = (struct source_note){.code = d->code, .count = 1, .first_line = d->line};
}

static bool cuts_text(const struct source_entry *entry, enum diag_code code)
{
    switch (code) {
    case diag_text_truncated:
    case diag_gzip_truncated:
    case diag_gzip_corrupt:
    case diag_packed_truncated:
    case diag_packed_corrupt:
    case diag_sheet_damaged: return true;
    case diag_archive_limit: return !container_has_members(entry->container);
    case diag_file_unreadable: return entry->readable; /* it could be opened, and then reading failed */
    default: return false;
    }
}

static bool is_of_the_whole(enum diag_code code)
{
    switch (code) {
    case diag_file_unreadable:
    case diag_container_unsupported:
    case diag_archive_damaged:
    case diag_archive_empty:
    case diag_archive_limit:
    case diag_archive_too_deep:
    case diag_archive_too_large:
    case diag_archive_encrypted:
    case diag_password_needed:
    case diag_password_wrong:
    case diag_workbook_damaged: return true;
    default: return false;
    }
}

/* What is wrong with the whole file explains why nothing was recognised in it. */
static void tell_why(struct source_entry *entry, const struct diag *d)
{
    if (!is_of_the_whole(d->code) || entry->why[0] != '\0') return;
    snprintf(entry->why, sizeof entry->why, "%s%s%.*s", diag_meaning(d->code), d->detail.len ? ": " : "",
             SPAN_ARG(d->detail));
}

/* Diagnostics go to people and into rejected.csv: no key and no secret may stand in them. */
static void redact(struct job *job, struct diag *d)
{
    enum diag_severity severity = diag_severity(d->code);
    arena_reset(job->scratch);
    struct span value = redact_value(d->field, d->value, job->scratch);
    d->value = redact_text(value, job->scratch);
    d->detail = redact_text(d->detail, job->scratch);
    bool kept = severity == DIAG_REJECTED || severity == DIAG_FAILED;
    d->raw = kept ? redact_row(d->raw, &job->columns, job->scratch) : SPAN_NONE;
}

static void take_diag(void *user, const struct diag *d)
{
    struct job *job = user;
    struct diag with_path = *d;
    with_path.path = span_of(job->path);
    redact(job, &with_path);
    job->last_code = d->code;
    count_note(job->entry, d);
    if (cuts_text(job->entry, d->code)) job->entry->text_cut = true;
    tell_why(job->entry, d);
    diag_report(&job->options->sink, &with_path);
}

struct diag_sink job_sink(struct job *job)
{
    return (struct diag_sink){take_diag, job};
}

uint64_t rejected_notes(const struct source_entry *entry)
{
    uint64_t count = 0;
    for (size_t i = 0; i < entry->notes.count; i++) {
        enum diag_code code = entry->notes.items[i].code;
        if (diag_severity(code) == DIAG_REJECTED || code == diag_text_truncated) count += entry->notes.items[i].count;
    }
    return count;
}

void job_report(struct job *job, enum diag_code code, const char *detail)
{
    struct diag d = {.code = code, .detail = span_of(detail)};
    diag_report(&job->sink, &d);
}

void job_progress(struct job *job, uint64_t offset)
{
    if (!job->options->progress || offset - job->told < PROGRESS_STEP) return;
    job->told = offset;
    job->options->progress(job->options->progress_user, job->path, offset, job->total);
}

char *visible_first_line(struct span head)
{
    if (span_starts_with(head, SPAN("\xef\xbb\xbf"))) head = span_from(head, 3);
    struct span line = span_head(head, span_find(head, '\n'));
    struct arena *arena = arena_new(0);
    line = redact_line(span_trim(span_head(line, span_find(line, '\r'))), arena);
    size_t length = line.len < FIRST_LINE_MAX ? line.len : FIRST_LINE_MAX;
    while (length < line.len && length > 0 && ((unsigned char)line.ptr[length] & 0xC0) == 0x80) length--;
    struct writer *w = writer_to_memory();
    writer_visible(w, span_head(line, length), false);
    struct span text = writer_memory(w);
    char *copy = memory_copy_text(text.len ? text.ptr : "", text.len);
    writer_close(w, NULL);
    arena_free(arena);
    return copy;
}

bool source_entry_has_note(const struct source_entry *entry, enum diag_code code)
{
    for (size_t i = 0; i < entry->notes.count; i++)
        if (entry->notes.items[i].code == code) return true;
    return false;
}
