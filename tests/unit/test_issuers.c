/* Tests of attribution/issuers: the rules that are shipped prove themselves, order matters, faulty files are left out.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "attribution/issuers/issuers.h"

static void free_complaints(struct format_complaints *c)
{
    for (size_t i = 0; i < c->items.count; i++) free(c->items.items[i]);
    LIST_FREE(&c->items);
}

static void print_complaints(const struct format_complaints *c)
{
    for (size_t i = 0; i < c->items.count; i++) print_error("%s\n", c->items.items[i]);
}

static void shipped_rules_load_without_complaint_and_keep_their_samples(void **state)
{
    (void)state;
    struct format_complaints complaints = {LIST_EMPTY};
    struct issuer_set *set = issuer_set_load(&complaints);
    size_t found = issuer_set_check(set, &complaints);
    print_complaints(&complaints);
    assert_int_equal(complaints.items.count, 0);
    assert_int_equal(found, 0);
    issuer_set_free(set);
    free_complaints(&complaints);
}

static void ids_are_given_to_their_class(void **state)
{
    (void)state;
    enum { NOTHING = -1 };
    static const struct {
        const char *venue, *id;
        int want;
    } rows[] = {
        {"binance", "web_0123456789abcdef0123456789abcdef", ISSUER_MANUAL},
        {"binance", "ios_0123456789abcdef0123456789abcdef", ISSUER_MANUAL},
        {"binance", "and_0123456789abcdef0123456789abcdef", ISSUER_MANUAL},
        {"binance-futures", "web_Qw3rTy7uI0pAsDfGh1jK", ISSUER_MANUAL},
        {"binance-futures", "autoclose-1671990000", ISSUER_SYSTEM},
        {"binance", "x-R4BD3S82aaaaaaaaaaaaaaa", ISSUER_API_LIBRARY},
        {"binance", "x-XEKWYICXaaa", ISSUER_API_BOT},
        {"binance", "x-AbCdEf12345678", ISSUER_API_UNKNOWN},
        {"binance", "x-short", ISSUER_API_UNKNOWN},
        {"binance", "aB3dE5fG7hJ9kL1mN2pQ4r", ISSUER_API_GENERATED},
        {"binance", "aB3dE5fG7hJ9kL1mN2pQ4", ISSUER_API_UNKNOWN}, /* one letter short */
        {"binance", "aB3dE5fG7hJ9kL1mN2pQ4r\n", ISSUER_API_UNKNOWN},
        {"binance", "web_0123456789ABCDEF0123456789ABCDEF", ISSUER_API_UNKNOWN}, /* the site writes small letters */
        {"binance", "web_\xff", ISSUER_API_UNKNOWN},
        {"binance", "", NOTHING},
        {"binance-us", "web_0123456789abcdef0123456789abcdef", NOTHING},
        {"nowhere", "17", NOTHING},
        {"coinbase", "CBAT-17", ISSUER_API_BOT},
        {"coinbase", "00000000-0000-4000-8000-000000000017", NOTHING}, /* website and API ids look alike there */
    };
    struct issuer_set *set = issuer_set_load(NULL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct issuer_rule *rule = issuer_classify(set, span_of(rows[i].venue), span_of(rows[i].id));
        int got = rule ? (int)rule->class : NOTHING;
        if (got != rows[i].want) fail_msg("%s %s: got %d, want %d", rows[i].venue, rows[i].id, got, rows[i].want);
        if (rule) assert_true(rule->issuer.len > 0 && rule->confidence.len > 0);
    }
    issuer_set_free(set);
}

static void other_fields_have_rules_of_their_own(void **state)
{
    (void)state;
    struct issuer_set *set = issuer_set_load(NULL);
    const struct issuer_rule *rule = issuer_classify_field(set, SPAN("kucoin"), SPAN("channel"), SPAN("WEB"));
    assert_non_null(rule);
    assert_int_equal(rule->class, ISSUER_MANUAL);
    assert_null(issuer_classify(set, SPAN("kucoin"), SPAN("WEB")));
    assert_null(issuer_classify_field(set, SPAN("okx"), SPAN("category"), SPAN("twap")));
    issuer_set_free(set);
}

static void tags_group_ids_for_counting(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"x-R4BD3S82a1b2", "x-R4BD3S82"},
        {"x-R4BD3S82", "x-R4BD3S82"},
        {"x-R4BD3S8", "other"},
        {"x-R4BD-S82aa", "other"},
        {"web_0123456789abcdef0123456789abcdef", "web"},
        {"ios_x", "ios"},
        {"and_x", "android"},
        {"android_x", "android"},
        {"electron_x", "desktop"},
        {"adl_autoclose", "system"},
        {"aB3dE5fG7hJ9kL1mN2pQ4r", "generated"},
        {"aB3dE5fG7hJ9kL1mN2pQ4-", "other"},
        {"mine", "other"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct span got = issuer_tag(span_of(rows[i][0]));
        if (!span_is(got, rows[i][1])) fail_msg("%s: got %.*s, want %s", rows[i][0], SPAN_ARG(got), rows[i][1]);
    }
}

