/* Tests of report/findings: the contract's keys in their order, exact amounts, statuses, no whole key.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "report/data/json_rows.h"
#include "report_demo.h"

#include <stdio.h>
#include <stdlib.h>

static cJSON *findings_of(const struct demo *d)
{
    char *text = demo_written(d, report_findings_json);
    cJSON *json = cJSON_Parse(text);
    if (!json) fail_msg("not JSON near: %.60s", cJSON_GetErrorPtr());
    free(text);
    return json;
}

static const cJSON *at(const cJSON *json, const char *key)
{
    const cJSON *found = cJSON_GetObjectItemCaseSensitive(json, key);
    if (!found) fail_msg("no key %s", key);
    return found;
}

static void assert_text(const cJSON *json, const char *key, const char *expected)
{
    assert_string_equal(cJSON_GetStringValue(at(json, key)), expected);
}

static void assert_number(const cJSON *json, const char *key, int expected)
{
    assert_int_equal(at(json, key)->valueint, expected);
}

static void keys_stand_in_the_contracts_order(void **state)
{
    (void)state;
    static const char *const keys[] = {"tool",           "status",       "why",
                                       "sources",        "coverage",     "totals",
                                       "incidents",      "losses",       "losses_by_market",
                                       "valuation",      "issuers",      "skews",
                                       "zone_proposals", "keys",         "leaked",
                                       "tape",           "authenticity", "reasons",
                                       "flagged_orders"};
    static const char *const source_keys[] = {"id",     "path",    "sha256",   "bytes", "container", "damage",
                                              "format", "account", "zone",     "first", "last",      "records_read",
                                              "events", "skipped", "rejected", "notes"};
    struct demo d;
    demo_raid(&d, 2);
    cJSON *json = findings_of(&d);
    const cJSON *one = json->child;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++, one = one->next) assert_string_equal(one->string, keys[i]);
    assert_null(one);
    one = at(json, "sources")->child->child;
    for (size_t i = 0; i < sizeof source_keys / sizeof *source_keys; i++, one = one->next)
        assert_string_equal(one->string, source_keys[i]);
    assert_null(one);
    cJSON_Delete(json);
    demo_free(&d);
}

static void totals_count_orders_and_fills_by_verdict_and_flag(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 5);
    cJSON *json = findings_of(&d);
    const cJSON *totals = at(json, "totals");
    assert_number(totals, "orders", 8);
    assert_number(totals, "fills", 8);
    assert_number(at(at(totals, "by_verdict"), "bot"), "orders", 3);
    assert_number(at(at(totals, "by_verdict"), "unissued"), "fills", 5);
    assert_number(at(at(totals, "by_verdict"), "not-covered"), "orders", 0);
    assert_number(at(at(totals, "by_flag"), "strong"), "orders", 5);
    assert_number(at(at(totals, "by_flag"), "review"), "orders", 0);
    cJSON_Delete(json);
    demo_free(&d);
}

static void an_incident_names_its_signals_rows_and_losses(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 4);
    cJSON *json = findings_of(&d);
    const cJSON *incident = at(json, "incidents")->child;
    assert_number(incident, "number", 1);
    assert_number(incident, "orders", 4);
    assert_text(incident, "account", "binance:12345678");
    assert_text(incident, "from", "2022-12-25T21:29:03.123Z");
    assert_string_equal(at(incident, "markets")->child->valuestring, "AKRO/BUSD");
    const cJSON *signal = at(incident, "signals")->child;
    assert_text(signal, "code", "S4");
    assert_int_equal(cJSON_GetArraySize(at(signal, "rows")), 4);
    assert_string_equal(at(signal, "rows")->child->valuestring, "E01:5");
    assert_text(at(incident, "losses")->child, "amount", "-105000.0250"); /* not shortened, not a number */
    assert_int_equal(cJSON_GetArraySize(at(json, "losses")), 1);          /* the incident's stands with the incident */
    cJSON_Delete(json);
    demo_free(&d);
}

