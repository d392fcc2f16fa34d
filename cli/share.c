/* share - copies that leave the complainant's hands: from --redact, --pseudonyms and --full-case to a policy.
 *
 * SPDX-License-Identifier: MIT */
#include "cli/share.h"
#include "base/memory.h"
#include "cli/run.h"
#include "report/redaction/redaction.h"
#include "report/report.h"

#include <errno.h>
#include <stdio.h>

/* The report lists every file that is read, with its digest: a key among them would stand there. */
static bool is_evidence(const struct run *run, const char *path)
{
    for (size_t i = 0; i < run->files.items.count; i++)
        if (files_are_same(run->files.items.items[i].path, path)) return true;
    return false;
}

bool share_read_key(const char *path, struct messages *messages, struct secret *key)
{
    if (!secret_read(path, key)) {
        message_error(messages, "%s: the key can't be read: %s", path, strerror(errno));
        return false;
    }
    const char *problem = redaction_key_problem(secret_text(key));
    if (problem)
        message_error(messages, "%s is no key for pseudonyms: %s. Make one with: openssl rand -out KEYFILE 32", path,
                      problem);
    else if (key->others_can_read)
        message_warning(messages, "other users of this computer can read the key of the pseudonyms: chmod 600 %s",
                        path);
    return !problem;
}

static int load_key(struct run *run)
{
    const char *path = run->options->pseudonym_path;
    if (!path) return EXIT_CLEAN;
    if (!share_read_key(path, run->messages, &run->pseudonym_key)) return EXIT_USAGE;
    if (!is_evidence(run, path)) return EXIT_CLEAN;
    message_error(run->messages,
                  "%s, the key of the pseudonyms, lies among the evidence, whose files are listed: move it "
                  "elsewhere",
                  path);
    return EXIT_USAGE;
}

static int find_full_case(struct run *run)
{
    const char *folder = run->options->full_case;
    if (!folder) return EXIT_CLEAN;
    char *manifest = files_in(folder, "manifest-sha256.txt");
    bool found = digest_of_file(manifest, run->full_case, NULL);
    if (!found) message_error(run->messages, "%s: %s; --full-case takes a case folder", manifest, strerror(errno));
    free(manifest);
    return found ? EXIT_CLEAN : EXIT_USAGE;
}

/* A folder whose digest somebody may hold already is not to be replaced by a copy that has another one. */
static int spare_full_case(const struct run *run)
{
    struct bag_run there = {0};
    char *error = NULL;
    bool full = run->options->output && bag_read_run(run->options->output, &there, &error) && !*there.redact;
    if (full)
        message_error(run->messages,
                      "%s is a full case folder, so the shared copy does not replace it: give another name "
                      "with -o",
                      run->options->output);
    if (!error) bag_run_free(&there);
    free(error);
    return full ? EXIT_USAGE : EXIT_CLEAN;
}

bool share_check_parts(const struct options *options, struct messages *messages)
{
    unsigned parts;
    if (redaction_parts_of(span_of(options->redact), &parts)) return true;
    message_error(messages, "--redact takes contacts, uids, amounts, or several of them with commas; not \"%s\"",
                  options->redact);
    return false;
}

int run_prepare_share(struct run *run)
{
    if (!run->options->redact) return EXIT_CLEAN;
    if (!share_check_parts(run->options, run->messages)) return EXIT_USAGE;
    int status = load_key(run);
    if (status == EXIT_CLEAN) status = find_full_case(run);
    if (status == EXIT_CLEAN) status = spare_full_case(run);
    return status;
}

/* Every file that was read must be one of that folder's. */
static bool is_of_full_case(const struct run *run)
{
    static const char *const lists[] = {"manifest-sha256.txt", "data/originals.sha256"};
    struct span texts[2] = {SPAN_NONE, SPAN_NONE};
    bool all = true;
    for (int i = 0; i < 2; i++) {
        char *path = files_in(run->options->full_case, lists[i]), *text = NULL;
        size_t length = 0;
        if (files_read_whole(path, &text, &length)) texts[i] = (struct span){text, length};
        free(path);
    }
    for (size_t i = 0; i < run->evidence->sources.count && all; i++) {
        const struct source_entry *entry = &run->evidence->sources.items[i];
        if (!entry->readable || entry->parent != SOURCE_NONE) continue;
        const struct span digest = span_of(entry->facts.sha256);
        all = span_contains(texts[0], digest) || span_contains(texts[1], digest);
        if (!all)
            message_error(run->messages, "%s is not in %s, so that is not the full case folder of these files",
                          entry->path, run->options->full_case);
    }
    for (int i = 0; i < 2; i++) free((char *)texts[i].ptr);
    return all;
}

int run_redact(struct run *run, struct report_input *input)
{
    unsigned parts;
    if (!run->options->redact || !redaction_parts_of(span_of(run->options->redact), &parts)) return EXIT_CLEAN;
    if (run->options->full_case && !is_of_full_case(run)) return EXIT_USAGE;
    const struct secret *key = run->options->pseudonym_path ? &run->pseudonym_key : NULL;
    run->redaction = redaction_new(parts, key, run->full_case);
    redaction_apply(run->redaction, input, run->result, run->tape, run->valuation);
    return EXIT_CLEAN;
}
