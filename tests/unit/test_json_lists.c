/* Tests of parser/json_records: lists that are records themselves, as Bitfinex answers them.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/json/records.h"
#include "tests/unit/transcript.h"

/* ---- a classifier for tests: trades are lists of four with a symbol, or objects with "id" ---------------------------- */

static const char trade_tag = 't', object_tag = 'o';

static bool is_trade(const struct cell *cells, size_t count)
{
    return count == 4 && span_is(cells[1].name, "1") && span_starts_with(cells[1].text, SPAN("t"));
}

static enum json_class classify(void *user, const struct json_object_view *view, const void **tag)
{
    size_t *lists = user;
    *lists += view->list;
    *tag = view->list ? &trade_tag : &object_tag;
    bool object = !view->list && view->count > 0 && span_is(view->cells[0].name, "id");
    return object || (view->list && is_trade(view->cells, view->count)) ? JSON_RECORD : JSON_WRAPPER;
}

static enum json_fit still_fits(void *user, const void *tag, const struct record *r)
{
    (void)user;
    if (r->list != (tag == &trade_tag)) return JSON_UNFIT;
    return !r->list || is_trade(r->cells, r->count) ? JSON_FITS : JSON_UNFIT;
}

static size_t read_all(struct transcript *t, struct span text, bool lists)
{
    size_t shown = 0;
    struct json_classifier classifier = {classify, still_fits, &shown, lists};
    struct source *s = source_open_memory(text, "t.json", &t->sink);
    struct json_reader *json = json_new(s, &classifier, &t->sink);
    struct record r;
    enum read_status status;
    while ((status = json_next(json, &r)) != READ_END && status != READ_FAILED)
        if (status == READ_RECORD) transcribe_record(t, &r);
    json_free(json);
    source_close(s);
    return shown;
}

static void expect(const char *text, const char *want)
{
    struct transcript t;
    transcript_start(&t);
    read_all(&t, span_of(text), true);
    assert_transcript(&t, want, text);
    transcript_end(&t);
}

static void lists_are_found_in_all_shapes(void **state)
{
    (void)state;
    expect("[[7,\"tLTCUSD\",null,0.10]]", "1@1 7|tLTCUSD||0.10\n");
    expect("[\n [7,\"tA\",1,2] ,\n [8,\"tB\",[1,{\"a\":2}],-1E-8]\n]", "2@3 7|tA|1|2\n3@19 8|tB|[1,{\"a\":2}]|-1E-8\n");
    expect("[7,\"tA\",1,2]\n[8,\"tB\",1,2]\n", "1@0 7|tA|1|2\n2@13 8|tB|1|2\n");
    expect("{\"result\":[[7,\"tA\",1,2]]}", "1@11 7|tA|1|2\n");
    expect("[1671564021123,\"on-req\",null,null,[[7,\"tA\",1,2]],null,\"SUCCESS\",\"\"]", "1@35 7|tA|1|2\n");
    expect("[[7,\"tA\",1,2],{\"id\":3}]", "1@1 7|tA|1|2\n1@14 3\n");
}

static void lists_that_do_not_fit_are_rejected_among_records(void **state)
{
    (void)state;
    expect("[[7,\"tA\",1,2],[8,\"tB\",1],[9,\"tC\",1,2]]", "1@1 7|tA|1|2\n!record-unknown 1@14 [8,\"tB\",1]\n"
                                                           "1@25 9|tC|1|2\n");
    expect("[[8,\"tB\",1],[9,\"tC\",1,2]]", "!record-unknown 1@1 [8,\"tB\",1]\n1@12 9|tC|1|2\n");
    expect("[[7,\"tA\",1,2],[8,\"tB\",1,2", "1@1 7|tA|1|2\n!text-truncated 1@14 [8,\"tB\",1,2\n");
    expect("[[1671564021123,1.5],[1671564021124,1.6]]", ""); /* none of them is a record: nobody's list */
}

static void a_bad_value_costs_its_list(void **state)
{
    (void)state;
    expect("[[7,\"tA\",1,02],[8,\"tB\",1,2]]", "!json-syntax 1@1 [7,\"tA\",1,02]\n1@15 8|tB|1|2\n");
}

static void lists_are_only_shown_where_somebody_wants_them(void **state)
{
    (void)state;
    struct transcript t;
    transcript_start(&t);
    assert_int_equal(read_all(&t, SPAN("[[7,\"tLTCUSD\",null,0.10]]"), false), 0);
    assert_int_equal(read_all(&t, SPAN("[[],[[]],[{}]]"), true), 0);
    assert_transcript(&t, "", "");
    transcript_end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_are_found_in_all_shapes),
        cmocka_unit_test(lists_that_do_not_fit_are_rejected_among_records),
        cmocka_unit_test(a_bad_value_costs_its_list),
        cmocka_unit_test(lists_are_only_shown_where_somebody_wants_them),
    };
    return cmocka_run_group_tests_name("json_lists", tests, NULL, NULL);
}
