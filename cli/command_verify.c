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
static bool repeat_run(const struct bag_run *recorded, const char *password_path, const char *again)
{
    struct options options = repeat_options(recorded, password_path);
    options.command = COMMAND_REPORT;
    options.output = again;
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
    bool same = repeat_run(recorded, options->password_path, again);
    if (same)
        same = bag_compare(options->inputs[0], again, out);
    else
        message_error(messages, "the run could not be repeated");
    remove_folder(parent);
    free(again);
    free(parent);
    return same;
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
    if (repeat_possible(&recorded, options->password_path, messages)) {
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
