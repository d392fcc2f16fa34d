/* verify - checks the hashes of a case folder, then repeats the run from the originals in it and compares.
 *
 * SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* nftw, P_tmpdir */
#include "base/memory.h"
#include "base/writer.h"
#include "cli/commands.h"
#include "cli/repeat.h"
#include "report/report.h"
#include "report/verify/certificates.h"
#include "report/verify/verification.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
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

/* ---- the run, once more --------------------------------------------------------------------------------------------- */

/* The repeated run writes into `again`, quietly: its messages were given when the case was made. `from` holds the originals:
 * the folder itself, or the full case folder of a shared copy. */
static bool repeat_run(const struct options *given, const struct bag_run *recorded, const struct bag_run *from,
                       const char *again)
{
    struct options options = repeat_options(from, given->password_path);
    options.command = COMMAND_REPORT;
    options.output = again;
    options.time_zone = *recorded->time_zone ? recorded->time_zone : NULL;
    options.language = *recorded->language ? recorded->language : NULL;
    options.tape_dir = recorded->with_tape ? given->tape_dir : NULL;
    options.leaked_path = recorded->with_leaked ? given->leaked_path : NULL;
    options.prices_dir = recorded->with_prices ? given->prices_dir : NULL;
    options.fx_path = *recorded->fiat ? given->fx_path : NULL;
    options.fiat = *recorded->fiat ? recorded->fiat : NULL;
    options.redact = *recorded->redact ? recorded->redact : NULL;
    options.pseudonym_path = recorded->with_pseudonyms ? given->pseudonym_path : NULL;
    options.full_case = recorded->with_full_case ? given->full_case : NULL;
    options.quiet = true;
    struct messages *quiet = messages_new(&options);
    struct files files = repeat_files(from);
    int status = command_report_files(&options, quiet, &files);
    messages_free(quiet);
    return status == EXIT_CLEAN || status == EXIT_FLAGGED || status == EXIT_INCOMPLETE;
}

static void repeat_and_compare(const struct options *options, const struct bag_run *recorded,
                               const struct bag_run *from, struct verification *v)
{
    char *parent = make_temporary_folder();
    if (!parent) {
        const char *why = arena_format(v->arena, "no temporary folder could be made: %s", strerror(errno));
        bag_not_compared(v, why);
        return;
    }
    size_t bytes = strlen(parent) + sizeof "/case";
    char *again = memory_alloc(bytes);
    snprintf(again, bytes, "%s/case", parent);
    if (repeat_run(options, recorded, from, again))
        bag_compare(options->inputs[0], again, v);
    else
        bag_not_compared(v, "the run ended with an error");
    remove_folder(parent);
    free(again);
    free(parent);
}

/* What the case was compared with is no evidence and does not lie in its folder. NULL: all that is needed is there. */
static const char *what_is_missing(const struct bag_run *recorded, const struct options *given, struct arena *arena)
{
    if (recorded->with_tape && !given->tape_dir)
        return "the fills were looked for on tapes, which are not in this folder: name theirs with --tape, so that the "
               "run can be repeated";
    if (recorded->with_leaked && !given->leaked_path)
        return "keys were held against a list, which is not in this folder: name it with --leaked, so that the run can "
               "be repeated";
    if (recorded->with_prices && !given->prices_dir)
        return "losses were valued by prices, which are not in this folder: name theirs with --prices, so that the run "
               "can be repeated";
    if (*recorded->fiat && !given->fx_path)
        return arena_format(arena,
                            "losses were stated in %s by a file of rates, which is not in this folder: name it with "
                            "--fx, so that the run can be repeated",
                            recorded->fiat);
    return NULL;
}

