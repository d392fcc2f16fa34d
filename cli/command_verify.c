/* verify - checks the hashes of a case folder, then repeats the run from the originals in it and compares.
 *
 * SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* nftw, P_tmpdir */
#include "base/memory.h"
#include "base/writer.h"
#include "cli/commands.h"
#include "cli/run.h"
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

static void list_originals(const struct bag_run *recorded, struct files *files)
{
    for (size_t i = 0; i < recorded->sources.count; i++) {
        const struct bag_source *source = &recorded->sources.items[i];
        *LIST_ADD(&files->items) = (struct input_file){
            .path = memory_copy_text(source->path, strlen(source->path)),
            .open_path = memory_copy_text(source->copy, strlen(source->copy)),
        };
    }
}

/* The repeated run writes into `again`, quietly: its messages were given when the case was made. */
static bool repeat_run(const struct bag_run *recorded, const char *password_path, const char *again)
{
    struct options options = {
        .command = COMMAND_REPORT,
        .output = again,
        .case_path = recorded->case_file,
        .formats_dir = recorded->formats_dir,
        .password_path = password_path,
        .time_zone = *recorded->time_zone ? recorded->time_zone : NULL,
        .language = *recorded->language ? recorded->language : NULL,
        .quiet = true,
    };
    struct messages *quiet = messages_new(&options);
    struct files files = {LIST_EMPTY};
    list_originals(recorded, &files);
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

/* Dates that the documents carry come from there; the repeated run must see what the first one saw. */
static void restore_source_date(const struct bag_run *recorded)
{
    if (*recorded->source_date_epoch)
        setenv("SOURCE_DATE_EPOCH", recorded->source_date_epoch, 1);
    else
        unsetenv("SOURCE_DATE_EPOCH");
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
    if (recorded.hash_only) {
        message_error(messages, "the originals are not in this folder, so the run can't be repeated from it");
    } else if (recorded.with_passwords && !options->password_path) {
        message_error(messages, "some of the originals are encrypted: name the file with their passwords with "
                                "--password-file, so that the run can be repeated");
    } else {
        restore_source_date(&recorded);
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
