/* Tests of report/verify, manifest, folder and bag_compare: each kind of tampering is found and named.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "case_fixture.h"
#include "report/bag/manifest.h"
#include "report/verify/verification.h"

/* One case folder for all tests; each works on a copy. */
static struct fixture original;

static int make_original(void **state)
{
    (void)state;
    original = fixture_new();
    fixture_must_make(&original);
    return 0;
}

static int drop_original(void **state)
{
    (void)state;
    fixture_free(&original);
    return 0;
}

static char *fresh_copy(void)
{
    char *copy = problem_format("%s/copy", original.folder);
    fixture_shell("rm -rf '%s' && cp -R '%s' '%s'", copy, original.case_dir, copy);
    return copy;
}

/* Does something to a copy; verify must find it and say the words. NULL words: it must stay intact. */
static void after(const char *deed, const char *words)
{
    char *copy = fresh_copy();
    fixture_shell("cd '%s' && { %s ; }", copy, deed);
    struct writer *out = writer_to_memory();
    struct verification *v = verification_new(copy);
    bool intact = bag_verify(copy, v);
    verification_text(v, out);
    struct span said = writer_memory(out);
    if (intact != (words == NULL)) fail_msg("after \"%s\": %.*s", deed, SPAN_ARG(said));
    if (words && !span_contains(said, span_of(words)))
        fail_msg("after \"%s\" no \"%s\": %.*s", deed, words, SPAN_ARG(said));
    if (words) assert_true(span_contains(said, SPAN("NOT intact")));
    verification_free(v);
    writer_close(out, NULL);
    free(copy);
}

static void an_untouched_folder_is_intact(void **state)
{
    (void)state;
    after("true", NULL);
}

static void added_time_stamps_and_signatures_do_no_harm(void **state)
{
    (void)state;
    after("echo answer >tagmanifest.tsr; echo signature >manifest-sha256.txt.sig", NULL);
}

static void changed_missing_and_extra_files_are_named(void **state)
{
    (void)state;
    after("echo x >>data/timeline.csv",
          "data/timeline.csv: changed; it is not the file that manifest-sha256.txt lists");
    after("echo x >>report.txt", "report.txt: changed; it is not the file that tagmanifest-sha256.txt lists");
    after("echo x >>bag-info.txt", "bag-info.txt: changed");
    after("rm data/originals/E01.csv", "data/originals/E01.csv: missing; the manifest lists it");
    after("rm report.pdf", "report.pdf: missing");
    after("echo x >data/originals/E03.csv", "data/originals/E03.csv: extra; the manifest does not list it");
    after("mkdir data/more; echo x >data/more/x", "data/more/x: extra");
}

static void manifests_can_not_be_taken_away_or_thinned_out(void **state)
{
    (void)state;
    after("rm tagmanifest-sha256.txt", "tagmanifest-sha256.txt: missing or unreadable");
    after("rm manifest-sha256.txt", "manifest-sha256.txt: missing or unreadable");
    after("grep -v report.pdf tagmanifest-sha256.txt >t; mv t tagmanifest-sha256.txt",
          "report.pdf: the tag manifest does not cover it");
    after("sed -n 1p manifest-sha256.txt >>manifest-sha256.txt", "listed twice");
    after("echo >>manifest-sha256.txt", "is not a digest and a path that belongs here");
    after("rm bagit.txt", "bagit.txt: missing");
    after("echo 'https://example.org/x 3 data/x' >fetch.txt",
          "fetch.txt: a list of files to be fetched from elsewhere");
}

static void a_payload_made_anew_still_has_to_agree_with_the_tag_manifest(void **state)
{
    (void)state;
    after("echo x >>data/timeline.csv; find data -type f | LC_ALL=C sort | xargs sha256sum >manifest-sha256.txt",
          "manifest-sha256.txt: changed");
}

static void paths_that_lead_out_of_the_folder_are_refused(void **state)
{
    (void)state;
    static const char *const paths[] = {"../../etc/passwd", "/etc/passwd", "data/../../x", "data//x",
                                        "data/./x",         "data/x/",     "report.pdf"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        char deed[256];
        snprintf(deed, sizeof deed, "printf '%%064d  %%s\\n' 0 '%s' >>manifest-sha256.txt", paths[i]);
        after(deed, "is not a digest and a path that belongs here");
    }
}

static void links_and_pipes_are_named_and_not_followed(void **state)
{
    (void)state;
    after("cp data/timeline.csv ../t; rm data/timeline.csv; ln -s ../../t data/timeline.csv",
          "data/timeline.csv: a symbolic link; it was not followed");
    after("mv data ../moved; ln -s ../moved data; rm -rf ../moved", "data: a symbolic link");
    after("mkfifo data/pipe", "data/pipe: neither a file nor a folder");
    after("rm manifest-sha256.txt; mkfifo manifest-sha256.txt", "manifest-sha256.txt: missing or unreadable");
}

