/* sim_demo.c - the case of tests/fixtures/demo: six weeks of three bots, and one evening in between.
 *
 * The story: an account worth some 40,000 dollars at Binance, three bots at 3Commas, now and then a trade by hand. On
 * 25 December 2022 from 21:29 to 22:52 UTC everything is sold into BUSD and lost in one thin coin. The bots complain about
 * missing funds; the user notices, makes a new key, brings new money and starts the bots again on 2 January. What the
 * user then downloads overlaps, is of different ages and forms, and one older download had broken off.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_scenarios.h"

#include <stdio.h>

enum { DEMO_DAYS = 43 };

struct demo {
    struct world *world, *paper_world;
    struct platform *real, *paper;
    struct outbox out;
    int64_t theft_ms;
};

static void fill_the_account(struct world *w)
{
    static const struct {
        int coin;
        int64_t thousandths;
    } held[] = {{COIN_USDT, 7350000}, {COIN_BTC, 612},     {COIN_ETH, 5400},  {COIN_BNB, 11250},
                {COIN_ADA, 9800000},  {COIN_XRP, 5600000}, {COIN_LTC, 21500}, {COIN_AVAX, 96000}};
    for (size_t i = 0; i < sizeof held / sizeof *held; i++)
        w->deposit[held[i].coin] = held[i].thousandths * (UNIT / 1000);
}

static void trade_by_hand(struct demo *d)
{
    struct world *w = d->world;
    people_trade(w, &(struct hand){.author = AUTHOR_MANUAL,
                                   .sender = SENDER_WEB,
                                   .orders = 9,
                                   .from_ms = w->start_ms + 19 * (int64_t)MS_DAY,
                                   .to_ms = d->theft_ms - 9 * (int64_t)MS_HOUR,
                                   .thin = true});
}

static void run(struct demo *d)
{
    d->real->late = d->real->replaces = d->real->retries = d->real->manual_safety = true;
    d->real->fee = 75;
    d->real->halt_ms = d->theft_ms - 3000;
    d->real->resume_ms = moment_of(2023, 1, 2, 10, 40, 0);
    usual_bots(d->real);
    platform_run(d->real);
    trade_by_hand(d);
    people_steal(d->world, d->real,
                 &(struct theft){.thief = THIEF_ROUND_TRIPS,
                                 .sender = SENDER_CCXT,
                                 .quote = COIN_BUSD,
                                 .at_ms = d->theft_ms,
                                 .length_ms = 88 * (int64_t)MS_MINUTE,
                                 .orders = 420});
    world_finish(d->world);
    platform_finish(d->real);
    d->paper->paper = true;
    d->paper->account_name = "Paper Account 884213";
    d->paper->market_code = "paper_trading";
    d->paper->exchange_name = "Paper trading account";
    platform_add_bot(d->paper, (struct sim_bot){.name = "Try out SOL ATOM",
                                                .pairs = {COIN_SOL, COIN_ATOM},
                                                .pair_count = 2,
                                                .quote = COIN_USDT,
                                                .base_volume = 100 * (int64_t)UNIT,
                                                .safety_volume = 100 * (int64_t)UNIT,
                                                .safety_count = 3,
                                                .safety_active = 2,
                                                .step = 1500,
                                                .volume_scale = 1200,
                                                .step_scale = 1000,
                                                .take_profit = 1200,
                                                .slots = 1,
                                                .pause_minutes = 300});
    platform_run(d->paper);
    world_finish(d->paper_world);
    platform_finish(d->paper);
}

static void ship_exchange(struct demo *d)
{
    export_trades_csv(&d->out, d->world, &(struct export_plan){.name = "binance/part-00000.csv"});
    export_orders_csv(&d->out, d->world,
                      &(struct export_plan){.name = "binance/Binance-Spot-Order-History-202301061412.csv",
                                            .from_ms = moment_of(2022, 12, 1, 0, 0, 0),
                                            .to_ms = moment_of(2023, 1, 1, 0, 0, 0),
                                            .bom = true});
    export_all_orders(&d->out, d->world,
                      &(struct export_plan){.name = "binance/allOrders-2022-12-20_2022-12-27.json.gz",
                                            .from_ms = moment_of(2022, 12, 20, 0, 0, 0),
                                            .to_ms = moment_of(2022, 12, 28, 0, 0, 0),
                                            .packing = PACK_GZIP});
}

static void ship_records(struct demo *d)
{
    const struct platform *platforms[] = {d->real, d->paper};
    struct log_plan whole = {.exchange_ids = true, .prefix = "3commas/"};
    struct log_plan some = {.exchange_ids = true, .prefix = "3commas/", .since_ms = moment_of(2022, 12, 23, 0, 0, 0)};
    struct log_plan table = {.packing = PACK_GZIP, .prefix = "3commas/"};
    struct log_plan old = {.as_of_ms = moment_of(2022, 12, 18, 19, 3, 0),
                           .packing = PACK_GZIP,
                           .cut_percent = 61,
                           .prefix = "3commas/older downloads/2022-12-18_"};
    struct log_plan paper = {.prefix = "3commas/paper_"};
    log_accounts(&d->out, platforms, 2);
    log_bots(&d->out, platforms, 2);
    log_deals_list(&d->out, d->real, &whole, true);
    log_order_files(&d->out, d->real, &some);
    log_deals_csv(&d->out, d->real, &table);
    log_deals_list(&d->out, d->real, &old, true);
    log_deals_list(&d->out, d->paper, &paper, true);
}

void demo_build(uint64_t seed, const char *dir)
{
    struct demo d = {.theft_ms = moment_of(2022, 12, 25, 21, 29, 3)};
    snprintf(d.out.dir, sizeof d.out.dir, "%s/files", dir);
    d.world = world_new(VENUE_BINANCE, seed, moment_of(2022, 11, 25, 0, 0, 0), DEMO_DAYS);
    d.paper_world = world_new(VENUE_BINANCE, seed, d.world->start_ms, DEMO_DAYS);
    d.real = platform_new(d.world, "real");
    d.paper = platform_new(d.paper_world, "paper");
    fill_the_account(d.world);
    run(&d);
    ship_exchange(&d);
    ship_records(&d);
    struct cover cover = {.platform = d.real, .from_ms = INT64_MAX, .to_ms = INT64_MIN};
    log_note(&d.out, d.real, &cover.plan, &cover.from_ms, &cover.to_ms);
    truth_save(&d.out, d.world, &cover, dir);
    platform_free(d.real);
    platform_free(d.paper);
    world_free(d.world);
    world_free(d.paper_world);
}
