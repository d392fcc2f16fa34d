/* case_fixture - a temporary folder, evidence files in it and case folders made from them, for the tests of bag and verify.
 *
 * The evidence is of no known format: what is tested is the folder, not what the report says.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_CASE_FIXTURE_H
#define STRAYKEY_TESTS_CASE_FIXTURE_H

#include "attribution/attribution.h"
#include "report/problem.h"
#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIXTURE_FILES = 2 };

struct fixture {
    char folder[64];
    char *case_dir;
    char *inputs[FIXTURE_FILES];
    const char *originals; /* "copy" or "hash-only" */
    struct case_file *case_file;
};

static inline void fixture_write(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static inline struct fixture fixture_new(void)
{
    struct fixture x = {.folder = "/tmp/straykey-case-XXXXXX", .originals = "copy"};
    assert_non_null(mkdtemp(x.folder));
    x.case_dir = problem_format("%s/case", x.folder);
    x.inputs[0] = problem_format("%s/first list.csv", x.folder);
    x.inputs[1] = problem_format("%s/second.TXT", x.folder);
    fixture_write(x.inputs[0], "no,known,format\n1,2,3\n");
    fixture_write(x.inputs[1], "nothing that anybody exports\n");
    x.case_file = case_file_empty();
    return x;
}

/* Runs a command line, which must succeed. */
__attribute__((format(printf, 1, 2))) static inline void fixture_shell(const char *format, ...)
{
    char command[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    if (system(command) != 0) fail_msg("failed: %s", command);
}

static inline void fixture_free(struct fixture *x)
{
    fixture_shell("rm -rf '%s'", x->folder);
    case_file_free(x->case_file);
    for (size_t i = 0; i < FIXTURE_FILES; i++) free(x->inputs[i]);
    free(x->case_dir);
}

/* Reads the inputs and writes the case folder; NULL: done, else the error (free it). */
static inline char *fixture_finish(struct fixture *x, struct bag *bag)
{
    struct format_complaints complaints = {LIST_EMPTY};
    struct format_set *formats = format_set_load(NULL, &complaints);
    format_complaints_free(&complaints);
    struct evidence *evidence = evidence_new();
    struct ingest_options ingest = {.formats = formats, .case_file = x->case_file, .sink = bag_rejected_sink(bag)};
    if (strcmp(x->originals, "copy") == 0) ingest.copy_dir = bag_originals_dir(bag);
    for (size_t i = 0; i < FIXTURE_FILES; i++) ingest_file(evidence, x->inputs[i], &ingest);
    struct attribution_options options = {.case_file = x->case_file};
    struct result *result = attribution_run(evidence, &options);
    struct report_input input = {.result = result,
                                 .case_file = x->case_file,
                                 .formats = formats,
                                 .arguments = (const char *const *)x->inputs,
                                 .argument_count = FIXTURE_FILES,
                                 .originals = x->originals,
                                 .time_zone = "Europe/Paris"};
    char *error = NULL;
    bool done = bag_finish(bag, &input, &error);
    assert_int_equal(done, error == NULL);
    result_free(result);
    evidence_free(evidence);
    format_set_free(formats);
    return error;
}

static inline void fixture_must_make(struct fixture *x)
{
    char *error = NULL;
    struct bag *bag = bag_begin(x->case_dir, &error);
    if (!bag) fail_msg("%s", error);
    error = fixture_finish(x, bag);
    if (error) fail_msg("%s", error);
    bag_free(bag);
}

static inline char *fixture_path(const struct fixture *x, const char *name)
{
    return problem_format("%s/%s", x->case_dir, name);
}

static inline bool fixture_has(const struct fixture *x, const char *name)
{
    char *path = fixture_path(x, name);
    struct stat info;
    bool has = lstat(path, &info) == 0;
    free(path);
    return has;
}

/* The whole text of a file of the case folder; free it. */
static inline char *fixture_text(const struct fixture *x, const char *name)
{
    char *path = fixture_path(x, name);
    FILE *f = fopen(path, "rb");
    free(path);
    if (!f) fail_msg("%s is missing", name);
    char *text = calloc(1, 1 << 20);
    size_t length = fread(text, 1, (1 << 20) - 1, f);
    assert_true(length < (1 << 20) - 1);
    fclose(f);
    return text;
}

#endif
