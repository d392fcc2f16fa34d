/* Tests of report/bag*, custody and rejected: what lies in a case folder, when it is replaced, what a crash leaves.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "case_fixture.h"
#include "report/verify/verification.h"

static void all_files_of_the_contract_are_there(void **state)
{
    (void)state;
    static const char *const names[] = {"report.pdf",
                                        "report.txt",
                                        "report.html",
                                        "ticket.txt",
                                        "identifiers.csv",
                                        "identifiers.txt",
                                        "ic3.txt",
                                        "requests.txt",
                                        "gdpr-access-request.txt",
                                        "declaration.txt",
                                        "START-HERE.txt",
                                        "bagit.txt",
                                        "bag-info.txt",
                                        "manifest-sha256.txt",
                                        "custody.jsonl",
                                        "tagmanifest-sha256.txt",
                                        "tagmanifest.tsq",
                                        "data/timeline.csv",
                                        "data/flagged.csv",
                                        "data/rejected.csv",
                                        "data/findings.json",
                                        "data/originals/E01.csv",
                                        "data/originals/E02.txt"};
    struct fixture x = fixture_new();
    fixture_must_make(&x);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (!fixture_has(&x, names[i])) fail_msg("%s is missing", names[i]);
    fixture_shell("test ! -e '%s.part'", x.case_dir);
    fixture_free(&x);
}

static void sha256sum_accepts_both_manifests(void **state)
{
    (void)state;
    struct fixture x = fixture_new();
    fixture_must_make(&x);
    fixture_shell("cd '%s' && sha256sum --quiet --strict -c manifest-sha256.txt tagmanifest-sha256.txt", x.case_dir);
    fixture_free(&x);
}

static void originals_are_copied_byte_for_byte(void **state)
{
    (void)state;
    struct fixture x = fixture_new();
    fixture_must_make(&x);
    char *copy = fixture_text(&x, "data/originals/E01.csv");
    assert_string_equal(copy, "no,known,format\n1,2,3\n");
    free(copy);
    fixture_free(&x);
}

static void hash_only_leaves_the_originals_out_and_keeps_their_digests(void **state)
{
    (void)state;
    struct fixture x = fixture_new();
    x.originals = "hash-only";
    fixture_must_make(&x);
    assert_false(fixture_has(&x, "data/originals"));
    fixture_shell("sha256sum --quiet --strict -c '%s/data/originals.sha256'", x.case_dir);
    char *manifest = fixture_text(&x, "manifest-sha256.txt");
    assert_non_null(strstr(manifest, "  data/originals.sha256\n"));
    free(manifest);
    fixture_free(&x);
}

static void rejected_records_stand_with_label_and_full_text(void **state)
{
    (void)state;
    struct fixture x = fixture_new();
    char *error = NULL;
    struct bag *bag = bag_begin(x.case_dir, &error);
    assert_non_null(bag);
    struct diag_sink sink = bag_rejected_sink(bag);
    struct diag bad = {.code = diag_not_a_number,
                       .path = span_of(x.inputs[1]),
                       .line = 7,
                       .column = 3,
                       .offset = 99,
                       .field = SPAN("qty"),
                       .value = SPAN("=1+1"),
                       .raw = SPAN("a,\"b\nc\",=1+1")};
    struct diag note = {.code = diag_skip_rule, .path = span_of(x.inputs[1]), .line = 8, .raw = SPAN("not here")};
    diag_report(&sink, &bad);
    diag_report(&sink, &note);
    error = fixture_finish(&x, bag);
    assert_null(error);
    bag_free(bag);
    char *text = fixture_text(&x, "data/rejected.csv");
    assert_non_null(strstr(text, "source,path,line,column,offset,severity,code,field,value,detail,rule,raw\n"));
    char *row = strstr(text, "E02,");
    assert_non_null(row);
    assert_non_null(strstr(row, ",7,3,99,rejected,not-a-number,qty,'=1+1,,,"));
    assert_null(strstr(text, "not here"));
    free(text);
    fixture_free(&x);
}

static void two_runs_differ_in_nothing_but_what_tells_of_the_run(void **state)
{
    (void)state;
    struct fixture x = fixture_new();
    fixture_must_make(&x);
    char *first = problem_format("%s/first", x.folder);
    assert_int_equal(rename(x.case_dir, first), 0);
    setenv("TZ", "Asia/Tokyo", 1);
    fixture_must_make(&x);
    struct writer *out = writer_to_memory();
    struct verification *v = verification_new(first);
    bool same = bag_compare(first, x.case_dir, v);
    verification_text(v, out);
    verification_free(v);
    struct span said = writer_memory(out);
    if (!same) fail_msg("%.*s", SPAN_ARG(said));
    assert_true(span_contains(said, SPAN("report.pdf was compared byte for byte")));
    writer_close(out, NULL);
    free(first);
    fixture_free(&x);
}

static void source_date_epoch_sets_the_bagging_date(void **state)
{
    (void)state;
    struct fixture x = fixture_new();
    setenv("SOURCE_DATE_EPOCH", "1672056000", 1);
    fixture_must_make(&x);
    unsetenv("SOURCE_DATE_EPOCH");
    char *info = fixture_text(&x, "bag-info.txt");
    assert_non_null(strstr(info, "Bagging-Date: 2022-12-26\n"));
    assert_non_null(strstr(info, "Payload-Oxum: "));
    free(info);
    fixture_free(&x);
}

static void the_case_file_and_its_contact_are_in_the_folder(void **state)
{
    (void)state;
    static const char text[] = "{\"complainant\": {\"name\": \"Ada Example\", \"contact\": \"ada@example.org\", "
                               "\"reference\": \"REF\\n-7\"}}";
    struct fixture x = fixture_new();
    char *error = NULL;
    case_file_free(x.case_file);
    x.case_file = case_file_parse(span_of(text), "case.json", &error);
    assert_non_null(x.case_file);
    fixture_must_make(&x);
    char *kept = fixture_text(&x, "data/case.json"), *info = fixture_text(&x, "bag-info.txt");
    assert_string_equal(kept, text);
    assert_non_null(strstr(info, "Contact-Name: Ada Example\nContact-Email: ada@example.org\n"));
    assert_non_null(strstr(info, "External-Identifier: REF\\x0A-7\n"));
    free(kept);
    free(info);
    fixture_free(&x);
}

/* ---- custody and what is read back ----------------------------------------------------------------------------------- */