/* Where "rows_as" of something leads: "/incidents/0/signals/0/rows". */
static const cJSON *rows_of(const cJSON *json, const cJSON *something)
{
    const char *rest = cJSON_GetStringValue(at(something, "rows_as"));
    if (!rest) fail_msg("rows_as is no text");
    while (*rest) {
        char step[32];
        int length = 0;
        if (sscanf(rest, "/%31[^/]%n", step, &length) != 1) fail_msg("no pointer: %s", rest);
        json = cJSON_IsArray(json) ? cJSON_GetArrayItem(json, atoi(step)) : at(json, step);
        rest += length;
    }
    return json;
}

static void a_long_list_of_rows_stands_once(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, JSON_ROWS_REPEATED + 1);
    char *text = demo_written(&d, report_findings_json);
    size_t times = 0;
    for (const char *found = text; (found = strstr(found, "\"E01:105\"")); found++) times++;
    assert_int_equal(times, 2); /* with its order, and with the sign */
    free(text);
    cJSON *json = findings_of(&d);
    const cJSON *incident = at(json, "incidents")->child, *signal = at(incident, "signals")->child;
    const cJSON *const losses[] = {at(incident, "losses")->child, at(json, "losses")->child};
    assert_int_equal(cJSON_GetArraySize(at(signal, "rows")), JSON_ROWS_REPEATED + 1);
    for (size_t i = 0; i < 2; i++) {
        assert_ptr_equal(rows_of(json, losses[i]), at(signal, "rows"));
        assert_null(cJSON_GetObjectItemCaseSensitive(losses[i], "rows"));
    }
    cJSON_Delete(json);
    demo_free(&d);
    demo_raid(&d, JSON_ROWS_REPEATED);
    json = findings_of(&d);
    assert_int_equal(cJSON_GetArraySize(at(at(json, "losses")->child, "rows")), JSON_ROWS_REPEATED);
    cJSON_Delete(json);
    demo_free(&d);
}

static void another_list_of_the_same_length_is_written_out(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, JSON_ROWS_REPEATED + 2);
    struct loss *loss = &d.result.losses.items[0];
    loss->orders++; /* all but the first */
    loss->order_count--;
    struct signal_hit *hit = &d.result.incidents.items[0].signals.items[0];
    hit->order_count--; /* all but the last */
    cJSON *json = findings_of(&d);
    const cJSON *rows = at(at(json, "losses")->child, "rows");
    assert_int_equal(cJSON_GetArraySize(rows), JSON_ROWS_REPEATED + 1);
    assert_string_equal(rows->child->valuestring, "E01:6");
    cJSON_Delete(json);
    demo_free(&d);
}

static void a_loss_that_does_not_fit_is_null_and_not_a_number(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 1);
    d.result.losses.items[0].computed = false;
    cJSON *json = findings_of(&d);
    assert_true(cJSON_IsNull(at(at(json, "losses")->child, "amount")));
    cJSON_Delete(json);
    demo_free(&d);
}

static void flagged_orders_name_every_trade_id_and_row(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 2);
    cJSON *json = findings_of(&d);
    const cJSON *order = at(json, "flagged_orders")->child;
    assert_int_equal(cJSON_GetArraySize(at(json, "flagged_orders")), 2);
    assert_text(order, "order_id", "2242861000");
    assert_text(order, "qty", "12.50");
    assert_text(order, "flag", "strong");
    assert_string_equal(at(order, "trade_ids")->child->valuestring, "700005");
    assert_string_equal(at(order, "rows")->child->valuestring, "E01:5");
    assert_string_equal(at(order, "reasons")->child->valuestring, "no-bot-record");
    cJSON_Delete(json);
    demo_free(&d);
}

