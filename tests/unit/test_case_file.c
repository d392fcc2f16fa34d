/* Tests of parser/case_file: everything of case.json arrives, and every mistake is named with its place.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "parser/case_file.h"

static struct case_file *parsed(struct span text)
{
    char *error = NULL;
    struct case_file *c = case_file_parse(text, "case.json", &error);
    if (!c) fail_msg("%s", error);
    return c;
}

static void assert_text(struct span got, const char *want)
{
    if (!span_is(got, want)) fail_msg("got \"%.*s\", want \"%s\"", SPAN_ARG(got), want);
}

static void assert_time(int64_t ns, const char *want)
{
    char text[TIME_TEXT_MAX];
    time_format(ns, 9, text);
    assert_string_equal(text, want);
}

static void everything_arrives(void **state)
{
    (void)state;
    static const char text[] =
        "{\"complainant\": {\"name\": \"Ada Beispiel\", \"contact\": \"ada@example.org\", \"reference\": \"PV "
        "1/2023\"},\n"
        " \"language\": \"en\", \"time_zone\": \"Europe/Paris\",\n"
        " \"accounts\": [{\"venue\": \"binance\", \"uid\": \"12345678\", \"label\": \"main\"},\n"
        "              {\"venue\": \"ftx\", \"label\": \"second\"}],\n"
        " \"keys\": [{\"venue\": \"binance\", \"label\": \"3commas\", \"id\": \"abcd\xE2\x80\xA6wxyz\", \"given_to\": "
        "\"3commas\",\n"
        "           \"created\": \"2021-02-03\", \"deleted\": \"2022-12-29\"}, {\"venue\": \"ftx\", \"label\": "
        "\"old\"}],\n"
        " \"manual_trading\": \"never\", \"manual_orders\": [\"binance:2242856003\", \"ftx:9:1\"],\n"
        " \"other_issuers\": [{\"name\": \"my bot\", \"venue\": \"binance\", \"client_order_id_prefix\": \"x-ABC\"}],\n"
        " \"incident\": {\"from\": \"2022-12-25T20:00:00Z\", \"to\": \"2022-12-26T02:00+01:00\"},\n"
        " \"files\": [{\"match\": \"ftx*.csv\", \"time_zone\": \"UTC-5\", \"account\": \"second\", \"format\": "
        "\"ftx-fills-csv-2022\"},\n"
        "            {\"match\": \"*\"}]}";
    struct case_file *c = parsed(SPAN(text));
    assert_text(c->complainant_name, "Ada Beispiel");
    assert_text(c->complainant_contact, "ada@example.org");
    assert_text(c->complainant_reference, "PV 1/2023");
    assert_text(c->language, "en");
    assert_text(c->time_zone, "Europe/Paris");
    assert_int_equal(c->account_count, 2);
    assert_text(c->accounts[0].venue, "binance");
    assert_text(c->accounts[0].uid, "12345678");
    assert_text(c->accounts[1].label, "second");
    assert_text(c->accounts[1].uid, "");
    assert_int_equal(c->key_count, 2);
    assert_text(c->keys[0].id, "abcd\xE2\x80\xA6wxyz");
    assert_text(c->keys[0].given_to, "3commas");
    assert_time(c->keys[0].created_ns, "2021-02-03T00:00:00.000000000Z");
    assert_time(c->keys[0].deleted_ns, "2022-12-29T23:59:59.999999999Z");
    assert_true(c->keys[1].created_ns == TIME_NONE && c->keys[1].deleted_ns == TIME_NONE);
    assert_int_equal(c->manual_trading, MANUAL_NEVER);
    assert_int_equal(c->manual_order_count, 2);
    assert_text(c->manual_orders[1], "ftx:9:1");
    assert_int_equal(c->issuer_count, 1);
    assert_text(c->issuers[0].client_order_id_prefix, "x-ABC");
    assert_time(c->incident_from_ns, "2022-12-25T20:00:00.000000000Z");
    assert_time(c->incident_to_ns, "2022-12-26T01:00:00.000000000Z");
    assert_int_equal(c->rule_count, 2);
    assert_text(c->rules[0].time_zone, "UTC-5");
    assert_text(c->text, text);
    case_file_free(c);
}

static void assert_says_nothing(const struct case_file *c)
{
    assert_int_equal(c->complainant_name.len + c->complainant_contact.len + c->complainant_reference.len, 0);
    assert_int_equal(c->language.len + c->time_zone.len, 0);
    assert_int_equal(c->account_count + c->key_count + c->manual_order_count + c->issuer_count + c->rule_count, 0);
    assert_int_equal(c->manual_trading, MANUAL_UNKNOWN);
    assert_true(c->incident_from_ns == TIME_NONE && c->incident_to_ns == TIME_NONE);
}

static void the_template_is_valid_and_says_nothing(void **state)
{
    (void)state;
    struct case_file *c = parsed(span_of(case_file_template()));
    assert_says_nothing(c);
    assert_text(c->text, case_file_template());
    case_file_free(c);
    c = case_file_empty();
    assert_says_nothing(c);
    assert_int_equal(c->text.len, 0);
    case_file_free(c);
    case_file_free(NULL);
}

static void comments_marks_and_blanks_do_no_harm(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{}",
        " \n{ }\n ",
        "\xEF\xBB\xBF{}",
        "{\"//\": 1, \"//\": [2], \"//x\": {\"y\": null}}",
        "{\"accounts\": [{\"//\": \"none yet\"}, {}]}",
        "{\"complainant\": {}, \"incident\": {\"from\": \"\"}, \"manual_orders\": [\"\", \" \"]}",
        "{\"manual_trading\": \"\"}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct case_file *c = parsed(span_of(texts[i]));
        assert_says_nothing(c);
        case_file_free(c);
    }
}

struct mistake {
    const char *text, *want;
};

static void assert_mistakes(const struct mistake *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *error = NULL;
        struct case_file *c = case_file_parse(span_of(rows[i].text), "case.json", &error);
        if (c) fail_msg("was accepted: %s", rows[i].text);
        assert_string_equal(error, rows[i].want);
        free(error);
    }
}

static void mistakes_are_named_with_their_place(void **state)
{
    (void)state;
    static const struct mistake rows[] = {
        {"{\n\"accounts\": [\n{\"venue\": \"a\",\n\"uuid\": \"1\"}]}",
         "case.json:4: accounts[0].uuid: unknown key; known are venue, uid, label"},
        {"{\"colour\": 1}",
         "case.json:1: colour: unknown key; known are complainant, language, time_zone, accounts, keys, "
         "manual_trading, manual_orders, other_issuers, incident, files"},
        {"{\"incident\": {\"from\": \"2022-12-25\",\n\n\"till\": \"\"}}",
         "case.json:3: incident.till: unknown key; known are from, to"},
        {"{\"accounts\": [{\"venue\": \"a\", \"uid\": 12345678}]}",
         "case.json:1: accounts[0].uid: must be text in quotes"},
        {"{\"language\": null}", "case.json:1: language: must be text in quotes"},
        {"{\"language\": \"English\"}", "case.json:1: language: must be a language code of small letters such as en"},
        {"{\"accounts\": {}}", "case.json:1: accounts: must be a list in [ ]"},
        {"{\"accounts\": [\n\"binance\"]}", "case.json:2: accounts[0]: must be an object in { }"},
        {"{\"complainant\": \"Ada\"}", "case.json:1: complainant: must be an object in { }"},
        {"[]", "case.json:1: must be an object in { }"},
        {"{\"time_zone\": \"Paris\"}",
         "case.json:1: time_zone: unknown time zone; write it like Europe/Paris, UTC or UTC+8"},
        {"{\"files\": [{\"match\": \"a[,}]\"},\n{\"match\": \"*\", \"time_zone\": \"../x\"}]}",
         "case.json:2: files[1].time_zone: unknown time zone; write it like Europe/Paris, UTC or UTC+8"},
        {"{\"keys\": [{\"venue\": \"a\", \"created\": \"03.02.2021\"}]}",
         "case.json:1: keys[0].created: must be a date such as 2022-12-25 or a time with its zone such as "
         "2022-12-25T20:00:00Z"},
        {"{\"incident\": {\"from\": \"2022-12-25T20:00:00\"}}",
         "case.json:1: incident.from: must be a date such as 2022-12-25 or a time with its zone such as "
         "2022-12-25T20:00:00Z"},
        {"{\"incident\": {\"from\": \"2022-02-30\"}}", "case.json:1: incident.from: must be a date such as 2022-12-25 "
                                                       "or a time with its zone such as 2022-12-25T20:00:00Z"},
        {"{\n\"incident\": {\"from\": \"2022-12-26\", \"to\": \"2022-12-25\"}}",
         "case.json:2: incident: to lies before from"},
        {"{\"keys\": [{\"venue\": \"a\", \"created\": \"2022-01-02\", \"deleted\": \"2022-01-01\"}]}",
         "case.json:1: keys[0]: deleted lies before created"},
        {"{\"manual_trading\": \"Never\"}", "case.json:1: manual_trading: must be never, sometimes or unknown"},
        {"{\"manual_orders\": [\"binance:1\",\n\"2242856003\"]}",
         "case.json:2: manual_orders[1]: must be venue:order_id such as binance:2242856003"},
        {"{\"manual_orders\": [\"binance:\"]}",
         "case.json:1: manual_orders[0]: must be venue:order_id such as binance:2242856003"},
        {"{\"other_issuers\": [{\"name\": \"x\", \"venue\": \"binance\", \"client_order_id_prefix\": \" \"}]}",
         "case.json:1: other_issuers[0]: client_order_id_prefix is missing"},
        {"{\"accounts\": [{\"venue\": \"binance\"}]}", "case.json:1: accounts[0]: uid or label is missing"},
        {"{\"accounts\": [{\"uid\": \"1\"}]}", "case.json:1: accounts[0]: venue is missing"},
        {"{\"files\": [{\"account\": \"main\"}]}", "case.json:1: files[0]: match is missing"},
        {"{\"files\": [{\"match\": \"in/*.csv\"}]}",
         "case.json:1: files[0]: match is compared with the file's name alone and can't hold /"},
        {"{\"files\": [{}, {\"match\": \"*\",\n \"account\": \"mian\"}],\n\"accounts\": [{\"venue\": \"a\", \"label\": "
         "\"main\"}]}",
         "case.json:2: files[1].account: no account in accounts has this label or uid"},
    };
    assert_mistakes(rows, sizeof rows / sizeof *rows);
}

static void what_is_no_good_json_is_named_with_its_place(void **state)
{
    (void)state;
    static const struct mistake rows[] = {
        {"{\"language\": \"en\",\n\"language\": \"en\"}", "case.json:2: language: this key occurs twice"},
        {"{\"a\\u0301\\\"b\": 1, \"language\": \"en\"}",
         "case.json:1: a\xCC\x81\"b: unknown key; known are complainant, language, time_zone, accounts, keys, "
         "manual_trading, "
         "manual_orders, other_issuers, incident, files"},
        {"", "case.json:1: the file is empty; leave it away or write {}"},
        {"{\n\"language\": \"en\"\n\"time_zone\": \"UTC\"}",
         "case.json:3: this is not valid JSON (a comma, quote or brace is missing or too many)"},
        {"{} x", "case.json:1: this is not valid JSON (a comma, quote or brace is missing or too many)"},
        {"{\"language\": \"en\",}",
         "case.json:1: this is not valid JSON (a comma, quote or brace is missing or too many)"},
        {"{\n\"language\": \"\xFF\"}", "case.json:2: these bytes are not UTF-8; save the file as UTF-8"},
        {"{\"language\":\n\"e\\u0000n\"}", "case.json:2: a NUL character inside text"},
    };
    assert_mistakes(rows, sizeof rows / sizeof *rows);
}

static void deep_nesting_is_refused_not_followed(void **state)
{
    (void)state;
    enum { DEPTH = 100000 };
    char *text = malloc(DEPTH);
    assert_non_null(text);
    memset(text, '[', DEPTH);
    char *error = NULL;
    assert_null(case_file_parse((struct span){text, DEPTH}, "case.json", &error));
    assert_non_null(error);
    free(error);
    free(text);
}

static void a_cut_file_is_never_half_read(void **state)
{
    (void)state;
    struct span whole = span_trim(span_of(case_file_template()));
    for (size_t len = 0; len < whole.len; len++) {
        char *error = NULL;
        assert_null(case_file_parse(span_head(whole, len), "case.json", &error));
        assert_non_null(error);
        free(error);
    }
}

static void the_first_fitting_rule_holds_for_the_last_part_of_the_path(void **state)
{
    (void)state;
    struct case_file *c =
        parsed(SPAN("{\"files\": [{\"match\": \"ftx*.csv\", \"format\": \"1\"}, {\"match\": \"E0[12].json\", "
                    "\"format\": \"2\"}, {\"match\": \"*.csv\", \"format\": \"3\"}]}"));
    static const struct {
        const char *path, *format; /* NULL: no rule */
    } rows[] = {
        {"ftx.csv", "1"},     {"in/ftx-2022.csv", "1"},      {"ftx/fills.csv", "3"},   {"a/E02.json", "2"},
        {"a/E03.json", NULL}, {"exports.zip!/ftx.csv", "1"}, {"ftx.csv/readme", NULL}, {"", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct case_file_rule *rule = case_file_rule_for(c, rows[i].path);
        assert_int_equal(rule != NULL, rows[i].format != NULL);
        if (rule) assert_text(rule->format, rows[i].format);
    }
    case_file_free(c);
}

