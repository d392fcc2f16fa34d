/* Tests of clocks that differ, of doubts that hold a flag back, and of lists that lost their older part.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution_trial.h"

#include "base/arena.h"

#define FILES "file 0 orders\nfile 1 deal-orders\n"
#define LAST                                                                                                           \
    "bot 01T00:00:00 sell BNB/USDT 1 @250 asked=1 id=first deal=98 account=31 status=filled until=01T00:01:00\n"       \
    "bot 31T00:00:00 sell BNB/USDT 1 @250 asked=1 id=last deal=99 account=31 status=filled until=31T00:01:00\n"

/* ---- skew ---------------------------------------------------------------------------------------------------------------- */

struct rows { /* bot orders and orders, one each, `apart_ms` from each other */
    unsigned count, apart_ms;
    unsigned scatter_ms; /* each is that much farther apart than the one before */
    const char *size;    /* NULL: each its own */
};

/* The texts must live until the check, in `scratch`. */
static void add_rows(struct trial *t, struct arena *scratch, const struct rows *rows, const char *want)
{
    for (unsigned i = 0; i < rows->count; i++) {
        const char *size = rows->size ? rows->size : arena_format(scratch, "1.%03u", i + 1);
        unsigned apart = rows->apart_ms + i * rows->scatter_ms;
        unsigned day = 2 + i / 12, hour = 2 * (i % 12);
        trial_add(t, arena_format(scratch,
                                  "bot %02uT%02u:20:00.000 buy ETH/USDT %s @1200 asked=%s id=m%u deal=%u account=31 "
                                  "status=filled until=%02uT%02u:20:01.000\n",
                                  day, hour, size, size, i, i + 1, day, hour));
        trial_add(t, arena_format(
                         scratch,
                         "order %02uT%02u:%02u:%02u.%03u buy ETH/USDT %s @1200 asked=%s id=%u status=filled -> %s\n",
                         day, hour, 20 + apart / 60000, apart / 1000 % 60, apart % 1000, size, size, 5000 + i, want));
    }
}

static void check_skew(const struct rows *rows, const char *want, size_t skews)
{
    struct arena *scratch = arena_new(0);
    struct trial *t = trial_new(NULL);
    trial_add(t, FILES LAST);
    add_rows(t, scratch, rows, want);
    trial_attribute(t);
    trial_check(t);
    assert_int_equal(t->result->skews.count, skews);
    if (skews > 0) {
        const struct clock_skew *s = &t->result->skews.items[0];
        assert_true(s->skew_ns == (int64_t)rows->apart_ms * 1000000);
        assert_int_equal(s->pairs, rows->count);
        assert_true(s->bot_account != s->exchange_account);
    }
    for (size_t i = 0; i < t->result->bot_orders.count; i++) { /* the records keep their times */
        const struct bot_order *b = &t->result->bot_orders.items[i];
        assert_true(b->placed_ns == t->evidence->store->events.items[b->event].at_ns);
    }
    trial_free(t);
    arena_free(scratch);
}

/* All of `rows` rest on the correction: without it none of them has its verdict. */
static void an_order_that_rests_on_the_correction_says_so(void **state)
{
    (void)state;
    struct arena *scratch = arena_new(0);
    struct trial *t = trial_new(NULL);
    trial_add(t, FILES LAST);
    trial_add(t, "order 03T12:00:00.000 sell BNB/USDT 3 @250 asked=3 id=77 channel=web status=filled -> manual "
                 "-clock-corrected\n");
    add_rows(t, scratch, &(struct rows){.count = 24, .apart_ms = 9000}, "bot +clock-corrected");
    trial_attribute(t);
    trial_check(t);
    assert_int_equal(t->result->skew_effects.count, 24);
    for (size_t i = 0; i < t->result->skew_effects.count; i++) {
        const struct effect *e = &t->result->skew_effects.items[i];
        const struct order *o = &t->result->orders.items[e->order];
        assert_int_equal(o->verdict, VERDICT_BOT);
        assert_int_equal(e->verdict, VERDICT_NOT_COVERED); /* the files' clocks would be doubted */
        assert_int_equal(e->flag, FLAG_NONE);
        assert_true(i == 0 || t->result->skew_effects.items[i - 1].order < e->order);
    }
    trial_free(t);
    arena_free(scratch);
}