static void custody_names_libraries_fonts_and_arguments_but_not_the_user(void **state)
{
    (void)state;
    struct fixture x = fixture_new();
    setenv("USER", "somebody-at-home", 1);
    fixture_must_make(&x);
    char *custody = fixture_text(&x, "custody.jsonl");
    static const char *const parts[] = {"\"cairo\":\"",     "\"pango\":\"",   "\"qpdf\":\"",
                                        "NotoSans-Regular", "\"sha256\":\"",  "time zone database",
                                        "Europe/Paris",     "first list.csv", "\"manifest_sha256\":\""};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (!strstr(custody, parts[i])) fail_msg("custody.jsonl does not hold %s", parts[i]);
    assert_null(strstr(custody, "somebody-at-home"));
    free(custody);
    fixture_free(&x);
}

static void the_run_can_be_read_back(void **state)
{
    (void)state;
    struct fixture x = fixture_new();
    fixture_must_make(&x);
    struct bag_run run;
    char *error = NULL;
    if (!bag_read_run(x.case_dir, &run, &error)) fail_msg("%s", error);
    assert_int_equal(run.sources.count, FIXTURE_FILES);
    for (size_t i = 0; i < FIXTURE_FILES; i++) {
        assert_string_equal(run.sources.items[i].path, x.inputs[i]);
        assert_int_equal(access(run.sources.items[i].copy, R_OK), 0);
    }
    assert_string_equal(run.time_zone, "Europe/Paris");
    assert_string_equal(run.source_date_epoch, "");
    assert_null(run.case_file);
    assert_false(run.hash_only);
    bag_run_free(&run);
    fixture_free(&x);
}

