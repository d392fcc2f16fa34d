/* compare - looks for the fills on the tapes that lie in the folder of --tape: which files, in which order, and what is
 * said of those that could not be used. Nothing of them goes into the case folder but their names and digests.
 *
 * SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "cli/run.h"
#include "parser/ingest/walk.h"

#include <stdlib.h>
#include <string.h>

static void tell_problem(const struct run *run, const char *path, const struct tape_facts *facts)
{
    switch (facts->file.problem) {
    case REFERENCE_GOOD: break;
    case REFERENCE_UNREADABLE:
        message_warning(run->messages, "%s: can't be read; the tape is used without it", path);
        break;
    case REFERENCE_DIFFERS:
        message_warning(run->messages, "%s: not the file that its .CHECKSUM states; not used. Download both again",
                        path);
        break;
    case REFERENCE_DAMAGED:
        message_warning(run->messages, "%s: damaged or cut; not used. Download it again", path);
        break;
    case REFERENCE_OTHER:
    case REFERENCE_BAD_ROW:
        message_warning(run->messages, "%s:%llu: not a row of trades as Binance publishes them; the file is not used",
                        path, (unsigned long long)facts->file.bad_line);
        break;
    case REFERENCE_EMPTY: message_warning(run->messages, "%s: no trade in it; not used", path); break;
    }
}

static void read_tapes(const struct run *run, struct tape_check *check, const struct path_list *paths,
                       struct tape *files)
{
    for (size_t i = 0; i < paths->items.count; i++) {
        const char *path = paths->items.items[i];
        const struct span name = files_below(run->options->tape_dir, path);
        struct tape_name parsed;
        if (!tape_name_parse(name, &parsed)) {
            files->unknown += !tape_name_belongs(name);
            continue;
        }
        if (!tape_check_wants(check, name)) {
            files->passed_over++;
            continue;
        }
        messages_progress(run->messages, path, i, paths->items.count);
        struct tape_facts facts;
        tape_check_begin(check, name, &facts);
        tape_file_read(path, name, tape_check_take, check, &facts);
        tape_check_end(check);
        *LIST_ADD(&files->files) = (struct tape_source){memory_copy_text(name.ptr, name.len), facts};
    }
    messages_progress_end(run->messages);
}

static void tell_outcome(const struct run *run, const struct tape *t)
{
    for (size_t i = 0; i < t->files.count; i++) tell_problem(run, t->files.items[i].path, &t->files.items[i].facts);
    if (tape_good_files(t) > 0) return;
    message_warning(run->messages,
                    "%s: no tape of a market and a day of the fills (%llu tape files of others, %llu files "
                    "that are no tape)",
                    run->options->tape_dir, (unsigned long long)t->passed_over, (unsigned long long)t->unknown);
}

void run_compare(struct run *run)
{
    if (!run->options->tape_dir) return;
    struct path_list paths = {LIST_EMPTY};
    const struct diag_sink sink = messages_walk_sink(run->messages);
    struct tape read = {.files = LIST_EMPTY};
    struct tape_check *check = tape_check_new(run->result);
    if (ingest_walk(run->options->tape_dir, &sink, &paths) && paths.items.count > 1)
        qsort(paths.items.items, paths.items.count, sizeof *paths.items.items, files_by_path);
    read_tapes(run, check, &paths, &read);
    path_list_free(&paths);
    run->tape = tape_check_finish(check);
    run->tape->files.items = read.files.items;
    run->tape->files.count = read.files.count;
    run->tape->files.capacity = read.files.capacity;
    run->tape->passed_over = read.passed_over;
    run->tape->unknown = read.unknown;
    run->result->tape = run->tape;
    tell_outcome(run, run->tape);
}
