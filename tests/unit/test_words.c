/* Tests of report/words: languages made from catalogues, plural forms, texts of other rooms said again.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/writer.h"
#include "parser/container/container.h"
#include "parser/event.h"
#include "parser/format/format.h"
#include "report/words/entries.h"
#include "report/words/retell.h"

static void languages_are_found_by_their_codes(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    assert_ptr_equal(words_language(SPAN("en")), &words_english);
    assert_null(words_language(SPAN_NONE));
    assert_null(words_language(SPAN("xx")));
    assert_non_null(words_language(SPAN("fr")));
    assert_memory_equal(words_known_languages(arena), "en, ", 4);
    arena_free(arena);
}

static void every_language_is_complete(void **state)
{
    (void)state;
    for (size_t i = 0; words_translated[i]; i++) {
        struct writer *out = writer_to_memory();
        if (words_check(words_translated[i], out) > 0) fail_msg("%.*s", SPAN_ARG(writer_memory(out)));
        writer_close(out, NULL);
        assert_int_equal(words_translated[i]->right_to_left, words_right_to_left(span_of(words_translated[i]->code)));
    }
}

/* By Unicode's rules for cardinal numbers (CLDR); a language without a catalogue is passed over. */
static void numbers_choose_the_form_of_a_noun(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        unsigned forms;
        struct {
            uint64_t n;
            unsigned form;
        } cases[12];
        size_t count;
    } languages[] = {
        {"en", 2, {{0, 1}, {1, 0}, {2, 1}}, 3},
        {"fr", 2, {{0, 0}, {1, 0}, {2, 1}, {4200, 1}}, 4},
        {"ru",
         3,
         {{0, 2}, {1, 0}, {2, 1}, {4, 1}, {5, 2}, {11, 2}, {14, 2}, {21, 0}, {22, 1}, {111, 2}, {4201, 0}},
         11},
        {"ar",
         6,
         {{0, 0}, {1, 1}, {2, 2}, {3, 3}, {10, 3}, {11, 4}, {99, 4}, {100, 5}, {102, 5}, {103, 3}, {4200, 5}},
         11},
        {"zh", 1, {{0, 0}, {1, 0}, {2, 0}}, 3},
    };
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        const struct language *l = words_language(span_of(languages[i].code));
        if (!l) continue;
        assert_int_equal(l->forms, languages[i].forms);
        for (size_t k = 0; k < languages[i].count; k++)
            assert_int_equal(l->plural(languages[i].cases[k].n), languages[i].cases[k].form);
    }
}

static void numbers_are_said_in_french(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    const struct speaker say = {words_language(SPAN("fr")), arena};
    assert_string_equal(words_n_order(&say, 0), "0 ordre");
    assert_string_equal(words_n_order(&say, 2), "2 ordres");
    assert_string_equal(words_reason(&say, REASON_no_bot_record),
                        "aucun enregistrement de bot pour cet ordre dans les fichiers fournis");
    assert_string_equal(words_diag_meaning(&say, diag_file_empty), "le fichier est vide");
    assert_string_equal(words_diag_advice(&say, diag_no_records), "");
    arena_free(arena);
}

static void values_are_isolated_where_they_would_be_torn(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    const struct speaker say = {words_language(SPAN("ar")), arena};
    assert_true(say.language->right_to_left);
    assert_string_equal(words_id_order(&say, "-12:5"), "\u0623\u0645\u0631 \u2066-12:5\u2069");
    assert_string_equal(words_two_parts(&say, "-12.5", "BUSD"), "-12.5 BUSD"); /* not in a sentence yet */
    assert_string_equal(words_two_parts(&say, "-12.5", "\u0623"), "-12.5 \u0623");
    assert_string_equal(words_isolated(&say, "-12.5"), "\u2066-12.5\u2069");
    assert_string_equal(words_isolated(&say, "\u0623 5"), "\u0623 5");
    const struct speaker english = {&words_english, arena};
    assert_string_equal(words_isolated(&english, "-12.5"), "-12.5");
    assert_string_equal(words_id_order(&english, "\u0623-1"), "order \u0623-1");
    arena_free(arena);
}

/* ---- retell -------------------------------------------------------------------------------------------------------- */

static void names_of_other_rooms_are_said_again(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    const struct speaker french = {words_language(SPAN("fr")), arena}, english = {&words_english, arena};
    for (int role = ROLE_BASE; role <= ROLE_GRID_BALANCING; role++)
        assert_string_not_equal(words_retell(&french, role_name((enum role)role)), role_name((enum role)role));
    for (int origin = ZONE_ORIGIN_FIXED; origin <= ZONE_ORIGIN_PREAMBLE; origin++) {
        const char *name = zone_origin_name((enum zone_origin)origin);
        if (*name) assert_string_not_equal(words_retell(&french, name), name);
    }
    for (int s = DIAG_NOTE; s <= DIAG_FAILED; s++)
        assert_string_not_equal(words_retell(&french, diag_severity_name((enum diag_severity)s)),
                                diag_severity_name((enum diag_severity)s));
    assert_string_equal(words_retell(&english, "base order"), "base order");
    assert_string_equal(words_retell(&french, "gzip"), "gzip");
    assert_string_equal(words_retell(&french, ""), "");
    arena_free(arena);
}

static void figures_are_carried_over(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    const struct speaker say = {words_language(SPAN("fr")), arena};
    assert_string_equal(words_retell(&say, "1 order in covered time without a bot record"),
                        "1 ordre dans la p\u00e9riode couverte sans enregistrement de bot");
    assert_string_equal(
        words_retell(&say,
                     "not in the supplied records before: AKRO/BUSD, X/Y (12 orders); largest order 10.5 BUSD, the "
                     "account's largest other order 2 (coins that stand for a dollar count as one)"),
        "absent auparavant des enregistrements fournis\u00a0: AKRO/BUSD, X/Y (12 ordres); plus grand ordre 10.5 BUSD, "
        "le plus "
        "grand des autres ordres du compte 2 (les jetons qui repr\u00e9sentent un dollar comptent pour un dollar)");
    assert_string_equal(words_retell(&say, "the archive can't be read to its end: tar: odd"),
                        "l'archive ne peut pas \u00eatre lue jusqu'\u00e0 sa fin: tar: odd");
    assert_string_equal(words_retell(&say, "something else; 3 orders"), "something else; 3 orders");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_are_found_by_their_codes),
        cmocka_unit_test(every_language_is_complete),
        cmocka_unit_test(numbers_choose_the_form_of_a_noun),
        cmocka_unit_test(numbers_are_said_in_french),
        cmocka_unit_test(values_are_isolated_where_they_would_be_torn),
        cmocka_unit_test(names_of_other_rooms_are_said_again),
        cmocka_unit_test(figures_are_carried_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
