/* bulk - one case a sub-folder of GROUP_DIR, each in a process of its own, so that one broken case fails alone.
 *
 * With --redact the folders get other names, since people name them after persons: OUT_DIR/case-01. What is not to be
 * shared, the logs and the list of names, goes to OUT_DIR.private.
 *
 * The children are this program's own `report`; at most -j run at a time. OUT_DIR gets a folder a case, NAME.log with
 * what the case printed, and summary.csv in the order of the names.
 *
 * SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "base/writer.h"
#include "cli/commands.h"
#include "cli/share.h"
#include "cli/totals.h"
#include "report/redaction/redaction.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct bulk_case {
    char *name;
    char *shown; /* of its folder in OUT_DIR */
    char *input, *output, *log;
    pid_t pid;  /* 0: not started or finished */
    int status; /* wait status; -1 before */
};

struct bulk {
    const struct options *options;
    struct messages *messages;
    const char *program;
    LIST(struct bulk_case) cases;
    char *private_dir; /* for logs: OUT_DIR, or beside it */
};

static char *joined(const char *folder, const char *name, const char *suffix)
{
    size_t bytes = strlen(folder) + strlen(name) + strlen(suffix) + 2;
    char *path = memory_alloc(bytes);
    snprintf(path, bytes, "%s/%s%s", folder, name, suffix);
    return path;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct bulk_case *)a)->name, ((const struct bulk_case *)b)->name);
}

static bool is_folder(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

static bool find_cases(struct bulk *bulk)
{
    const char *group = bulk->options->inputs[0];
    DIR *folder = opendir(group);
    if (!folder) {
        message_error(bulk->messages, "%s: %s", group, strerror(errno));
        return false;
    }
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] == '.') continue;
        char *input = joined(group, entry->d_name, "");
        if (!is_folder(input)) {
            free(input);
            continue;
        }
        *LIST_ADD(&bulk->cases) = (struct bulk_case){
            .name = memory_copy_text(entry->d_name, strlen(entry->d_name)), .input = input, .status = -1};
    }
    closedir(folder);
    if (bulk->cases.count > 0) qsort(bulk->cases.items, bulk->cases.count, sizeof *bulk->cases.items, by_name);
    if (bulk->cases.count == 0) message_error(bulk->messages, "%s: no folders in it; each case is a folder", group);
    return bulk->cases.count > 0;
}

/* ---- names of copies to share ---------------------------------------------------------------------------------------- */

static char *numbered(size_t number)
{
    enum { BYTES = 32 };
    char *text = memory_alloc(BYTES);
    snprintf(text, BYTES, "case-%02zu", number);
    return text;
}

/* "case-01", or a pseudonym that the folder's name has in every run with that key. */
static bool name_copies(struct bulk *bulk)
{
    const struct options *o = bulk->options;
    struct secret key = {.bytes = NULL};
    bool done = share_check_parts(o, bulk->messages) &&
                (!o->pseudonym_path || share_read_key(o->pseudonym_path, bulk->messages, &key));
    struct redaction *marks = done && o->pseudonym_path ? redaction_new(0, &key, "") : NULL;
    for (size_t i = 0; i < bulk->cases.count && done; i++) {
        struct bulk_case *c = &bulk->cases.items[i];
        const struct span mark = marks ? redaction_mark(marks, HIDDEN_CASE, SPAN_NONE, span_of(c->name)) : SPAN_NONE;
        c->shown = marks ? memory_copy_text(mark.ptr, mark.len) : numbered(i + 1);
        message_info(bulk->messages, "%s becomes %s", c->name, c->shown);
    }
    redaction_free(marks);
    secret_forget(&key);
    return done;
}

static bool name_cases(struct bulk *bulk)
{
    const struct options *o = bulk->options;
    if (o->redact && !name_copies(bulk)) return false;
    size_t length = strlen(o->output);
    while (length > 1 && o->output[length - 1] == '/') length--;
    char *plain = memory_copy_text(o->output, length);
    const size_t bytes = length + sizeof ".private";
    bulk->private_dir = memory_alloc(bytes);
    snprintf(bulk->private_dir, bytes, "%s%s", plain, o->redact ? ".private" : "");
    free(plain);
    for (size_t i = 0; i < bulk->cases.count; i++) {
        struct bulk_case *c = &bulk->cases.items[i];
        if (!c->shown) c->shown = memory_copy_text(c->name, strlen(c->name));
        c->output = joined(o->output, c->shown, "");
        c->log = joined(bulk->private_dir, c->shown, ".log");
    }
    return true;
}

static bool write_names(const struct bulk *bulk)
{
    char *path = joined(bulk->private_dir, "names.csv", "");
    struct writer *out = writer_create(path);
    free(path);
    if (!out) return false;
    writer_cstr(out, "case,folder\n");
    for (size_t i = 0; i < bulk->cases.count; i++) {
        writer_csv_cell(out, span_of(bulk->cases.items[i].shown));
        writer_byte(out, ',');
        writer_csv_cell(out, span_of(bulk->cases.items[i].name));
        writer_byte(out, '\n');
    }
    return writer_close(out, NULL);
}

enum { ARGUMENTS_MAX = 40 };