/* Where ids join, the clocks change nothing, and where no clock is corrected nothing is asked. */
static void what_ids_explain_does_not_rest_on_clocks(void **state)
{
    (void)state;
    struct arena *scratch = arena_new(0);
    struct trial *t = trial_new(NULL);
    trial_add(t, FILES LAST);
    for (unsigned i = 0; i < 24; i++) {
        trial_add(t, arena_format(scratch,
                                  "bot %02uT%02u:20:00.000 buy ETH/USDT 1.%03u @1200 asked=1.%03u id=ETHUSDT_%u "
                                  "deal=%u account=31 status=filled until=%02uT%02u:20:01.000\n",
                                  2 + i / 12, 2 * (i % 12), i + 1, i + 1, 5000 + i, i + 1, 2 + i / 12, 2 * (i % 12)));
        trial_add(t, arena_format(scratch,
                                  "order %02uT%02u:20:09.000 buy ETH/USDT 1.%03u @1200 asked=1.%03u id=%u "
                                  "status=filled -> bot +order-id-joined -clock-corrected\n",
                                  2 + i / 12, 2 * (i % 12), i + 1, i + 1, 5000 + i));
    }
    trial_attribute(t);
    trial_check(t);
    assert_int_equal(t->result->skews.count, 1);
    assert_int_equal(t->result->skew_effects.count, 0);
    trial_free(t);
    arena_free(scratch);
}

static void a_constant_skew_is_found_and_matched_with(void **state)
{
    (void)state;
    check_skew(&(struct rows){.count = 24, .apart_ms = 9000}, "bot +composite-match", 1);
    check_skew(&(struct rows){.count = 24, .apart_ms = 180000}, "bot", 1);
    check_skew(&(struct rows){.count = 24, .apart_ms = 9000, .size = "0.5"}, "bot", 1);
}

static void without_need_or_proof_nothing_is_moved(void **state)
{
    (void)state;
    check_skew(&(struct rows){.count = 24, .apart_ms = 1500}, "bot", 0);              /* it fits as it is */
    check_skew(&(struct rows){.count = 19, .apart_ms = 9000}, "-composite-match", 0); /* too few */
    check_skew(&(struct rows){.count = 24, .apart_ms = 9000, .scatter_ms = 3000}, "-composite-match",
               0);                                                                      /* not constant */
    check_skew(&(struct rows){.count = 24, .apart_ms = 660000}, "-composite-match", 0); /* no clock is that wrong */
}

/* ---- two sides that do not fit -------------------------------------------------------------------------------------------- */

static void add_attack(struct trial *t, struct arena *scratch, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        trial_add(
            t, arena_format(
                   scratch,
                   "order 20T10:%02u:%02u.000 buy ETH/USDT 7.%03u @1200 asked=7.%03u id=%u status=filled channel=api "
                   "-> unissued strong -sides-do-not-fit\n",
                   i / 60, i % 60, i + 1, i + 1, 9000 + i));
}

static void sides_that_miss_each_other_condemn_nobody(void **state)
{
    (void)state;
    struct arena *scratch = arena_new(0);
    struct trial *t = trial_new("{\"manual_trading\": \"never\"}");
    trial_add(t, FILES LAST);
    add_rows(t, scratch, &(struct rows){.count = 16, .apart_ms = 45000, .scatter_ms = 7000},
             "unissued review +sides-do-not-fit");
    trial_attribute(t);
    trial_check(t);
    trial_free(t);
    arena_free(scratch);
}

