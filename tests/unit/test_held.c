/* Tests of parser/self_checks and attribution/held: which balances of a statement are kept, and which two of them stand beside an
 * incident from 10:10:00 to 10:20:00.
 *
 * SPDX-License-Identifier: MIT */
#include "ingest_world.h"

#include "attribution/work.h"

#define KRAKEN "txid,refid,time,type,subtype,aclass,subclass,asset,wallet,amount,fee,balance\n"
#define ROW(id, time, asset, wallet, amount, balance)                                                                  \
    id ",R" id ",2024-11-30 " time ",deposit,,currency,crypto," asset "," wallet "," amount ",0," balance "\n"
#define OLD "txid,refid,time,type,aclass,asset,amount,fee,balance\n"
#define OLD_ROW(id, time, asset, amount, balance)                                                                      \
    id ",R" id ",2017-11-30 " time ",deposit,currency," asset "," amount ",0," balance "\n"

struct trial {
    struct world w;
    struct result *r;
    struct source_kind kinds[8];
};

static int64_t at(const char *time)
{
    struct timestamp t;
    assert_int_equal(time_parse(span_of(time), "%Y-%m-%d %H:%M:%S", &t), TIME_OK);
    return t.ns;
}

static void begin_trial(struct trial *t)
{
    begin(&t->w, NULL);
    t->r = NULL;
}

static const struct held *find(struct trial *t, const char *day)
{
    char from[32], to[32];
    uint32_t roots[8] = {0, 1, 2, 3, 4, 5, 6, 7};
    snprintf(from, sizeof from, "%s 10:10:00", day);
    snprintf(to, sizeof to, "%s 10:20:00", day);
    t->r = calloc(1, sizeof *t->r);
    t->r->arena = arena_new(0);
    t->r->evidence = t->w.evidence;
    *LIST_ADD(&t->r->incidents) = (struct incident){
        .number = 1, .from_ns = at(from), .to_ns = at(to), .account = t->w.evidence->sources.items[0].account};
    struct work w = {.evidence = t->w.evidence, .store = t->w.evidence->store, .result = t->r, .account_root = roots};
    held_find(&w);
    return t->r->held.items;
}

static void end_trial(struct trial *t)
{
    result_free(t->r);
    end(&t->w);
}

static void assert_row(const struct held_row *row, const char *balance, uint32_t source, uint32_t line)
{
    struct decimal d;
    if (!balance) {
        assert_false(row->stated);
        return;
    }
    assert_true(row->stated);
    assert_int_equal(decimal_parse(span_of(balance), &d), DECIMAL_OK);
    if (!decimal_equal(row->balance, d) || row->source != source || row->line != line)
        fail_msg("not %s of E%02u:%u but line %u of source %u", balance, source + 1, line, row->line, row->source);
}

static void assert_held(const struct trial *t, size_t i, const char *asset, const char *wallet)
{
    const struct store *s = t->w.evidence->store;
    assert_true(i < t->r->held.count);
    assert_true(span_is(store_get_text(s, t->r->held.items[i].asset), asset));
    assert_true(span_is(store_get_text(s, t->r->held.items[i].wallet), wallet));
}

static void every_stated_balance_of_a_booked_row_is_kept(void **state)
{
    (void)state;
    struct trial t;
    begin_trial(&t);
    read_text(&t.w, "ledgers.csv",
              SPAN(OLD OLD_ROW("L1", "10:00:00", "ZEUR", "10", "10.0000") OLD_ROW("", "10:01:00", "ZEUR", "5", "15")
                       OLD_ROW("L2", "10:02:00", "ZEUR", "5", "") OLD_ROW("L3", "no time", "ZEUR", "5", "20")
                           OLD_ROW("L4", "10:04:00", "XXBT", "1", "0.50")));
    const struct self_found *f = &t.w.evidence->sources.items[0].found;
    assert_int_equal(f->stated.count, 2);
    assert_int_equal(f->stated.items[0].line, 2);
    assert_true(f->stated.items[0].at_ns == at("2017-11-30 10:00:00"));
    assert_int_equal(f->stated.items[0].balance.scale, 4); /* as written */
    assert_int_equal(f->stated.items[1].line, 6);
    end_trial(&t);
}

#define AROUND                                                                                                         \
    OLD_ROW("L1", "09:00:00", "ZEUR", "10", "10")                                                                      \
    OLD_ROW("L2", "10:09:59", "ZEUR", "5", "15")                                                                       \
    OLD_ROW("L3", "10:10:00", "ZEUR", "-5", "10")                                                                      \
    OLD_ROW("L4", "10:20:00", "ZEUR", "-9", "1")                                                                       \
    OLD_ROW("L5", "10:20:00", "ZEUR", "-1", "0") OLD_ROW("L6", "10:20:01", "ZEUR", "7", "7")

