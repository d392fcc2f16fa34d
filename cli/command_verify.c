/* verify - checks the hashes of a case folder, then repeats the run from the originals in it and compares.
 *
 * SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* nftw, P_tmpdir */
#include "base/memory.h"
#include "base/writer.h"
#include "cli/commands.h"
#include "cli/repeat.h"
#include "report/report.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char *make_temporary_folder(void)
{
    const char *parent = getenv("TMPDIR");
    if (!parent || !*parent) parent = P_tmpdir;
    size_t bytes = strlen(parent) + sizeof "/straykey-verify-XXXXXX";
    char *path = memory_alloc(bytes);
    snprintf(path, bytes, "%s/straykey-verify-XXXXXX", parent);
    if (mkdtemp(path)) return path;
    free(path);
    return NULL;
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *place)
{
    (void)facts, (void)kind, (void)place;
    remove(path); /* what can't be removed stays in the temporary folder; nothing depends on it */
    return 0;
}

static void remove_folder(const char *path)
{
    enum { OPEN_FOLDERS = 16 };
    nftw(path, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
}

/* The repeated run writes into `again`, quietly: its messages were given when the case was made. */
static bool repeat_run(const struct options *given, const struct bag_run *recorded, const char *again)
{
    struct options options = repeat_options(recorded, given->password_path);
    options.command = COMMAND_REPORT;
    options.output = again;
    options.tape_dir = recorded->with_tape ? given->tape_dir : NULL;
    options.leaked_path = recorded->with_leaked ? given->leaked_path : NULL;
    options.prices_dir = recorded->with_prices ? given->prices_dir : NULL;
    options.fx_path = *recorded->fiat ? given->fx_path : NULL;
    options.fiat = *recorded->fiat ? recorded->fiat : NULL;
    options.quiet = true;
    struct messages *quiet = messages_new(&options);
    struct files files = repeat_files(recorded);
    int status = command_report_files(&options, quiet, &files);
    messages_free(quiet);
    return status == EXIT_CLEAN || status == EXIT_FLAGGED || status == EXIT_INCOMPLETE;
}

static bool repeat_and_compare(const struct options *options, const struct bag_run *recorded, struct messages *messages,
                               struct writer *out)
{
    char *parent = make_temporary_folder();
    if (!parent) {
        message_error(messages, "no temporary folder could be made: %s", strerror(errno));
        return false;
    }
    size_t bytes = strlen(parent) + sizeof "/case";
    char *again = memory_alloc(bytes);
    snprintf(again, bytes, "%s/case", parent);
    bool same = repeat_run(options, recorded, again);
    if (same)
        same = bag_compare(options->inputs[0], again, out);
    else
        message_error(messages, "the run could not be repeated");
    remove_folder(parent);
    free(again);
    free(parent);
    return same;
}

/* What the case was compared with is no evidence and does not lie in its folder. */
static bool compared_possible(const struct bag_run *recorded, const struct options *given, struct messages *messages)
{
    if (recorded->with_tape && !given->tape_dir) {
        message_error(messages, "the fills were looked for on tapes, which are not in this folder: name theirs with "
                                "--tape, so that the run can be repeated");
        return false;
    }
    if (recorded->with_leaked && !given->leaked_path) {
        message_error(messages, "keys were held against a list, which is not in this folder: name it with --leaked, so "
                                "that the run can be repeated");
        return false;
    }
    if (recorded->with_prices && !given->prices_dir) {
        message_error(messages,
                      "losses were valued by prices, which are not in this folder: name theirs with --prices, "
                      "so that the run can be repeated");
        return false;
    }
    if (*recorded->fiat && !given->fx_path) {
        message_error(messages,
                      "losses were stated in %s by a file of rates, which is not in this folder: name it with "
                      "--fx, so that the run can be repeated",
                      recorded->fiat);
        return false;
    }
    return true;
}

static bool verify(const struct options *options, struct messages *messages, struct writer *out)
{
    const char *case_dir = options->inputs[0];
    if (!bag_verify(case_dir, out)) return false;
    struct bag_run recorded = {0};
    char *error = NULL;
    if (!bag_read_run(case_dir, &recorded, &error)) {
        message_error(messages, "%s", error);
        free(error);
        return false;
    }
    bool same = false;
    if (repeat_possible(&recorded, options->password_path, messages) &&
        compared_possible(&recorded, options, messages)) {
        repeat_source_date(&recorded);
        same = repeat_and_compare(options, &recorded, messages, out);
    }
    bag_run_free(&recorded);
    return same;
}

int command_verify(const struct options *options, struct messages *messages)
{
    struct writer *out = writer_to_fd(STDOUT_FILENO);
    bool good = verify(options, messages, out);
    writer_cstr(out, good ? "Verified: intact and reproduced.\n" : "NOT verified.\n");
    if (!writer_close(out, NULL)) return EXIT_INTERNAL;
    return good ? 0 : 1;
}
