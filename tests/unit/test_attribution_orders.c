/* Tests of attribution/timeline, overlap, groups and orders: what stands in several files, what makes one order, and that
 * no order of reading changes anything.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution_trial.h"

static void assert_kept(const struct trial *t, size_t fills, size_t orders)
{
    size_t kept = 0;
    for (size_t i = 0; i < t->result->timeline_count; i++)
        kept += t->evidence->store->events.items[t->result->timeline[i]].kind == EVENT_FILL;
    assert_int_equal(kept, fills);
    assert_int_equal(t->result->orders.count, orders);
    assert_int_equal(t->result->fill_count, fills);
}

struct overlap {
    const char *name, *text;
    size_t fills, orders;
};

static void assert_overlaps(const struct overlap *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        print_message("  %s\n", rows[i].name);
        struct trial *t = trial_new(NULL);
        trial_add(t, rows[i].text);
        trial_attribute(t);
        assert_kept(t, rows[i].fills, rows[i].orders);
        trial_free(t);
    }
}

static void overlaps_are_counted_as_multisets(void **state)
{
    (void)state;
    static const struct overlap rows[] = {
        {"alike rows of one file are all real",
         "fill 19T10:00:00 buy BTC/USDT 1 @17000\nfill 19T10:00:00 buy BTC/USDT 1 @17000\nfill 19T10:00:00 buy "
         "BTC/USDT 1 @17000\n",
         3, 1},
        {"two files: the larger number",
         "fill 19T10:00:00 buy BTC/USDT 1 @17000\nfill 19T10:00:00 buy BTC/USDT 1 @17000\n"
         "fill 19T10:00:00 buy BTC/USDT 1.0 @17000.0 file=2\nfill 19T10:00:00 buy BTC/USDT 1.0 @17000.0 file=2\nfill "
         "19T10:00:00 buy BTC/USDT 1.0 @17000.0 file=2\n",
         3, 1},
        {"another price is another fill",
         "fill 19T10:00:00 buy BTC/USDT 1 @17000\nfill 19T10:00:00 buy BTC/USDT 1 @17001 file=2\n", 2, 1},
        {"another trade id is another fill",
         "fill 19T10:00:00 buy BTC/USDT 1 @17000 id=5 trade=1\nfill 19T10:00:00 buy BTC/USDT 1 @17000 id=5 trade=2 "
         "file=2\n",
         2, 1},
        {"accounts with different names are different",
         "fill 19T10:00:00 buy BTC/USDT 1 @17000 account=11\nfill 19T10:00:00 buy BTC/USDT 1 @17000 account=22 "
         "file=2\n",
         2, 2},
        {"a file that names no account may be of the named one",
         "fill 19T10:00:00 buy BTC/USDT 1 @17000 account=11\nfill 19T10:00:00 buy BTC/USDT 1 @17000 file=2\n", 1, 1},
        {"one of them stands in the table only",
         "fill 19T10:00:00 buy BTC/USDT 1 @17000\nfill 19T10:00:00 buy BTC/USDT 1 @17000\n"
         "fill 19T10:00:00.120 buy BTC/USDT 1 @17000 id=7 trade=70 file=2\n",
         2, 2},
        {"the next second is another fill",
         "fill 19T10:00:00 buy BTC/USDT 1 @17000\nfill 19T10:00:01.020 buy BTC/USDT 1 @17000 id=7 trade=70 file=2\n", 2,
         2},
        {"three files in a chain",
         "fill 19T10:00:00 buy BTC/USDT 1 @17000\nfill 19T10:00:00 buy BTC/USDT 1 @17000 file=2\n"
         "fill 19T10:00:00.120 buy BTC/USDT 1 @17000 id=7 trade=70 file=3\n",
         1, 1},
    };
    assert_overlaps(rows, sizeof rows / sizeof rows[0]);
}

static void a_coarser_record_of_a_trade_is_the_same_trade(void **state)
{
    (void)state;
    static const struct overlap rows[] = {
        {"whole seconds without ids beside milliseconds with ids",
         "fill 19T10:00:00 buy BTC/USDT 1 @17000\nfill 19T10:00:00 buy BTC/USDT 1 @17000\n"
         "fill 19T10:00:00.120 buy BTC/USDT 1 @17000 id=7 trade=70 file=2\nfill 19T10:00:00.980 buy BTC/USDT 1 @17000 "
         "id=8 trade=71 file=2\n",
         2, 2},
        {"amounts with fewer digits are the same trade",
         "fill 19T10:00:00 buy BTC/USDT 0.12345678 @17000.123\nfill 19T10:00:00.500 buy BTC/USDT 0.123457 @17000.12 "
         "trade=5 file=2\n",
         1, 1},
        {"cut digits too, rounded ones of one file are not compared with each other",
         "fill 19T10:00:00 buy BTC/USDT 0.12345678 @17000\nfill 19T10:00:00 buy BTC/USDT 0.12345 @17000 file=2\n"
         "fill 19T10:00:00 buy BTC/USDT 0.12345 @17000 file=2\n",
         2, 1},
        {"too few digits to know",
         "fill 19T10:00:00 buy BTC/USDT 1.4 @17000\nfill 19T10:00:00 buy BTC/USDT 1 @17000 file=2\n", 2, 1},
        {"a trade id is the same trade a minute later",
         "fill 19T10:00:00 buy BTC/USDT 1 @17000 trade=5\nfill 19T10:00:55 buy BTC/USDT 1 @17000 trade=5 file=2\n", 1,
         1},
        {"not with another price",
         "fill 19T10:00:00 buy BTC/USDT 1 @17000 trade=5\nfill 19T10:00:55 buy BTC/USDT 1 @17001 trade=5 file=2\n", 2,
         2},
    };
    assert_overlaps(rows, sizeof rows / sizeof rows[0]);
}

static void orders_of_several_exports_are_counted_once(void **state)
{
    (void)state;
    static const struct overlap rows[] = {
        {"an order export with the fills of another export, neither with the other's ids",
         "order 19T10:00:00 buy BTC/USDT 3 @17000 id=7 status=filled until=19T10:00:04\n"
         "fill 19T10:00:01 buy BTC/USDT 1 @17000 file=2 -> fills=2\nfill 19T10:00:04 buy BTC/USDT 2 @17000 file=2\n",
         2, 1},
        {"an order with its id in one export and without it in another",
         "order 19T10:00:00.250 buy BTC/USDT 3 @17000 id=7 asked=3 status=filled\n"
         "order 19T10:00:00 buy BTC/USDT 3 @17000 asked=3 status=filled file=2\n",
         0, 1},
        {"two orders of one file, the same without ids in another",
         "order 19T10:00:00.250 buy BTC/USDT 3 id=7 status=filled\norder 19T10:00:00.750 buy BTC/USDT 3 id=8 "
         "status=filled\norder 19T10:00:00 buy BTC/USDT 3 status=filled file=2\norder 19T10:00:00 buy BTC/USDT 3 "
         "status=filled file=2\n",
         0, 2},
        {"orders of another size are other orders",
         "order 19T10:00:00.250 buy BTC/USDT 3 id=7 status=filled\norder 19T10:00:00 buy BTC/USDT 4 status=filled "
         "file=2\n",
         0, 2},
        {"orders in two exports",
         "order 19T10:00:00 buy BTC/USDT 1 @17000 asked=1 id=7 status=filled\n"
         "order 19T10:00:00.300 buy BTC/USDT 1 @17000 asked=1 id=7 client=x-AAAAAAAA1 status=filled until=19T10:00:01 "
         "file=2\n"
         "fill 19T10:00:00.320 buy BTC/USDT 1 @17000 id=7 trade=70 file=3\n",
         1, 1},
    };
    assert_overlaps(rows, sizeof rows / sizeof rows[0]);
}

static void other_spellings_are_one_market_and_other_markets_are_not(void **state)
{
    (void)state;
    static const struct overlap rows[] = {
        {"Kraken's two ways to write one asset are one market, and one trade",
         "fill 19T10:00:00.120 buy XBT/USDT 1 @17000 venue=kraken id=7 trade=70\nfill 19T10:00:01 buy XXBT/USDT 1 "
         "venue=kraken trade=70 file=2\nfill 19T11:00:00.120 sell ADA/EUR 1 @0.3 venue=kraken id=8 trade=71\nfill "
         "19T11:00:01 sell ADA/ZEUR 1 venue=kraken trade=71 file=2\n",
         2, 2},
        {"elsewhere they are two coins",
         "fill 19T10:00:00.120 buy XXBT/USDT 1 @17000 trade=70\nfill 19T10:00:00.120 buy BTC/USDT 1 @17000 trade=70 "
         "file=2\n",
         2, 2},
        {"the same number on another market is another order",
         "fill 19T10:00:00 buy BTC/USDT 1 @17000 id=7\nfill 19T10:00:00 buy ETH/USDT 1 @1700 id=7\n", 2, 2},
    };
    assert_overlaps(rows, sizeof rows / sizeof rows[0]);
}

static void the_richer_of_two_records_of_an_order_is_kept(void **state)
{
    (void)state;
    struct trial *t = trial_new(NULL);
    trial_add(t, "order 19T10:00:00 buy BTC/USDT 1 @17000 asked=1 id=7 status=filled\n"
                 "order 19T10:00:00.300 buy BTC/USDT 1 @17000 asked=1 id=7 client=x-AAAAAAAA1 status=filled "
                 "until=19T10:00:01 file=2\n"
                 "order 19T10:00:05 buy BTC/USDT 0 asked=1 id=8 status=placed\n"
                 "order 19T10:00:05 buy BTC/USDT 1 @17000 asked=1 id=8 status=filled until=19T11:00:00 file=2\n");
    trial_attribute(t);
    const struct order *first = trial_order(t, 1);
    assert_int_equal(first->order_event, t->event_of_line[2]);
    assert_true(first->client_id != IDENT_NONE);
    assert_int_equal(t->result->kept_as[t->event_of_line[1]], t->event_of_line[2]);
    assert_ptr_equal(trial_order(t, 3), trial_order(t, 4)); /* two states of one order: both stay on the timeline */
    assert_int_equal(trial_order(t, 3)->order_event, t->event_of_line[4]);
    assert_int_equal(t->result->timeline_count, 3);
    trial_free(t);
}