static void names_from_the_folder_can_not_steer_a_terminal(void **state)
{
    (void)state;
    after("touch \"$(printf 'data/\\033]0;x')\"", "data/\\x1B]0;x: extra");
}

static void a_wrong_size_statement_is_found(void **state)
{
    (void)state;
    after("sed 's/^Payload-Oxum: .*/Payload-Oxum: 1.1/' bag-info.txt >t; mv t bag-info.txt",
          "states another number of files or bytes");
    after("grep -v Payload-Oxum bag-info.txt >t; mv t bag-info.txt", "does not state the size");
}

static void what_is_no_folder_is_not_intact(void **state)
{
    (void)state;
    struct writer *out = writer_to_memory();
    struct verification *v = verification_new("/nonexistent/case");
    assert_false(bag_verify("/nonexistent/case", v));
    verification_text(v, out);
    verification_free(v);
    assert_true(span_contains(writer_memory(out), SPAN("can't be read")));
    writer_close(out, NULL);
}

/* ---- compare --------------------------------------------------------------------------------------------------------- */

static void compared_after(const char *deed, bool same, const char *words)
{
    char *copy = fresh_copy();
    fixture_shell("cd '%s' && { %s ; }", copy, deed);
    struct writer *out = writer_to_memory();
    struct verification *v = verification_new(original.case_dir);
    bool equal = bag_compare(original.case_dir, copy, v);
    verification_text(v, out);
    verification_free(v);
    struct span said = writer_memory(out);
    if (equal != same || !span_contains(said, span_of(words))) fail_msg("after \"%s\": %.*s", deed, SPAN_ARG(said));
    writer_close(out, NULL);
    free(copy);
}

static void compare_tells_what_differs_and_what_it_left_out(void **state)
{
    (void)state;
    compared_after("true", true, "report.pdf was compared byte for byte");
    compared_after("echo x >>data/findings.json", false, "data/findings.json: the repeated run wrote other bytes");
    compared_after("echo x >>report.pdf", false, "report.pdf: the repeated run wrote other bytes");
    compared_after("rm data/flagged.csv", false, "data/flagged.csv: the repeated run did not write it");
    compared_after("echo x >data/more.csv", false, "data/more.csv: only the repeated run wrote it");
    compared_after("echo x >>bag-info.txt; echo x >>tagmanifest.tsq; echo x >tagmanifest.tsr", true, "Reproduced");
}

static void a_pdf_of_other_libraries_is_compared_through_its_text(void **state)
{
    (void)state;
    static const char other[] =
        "sed 's/\"cairo\":\"[^\"]*\"/\"cairo\":\"9.9.9\"/' custody.jsonl >t; mv t custody.jsonl; echo x >>report.pdf";
    char text[300];
    compared_after(other, true, "compared through report.txt");
    snprintf(text, sizeof text, "%s; echo x >>report.txt", other);
    compared_after(text, false, "report.txt: the repeated run wrote other bytes");
    compared_after("rm custody.jsonl; echo x >>report.pdf", true, "compared through report.txt");
}

/* ---- time-stamp request ---------------------------------------------------------------------------------------------- */

static void openssl_reads_the_request_and_finds_the_digest_of_the_tag_manifest(void **state)
{
    (void)state;
    if (system("command -v openssl >/dev/null") != 0) skip();
    fixture_shell("cd '%s' && openssl ts -query -in tagmanifest.tsq -text >'%s/query' 2>/dev/null && "
                  "grep -q 'Hash Algorithm: sha256' '%s/query' && "
                  "grep -q 'Certificate required: yes' '%s/query' && "
                  "sed -n 's/.* - \\([0-9a-f ]*\\)-\\([0-9a-f ]*\\)   .*/\\1\\2/p' '%s/query' | tr -d ' \\n' | "
                  "grep -q \"$(sha256sum tagmanifest-sha256.txt | cut -c1-64)\"",
                  original.case_dir, original.folder, original.folder, original.folder, original.folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_untouched_folder_is_intact),
        cmocka_unit_test(added_time_stamps_and_signatures_do_no_harm),
        cmocka_unit_test(changed_missing_and_extra_files_are_named),
        cmocka_unit_test(manifests_can_not_be_taken_away_or_thinned_out),
        cmocka_unit_test(a_payload_made_anew_still_has_to_agree_with_the_tag_manifest),
        cmocka_unit_test(paths_that_lead_out_of_the_folder_are_refused),
        cmocka_unit_test(links_and_pipes_are_named_and_not_followed),
        cmocka_unit_test(names_from_the_folder_can_not_steer_a_terminal),
        cmocka_unit_test(a_wrong_size_statement_is_found),
        cmocka_unit_test(what_is_no_folder_is_not_intact),
        cmocka_unit_test(compare_tells_what_differs_and_what_it_left_out),
        cmocka_unit_test(a_pdf_of_other_libraries_is_compared_through_its_text),
        cmocka_unit_test(openssl_reads_the_request_and_finds_the_digest_of_the_tag_manifest),
    };
    return cmocka_run_group_tests(tests, make_original, drop_original);
}