static void a_run_without_its_originals_says_so(void **state)
{
    (void)state;
    struct fixture x = fixture_new();
    fixture_must_make(&x);
    fixture_shell("rm '%s'/data/originals/E01.csv", x.case_dir);
    struct bag_run run;
    char *error = NULL;
    assert_false(bag_read_run(x.case_dir, &run, &error));
    assert_non_null(strstr(error, "E01"));
    free(error);
    fixture_free(&x);
}

/* ---- replacing and crashing ------------------------------------------------------------------------------------------ */

static void must_refuse(struct fixture *x, const char *words)
{
    char *error = NULL;
    assert_null(bag_begin(x->case_dir, &error));
    assert_non_null(error);
    if (!strstr(error, words)) fail_msg("\"%s\" does not say \"%s\"", error, words);
    free(error);
}

static void a_folder_that_is_no_case_folder_is_never_replaced(void **state)
{
    (void)state;
    struct fixture x = fixture_new();
    fixture_shell("mkdir '%s'", x.case_dir);
    char *own = fixture_path(&x, "thesis.tex");
    fixture_write(own, "years of work");
    must_refuse(&x, "no case folder");
    assert_int_equal(access(own, R_OK), 0);
    free(own);
    fixture_shell("rm -r '%s'", x.case_dir);
    fixture_write(x.case_dir, "a file of that name");
    must_refuse(&x, "no case folder");
    fixture_free(&x);
}

static void names_that_are_no_folder_are_refused(void **state)
{
    (void)state;
    static const char *const names[] = {"", "/", ".", "..", "somewhere/..", "./"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *error = NULL;
        assert_null(bag_begin(names[i], &error));
        assert_non_null(error);
        free(error);
    }
}

static void an_older_case_folder_is_replaced_as_a_whole(void **state)
{
    (void)state;
    struct fixture x = fixture_new();
    fixture_must_make(&x);
    char *stale = fixture_path(&x, "data/originals/E99.csv");
    fixture_write(stale, "of an older run");
    fixture_must_make(&x);
    assert_int_equal(access(stale, F_OK), -1);
    free(stale);
    fixture_free(&x);
}

/* Somebody has filled in the blanks where the file lies, against its own advice. */
static void a_paper_that_was_filled_in_is_never_replaced(void **state)
{
    (void)state;
    struct fixture x = fixture_new();
    fixture_must_make(&x);
    char *paper = fixture_path(&x, "declaration.txt");
    fixture_shell("echo 'I, Erika Muster' >>'%s'", paper);
    must_refuse(&x, "declaration.txt");
    fixture_shell("grep -q Erika '%s' && rm '%s/tagmanifest-sha256.txt'", paper, x.case_dir);
    must_refuse(&x, "no run has put there");
    fixture_free(&x);
    x = fixture_new();
    fixture_must_make(&x);
    free(paper);
    paper = fixture_path(&x, "identifiers-mine.txt");
    fixture_write(paper, "my own");
    must_refuse(&x, "identifiers-mine.txt");
    free(paper);
    fixture_free(&x);
}

static void what_somebody_put_into_a_case_folder_is_never_deleted(void **state)
{
    (void)state;
    static const char *const names[] = {"tagmanifest.tsr", "data/notes.txt", "data/originals/mine.csv",
                                        "data/originals/E1x.csv", "data/formats"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct fixture x = fixture_new();
        fixture_must_make(&x);
        char *own = fixture_path(&x, names[i]);
        fixture_write(own, "of somebody");
        must_refuse(&x, "which no run has put there");
        assert_int_equal(access(own, R_OK), 0);
        unlink(own);
        fixture_must_make(&x);
        free(own);
        fixture_free(&x);
    }
}