static void assert_amount(const struct trial *t, const struct order *o, enum order_amount which, const char *want)
{
    char text[DECIMAL_TEXT_MAX] = "absent";
    struct decimal d;
    if (order_amount(t->evidence->store, o, which, &d)) decimal_format_short(d, text);
    assert_string_equal(text, want);
}

static void amounts_of_orders_are_exact(void **state)
{
    (void)state;
    struct trial *t = trial_new(NULL);
    trial_add(t, "fill 19T10:00:00.100 buy BTC/USDT 1 @17000 id=7\n"
                 "fill 19T10:00:00.200 buy BTC/USDT 2 @17003 id=7\n"
                 "fill 19T10:00:00.200 buy BTC/USDT 3 @17000 id=8\n"
                 "fill 19T10:00:00.300 buy BTC/USDT 1 @17001 id=8\n"
                 "order 19T10:00:00 buy BTC/USDT 5 @17000 asked=6 id=9 status=cancelled\n"
                 "fill 19T10:00:00.300 buy BTC/USDT 1 @17000 id=9\n"
                 "order 19T10:00:00 buy BTC/USDT asked=6 id=10 status=cancelled\n"
                 "order 19T10:00:00 buy BTC/USDT asked=6 id=11 status=filled\n");
    trial_attribute(t);
    assert_amount(t, trial_order(t, 1), ORDER_QTY, "3");
    assert_amount(t, trial_order(t, 1), ORDER_COST, "51006");
    assert_amount(t, trial_order(t, 1), ORDER_PRICE, "17002");
    assert_true(trial_order(t, 1)->price_exact);
    assert_amount(t, trial_order(t, 3), ORDER_PRICE, "17000.25");
    assert_amount(t, trial_order(t, 5), ORDER_QTY, "5"); /* its fills are not all in the files */
    assert_amount(t, trial_order(t, 5), ORDER_ASKED, "6");
    assert_amount(t, trial_order(t, 7), ORDER_QTY, "0");
    assert_amount(t, trial_order(t, 8), ORDER_QTY, "6");
    trial_free(t);
}

