/* identify - a line for each file: path, format, why. Nothing else is done.
 *
 * SPDX-License-Identifier: MIT */
#include "base/writer.h"
#include "cli/commands.h"
#include "cli/run.h"

#include <unistd.h>

static void print_formats(struct writer *out, const struct source_entry *entry)
{
    if (entry->formats.count == 0) {
        writer_cstr(out, entry->package ? "-" : entry->ambiguous ? "ambiguous" : "unrecognised");
        return;
    }
    for (size_t i = 0; i < entry->formats.count; i++) {
        if (i > 0) writer_byte(out, '+');
        writer_cstr(out, format_id(entry->formats.items[i]));
    }
}

static void print_entry(struct writer *out, const struct source_entry *entry)
{
    writer_visible(out, span_of(entry->path), false);
    writer_byte(out, '\t');
    print_formats(out, entry);
    writer_byte(out, '\t');
    writer_visible(out, span_of(entry->why), false);
    writer_byte(out, '\n');
}

/* An archive has nothing to recognise but its members; a sheet without rows has nothing at all. */
static bool is_recognised(const struct source_entry *entry)
{
    if (source_entry_has_note(entry, diag_archive_empty)) return false;
    for (size_t i = 0; entry->package && i < entry->notes.count; i++)
        if (diag_severity(entry->notes.items[i].code) == DIAG_FAILED) return false;
    return entry->formats.count > 0 || entry->package || source_entry_has_note(entry, diag_sheet_empty);
}

static void tell_what_to_do(struct messages *messages, size_t unknown)
{
    if (unknown == 0) return;
    message_info(messages,
                 "%zu file%s not known. If there are trades or orders in %s: 'straykey formats --new FILE' starts a "
                 "definition of "
                 "your own, CONTRIBUTING.md tells how to finish it; anything else may stay or be taken out.",
                 unknown, unknown == 1 ? " is" : "s are", unknown == 1 ? "it" : "them");
}

int command_identify(const struct options *options, struct messages *messages)
{
    struct run run;
    int status = run_prepare(&run, options, messages, NULL);
    if (status != EXIT_CLEAN) {
        run_free(&run);
        return status;
    }
    struct ingest_options ingest = {.formats = run.formats, .case_file = run.case_file, .passwords = &run.passwords};
    struct writer *out = writer_to_fd(STDOUT_FILENO);
    size_t unknown = 0;
    for (size_t i = 0; i < run.files.items.count; i++) {
        struct evidence *e = ingest_identify(run.files.items.items[i].path, &ingest);
        for (size_t k = 0; k < e->sources.count; k++) {
            print_entry(out, &e->sources.items[k]);
            unknown += source_entry_has_note(&e->sources.items[k], diag_format_unknown);
            if (!is_recognised(&e->sources.items[k])) status = EXIT_INCOMPLETE;
        }
        evidence_free(e);
    }
    if (!writer_close(out, NULL)) status = EXIT_INTERNAL;
    tell_what_to_do(messages, unknown);
    run_free(&run);
    return status;
}
