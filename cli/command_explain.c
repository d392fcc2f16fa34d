/* explain - everything that was considered for one order, on standard output.
 *
 * What to read is a case folder, whose run is repeated from its originals, or the files themselves.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/explain/explain.h"
#include "base/memory.h"
#include "base/writer.h"
#include "cli/commands.h"
#include "cli/repeat.h"
#include "cli/run.h"
#include "report/report.h"
#include "report/verify/verification.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NOT_RELIABLE = 1 }; /* exit status: answered, but the case folder was altered or says something else */

static bool holds(const char *folder, const char *name)
{
    char *path = files_in(folder, name);
    struct stat facts;
    bool there = stat(path, &facts) == 0 && S_ISREG(facts.st_mode);
    free(path);
    return there;
}

static bool is_case_folder(const struct options *options)
{
    const char *folder = options->inputs[0];
    return options->input_count == 1 && holds(folder, "bagit.txt") && holds(folder, "custody.jsonl") &&
           holds(folder, "data/findings.json");
}

static int print_explanations(struct run *run, const struct explanations *explained)
{
    const struct report_input input = {.result = run->result,
                                       .case_file = run->case_file,
                                       .formats = run->formats,
                                       .language = run->options->language};
    bool found = explained->found == FOUND_ORDERS;
    struct writer *out = found ? writer_to_fd(STDOUT_FILENO) : writer_to_memory();
    if (found && run->options->as_json) {
        report_explanations_json(&input, explained, out);
    } else if (found) {
        report_explanations(&input, explained, out);
    } else {
        report_nothing_found(&input, explained, out);
        message_error(run->messages, "%.*s", SPAN_ARG(writer_memory(out)));
    }
    if (writer_close(out, NULL)) return found ? EXIT_CLEAN : EXIT_USAGE;
    message_error(run->messages, "standard output could not be written");
    return EXIT_INTERNAL;
}

static void tell_lines(struct messages *messages, const struct writer *lines)
{
    enum { TOLD_MOST = 20 };
    size_t count = 0;
    for (struct span rest = writer_memory(lines); rest.len > 0; count++) {
        struct span line = span_cut(&rest, '\n');
        if (count < TOLD_MOST) message_error(messages, "%.*s", SPAN_ARG(line));
    }
    if (count > TOLD_MOST) message_error(messages, "... and %zu lines more", count - TOLD_MOST);
}

/* The hashes, before anything is answered. What is wrong is said on standard error; the question is answered all the same,
 * since a note that somebody laid into the folder is no reason to be silent, but never with the status of an answer that
 * can be relied on. */
static bool is_intact(const char *case_dir, struct messages *messages)
{
    struct writer *lines = writer_to_memory();
    struct verification *v = verification_new(case_dir);
    bool intact = bag_verify(case_dir, v);
    if (!intact) {
        verification_findings(v, lines);
        tell_lines(messages, lines);
    }
    verification_free(v);
    if (!intact)
        message_error(
            messages,
            "the case folder is not what its manifests say; the answer may not be about the files that were supplied");
    writer_close(lines, NULL);
    return intact;
}

static bool agrees(const char *case_dir, const struct run *run, const struct explanations *explained,
                   struct messages *messages)
{
    struct writer *lines = writer_to_memory();
    bool same = explanations_agree(case_dir, run->result, explained, lines);
    if (!same) tell_lines(messages, lines);
    if (!same)
        message_error(messages,
                      "the answer differs from what the case folder says; straykey verify compares all of it");
    writer_close(lines, NULL);
    return same;
}

/* `files` as in run_prepare; `case_dir`: whose timeline must agree, NULL: none. */
static int explain(const struct options *options, struct messages *messages, const char *order, struct files *files,
                   const char *case_dir)
{
    struct explanations explained = {.wanted = span_trim(span_of(order))};
    struct run run;
    int status = run_prepare(&run, options, messages, files);
    if (status == EXIT_CLEAN) {
        run.explain = &explained;
        run_read(&run, NULL, NULL);
        run_attribute(&run);
        status = print_explanations(&run, &explained);
        if (status == EXIT_CLEAN && case_dir && !agrees(case_dir, &run, &explained, messages)) status = NOT_RELIABLE;
    }
    explanations_free(&explained);
    run_free(&run);
    return status;
}

static int explain_case(const struct options *options, struct messages *messages)
{
    struct bag_run recorded = {0};
    char *error = NULL;
    if (!bag_read_run(options->inputs[0], &recorded, &error)) {
        message_error(messages, "%s", error);
        free(error);
        return EXIT_USAGE;
    }
    int status = EXIT_USAGE;
    if (options->case_path || options->time_zone || options->formats_dir)
        message_warning(messages,
                        "a case folder is explained with the options that it was made with; yours are not used");
    if (repeat_possible(&recorded, options->password_path, messages)) {
        repeat_source_date(&recorded);
        struct options again = repeat_options(&recorded, options->password_path);
        again.as_json = options->as_json;
        struct messages *quiet = messages_new(&(struct options){.quiet = true, .json_log = options->json_log});
        struct files files = repeat_files(&recorded); /* messages were given when the case was made */
        bool intact = is_intact(options->inputs[0], messages);
        status = explain(&again, quiet, options->order, &files, options->inputs[0]);
        if (status == EXIT_CLEAN && !intact) status = NOT_RELIABLE;
        messages_free(quiet);
    } else if (*recorded.redact) {
        message_error(messages,
                      "ask the full case folder, in which the orders have the same ids and rows: straykey "
                      "explain FULL_CASE %s",
                      options->order);
    } else if (recorded.hash_only) {
        message_error(messages,
                      "give the files themselves in place of the folder, with the same options: "
                      "straykey explain FOLDER_OR_FILES... %s",
                      options->order);
    }
    bag_run_free(&recorded);
    return status;
}

int command_explain(const struct options *options, struct messages *messages)
{
    return is_case_folder(options) ? explain_case(options, messages)
                                   : explain(options, messages, options->order, NULL, NULL);
}