static void the_old_folder_stays_until_the_new_one_is_complete(void **state)
{
    (void)state;
    struct fixture x = fixture_new();
    fixture_must_make(&x);
    char *error = NULL;
    struct bag *bag = bag_begin(x.case_dir, &error);
    assert_non_null(bag);
    assert_true(fixture_has(&x, "report.pdf"));
    bag_free(bag); /* the run failed */
    assert_true(fixture_has(&x, "report.pdf"));
    fixture_shell("test ! -e '%s.part'", x.case_dir);
    fixture_free(&x);
}

static void what_a_killed_run_left_is_cleared_away(void **state)
{
    (void)state;
    struct fixture x = fixture_new();
    fixture_must_make(&x);
    /* Killed between moving the old folder away and the new one in: the old one must come back. */
    fixture_shell("mkdir '%s.part'", x.case_dir);
    fixture_shell("touch '%s.part/straykey-unfinished'", x.case_dir);
    fixture_shell("mv '%s' '%s.part/old' && mkdir -p '%s.part/new/data'", x.case_dir, x.case_dir, x.case_dir);
    char *error = NULL;
    struct bag *bag = bag_begin(x.case_dir, &error);
    if (!bag) fail_msg("%s", error);
    assert_true(fixture_has(&x, "report.pdf"));
    bag_free(bag);
    assert_true(fixture_has(&x, "report.pdf"));
    fixture_free(&x);
}

static void a_part_folder_of_somebody_else_is_left_alone(void **state)
{
    (void)state;
    struct fixture x = fixture_new();
    fixture_shell("mkdir '%s.part'", x.case_dir);
    fixture_shell("touch '%s.part/mine'", x.case_dir);
    must_refuse(&x, "was not made by this program");
    fixture_shell("test -e '%s.part/mine'", x.case_dir);
    fixture_free(&x);
}

static void a_copy_that_is_not_what_was_read_is_an_error(void **state)
{
    (void)state;
    struct fixture x = fixture_new();
    char *error = NULL;
    struct bag *bag = bag_begin(x.case_dir, &error);
    assert_non_null(bag);
    /* A folder in the copy's place: it can't be written. */
    char *place = problem_format("%s/E01.csv", bag_originals_dir(bag));
    assert_int_equal(mkdir(place, 0777), 0);
    free(place);
    error = fixture_finish(&x, bag);
    assert_non_null(error);
    assert_non_null(strstr(error, "E01.csv"));
    free(error);
    bag_free(bag);
    assert_false(fixture_has(&x, "report.pdf"));
    fixture_free(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_files_of_the_contract_are_there),
        cmocka_unit_test(sha256sum_accepts_both_manifests),
        cmocka_unit_test(originals_are_copied_byte_for_byte),
        cmocka_unit_test(hash_only_leaves_the_originals_out_and_keeps_their_digests),
        cmocka_unit_test(rejected_records_stand_with_label_and_full_text),
        cmocka_unit_test(two_runs_differ_in_nothing_but_what_tells_of_the_run),
        cmocka_unit_test(source_date_epoch_sets_the_bagging_date),
        cmocka_unit_test(the_case_file_and_its_contact_are_in_the_folder),
        cmocka_unit_test(custody_names_libraries_fonts_and_arguments_but_not_the_user),
        cmocka_unit_test(the_run_can_be_read_back),
        cmocka_unit_test(a_run_without_its_originals_says_so),
        cmocka_unit_test(a_folder_that_is_no_case_folder_is_never_replaced),
        cmocka_unit_test(names_that_are_no_folder_are_refused),
        cmocka_unit_test(an_older_case_folder_is_replaced_as_a_whole),
        cmocka_unit_test(a_paper_that_was_filled_in_is_never_replaced),
        cmocka_unit_test(what_somebody_put_into_a_case_folder_is_never_deleted),
        cmocka_unit_test(the_old_folder_stays_until_the_new_one_is_complete),
        cmocka_unit_test(what_a_killed_run_left_is_cleared_away),
        cmocka_unit_test(a_part_folder_of_somebody_else_is_left_alone),
        cmocka_unit_test(a_copy_that_is_not_what_was_read_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