/* Contracts of ten coins: the exchange counts them, the platform counts coins. BTC fits, so the account as a whole does. */
static void add_contracts(struct trial *t, struct arena *scratch, unsigned count, const char *expected)
{
    for (unsigned i = 0; i < count; i++) {
        trial_add(t, arena_format(scratch,
                                  "bot 19T10:%02u:00.000 buy ADA-USDT-SWAP/USDT %u0 @0.25 asked=%u0 deal=1 account=31 "
                                  "role=base status=filled until=19T10:%02u:00.100\n",
                                  i, i + 20, i + 20, i));
        trial_add(t, arena_format(scratch,
                                  "order 19T10:%02u:00.050 buy ADA-USDT-SWAP/ %u @0.25 asked=%u id=%u status=filled "
                                  "channel=api -> unissued %s\n",
                                  i, i + 20, i + 20, 7000 + i, expected));
    }
}

static void a_market_counted_in_another_unit_condemns_nobody(void **state)
{
    (void)state;
    struct arena *scratch = arena_new(0);
    struct trial *t = trial_new(NULL);
    trial_add(t, FILES LAST);
    add_rows(t, scratch, &(struct rows){.count = 40, .apart_ms = 100}, "bot");
    add_contracts(t, scratch, 12, "review +sides-do-not-fit");
    add_attack(t, scratch, 12); /* of another market: that fits */
    trial_attribute(t);
    trial_check(t);
    trial_free(t);
    arena_free(scratch);
}

