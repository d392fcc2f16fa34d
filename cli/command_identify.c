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
        writer_cstr(out, entry->ambiguous ? "ambiguous" : "unrecognised");
        return;
    }
    for (size_t i = 0; i < entry->formats.count; i++) {
        if (i > 0) writer_byte(out, '+');
        writer_cstr(out, format_id(entry->formats.items[i]));
    }
}

int command_identify(const struct options *options, struct messages *messages)
{
    struct run run;
    int status = run_prepare(&run, options, messages, NULL);
    if (status != EXIT_CLEAN) {
        run_free(&run);
        return status;
    }
    struct ingest_options ingest = {.formats = run.formats, .case_file = run.case_file};
    struct writer *out = writer_to_fd(STDOUT_FILENO);
    for (size_t i = 0; i < run.files.items.count; i++) {
        struct source_entry entry = {0};
        ingest_identify(run.files.items.items[i].path, &ingest, &entry);
        writer_visible(out, span_of(run.files.items.items[i].path), false);
        writer_byte(out, '\t');
        print_formats(out, &entry);
        writer_byte(out, '\t');
        writer_visible(out, span_of(entry.why), false);
        writer_byte(out, '\n');
        if (entry.formats.count == 0) status = EXIT_INCOMPLETE;
        source_entry_free(&entry);
    }
    if (!writer_close(out, NULL)) status = EXIT_INTERNAL;
    run_free(&run);
    return status;
}
