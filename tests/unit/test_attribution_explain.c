/* Tests of attribution/explain: that it tells of each record what the matching did with it, finds the orders that are meant,
 * and asks for the evidence that would change the verdict.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/explain/explain.h"
#include "attribution_trial.h"

/* Bot records of every pair from the 18th to the 21st. */
#define FRAME                                                                                                          \
    "file 0 orders\nfile 1 deal-orders\n"                                                                              \
    "deal 18T00:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=21T00:00:00\n"
#define RECORD(from, side, size, id, until)                                                                            \
    "bot " from " " side " BTC/USDT " size " asked=" size " @17000 id=" id                                             \
    " deal=1 role=base status=filled until=" until "\n"
#define ORDER(at, size, id) "order " at " buy BTC/USDT " size " @17000 asked=" size " id=" id " status=filled"

struct explained {
    struct trial *trial;
    struct explanations x;
};

static struct explained explain(const char *case_json, const char *text, const char *wanted)
{
    struct explained e = {.trial = trial_new(case_json), .x = {.wanted = span_of(wanted)}};
    trial_add(e.trial, text);
    trial_store_by_file(e.trial);
    struct attribution_options options = {.case_file = e.trial->case_file, .explain = &e.x};
    e.trial->result = attribution_run_kinds(e.trial->evidence, &options, e.trial->kinds.items);
    trial_check(e.trial);
    return e;
}

static void release(struct explained *e)
{
    explanations_free(&e->x);
    trial_free(e->trial);
}

/* The candidate whose record stands in that line of the text. */
static const struct explained_candidate *candidate(const struct explained *e, size_t order, uint32_t line)
{
    const struct explanation *x = &e->x.list.items[order];
    const struct result *r = e->trial->result;
    for (size_t i = 0; i < x->candidates.count; i++) {
        const struct bot_order *b = &r->bot_orders.items[x->candidates.items[i].bot];
        for (uint32_t k = 0; k < b->event_count; k++)
            if (r->bot_order_events[b->first_event + k] == e->trial->event_of_line[line])
                return &x->candidates.items[i];
    }
    return NULL;
}

static bool needs(const struct explanation *x, const char *name)
{
    for (size_t i = 0; i < x->needs.count; i++)
        if (!strcmp(explain_need_name(x->needs.items[i].need), name)) return true;
    return false;
}

/* ---- what became of a record ------------------------------------------------------------------------------------------- */

struct question {
    const char *name, *text, *wanted;
    uint32_t line; /* of the record */
    const char *fate, *question;
    enum explain_way way;
};

static void check_question(const struct question *s)
{
    print_message("  %s\n", s->name);
    struct explained e = explain(NULL, s->text, s->wanted);
    assert_int_equal(e.x.found, FOUND_ORDERS);
    const struct explained_candidate *c = candidate(&e, 0, s->line);
    if (!s->fate) {
        assert_null(c);
    } else {
        assert_non_null(c);
        assert_string_equal(explain_fate_name((enum explain_fate)c->fate), s->fate);
        if (s->question) assert_string_equal(explain_question_name((enum explain_question)c->question), s->question);
        assert_int_equal(c->way, s->way);
    }
    release(&e);
}