static void a_conversion_that_nobody_says_to_have_asked_for_is_looked_at(void **state)
{
    (void)state;
    static const struct scenario rows[] = {
        {"silent", FILES LAST "fill 19T10:00:00 sell ADA/BNB 20 @0.001 conversion -> unissued review +conversion\n"
                              "fill 19T10:00:01 sell ADA/BNB 20 @0.001 -> unissued probable -conversion\n"},
        {"by a key", FILES LAST "fill 19T10:00:00 sell ADA/BNB 20 @0.001 conversion channel=api -> unissued strong "
                                "-conversion\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct trial *t = trial_new("{\"manual_trading\": \"never\"}");
        trial_add(t, rows[i].text);
        trial_attribute(t);
        trial_check(t);
        trial_free(t);
    }
}

static void an_attack_larger_than_the_history_is_no_misfit(void **state)
{
    (void)state;
    struct arena *scratch = arena_new(0);
    struct trial *t = trial_new(NULL);
    trial_add(t, FILES LAST);
    add_rows(t, scratch, &(struct rows){.count = 12, .apart_ms = 100}, "bot");
    add_attack(t, scratch, 100);
    trial_attribute(t);
    trial_check(t);
    trial_free(t);
    arena_free(scratch);
}

/* ---- failed placements and twins ------------------------------------------------------------------------------------------- */

#define BOT                                                                                                            \
    "bot 19T10:00:00.000 buy ETH/USDT 0.25 @1200 asked=0.25 id=m1 deal=1 account=31 status=filled until=19T10:00:01\n"
#define OWN "order 19T10:00:00.100 buy ETH/USDT 0.25 @1200 asked=0.25 id=55 status=filled -> bot none\n"
#define ALIKE(time) "order " time " buy ETH/USDT 0.25 @1200 asked=0.25 id=56 status=filled "

static void what_a_retry_leaves_behind_is_for_review(void **state)
{
    (void)state;
    static const struct scenario rows[] = {
        {"a failed placement beside order records of the deal", FILES LAST
         "file 2 events\n"
         "bot 19T09:59:58.000 buy ETH/USDT 0.25 @1200 role=base deal=1 account=31 status=failed file=2\n" BOT
         "order 19T09:59:58.100 buy ETH/USDT 0.25 @1200 asked=0.25 id=54 status=filled channel=api -> unissued "
         "review +failed-placement\n"
         "order 19T10:00:00.050 buy ETH/USDT 0.25 @1200 asked=0.25 id=55 status=filled -> bot\n"},
        {"a twin within half a minute",
         FILES LAST BOT OWN ALIKE("19T10:00:20.000") "channel=api -> unissued review +twin-of-bot-order\n"},
        {"too late to be a twin",
         FILES LAST BOT OWN ALIKE("19T10:00:31.000") "channel=api -> unissued strong -twin-of-bot-order\n"},
        {"two of them are no twin",
         FILES LAST BOT OWN ALIKE("19T10:00:20.000") "channel=api -> unissued strong -twin-of-bot-order\n"
                                                     "order 19T10:00:25.000 buy ETH/USDT 0.25 @1200 asked=0.25 id=57 "
                                                     "status=filled channel=api -> unissued strong\n"},
        {"another size is no twin", FILES LAST BOT OWN
         "order 19T10:00:20.000 buy ETH/USDT 0.26 @1200 asked=0.26 id=57 status=filled channel=api -> unissued "
         "strong -twin-of-bot-order\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

/* ---- deals that are closed by hand ------------------------------------------------------------------------------------------ */

/* Messages alone; how the deal was closed has no message. */
#define OPEN_DEAL                                                                                                      \
    "file 0 orders\nfile 1 deals-list\nfile 2 events\n"                                                                \
    "deal 18T00:00:00 XRP/USDT deal=8 bot=7 account=31 status=closed until=25T00:00:00\n"                              \
    "deal 19T10:00:00.000 ETH/USDT deal=1 bot=7 account=31 until=19T20:00:00\n"                                        \
    "bot 19T10:00:00.000 buy ETH/USDT 0.25 @1200 role=base deal=1 account=31 status=placed file=2\n"                   \
    "bot 19T10:00:01.000 buy ETH/USDT 0.25 @1200 role=base deal=1 account=31 status=filled file=2\n"                   \
    "bot 19T10:00:02.000 buy ETH/USDT 0.5 @1190 role=safety step=1 deal=1 account=31 status=placed file=2\n"           \
    "order 19T10:00:00.100 buy ETH/USDT 0.25 @1200 asked=0.25 id=55 status=filled -> bot\n"
#define EXIT "bot 19T10:00:03.000 sell ETH/USDT 0.25 @1230 role=take-profit deal=1 account=31 status=placed file=2\n"
#define EXIT_CANCEL(status)                                                                                            \
    "bot 19T15:00:00.000 sell ETH/USDT 0.25 @1230 role=take-profit deal=1 account=31 status=" status " file=2\n"
#define SAFETY_CANCEL                                                                                                  \
    "bot 19T15:00:00.000 buy ETH/USDT 0.5 @1190 role=safety deal=1 account=31 status=cancel-requested file=2\n"
#define CLOSE(time, qty)                                                                                               \
    "order 19T15:00:" time " sell ETH/USDT " qty " @1210 asked=" qty " id=60 status=filled channel=api -> unissued "

static void a_deal_that_was_closed_by_hand_is_for_review(void **state)
{
    (void)state;
    static const struct scenario rows[] = {
        {"the exit is cancelled, and its size sold",
         OPEN_DEAL EXIT EXIT_CANCEL("cancel-requested") CLOSE("00.800", "0.25") "review +closes-deal\n"},
        {"another size",
         OPEN_DEAL EXIT EXIT_CANCEL("cancel-requested") CLOSE("00.800", "0.26") "strong -closes-deal\n"},
        {"too late", OPEN_DEAL EXIT EXIT_CANCEL("cancel-requested") "order 19T15:01:01 sell ETH/USDT 0.25 @1210 "
                                                                    "asked=0.25 id=60 status=filled channel=api -> "
                                                                    "unissued strong -closes-deal\n"},
        {"before it was cancelled", OPEN_DEAL EXIT EXIT_CANCEL("cancel-requested") "order 19T14:59:50 sell ETH/USDT "
                                                                                   "0.25 @1210 asked=0.25 id=60 "
                                                                                   "status=filled channel=api -> "
                                                                                   "unissued strong -closes-deal\n"},
        {"cancelled, but not by the platform: a thief cancels too",
         OPEN_DEAL EXIT EXIT_CANCEL("cancelled") CLOSE("00.800", "0.25") "strong -closes-deal\n"},
        {"the deal went on with another exit",
         OPEN_DEAL EXIT EXIT_CANCEL("cancel-requested") "bot 19T15:00:00.500 sell ETH/USDT 0.75 @1220 role=take-profit "
                                                        "deal=1 account=31 status=placed file=2\n" CLOSE(
                                                            "00.800", "0.25") "strong -closes-deal\n"},
        {"a safety order is cancelled, and what was bought is sold",
         OPEN_DEAL SAFETY_CANCEL CLOSE("20.800", "0.25") "review +closes-deal\n"},
        {"not what was asked for and never bought", OPEN_DEAL SAFETY_CANCEL CLOSE("20.800", "0.75") "strong\n"},
        {"bought, not sold", OPEN_DEAL SAFETY_CANCEL
         "order 19T15:00:20 buy ETH/USDT 0.25 @1210 asked=0.25 id=60 status=filled channel=api -> unissued strong\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

/* ---- the rest of a deal ------------------------------------------------------------------------------------------------------ */

#define DEAL_OF_REST                                                                                                   \
    "file 0 orders\nfile 1 deals-list\nfile 2 events\n"                                                                \
    "deal 18T00:00:00 XRP/USDT deal=8 bot=7 account=31 status=closed until=25T00:00:00\n"                              \
    "deal 19T10:00:00.000 ETH/USDT 0.3 cost=360 sold=0.3 deal=1 bot=7 account=31 status=closed until=19T20:00:00\n"    \
    "bot 19T10:00:00.000 buy ETH/USDT 0.25 @1200 role=base deal=1 account=31 status=placed file=2\n"                   \
    "bot 19T10:00:01.000 buy ETH/USDT 0.25 @1200 role=base deal=1 account=31 status=filled file=2\n"                   \
    "bot 19T10:00:02.000 buy ETH/USDT 0.5 @1190 role=safety step=1 deal=1 account=31 status=placed file=2\n"           \
    "bot 19T20:00:00.000 buy ETH/USDT 0.5 @1190 role=safety step=1 deal=1 account=31 status=cancelled file=2\n"        \
    "fill 19T10:00:00.100 buy ETH/USDT 0.25 @1200 id=55 -> bot +composite-match\n"

static void the_deals_total_holds_what_was_filled_before_a_cancel(void **state)
{
    (void)state;
    static const struct scenario rows[] = {
        {"the part that fills it up",
         DEAL_OF_REST "fill 19T15:00:00.000 buy ETH/USDT 0.05 @1190 id=56 -> bot +deal-totals-match\n"},
        {"another size is not held back by it", DEAL_OF_REST
         "fill 19T15:00:00.000 buy ETH/USDT 0.06 @1190 id=56 -> unissued -partial-deal-match -deal-totals-match\n"},
        {"the record that took the part leaves nothing for another", DEAL_OF_REST
         "order 19T10:00:02.100 buy ETH/USDT 0.05 @1190 asked=0.5 id=56 status=cancelled until=19T20:00:00 -> bot\n"
         "fill 19T15:00:00.000 buy ETH/USDT 0.05 @1190 id=57 -> unissued -deal-totals-match\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

/* ---- a page of deals ---------------------------------------------------------------------------------------------------------- */

#define PAGE "file 0 orders\nfile 1 deals-list newest page\n"
#define ETH_DEAL(number, bot, from, to)                                                                                \
    "deal " from " ETH/USDT deal=" number " bot=" bot " account=31 status=closed until=" to "\n"
#define XRP_DEAL(number, bot, from, to)                                                                                \
    "deal " from " XRP/USDT deal=" number " bot=" bot " account=31 status=closed until=" to "\n"
#define ALONE(time, market) "order " time " buy " market " 5 @7 asked=5 id=1 status=filled -> "

static void a_page_counts_from_its_oldest_deal_on(void **state)
{
    (void)state;
    static const struct scenario rows[] = {
        {"a pair that no bot trades",
         PAGE ETH_DEAL("2", "7", "20T00:00:00", "21T00:00:00") XRP_DEAL("1", "7", "18T00:00:00", "19T00:00:00")
             ALONE("18T05:00:00", "AXS/BUSD") "unissued review\n"},
        {"before its oldest deal",
         PAGE ETH_DEAL("2", "7", "20T00:00:00", "21T00:00:00") XRP_DEAL("1", "7", "18T00:00:00", "19T00:00:00")
             ALONE("17T05:00:00", "AXS/BUSD") "not-covered +bot-records-page-sized\n"},
        {"a deal from before may be running on a pair of the bots",
         PAGE ETH_DEAL("2", "7", "20T00:00:00", "21T00:00:00") XRP_DEAL("1", "7", "18T00:00:00", "19T00:00:00")
             ALONE("18T05:00:00", "ETH/USDT") "not-covered +older-deals\n"},
        {"the bot has begun a new one there",
         PAGE ETH_DEAL("2", "7", "20T00:00:00", "21T00:00:00") XRP_DEAL("1", "7", "18T00:00:00", "19T00:00:00")
             ALONE("20T05:00:00", "ETH/USDT") "unissued\n"},
        {"another bot of that pair has not begun yet",
         PAGE ETH_DEAL("3", "9", "22T00:00:00", "23T00:00:00") ETH_DEAL("2", "7", "20T00:00:00", "21T00:00:00")
             XRP_DEAL("1", "7", "18T00:00:00", "19T00:00:00")
                 ALONE("20T05:00:00", "ETH/USDT") "not-covered +older-deals\n"},
        {"a cut list is held to the same",
         "file 0 orders\nfile 1 deals-list newest cut\n" ETH_DEAL("2", "7", "20T00:00:00", "21T00:00:00") XRP_DEAL(
             "1", "7", "18T00:00:00", "19T00:00:00") ALONE("18T05:00:00", "ETH/USDT") "not-covered +older-deals\n"},
        {"an unsorted page counts for nothing",
         "file 0 orders\nfile 1 deals-list page\n" XRP_DEAL("1", "7", "18T00:00:00", "19T00:00:00")
             ETH_DEAL("2", "7", "20T00:00:00", "21T00:00:00")
                 ALONE("18T05:00:00", "AXS/BUSD") "not-covered +bot-records-page-sized\n"},
    };
    trial_run_each(rows, sizeof rows / sizeof rows[0]);
}

static void an_account_that_is_called_paper_is_one(void **state)
{
    (void)state;
    trial_run(NULL,
              "file 0 orders\nfile 1 deals-list\n"
              "deal 18T00:00:00 XRP/USDT deal=1 bot=7 account=Paper~Account status=closed until=20T00:00:00 paper\n"
              "order 19T10:00:00 buy AXS/BUSD 5 @7 asked=5 id=1 status=filled -> not-covered +no-bot-records\n");
    trial_run(NULL, "file 0 orders\nfile 1 deals-list\n"
                    "deal 18T00:00:00 XRP/USDT deal=1 bot=7 account=MySimulator status=closed until=20T00:00:00\n"
                    "order 19T10:00:00 buy AXS/BUSD 5 @7 asked=5 id=1 status=filled -> not-covered +no-bot-records\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_constant_skew_is_found_and_matched_with),
        cmocka_unit_test(an_order_that_rests_on_the_correction_says_so),
        cmocka_unit_test(what_ids_explain_does_not_rest_on_clocks),
        cmocka_unit_test(without_need_or_proof_nothing_is_moved),
        cmocka_unit_test(sides_that_miss_each_other_condemn_nobody),
        cmocka_unit_test(a_market_counted_in_another_unit_condemns_nobody),
        cmocka_unit_test(a_conversion_that_nobody_says_to_have_asked_for_is_looked_at),
        cmocka_unit_test(an_attack_larger_than_the_history_is_no_misfit),
        cmocka_unit_test(what_a_retry_leaves_behind_is_for_review),
        cmocka_unit_test(a_deal_that_was_closed_by_hand_is_for_review),
        cmocka_unit_test(the_deals_total_holds_what_was_filled_before_a_cancel),
        cmocka_unit_test(a_page_counts_from_its_oldest_deal_on),
        cmocka_unit_test(an_account_that_is_called_paper_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
