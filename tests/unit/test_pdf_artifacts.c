/* Tests of report/pdf_artifacts: what stands outside the tags is marked, what is tagged stays as it is.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/pdf/artifacts.h"

static void must_mark(const char *content, const char *wanted)
{
    struct writer *w = writer_to_memory();
    pdf_artifacts_mark(span_of(content), w);
    writer_byte(w, 0);
    assert_string_equal(writer_memory(w).ptr, wanted);
    writer_close(w, NULL);
}

static void what_is_drawn_outside_the_tags_is_an_artefact(void **state)
{
    (void)state;
    must_mark("q\n48 56 54 3 re f\n/P << /MCID 0 >> BDC\nBT\n(a)Tj\nET\nEMC\n0 j\n10 M 48 82 m 547 82 l S\nQ\n",
              "q\n/Artifact BMC\n48 56 54 3 re f\nEMC\n/P << /MCID 0 >> BDC\nBT\n(a)Tj\nET\nEMC\n0 j\n"
              "/Artifact BMC\n10 M 48 82 m 547 82 l S\nEMC\nQ\n");
}

static void a_path_of_many_lines_is_one_artefact(void **state)
{
    (void)state;
    must_mark("1 0 0 rg 2 2 m\n3 3 4 4 5 5 c\nh\nf*\n0 g\n",
              "/Artifact BMC\n1 0 0 rg 2 2 m\n3 3 4 4 5 5 c\nh\nf*\nEMC\n0 g\n");
}

static void paths_inside_tags_stay_also_after_an_inner_mark(void **state)
{
    (void)state;
    static const char tagged[] =
        "/Figure << /MCID 1 >> BDC\n/Span << /ActualText <feff0020> >> BDC\nEMC\n1 1 2 2 re f\nEMC\n";
    must_mark(tagged, tagged);
}

static void nothing_is_nothing(void **state)
{
    (void)state;
    must_mark("", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_drawn_outside_the_tags_is_an_artefact),
        cmocka_unit_test(a_path_of_many_lines_is_one_artefact),
        cmocka_unit_test(paths_inside_tags_stay_also_after_an_inner_mark),
        cmocka_unit_test(nothing_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