/* A case with a bit of everything, its lines in some order and its files in some order. */
enum { MIXED = 12 };
static const char *const mixed[MIXED] = {
    "deal 18T00:00:00 XRP/USDT deal=1 bot=7 account=31 status=closed until=21T00:00:00 file=3\n",
    "bot 19T10:00:00.400 buy BTC/USDT 0.5 asked=0.5 @17000 id=9 deal=1 role=base status=filled until=19T10:00:01.600 "
    "file=3\n",
    "bot 19T10:00:00.500 buy BTC/USDT 0.5 asked=0.5 @17000 id=10 deal=1 role=base status=filled until=19T10:00:01.600 "
    "file=3\n",
    "bot 19T10:05:00.500 sell ETH/USDT 2 asked=2 @1700 id=11 deal=1 role=take-profit status=filled until=19T10:05:01 "
    "file=4\n",
    "fill 19T10:00:00 buy BTC/USDT 0.5 @17000\n",
    "fill 19T10:00:00 buy BTC/USDT 0.5 @17000\n",
    "fill 19T10:00:00 buy BTC/USDT 0.5 @17000\n",
    "fill 19T10:05:00 sell ETH/USDT 0.75 @1700\n",
    "fill 19T10:05:00 sell ETH/USDT 1.25 @1700.1\n",
    "fill 19T10:05:00 sell ETH/USDT 1.25 @1700.1 file=2\n",
    "fill 19T10:05:00 sell ETH/USDT 0.75 @1700 file=2\n",
    "fill 19T10:06:00 sell ETH/USDT 0.75 @1700 file=2\n",
};