static void evidence_with_holes_is_incomplete_and_says_why(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 1);
    cJSON *json = findings_of(&d);
    assert_text(json, "status", "complete");
    assert_int_equal(cJSON_GetArraySize(at(json, "why")), 0);
    cJSON_Delete(json);

    struct source_entry *first = &d.evidence.sources.items[0], *second = &d.evidence.sources.items[1];
    first->counts = (struct map_counts){100, 90, 3, 7};
    second->formats.count = 0;
    *LIST_ADD(&first->notes) = (struct source_note){diag_not_a_number, 7, 12};
    json = findings_of(&d);
    assert_text(json, "status", "incomplete");
    assert_text(at(json, "why")->child, "code", "unrecognised");
    assert_number(at(json, "why")->child, "count", 1);
    assert_text(at(json, "why")->child->next, "code", "rejected");
    assert_number(at(json, "why")->child->next, "count", 7);
    assert_true(cJSON_IsNull(at(at(json, "sources")->child->next, "format")));
    assert_text(at(at(json, "sources")->child, "notes")->child, "code", "not-a-number");
    cJSON_Delete(json);
    demo_free(&d);
}

static void keys_are_shown_by_label_last_four_and_fingerprint_only(void **state)
{
    (void)state;
    static struct case_key keys[] = {
        {{"binance", 7}, {"mine", 4}, {"AbCdEfGhIjKlMnOpQrStUvWxYz012345", 32}, {"3commas", 7}, TIME_NONE, TIME_NONE},
        {{"binance", 7}, {"short", 5}, {"12345678", 8}, {"", 0}, TIME_NONE, TIME_NONE},
        {{"kucoin", 6}, {"part", 4}, {"abcd\xe2\x80\xa6wxyz", 11}, {"", 0}, TIME_NONE, TIME_NONE},
    };
    struct demo d;
    demo_raid(&d, 1);
    d.case_file->keys = keys;
    d.case_file->key_count = 3;
    char *text = demo_written(&d, report_findings_json);
    assert_null(strstr(text, "AbCdEf"));
    assert_null(strstr(text, "12345678\", \"finger"));
    free(text);
    cJSON *json = findings_of(&d);
    const cJSON *key = at(json, "keys")->child;
    assert_text(key, "last_four", "2345");
    assert_int_equal(strlen(cJSON_GetStringValue(at(key, "fingerprint"))), 16);
    assert_text(key->next, "last_four", ""); /* four of eight would be half of it */
    assert_text(key->next, "fingerprint", "");
    assert_text(key->next->next, "last_four", "wxyz");
    assert_text(key->next->next, "fingerprint", ""); /* the fingerprint of a part would match nothing */
    cJSON_Delete(json);
    demo_free(&d);
}

static void hostile_texts_stay_valid_json(void **state)
{
    (void)state;
    struct demo d;
    demo_raid(&d, 1);
    free(d.evidence.sources.items[0].path);
    d.evidence.sources.items[0].path = memory_copy_text("a\"b\\\x01\xff/\xe2\x80\xae.csv", 13);
    cJSON *json = findings_of(&d);
    assert_non_null(strstr(cJSON_GetStringValue(at(at(json, "sources")->child, "path")), "a\"b\\"));
    cJSON_Delete(json);
    demo_free(&d);
}

static void the_same_result_gives_the_same_bytes(void **state)
{
    (void)state;
    struct demo d, again;
    demo_raid(&d, 20);
    demo_raid(&again, 20);
    char *first = demo_written(&d, report_findings_json), *second = demo_written(&again, report_findings_json);
    assert_string_equal(first, second);
    free(first);
    free(second);
    demo_free(&d);
    demo_free(&again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_stand_in_the_contracts_order),
        cmocka_unit_test(totals_count_orders_and_fills_by_verdict_and_flag),
        cmocka_unit_test(an_incident_names_its_signals_rows_and_losses),
        cmocka_unit_test(a_long_list_of_rows_stands_once),
        cmocka_unit_test(another_list_of_the_same_length_is_written_out),
        cmocka_unit_test(a_loss_that_does_not_fit_is_null_and_not_a_number),
        cmocka_unit_test(flagged_orders_name_every_trade_id_and_row),
        cmocka_unit_test(evidence_with_holes_is_incomplete_and_says_why),
        cmocka_unit_test(keys_are_shown_by_label_last_four_and_fingerprint_only),
        cmocka_unit_test(hostile_texts_stay_valid_json),
        cmocka_unit_test(the_same_result_gives_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