static void each_record_is_kept_or_dropped_for_the_reason_that_decided(void **state)
{
    (void)state;
#define FILLED "19T10:00:00.600"
    static const struct question rows[] = {
        {"by its id, whatever the size",
         FRAME ORDER("19T10:00:00.500", "0.5", "101") " -> bot +order-id-joined\n" //
         RECORD("19T10:00:00.400", "buy", "0.4", "BTCUSDT_101", FILLED),
         "101", 5, "explains", NULL, WAY_NONE},
        {"by size and time",
         FRAME ORDER("19T10:00:00.500", "0.5", "101") " -> bot\n" RECORD("19T10:00:00.400", "buy", "0.50", "9", FILLED),
         "101", 5, "explains", NULL, WAY_EXECUTED},
        {"rounded to what the exchange prints",
         FRAME ORDER("19T10:00:00.500", "0.5", "101") " -> bot\n" RECORD("19T10:00:00.400", "buy", "0.5312", "9",
                                                                         FILLED),
         "101", 5, "explains", NULL, WAY_ROUNDED},
        {"the other side",
         FRAME ORDER("19T10:00:00.500", "0.5", "101") " -> unissued\n" RECORD("19T10:00:00.400", "sell", "0.5", "9",
                                                                              FILLED),
         "101", 5, "dropped", "side", WAY_EXECUTED},
        {"another size",
         FRAME ORDER("19T10:00:00.500", "0.5", "101") " -> unissued\n" RECORD("19T10:00:00.400", "buy", "0.6", "9",
                                                                              FILLED),
         "101", 5, "dropped", "size", WAY_NONE},
        {"hours away, but of that size",
         FRAME ORDER("19T10:00:00.500", "0.5", "101") " -> unissued\n" RECORD("19T15:00:00.400", "buy", "0.5", "9",
                                                                              "19T15:00:01"),
         "101", 5, "dropped", "time", WAY_EXECUTED},
        {"hours away and of another size: not told",
         FRAME ORDER("19T10:00:00.500", "0.5", "101") " -> unissued\n" RECORD("19T15:00:00.400", "buy", "0.7", "9",
                                                                              "19T15:00:01"),
         "101", 5, NULL, NULL, WAY_NONE},
        {"the exchange's id of another order",
         FRAME ORDER("19T10:00:00.500", "0.5", "101") " -> bot\n" ORDER(
             "19T10:00:00.450", "0.5", "102") " -> unissued\n" RECORD("19T10:00:00.400", "buy", "0.5", "BTCUSDT_101",
                                                                      FILLED),
         "102", 6, "dropped", "id", WAY_EXECUTED},
        {"its id, but of another market",
         FRAME "order 19T10:00:00.500 buy ETH/USDT 0.5 @1700 asked=0.5 id=101 status=filled -> unissued\n" RECORD(
             "19T10:00:00.400", "buy", "0.5", "BTCUSDT_101", FILLED),
         "101", 5, "dropped", "market", WAY_EXECUTED},
        {"a price that no fee explains",
         FRAME "order 19T10:00:00.500 buy BTC/USDT 0.5 @18000 asked=0.5 id=101 status=filled -> unissued "
               "+price-apart\n" RECORD("19T10:00:00.400", "buy", "0.5", "9", FILLED),
         "101", 5, "dropped", "price", WAY_EXECUTED},
        {"a paper account",
         FRAME ORDER("19T10:00:00.500", "0.5",
                     "101") " -> unissued +paper-only\n"
                            "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled "
                            "until=19T10:00:00.600 paper\n",
         "101", 5, "dropped", "usable", WAY_EXECUTED},
        {"taken by a nearer one",
         FRAME ORDER("19T10:00:00.500", "0.5", "101") " -> bot\n" ORDER(
             "19T10:00:30.500", "0.5", "102") " -> unissued\n" RECORD("19T10:00:00.400", "buy", "0.5", "9",
                                                                      "19T10:01:00.600"),
         "102", 6, "taken", NULL, WAY_EXECUTED},
        {"not asked for: an order that the exchange says is by hand",
         FRAME ORDER("19T10:00:00.500", "0.5", "101") " channel=web -> manual\n" RECORD("19T10:00:00.400", "buy", "0.5",
                                                                                        "9", FILLED),
         "101", 5, "not-asked", NULL, WAY_EXECUTED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) check_question(&rows[i]);
}

static void a_size_net_of_a_fee_and_totals_of_deals(void **state)
{
    (void)state;
#define TOTALS                                                                                                         \
    "file 0 orders\nfile 1 deals-csv\n"                                                                                \
    "deal 19T08:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=20T00:00:00\n"                              \
    "deal 19T09:00:00 IRIS/USDT deal=5 bot=7 account=31 status=closed until=19T12:00:00 300 cost=30.03 sold=300 "      \
    "soldcost=33\n"
    static const struct question rows[] = {
        {"net of the fee",
         "file 0 orders\nfile 1 deals-list\n"
         "deal 19T09:00:00 IRIS/USDT deal=5 bot=7 account=31 status=closed until=19T12:00:00\n"
         "bot 19T09:00:50.500 buy IRIS/USDT 115.3 @0.08770762 deal=5 role=base status=filled\n"
         "bot 19T11:59:58.000 sell IRIS/USDT 115.3 deal=5 role=take-profit status=placed\n"
         "order 19T09:00:50.350 buy IRIS/USDT 115.4 @0.08762 asked=115.4 id=2 status=filled -> bot\n",
         "2", 4, "explains", NULL, WAY_NET},
        {"the totals close",
         TOTALS "order 19T09:00:01 buy IRIS/USDT 100 @0.1 id=1 status=filled -> bot +deal-totals-match\n"
                "order 19T10:00:01 buy IRIS/USDT 200 @0.1 id=2 status=filled -> bot\n",
         "1", 4, "explains", NULL, WAY_PART},
        {"the totals close without it",
         TOTALS "order 19T09:00:01 buy IRIS/USDT 100 @0.1 id=1 status=filled -> bot\n"
                "order 19T10:00:01 buy IRIS/USDT 200 @0.1 id=2 status=filled -> bot\n"
                "order 19T10:30:01 buy IRIS/USDT 77 @0.1 id=3 status=filled -> unissued\n",
         "3", 4, "taken", NULL, WAY_PART},
        {"they do not close",
         TOTALS "order 19T09:30:01 buy IRIS/USDT 100 @0.1 id=1 status=filled -> unissued review +partial-deal-match\n",
         "1", 4, "part", NULL, WAY_PART},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) check_question(&rows[i]);
}

static void rivals_are_named(void **state)
{
    (void)state;
    struct explained e = explain(NULL,
                                 FRAME ORDER("19T10:00:00.500", "0.5", "101") " -> ambiguous +rival-orders\n" //
                                 ORDER("19T10:00:00.600", "0.5", "102") " -> ambiguous\n"                     //
                                 ORDER("19T10:00:00.600", "0.7", "103") " -> unissued\n"                      //
                                 RECORD("19T10:00:00.400", "buy", "0.5", "9", "19T10:00:00.600"),
                                 "101");
    const struct explained_candidate *c = candidate(&e, 0, 7);
    assert_non_null(c);
    assert_int_equal(c->fate, FATE_RIVAL);
    assert_int_equal(c->rival_count, 1);
    assert_ptr_equal(&e.trial->result->orders.items[c->rivals[0]], trial_order(e.trial, 5));
    assert_true(needs(&e.x.list.items[0], "bot-ids"));
    assert_false(needs(&e.x.list.items[0], "manual-order"));
    release(&e);
}

static void what_was_looked_at_adds_up(void **state)
{
    (void)state;
    struct explained e = explain(NULL,
                                 FRAME ORDER("19T10:00:00.500", "0.5", "101") " -> unissued review\n" //
                                 RECORD("19T10:00:00.400", "buy", "0.6", "9", "19T10:00:00.600")      //
                                 RECORD("19T10:00:00.400", "sell", "0.5", "10", "19T10:00:00.600")    //
                                 RECORD("19T12:00:00.400", "sell", "0.5", "11", "19T12:00:00.600")    //
                                 RECORD("19T12:00:00.400", "buy", "0.5", "12", "19T12:00:00.600")     //
                                 "bot 19T10:00:00.400 buy ETH/USDT 0.5 asked=0.5 @17000 id=13 deal=1 role=base "
                                 "status=filled until=19T10:00:00.600\n",
                                 "101");
    const struct explanation *x = &e.x.list.items[0];
    assert_int_equal(x->considered, 4);
    assert_int_equal(x->dropped[ASK_SIDE], 2);
    assert_int_equal(x->dropped[ASK_TIME], 1);
    assert_int_equal(x->dropped[ASK_SIZE], 1);
    assert_int_equal(x->listed, 3); /* the sale at noon is neither near nor of that side */
    assert_true(x->coverage.covered);
    assert_true(needs(x, "record-with-id") && needs(x, "record-like-it") && needs(x, "channel") &&
                needs(x, "manual-order"));
    release(&e);
}

/* A clock that is three minutes off is corrected for the questions as it was for the matching. */
static void clocks_are_corrected(void **state)
{
    (void)state;
    struct trial *t = trial_new(NULL);
    struct explanations x = {.wanted = SPAN("1005")};
    char line[256];
    trial_add(t, FRAME);
    for (int i = 0; i < 30; i++) {
        snprintf(line, sizeof line,
                 "order 19T%02d:13:00.500 buy BTC/USDT 0.5%d @17000 asked=0.5%d id=%d status=filled\n", i % 24, i + 10,
                 i + 10, 1000 + i);
        trial_add(t, line);
        snprintf(line, sizeof line,
                 "bot 19T%02d:10:00.500 buy BTC/USDT 0.5%d asked=0.5%d @17000 id=%d deal=1 account=31 role=base "
                 "status=filled until=19T%02d:10:00.600\n",
                 i % 24, i + 10, i + 10, 50 + i, i % 24);
        trial_add(t, line);
    }
    trial_store_by_file(t);
    struct attribution_options options = {.case_file = t->case_file, .explain = &x};
    t->result = attribution_run_kinds(t->evidence, &options, t->kinds.items);
    assert_int_equal(t->result->skews.count, 1);
    const struct explained_candidate *c = &x.list.items[0].candidates.items[0];
    assert_int_equal(c->fate, FATE_EXPLAINS);
    assert_int_equal(c->answers[ASK_TIME], ANSWER_YES);
    assert_true(c->skew_ns == (int64_t)180 * NS_PER_SECOND);
    explanations_free(&x);
    trial_free(t);
}

/* ---- coverage ---------------------------------------------------------------------------------------------------------- */

static void uncovered_orders_name_the_gap_and_its_cure(void **state)
{
    (void)state;
#define LONE " buy AXS/BUSD 5 @7 asked=5 id=1 status=filled -> not-covered\n"
    static const struct {
        const char *name, *text, *need;
        bool before, after;
        size_t denials;
    } rows[] = {
        {"no records", "file 0 orders\norder 19T10:00:00" LONE, "bot-records", false, false, 0},
        {"before them", FRAME "order 17T10:00:00" LONE, "bot-records", false, true, 0},
        {"after them", FRAME "order 22T10:00:00" LONE, "bot-records", true, false, 0},
        {"a page",
         "file 0 orders\nfile 1 deals-list newest page\n"
         "deal 18T11:00:00 XRP/USDT deal=3 bot=7 account=31 status=closed until=18T11:30:00\n"
         "deal 18T10:00:00 XRP/USDT deal=2 bot=7 account=31 status=closed until=18T10:30:00\n"
         "deal 18T09:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=18T09:30:00\n"
         "order 18T08:30:00" LONE,
         "further-pages", false, true, 1},
        {"cut",
         "file 0 orders\nfile 1 deals-list cut\n"
         "deal 18T09:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=18T09:30:00\n"
         "deal 18T11:00:00 XRP/USDT deal=3 bot=7 account=31 status=closed until=18T11:30:00\n"
         "deal 18T10:00:00 XRP/USDT deal=2 bot=7 account=31 status=closed until=18T10:30:00\n"
         "order 18T10:30:00" LONE,
         "whole-file", false, false, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        print_message("  %s\n", rows[i].name);
        struct explained e = explain(NULL, rows[i].text, "binance:1");
        const struct explanation *x = &e.x.list.items[0];
        const struct explained_coverage *c = &x->coverage;
        assert_false(c->covered);
        assert_true(needs(x, rows[i].need));
        assert_int_equal(c->before.from_ns <= c->before.to_ns, rows[i].before);
        assert_int_equal(c->after.from_ns <= c->after.to_ns, rows[i].after);
        assert_int_equal(c->denials.count, rows[i].denials);
        if (c->denials.count > 0) assert_int_equal(c->denials.items[0].source, 1);
        release(&e);
    }
}

static void files_that_hold_the_order_come_first(void **state)
{
    (void)state;
    struct explained e =
        explain(NULL,
                "file 0 orders\nfile 1 deals-list\nfile 2 deals-list path=other/list.json\n"
                "deal 10T00:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=12T00:00:00\n"
                "deal 11T00:00:00 XRP/USDT deal=2 bot=7 account=31 status=closed until=12T00:00:00\n"
                "deal 18T00:00:00 XRP/USDT deal=3 bot=7 account=31 status=closed until=20T00:00:00 file=2\n"
                "deal 18T00:00:00 XRP/USDT deal=4 bot=7 account=31 status=closed until=20T00:00:00 file=2\n"
                "order 19T00:00:00 buy AXS/BUSD 5 @7 asked=5 id=1 status=filled -> unissued\n",
                "1");
    const struct explained_coverage *c = &e.x.list.items[0].coverage;
    assert_true(c->covered);
    assert_int_equal(c->grants.count, 2);
    assert_int_equal(c->grants.items[0].source, 2);
    assert_true(c->grants.items[0].holds && !c->grants.items[1].holds);
    release(&e);
}

/* ---- which orders are meant -------------------------------------------------------------------------------------------- */

static void orders_are_found_by_every_name(void **state)
{
    (void)state;
    static const char text[] = FRAME                                                                  //
        "order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=101 client=x-abc status=filled\n" //
        "fill 19T10:00:00.500 buy BTC/USDT 0.5 @17000 id=101 trade=77\n"                              //
        "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=BTCUSDT_101 deal=1 role=base status=filled "
        "until=19T10:00:00.600\n" //
        "bot 19T11:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=BTCUSDT_555 deal=1 role=base status=filled "
        "until=19T11:00:00.600\n"                                                   //
        "order 19T12:00:00.500 sell ETH/USDT 1 @1200 asked=1 id=77 status=filled\n" //
        "transfer 19T13:00:00 5 asset=BTC text=deposit\n"                           //
        "naive order 19T10:00:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=888 status=filled file=2\n";
    static const struct {
        const char *wanted;
        enum explain_found found;
        uint64_t orders;
        bool by_bot_row;
    } rows[] = {
        {"101", FOUND_ORDERS, 1, false},         {"binance:101", FOUND_ORDERS, 1, false},
        {"kraken:101", FOUND_NOTHING, 0, false}, {"x-abc", FOUND_ORDERS, 1, false},
        {"77", FOUND_ORDERS, 2, false},          {"E01:4", FOUND_ORDERS, 1, false},
        {"e1:5@500", FOUND_ORDERS, 1, false},    {"E01:5@501", FOUND_UNUSED_ROW, 0, false},
        {"E02:6", FOUND_ORDERS, 1, true},        {"E02:7", FOUND_OTHER_ROW, 0, false},
        {"E01:9", FOUND_OTHER_ROW, 0, false},    {"E01:1", FOUND_UNUSED_ROW, 0, false},
        {"E09:1", FOUND_NO_FILE, 0, false},      {"555", FOUND_BOT_ID, 0, false},
        {"888", FOUND_REJECTED, 0, false},       {"4711", FOUND_NOTHING, 0, false},
        {"", FOUND_NOTHING, 0, false},           {"E0:1", FOUND_NOTHING, 0, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        print_message("  \"%s\"\n", rows[i].wanted);
        struct explained e = explain(NULL, text, rows[i].wanted);
        assert_int_equal(e.x.found, rows[i].found);
        assert_int_equal(e.x.order_count, rows[i].orders);
        assert_int_equal(e.x.list.count, rows[i].orders);
        assert_int_equal(e.x.by_bot_row, rows[i].by_bot_row);
        release(&e);
    }
}

static void not_more_orders_than_one_can_read(void **state)
{
    (void)state;
    struct trial *t = trial_new(NULL);
    struct explanations x = {.wanted = SPAN("same")};
    char line[128];
    for (int i = 30; i > 0; i--) {
        snprintf(line, sizeof line, "order 19T10:%02d:00.500 buy BTC/USDT 0.5 @17000 asked=0.5 id=%d client=same\n", i,
                 i);
        trial_add(t, line);
    }
    trial_store_by_file(t);
    (void)trial_source(t, 1);
    struct attribution_options options = {.case_file = t->case_file, .explain = &x};
    t->result = attribution_run_kinds(t->evidence, &options, t->kinds.items);
    assert_int_equal(x.order_count, 30);
    assert_int_equal(x.list.count, EXPLAIN_ORDERS_MOST);
    for (uint32_t i = 0; i < x.list.count; i++) assert_int_equal(x.list.items[i].order, i);
    explanations_free(&x);
    trial_free(t);
}

static void declared_orders_can_be_undeclared(void **state)
{
    (void)state;
    struct explained e = explain("{\"manual_orders\": [\"binance:101\"]}",
                                 FRAME ORDER("19T10:00:00.500", "0.5", "101") " -> manual +declared-manual\n", "101");
    assert_int_equal(e.x.list.items[0].needs.count, 1);
    assert_true(needs(&e.x.list.items[0], "undeclared"));
    release(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_record_is_kept_or_dropped_for_the_reason_that_decided),
        cmocka_unit_test(a_size_net_of_a_fee_and_totals_of_deals),
        cmocka_unit_test(rivals_are_named),
        cmocka_unit_test(what_was_looked_at_adds_up),
        cmocka_unit_test(clocks_are_corrected),
        cmocka_unit_test(uncovered_orders_name_the_gap_and_its_cure),
        cmocka_unit_test(files_that_hold_the_order_come_first),
        cmocka_unit_test(orders_are_found_by_every_name),
        cmocka_unit_test(not_more_orders_than_one_can_read),
        cmocka_unit_test(declared_orders_can_be_undeclared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