/* Everything that is decided about the events, in the order of the timeline. */
static char *outcome(const unsigned *order)
{
    struct trial *t = trial_new(NULL);
    for (int i = 0; i < MIXED; i++) trial_add(t, mixed[order[i]]);
    trial_attribute(t);
    char *text = memory_alloc(8192);
    size_t length = 0;
    for (size_t i = 0; i < t->result->timeline_count; i++) {
        const struct event *e = &t->evidence->store->events.items[t->result->timeline[i]];
        struct decimal qty = {0, 0};
        char digits[DECIMAL_TEXT_MAX];
        (void)event_amount(t->evidence->store, e, AMOUNT_QTY, &qty);
        decimal_format_short(qty, digits);
        length += (size_t)snprintf(text + length, 8192 - length, "%lld %s %s %s %s\n", (long long)e->at_ns,
                                   event_kind_name((enum event_kind)e->kind), digits,
                                   verdict_name(result_verdict(t->result, t->result->timeline[i])),
                                   flag_name(result_flag(t->result, t->result->timeline[i])));
    }
    trial_free(t);
    return text;
}

static void the_order_of_rows_changes_nothing(void **state)
{
    (void)state;
    unsigned order[MIXED];
    for (unsigned i = 0; i < MIXED; i++) order[i] = i;
    char *want = outcome(order);
    assert_non_null(strstr(want, "ambiguous"));
    assert_non_null(strstr(want, "bot"));
    assert_non_null(strstr(want, "unissued"));
    uint32_t random = 12345;
    for (int round = 0; round < 40; round++) {
        for (unsigned i = MIXED - 1; i > 0; i--) {
            random = random * 1664525 + 1013904223;
            unsigned other = (random >> 8) % (i + 1);
            unsigned moved = order[i];
            order[i] = order[other];
            order[other] = moved;
        }
        char *got = outcome(order);
        assert_string_equal(got, want);
        free(got);
    }
    free(want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overlaps_are_counted_as_multisets),
        cmocka_unit_test(a_coarser_record_of_a_trade_is_the_same_trade),
        cmocka_unit_test(orders_of_several_exports_are_counted_once),
        cmocka_unit_test(other_spellings_are_one_market_and_other_markets_are_not),
        cmocka_unit_test(the_richer_of_two_records_of_an_order_is_kept),
        cmocka_unit_test(amounts_of_orders_are_exact),
        cmocka_unit_test(the_order_of_rows_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