/* Where the originals are: in the folder itself, or in the full case folder that was given for a shared copy. NULL: *why. */
static const struct bag_run *originals_of(const struct options *options, const struct bag_run *recorded,
                                          struct bag_run *full, struct verification *v, const char **why)
{
    const struct bag_run *from = recorded;
    if (*recorded->redact && options->full_case) {
        char *error = NULL;
        if (!bag_read_run(options->full_case, full, &error)) {
            *why = arena_format(v->arena, "%s", error);
            free(error);
            return NULL;
        }
        from = full;
    }
    *why = repeat_missing(from, options->password_path);
    if (!*why && recorded->with_pseudonyms && !options->pseudonym_path)
        *why = "its pseudonyms were made with a key, which is in no folder: name its file with --pseudonyms, so that "
               "the run "
               "can be repeated";
    if (*why && from == recorded && *recorded->redact)
        *why = "this is a shared copy, without the originals: name the full case folder with --full-case, so that the "
               "run can "
               "be repeated";
    return *why ? NULL : from;
}

static void repeat_step(const struct options *options, struct messages *messages, struct verification *v)
{
    struct bag_run recorded = {0}, full = {0};
    char *error = NULL;
    if (!bag_read_run(options->inputs[0], &recorded, &error)) {
        message_error(messages, "%s", error);
        bag_not_compared(v, error);
        free(error);
        return;
    }
    const char *missing = NULL;
    const struct bag_run *from = originals_of(options, &recorded, &full, v, &missing);
    if (!missing) missing = what_is_missing(&recorded, options, v->arena);
    if (missing) {
        message_error(messages, "%s", missing);
        bag_not_compared(v, missing);
    } else {
        repeat_source_date(&recorded);
        repeat_and_compare(options, &recorded, from, v);
    }
    bag_run_free(&recorded);
    bag_run_free(&full);
}

/* ---- what stands outside the folder --------------------------------------------------------------------------------- */

static bool read_small(const char *path, struct messages *messages, struct span *out)
{
    char *text = NULL;
    size_t length = 0;
    if (!path) return true;
    if (!files_read_whole(path, &text, &length)) {
        message_error(messages, "%s: %s", path, strerror(errno));
        return false;
    }
    *out = (struct span){text, length};
    return true;
}

static bool read_trust(const struct options *options, struct messages *messages, struct trust *trust)
{
    for (size_t i = 0; i < options->trust_count; i++) {
        struct span pem = SPAN_NONE;
        if (!read_small(options->trust_paths[i], messages, &pem)) return false;
        size_t added = trust_add(trust, pem);
        free((char *)pem.ptr);
        if (added > 0) continue;
        message_error(messages, "%s holds no certificate in PEM form that can be read", options->trust_paths[i]);
        return false;
    }
    return true;
}

static bool checked(const struct options *options, struct messages *messages, struct trust *trust, struct witnesses *w,
                    struct verification *v)
{
    if (!read_trust(options, messages, trust) || !read_small(options->stamp_path, messages, &w->stamp) ||
        !read_small(options->signature_path, messages, &w->signature))
        return false;
    bool intact = bag_verify(options->inputs[0], v);
    bag_verify_witnesses(options->inputs[0], w, v);
    if (intact)
        repeat_step(options, messages, v);
    else
        bag_not_compared(v, NULL);
    return true;
}

int command_verify(const struct options *options, struct messages *messages)
{
    struct trust *trust = trust_new();
    struct witnesses w = {
        .digest = options->digest,
        .stamp_name = options->stamp_path,
        .signature_name = options->signature_path,
        .trust = trust,
        .now_s = time(NULL),
    };
    struct verification *v = verification_new(options->inputs[0]);
    int status = EXIT_USAGE;
    if (checked(options, messages, trust, &w, v)) {
        struct writer *out = writer_to_fd(STDOUT_FILENO);
        (options->as_json ? verification_json : verification_text)(v, out);
        status = verification_good(v) ? EXIT_CLEAN : EXIT_FLAGGED;
        if (!writer_close(out, NULL)) status = EXIT_INTERNAL;
    }
    verification_free(v);
    trust_free(trust);
    free((char *)w.stamp.ptr);
    free((char *)w.signature.ptr);
    return status;
}
