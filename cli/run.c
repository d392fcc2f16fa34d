/* run - the pipeline, top to bottom; the file to read first. main.c picks the command, the commands call these stages.
 *
 * SPDX-License-Identifier: MIT */
#include "cli/run.h"

#include "base/memory.h"
#include "base/zone.h"
#include "cli/files.h"
#include "report/redaction/redaction.h"
#include "report/status.h"
#include "report/zone_words.h"

#include <errno.h>
#include <stdlib.h>

static int load_case_file(struct run *run)
{
    run->case_path = files_find_case(run->options);
    if (!run->case_path) {
        run->case_file = case_file_empty();
        return EXIT_CLEAN;
    }
    char *text = NULL;
    size_t length = 0;
    if (!files_read_whole(run->case_path, &text, &length)) {
        message_error(run->messages, "%s: %s", run->case_path, strerror(errno));
        return EXIT_USAGE;
    }
    char *error = NULL;
    run->case_file = case_file_parse((struct span){text, length}, run->case_path, &error);
    free(text);
    if (run->case_file) return EXIT_CLEAN;
    message_error(run->messages, "%s", error);
    free(error);
    return EXIT_USAGE;
}

static int check_language(struct run *run)
{
    const struct span code = run->case_file->language;
    if (code.len == 0 || words_language(code)) return EXIT_CLEAN;
    struct arena *arena = arena_new(0);
    message_error(run->messages, "%s: there is no report in the language \"%.*s\"; known are %s", run->case_path,
                  SPAN_ARG(code), words_known_languages(arena));
    arena_free(arena);
    return EXIT_USAGE;
}

static int load_definitions(struct run *run)
{
    struct format_complaints complaints = {LIST_EMPTY};
    run->formats = format_set_load(run->options->formats_dir, &complaints);
    run->issuers = issuer_set_load(&complaints);
    for (size_t i = 0; i < complaints.items.count; i++) message_error(run->messages, "%s", complaints.items.items[i]);
    int status = complaints.items.count > 0 ? EXIT_USAGE : EXIT_CLEAN;
    format_complaints_free(&complaints);
    return status;
}

/* A small file that an option names. Free *text; false: it can't be read, as was said. */
static bool read_given(const struct run *run, const char *path, char **text, size_t *length)
{
    if (files_read_whole(path, text, length)) return true;
    message_error(run->messages, "%s: %s", path, strerror(errno));
    return false;
}

/* One a line; a line end of Windows is no part of it. */
static int load_passwords(struct run *run)
{
    const char *path = run->options->password_path;
    char *text = NULL;
    size_t length = 0;
    if (!path) return EXIT_CLEAN;
    if (!read_given(run, path, &text, &length)) return EXIT_USAGE;
    for (struct span rest = {text, length}; rest.len > 0;) {
        struct span line = span_cut(&rest, '\n');
        if (span_ends_with(line, SPAN("\r"))) line.len--;
        if (line.len > 0) *LIST_ADD(&run->passwords.items) = memory_copy_text(line.ptr, line.len);
    }
    free(text);
    return EXIT_CLEAN;
}

static int load_leaked(struct run *run)
{
    const char *path = run->options->leaked_path;
    char *text = NULL;
    size_t length = 0;
    if (!path) return EXIT_CLEAN;
    if (!read_given(run, path, &text, &length)) return EXIT_USAGE;
    run->leaked = leak_list_read((struct span){text, length});
    free(text);
    if (leak_list_left_out(run->leaked) > 0)
        message_warning(run->messages, "%s: %zu lines are neither a key nor a SHA-256 and were left out", path,
                        leak_list_left_out(run->leaked));
    if (leak_list_entries(run->leaked) > 0) return EXIT_CLEAN;
    message_error(run->messages, "%s: no key and no SHA-256 in it", path);
    return EXIT_USAGE;
}

static int check_tape(const struct run *run)
{
    const char *path = run->options->tape_dir;
    if (!path || files_is_folder(path)) return EXIT_CLEAN;
    message_error(run->messages, "%s: not a folder; --tape takes the folder in which the tape files lie", path);
    return EXIT_USAGE;
}