/* What is kept for the repeated run must give the same report, so the first one is made of it as well; the whole id of a key
 * is known to the first run alone. */
static void what_is_kept_reads_as_what_was_read(void **state)
{
    (void)state;
    static const char key[] = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A";
    char text[400];
    snprintf(text, sizeof text,
             "{\"complainant\": {\"name\": \"Ada, Signature: 8f3a9c1e7b\", \"contact\": "
             "\"a@example.org?secret=9f8e7d6c5b\"},"
             " \"keys\": [{\"venue\": \"binance\", \"label\": \"k\", \"id\": \"%s\"}]}",
             key);
    struct case_file *c = parsed(span_of(text));
    assert_null(strstr(c->text.ptr, "8f3a9c1e7b"));
    struct case_file *again = parsed(c->text);
    assert_true(span_equal(c->complainant_name, again->complainant_name));
    assert_true(span_equal(c->complainant_contact, again->complainant_contact));
    assert_true(span_equal(c->text, again->text));
    assert_text(c->keys[0].id, key);
    case_file_free(again);
    case_file_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_arrives),
        cmocka_unit_test(the_template_is_valid_and_says_nothing),
        cmocka_unit_test(comments_marks_and_blanks_do_no_harm),
        cmocka_unit_test(mistakes_are_named_with_their_place),
        cmocka_unit_test(what_is_no_good_json_is_named_with_its_place),
        cmocka_unit_test(deep_nesting_is_refused_not_followed),
        cmocka_unit_test(a_cut_file_is_never_half_read),
        cmocka_unit_test(what_is_kept_reads_as_what_was_read),
        cmocka_unit_test(the_first_fitting_rule_holds_for_the_last_part_of_the_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