static void build_arguments(const struct bulk *bulk, const struct bulk_case *c, char *arguments[ARGUMENTS_MAX])
{
    const struct options *o = bulk->options;
    const char *built[ARGUMENTS_MAX] = {bulk->program, "report", c->input, "-o", c->output};
    size_t count = 5;
    if (o->time_zone) built[count++] = "--time-zone", built[count++] = o->time_zone;
    if (o->password_path) built[count++] = "--password-file", built[count++] = o->password_path;
    if (o->tape_dir) built[count++] = "--tape", built[count++] = o->tape_dir;
    if (o->leaked_path) built[count++] = "--leaked", built[count++] = o->leaked_path;
    if (o->prices_dir) built[count++] = "--prices", built[count++] = o->prices_dir;
    if (o->fx_path) built[count++] = "--fx", built[count++] = o->fx_path;
    if (o->fiat) built[count++] = "--fiat", built[count++] = o->fiat;
    if (o->formats_dir) built[count++] = "--formats", built[count++] = o->formats_dir;
    if (o->language) built[count++] = "--language", built[count++] = o->language;
    if (o->hash_only) built[count++] = "--originals=hash-only";
    if (o->redact) built[count++] = "--redact", built[count++] = o->redact;
    if (o->pseudonym_path) built[count++] = "--pseudonyms", built[count++] = o->pseudonym_path;
    if (o->json_log) built[count++] = "--json-log";
    for (size_t i = 0; i < count; i++) arguments[i] = memory_copy_text(built[i], strlen(built[i]));
    arguments[count] = NULL;
}

static void start_case(struct bulk *bulk, struct bulk_case *c)
{
    char *arguments[ARGUMENTS_MAX];
    build_arguments(bulk, c, arguments);
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0) memory_exhausted(sizeof actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, c->log, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    int error = posix_spawnp(&c->pid, bulk->program, &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    for (size_t i = 0; arguments[i]; i++) free(arguments[i]);
    if (error == 0) return;
    c->pid = 0;
    message_error(bulk->messages, "%s: %s", c->name, strerror(error));
}

static const char *outcome_name(const struct bulk_case *c)
{
    if (c->status < 0) return "not started";
    if (!WIFEXITED(c->status)) return "crashed";
    switch (WEXITSTATUS(c->status)) {
    case EXIT_CLEAN: return "nothing flagged";
    case EXIT_FLAGGED: return "flagged";
    case EXIT_INCOMPLETE: return "incomplete";
    default: return "failed";
    }
}

static void wait_for_one(struct bulk *bulk)
{
    int status;
    pid_t pid = waitpid(-1, &status, 0);
    for (size_t i = 0; i < bulk->cases.count; i++) {
        struct bulk_case *c = &bulk->cases.items[i];
        if (c->pid != pid || pid <= 0) continue;
        c->pid = 0;
        c->status = status;
        message_info(bulk->messages, "%s: %s", c->name, outcome_name(c));
    }
}

static void run_cases(struct bulk *bulk)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t jobs = bulk->options->jobs ? bulk->options->jobs : (size_t)(processors > 0 ? processors : 1);
    size_t running = 0;
    for (size_t i = 0; i < bulk->cases.count; i++) {
        for (; running >= jobs; running--) wait_for_one(bulk);
        start_case(bulk, &bulk->cases.items[i]);
        if (bulk->cases.items[i].pid > 0) running++;
    }
    for (; running > 0; running--) wait_for_one(bulk);
}

static int exit_of(const struct bulk_case *c)
{
    return c->status >= 0 && WIFEXITED(c->status) ? WEXITSTATUS(c->status) : EXIT_INTERNAL;
}

static bool write_summary(const struct bulk *bulk)
{
    char *path = joined(bulk->options->output, "summary.csv", "");
    struct writer *out = writer_create(path);
    free(path);
    if (!out) return false;
    writer_cstr(out, "case,outcome,exit_status");
    totals_write_names(out);
    writer_cstr(out, ",report\n");
    for (size_t i = 0; i < bulk->cases.count; i++) {
        const struct bulk_case *c = &bulk->cases.items[i];
        writer_csv_cell(out, span_of(c->shown));
        writer_format(out, ",%s,%d", outcome_name(c), exit_of(c));
        totals_write(c->output, out);
        writer_byte(out, ',');
        writer_csv_cell(out, span_of(bulk->options->redact ? c->shown : c->output));
        writer_byte(out, '\n');
    }
    return writer_close(out, NULL);
}

/* 3 wins over 1, 1 over 0, as for one case; a case that failed altogether makes the group incomplete. */
static int group_status(const struct bulk *bulk)
{
    int status = EXIT_CLEAN;
    for (size_t i = 0; i < bulk->cases.count; i++) {
        int one = exit_of(&bulk->cases.items[i]);
        if (one == EXIT_USAGE || one == EXIT_INTERNAL) one = EXIT_INCOMPLETE;
        if (one > status) status = one;
    }
    return status;
}

static void free_cases(struct bulk *bulk)
{
    for (size_t i = 0; i < bulk->cases.count; i++) {
        free(bulk->cases.items[i].name);
        free(bulk->cases.items[i].shown);
        free(bulk->cases.items[i].input);
        free(bulk->cases.items[i].output);
        free(bulk->cases.items[i].log);
    }
    LIST_FREE(&bulk->cases);
    free(bulk->private_dir);
}

static bool make_folder(const struct bulk *bulk, const char *path)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST) return true;
    message_error(bulk->messages, "%s: %s", path, strerror(errno));
    return false;
}

int command_bulk(const struct options *options, struct messages *messages, const char *program)
{
    struct bulk bulk = {.options = options, .messages = messages, .program = program};
    int status = EXIT_USAGE;
    if (find_cases(&bulk) && name_cases(&bulk) && make_folder(&bulk, options->output) &&
        make_folder(&bulk, bulk.private_dir)) {
        run_cases(&bulk);
        status = group_status(&bulk);
        if (!write_summary(&bulk) || (options->redact && !write_names(&bulk))) {
            message_error(messages, "the summary of %s could not be written", options->output);
            status = EXIT_INTERNAL;
        }
    }
    free_cases(&bulk);
    return status;
}