static int check_time_zone(const struct run *run)
{
    if (!run->options->time_zone) return EXIT_CLEAN;
    struct zone *zone = zone_load(span_of(run->options->time_zone));
    if (!zone) {
        message_error(run->messages, "--time-zone: \"%s\" is not a known zone; write it like Europe/Paris or UTC+2",
                      run->options->time_zone);
        return EXIT_USAGE;
    }
    zone_free(zone);
    return EXIT_CLEAN;
}

int run_prepare(struct run *run, const struct options *options, struct messages *messages, struct files *files)
{
    *run = (struct run){.options = options, .messages = messages};
    if (files) run->files = *files;
    int status = check_time_zone(run);
    if (status == EXIT_CLEAN) status = load_passwords(run);
    if (status == EXIT_CLEAN) status = check_tape(run);
    if (status == EXIT_CLEAN) status = load_leaked(run);
    if (status == EXIT_CLEAN) status = run_prepare_value(run);
    if (status == EXIT_CLEAN) status = load_case_file(run);
    if (status == EXIT_CLEAN) status = check_language(run);
    if (status == EXIT_CLEAN) status = load_definitions(run);
    if (status == EXIT_CLEAN && !files && !files_collect(options, run->case_path, messages, &run->files))
        status = EXIT_USAGE;
    if (status == EXIT_CLEAN) status = run_prepare_share(run);
    return status;
}

static void tell_source(void *user, const struct source_entry *entry)
{
    messages_about_source(user, entry);
}

void run_read(struct run *run, const char *copy_dir, const struct diag_sink *sink)
{
    run->evidence = evidence_new();
    const struct ingest_options ingest = {
        .formats = run->formats,
        .case_file = run->case_file,
        .time_zone = span_of(run->options->time_zone ? run->options->time_zone : ""),
        .passwords = &run->passwords,
        .copy_dir = copy_dir,
        .sink = messages_sink(run->messages, sink),
        .progress = messages_progress,
        .progress_user = run->messages,
    };
    const struct ingest_watcher watcher = {tell_source, run->messages};
    LIST(struct ingest_input) inputs = LIST_EMPTY;
    for (size_t i = 0; i < run->files.items.count; i++) {
        const struct input_file *file = &run->files.items.items[i];
        *LIST_ADD(&inputs) = (struct ingest_input){file->path, file->open_path};
    }
    ingest_files(run->evidence, inputs.items, inputs.count, &ingest, &watcher);
    LIST_FREE(&inputs);
    messages_progress_end(run->messages);
    messages_about_duplicates(run->messages);
}

/* Which zone the files that were rejected for want of one might have. */
static void tell_zones(const struct run *run)
{
    struct arena *arena = arena_new(0);
    const struct speaker say = {&words_english, arena};
    for (size_t i = 0; i < run->result->zone_proposals.count; i++) {
        const struct zone_proposal *p = &run->result->zone_proposals.items[i];
        message_warning(run->messages, "%s: %s", run->evidence->sources.items[p->source].path,
                        zone_words(&say, run->result, p));
    }
    arena_free(arena);
}

void run_attribute(struct run *run)
{
    struct attribution_options options = {
        .case_file = run->case_file, .issuers = run->issuers, .explain = run->explain};
    run->result = attribution_run(run->evidence, &options);
    tell_zones(run);
}

bool run_is_incomplete(const struct run *run)
{
    return report_status_of(run->evidence).incomplete;
}

int run_exit_status(const struct run *run)
{
    if (run_is_incomplete(run)) return EXIT_INCOMPLETE;
    uint64_t flagged = 0;
    for (enum flag f = FLAG_REVIEW; f < FLAG_COUNT; f++) flagged += run->result->flag_orders[f];
    return flagged > 0 ? EXIT_FLAGGED : EXIT_CLEAN;
}

void run_free(struct run *run)
{
    redaction_free(run->redaction);
    secret_forget(&run->pseudonym_key);
    result_free(run->result);
    valuation_free(run->valuation);
    fx_table_free(run->fx);
    tape_free(run->tape);
    leak_list_free(run->leaked);
    evidence_free(run->evidence);
    issuer_set_free(run->issuers);
    format_set_free(run->formats);
    case_file_free(run->case_file);
    files_free(&run->files);
    for (size_t i = 0; i < run->passwords.items.count; i++) free(run->passwords.items.items[i]);
    LIST_FREE(&run->passwords.items);
    free(run->case_path);
}