static void the_last_before_and_the_last_up_to_the_end(void **state)
{
    (void)state;
    struct trial t;
    begin_trial(&t);
    read_text(&t.w, "ledgers.csv", SPAN(OLD AROUND));
    const struct held *h = find(&t, "2017-11-30");
    assert_int_equal(t.r->held.count, 1);
    assert_held(&t, 0, "ZEUR", "");
    assert_row(&h->before, "15", 0, 3);
    assert_row(&h->after, "0", 0, 6);
    end_trial(&t);
}

static void newest_first_files_are_read_upwards(void **state)
{
    (void)state;
    struct trial t;
    begin_trial(&t);
    read_text(&t.w, "ledgers.csv",
              SPAN(OLD OLD_ROW("L6", "10:20:01", "ZEUR", "7", "7") OLD_ROW("L5", "10:20:00", "ZEUR", "-1", "0")
                       OLD_ROW("L4", "10:20:00", "ZEUR", "-9", "1") OLD_ROW("L3", "10:10:00", "ZEUR", "-5", "10")
                           OLD_ROW("L2", "10:09:59", "ZEUR", "5", "15")));
    const struct held *h = find(&t, "2017-11-30");
    assert_int_equal(t.r->held.count, 1);
    assert_row(&h->before, "15", 0, 6);
    assert_row(&h->after, "0", 0, 3);
    end_trial(&t);
}

static void wallets_stay_apart_and_what_is_nothing_is_left_out(void **state)
{
    (void)state;
    struct trial t;
    begin_trial(&t);
    read_text(&t.w, "ledgers.csv",
              SPAN(KRAKEN ROW("L1", "09:00:00", "BTC", "spot / main", "2", "2")
                       ROW("L2", "09:30:00", "BTC", "earn / flexible", "1", "1")
                           ROW("L3", "09:40:00", "ADA", "spot / main", "-4", "0")
                               ROW("L4", "10:15:00", "BTC", "spot / main", "-2", "0")
                                   ROW("L5", "10:16:00", "DMG", "spot / main", "9", "9")));
    const struct held *h = find(&t, "2024-11-30");
    assert_int_equal(t.r->held.count, 3);
    assert_held(&t, 0, "BTC", "earn / flexible");
    assert_row(&h[0].before, "1", 0, 3);
    assert_row(&h[0].after, "1", 0, 3);
    assert_held(&t, 1, "BTC", "spot / main");
    assert_row(&h[1].before, "2", 0, 2);
    assert_row(&h[1].after, "0", 0, 5);
    assert_held(&t, 2, "DMG", "spot / main");
    assert_row(&h[2].before, NULL, 0, 0);
    assert_row(&h[2].after, "9", 0, 6);
    end_trial(&t);
}

static void a_statement_of_another_time_says_nothing(void **state)
{
    (void)state;
    static const char *const files[] = {
        OLD OLD_ROW("L1", "09:00:00", "ZEUR", "10", "10") OLD_ROW("L2", "10:09:59", "ZEUR", "5", "15"),
        OLD OLD_ROW("L1", "10:10:00", "ZEUR", "10", "10") OLD_ROW("L2", "10:19:59", "ZEUR", "5", "15"),
    };
    for (size_t i = 0; i < 2; i++) {
        struct trial t;
        begin_trial(&t);
        read_text(&t.w, "ledgers.csv", span_of(files[i]));
        find(&t, "2017-11-30");
        assert_int_equal(t.r->held.count, 0);
        end_trial(&t);
    }
}

static void the_later_row_of_two_files_counts(void **state)
{
    (void)state;
    struct trial t;
    begin_trial(&t);
    read_text(&t.w, "a.csv", SPAN(OLD AROUND));
    read_text(&t.w, "b.csv",
              SPAN(OLD OLD_ROW("M1", "10:09:00", "ZEUR", "1", "12") OLD_ROW("M2", "10:19:00", "ZEUR", "1", "13")));
    const struct held *h = find(&t, "2017-11-30");
    assert_int_equal(t.r->held.count, 1);
    assert_row(&h->before, "15", 0, 3);
    assert_row(&h->after, "0", 0, 6);
    end_trial(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_stated_balance_of_a_booked_row_is_kept),
        cmocka_unit_test(the_last_before_and_the_last_up_to_the_end),
        cmocka_unit_test(newest_first_files_are_read_upwards),
        cmocka_unit_test(wallets_stay_apart_and_what_is_nothing_is_left_out),
        cmocka_unit_test(a_statement_of_another_time_says_nothing),
        cmocka_unit_test(the_later_row_of_two_files_counts),
    };
    return cmocka_run_group_tests(tests, load_formats, free_formats);
}