static void faulty_files_are_explained_and_left_out(void **state)
{
    (void)state;
#define HEAD "{\"schema\":\"issuers-v1\",\"id\":\"t\",\"source\":\"test\","
#define RULE "\"venue\":\"v\",\"field\":\"client_order_id\",\"issuer\":\"i\",\"confidence\":\"high\""
    static const char *const rows[][2] = {
        {"{", "no valid JSON object"},
        {"[]", "no valid JSON object"},
        {HEAD "\"rules\":[]} x", "no valid JSON object"},
        {"{\"schema\":\"issuers-v2\",\"id\":\"t\",\"source\":\"test\"}", "/schema: must be"},
        {"{\"schema\":\"issuers-v1\",\"id\":\"t\"}", "/source: a text is missing"},
        {HEAD "\"rule\":[]}", "/rule: unknown key"},
        {HEAD "\"rules\":{}}", "/rules: must be a list"},
        {HEAD "\"rules\":[7]}", "/rules/0: must be an object"},
        {HEAD "\"rules\":[{" RULE ",\"class\":\"api-bot\",\"pattern\":\"^a\",\"x\":1}]}", "/rules/0/x: unknown key"},
        {HEAD "\"rules\":[{" RULE ",\"class\":\"robot\",\"pattern\":\"^a\"}]}", "/rules/0/class: unknown class"},
        {HEAD "\"rules\":[{" RULE ",\"class\":\"api-bot\",\"pattern\":\"a\"}]}", "/rules/0/pattern: must be anchored"},
        {HEAD "\"rules\":[{" RULE ",\"class\":\"api-bot\",\"pattern\":\"^a(\"}]}", "/rules/0/pattern: "},
        {HEAD "\"rules\":[{" RULE ",\"class\":\"api-bot\"}]}", "/rules/0/pattern: a text is missing"},
        {HEAD "\"rules\":[{\"venue\":[],\"field\":\"f\",\"issuer\":\"i\",\"confidence\":\"c\",\"class\":\"manual\","
              "\"pattern\":\"^a\"}]}",
         "/rules/0/venue: a name or a list"},
        {HEAD "\"otherwise\":[{" RULE ",\"class\":\"api-bot\"},{" RULE ",\"class\":\"api-bot\"}]}",
         "otherwise: v has it twice"},
        {HEAD "\"not_telling\":[{\"venue\":\"v\"}]}", "/not_telling/0/why: a text is missing"},
        {HEAD "\"not_known\":[1]}", "/not_known: must be a list of names"},
    };
    struct issuer_set *set = issuer_set_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct format_complaints complaints = {LIST_EMPTY};
        assert_false(issuer_set_add(set, "t.json", span_of(rows[i][0]), &complaints));
        if (complaints.items.count == 0 || !strstr(complaints.items.items[0], rows[i][1]) ||
            strncmp(complaints.items.items[0], "t.json: ", 8) != 0)
            fail_msg("row %zu: \"%s\", want \"%s\"", i, complaints.items.count ? complaints.items.items[0] : "",
                     rows[i][1]);
        free_complaints(&complaints);
    }
    assert_null(issuer_classify(set, SPAN("v"), SPAN("abc"))); /* nothing of them stayed */
    issuer_set_free(set);
}

static void first_rule_holds_and_wrong_samples_are_noticed(void **state)
{
    (void)state;
    const char *json = HEAD "\"rules\":[{\"venue\":[\"v\",\"w\"],\"field\":\"client_order_id\",\"issuer\":\"first\","
                            "\"confidence\":\"high\",\"class\":\"manual\","
                            "\"pattern\":\"^ab?c\"},{" RULE ",\"class\":\"api-bot\",\"pattern\":\"^ac|^xy\"}],"
                            "\"samples\":[{\"venue\":\"v\",\"value\":\"ac\",\"issuer\":\"i\"},{\"venue\":\"v\","
                            "\"value\":\"xy\",\"issuer\":\"i\"}]}";
    struct issuer_set *set = issuer_set_new();
    struct format_complaints complaints = {LIST_EMPTY};
    assert_true(issuer_set_add(set, "t.json", span_of(json), &complaints));
    assert_true(span_is(issuer_classify(set, SPAN("v"), SPAN("ac"))->issuer,
                        "first")); /* the b is optional: no literal beginning "ab" */
    assert_true(span_is(issuer_classify(set, SPAN("w"), SPAN("abc"))->issuer, "first"));
    assert_true(span_is(issuer_classify(set, SPAN("v"), SPAN("xyz"))->issuer, "i"));
    assert_null(issuer_classify(set, SPAN("w"), SPAN("xyz")));
    assert_int_equal(issuer_set_check(set, &complaints), 1);
    assert_int_equal(complaints.items.count, 1);
    assert_string_equal(complaints.items.items[0], "t.json: /samples/0: is taken for \"first\", not for \"i\"");
    free_complaints(&complaints);
    issuer_set_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_rules_load_without_complaint_and_keep_their_samples),
        cmocka_unit_test(ids_are_given_to_their_class),
        cmocka_unit_test(other_fields_have_rules_of_their_own),
        cmocka_unit_test(tags_group_ids_for_counting),
        cmocka_unit_test(faulty_files_are_explained_and_left_out),
        cmocka_unit_test(first_rule_holds_and_wrong_samples_are_noticed),
    };
    return cmocka_run_group_tests_name("issuers", tests, NULL, NULL);
}
