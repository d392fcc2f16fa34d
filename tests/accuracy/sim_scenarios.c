/* sim_scenarios.c - the table of scenarios and how one becomes a folder.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_scenarios.h"

#include <stdio.h>

#define IDS TRAIT_EXCHANGE_IDS

/* name, story, exchange, log, trouble, traits, thief, its sender, its orders, hand author, hand sender, hand orders */
const struct scenario scenarios[] = {
    {"csv-round-trips", "trades without ids, one file a deal; hundreds of small round trips", FORM_TRADES_CSV,
     LOG_FILES, TROUBLE_NONE, TRAIT_BY_USER, THIEF_ROUND_TRIPS, SENDER_CCXT, 240, 0, 0, 0},
    {"csv-gross-late", "trades without ids; bot prices hold the fee, base fills come minutes late", FORM_TRADES_CSV,
     LOG_KEYED, TROUBLE_NONE, TRAIT_GROSS | TRAIT_LATE, THIEF_PUMP, SENDER_CCXT, 0, 0, 0, 0},
    {"csv-replaced", "trades without ids; base orders cancelled and placed anew, fee taken in the coin",
     FORM_TRADES_CSV, LOG_KEYED, TROUBLE_NONE, TRAIT_REPLACES | TRAIT_FEE_IN_COIN | TRAIT_BY_USER, THIEF_ROUND_TRIPS,
     SENDER_CCXT, 120, 0, 0, 0},
    {"csv-messages", "trades without ids; the log is deals with messages, no list of orders", FORM_TRADES_CSV,
     LOG_EVENTS, TROUBLE_NONE, TRAIT_GZIP, THIEF_ROUND_TRIPS, SENDER_CCXT, 120, 0, 0, 0},
    {"csv-deals-table", "trades without ids; the log is the table of finished deals", FORM_TRADES_CSV, LOG_TABLE,
     TROUBLE_NONE, TRAIT_GZIP, THIEF_ROUND_TRIPS, SENDER_CCXT, 120, 0, 0, 0},
    {"csv-same-pair", "trades without ids; the thief trades the bots' pairs in the same minutes", FORM_TRADES_CSV,
     LOG_FILES, TROUBLE_NONE, TRAIT_NEVER, THIEF_SAME_PAIR, SENDER_CCXT, 60, 0, 0, 0},
    {"csv-slow", "trades without ids; two trades a few times a day over a week", FORM_TRADES_CSV, LOG_KEYED,
     TROUBLE_NONE, TRAIT_NEVER, THIEF_SLOW, SENDER_CCXT, 24, 0, 0, 0},
    {"csv-hand-silent", "trades without ids; the user trades by hand and nothing says so", FORM_TRADES_CSV, LOG_KEYED,
     TROUBLE_NONE, 0, THIEF_ROUND_TRIPS, SENDER_CCXT, 120, AUTHOR_MANUAL, SENDER_WEB, 30},
    {"csv-overlap", "trades without ids in two files that overlap", FORM_TRADES_CSV, LOG_LINES, TROUBLE_NONE,
     TRAIT_OVERLAP | TRAIT_GZIP, THIEF_ROUND_TRIPS, SENDER_CCXT, 240, 0, 0, 0},
    {"orders-ids", "order history; the bot records hold the exchange's ids", FORM_ORDERS_CSV, LOG_FILES, TROUBLE_NONE,
     IDS | TRAIT_BY_USER, THIEF_ROUND_TRIPS, SENDER_CCXT, 240, 0, 0, 0},
    {"orders-own-ids", "order history; the bot records hold numbers of their own; late and replaced orders",
     FORM_ORDERS_CSV, LOG_KEYED, TROUBLE_NONE, TRAIT_LATE | TRAIT_REPLACES | TRAIT_GROSS, THIEF_PUMP, SENDER_CCXT, 0, 0,
     0, 0},
    {"orders-messages", "order history; messages only", FORM_ORDERS_CSV, LOG_EVENTS, TROUBLE_NONE, TRAIT_RETRIES,
     THIEF_ROUND_TRIPS, SENDER_CCXT, 120, 0, 0, 0},
    {"orders-same-pair", "order history; thief on the bots' pairs, ids join", FORM_ORDERS_CSV, LOG_FILES, TROUBLE_NONE,
     IDS | TRAIT_NEVER, THIEF_SAME_PAIR, SENDER_CCXT, 60, 0, 0, 0},
    {"orders-overlap", "order history in two files that overlap", FORM_ORDERS_CSV, LOG_LINES, TROUBLE_NONE,
     IDS | TRAIT_OVERLAP | TRAIT_GZIP, THIEF_ROUND_TRIPS, SENDER_CCXT, 240, 0, 0, 0},
    {"orders-broke", "order history; the theft leaves the bots without funds for a week", FORM_ORDERS_CSV, LOG_FILES,
     TROUBLE_NONE, IDS | TRAIT_BROKE, THIEF_ROUND_TRIPS, SENDER_CCXT, 240, 0, 0, 0},
    {"api-ids", "allOrders and myTrades; ids join; another program's tag", FORM_API, LOG_FILES, TROUBLE_NONE,
     IDS | TRAIT_BY_USER | TRAIT_LATE, THIEF_ROUND_TRIPS, SENDER_CCXT, 240, AUTHOR_MANUAL, SENDER_WEB, 20},
    {"api-same-tag", "allOrders and myTrades; the thief's orders carry the platform's own tag", FORM_API, LOG_KEYED,
     TROUBLE_NONE, IDS, THIEF_ROUND_TRIPS, SENDER_PLATFORM, 240, 0, 0, 0},
    {"api-no-client-id", "allOrders and myTrades; the exchange made the thief's client order ids", FORM_API, LOG_KEYED,
     TROUBLE_NONE, TRAIT_GROSS | TRAIT_LATE, THIEF_PUMP, SENDER_GENERATED, 0, 0, 0, 0},
    {"api-same-pair", "allOrders and myTrades; thief on the bots' pairs, same tag, ids join", FORM_API, LOG_FILES,
     TROUBLE_NONE, IDS, THIEF_SAME_PAIR, SENDER_PLATFORM, 60, 0, 0, 0},
    {"api-copies-ids", "allOrders and myTrades; the thief copies the bots' sizes, same tag, ids join", FORM_API,
     LOG_FILES, TROUBLE_NONE, IDS, THIEF_COPIES, SENDER_PLATFORM, 60, 0, 0, 0},
    {"api-copies", "the same without ids to join, with a tag of its own", FORM_API, LOG_KEYED, TROUBLE_NONE, 0,
     THIEF_COPIES, SENDER_BROKER, 60, 0, 0, 0},
    {"api-slow", "allOrders and myTrades; slowly over a week, another broker's tag", FORM_API, LOG_LINES, TROUBLE_NONE,
     TRAIT_RETRIES, THIEF_SLOW, SENDER_BROKER, 24, AUTHOR_MANUAL, SENDER_WEB, 15},
    {"api-overlap", "allOrders and myTrades in two files each that overlap", FORM_API, LOG_LINES, TROUBLE_NONE,
     IDS | TRAIT_OVERLAP | TRAIT_REPLACES, THIEF_ROUND_TRIPS, SENDER_CCXT, 240, 0, 0, 0},
    {"api-declared", "the user's own program, declared in the case file", FORM_API, LOG_KEYED, TROUBLE_NONE, IDS,
     THIEF_PUMP, SENDER_BROKER, 0, AUTHOR_DECLARED, SENDER_CCXT, 40},
    {"api-undeclared", "the user's own program, not declared: nothing tells it from a thief's", FORM_API, LOG_KEYED,
     TROUBLE_NONE, IDS, THIEF_NONE, 0, 0, AUTHOR_UNDECLARED, SENDER_CCXT, 40},
    {"api-sell-all", "the user lets the platform sell everything, which no deal records", FORM_API, LOG_KEYED,
     TROUBLE_NONE, IDS | TRAIT_SELL_ALL, THIEF_NONE, 0, 0, 0, 0, 0},
    {"trades-and-grid", "SmartTrades and a grid bot beside the DCA bots", FORM_API, LOG_KEYED, TROUBLE_NONE,
     TRAIT_TRADES, THIEF_PUMP, SENDER_CCXT, 0, 0, 0, 0},
    {"csv-usdt", "trades without ids; the thief sells on the bots' own markets", FORM_TRADES_CSV, LOG_KEYED,
     TROUBLE_NONE, TRAIT_USDT | TRAIT_LATE, THIEF_ROUND_TRIPS, SENDER_CCXT, 120, 0, 0, 0},
    {"csv-usdt-messages", "the same with messages only, and one large buy", FORM_TRADES_CSV, LOG_EVENTS, TROUBLE_NONE,
     TRAIT_USDT, THIEF_PUMP, SENDER_CCXT, 0, 0, 0, 0},
    {"csv-usdt-table", "the same with the table of finished deals", FORM_TRADES_CSV, LOG_TABLE, TROUBLE_NONE,
     TRAIT_USDT, THIEF_ROUND_TRIPS, SENDER_CCXT, 120, 0, 0, 0},
    {"csv-clock-ahead", "trades without ids; the platform's clock is ahead", FORM_TRADES_CSV, LOG_FILES, TROUBLE_NONE,
     TRAIT_AHEAD | TRAIT_REPLACES | TRAIT_NEVER, THIEF_SAME_PAIR, SENDER_CCXT, 60, 0, 0, 0},
    {"orders-clock-behind", "order history; the platform's clock is behind; thief on the bots' own markets",
     FORM_ORDERS_CSV, LOG_EVENTS, TROUBLE_NONE, TRAIT_BEHIND | TRAIT_USDT | TRAIT_LATE, THIEF_ROUND_TRIPS, SENDER_CCXT,
     120, 0, 0, 0},
    {"api-clock-ahead", "allOrders and myTrades; the platform's clock is ahead; same tag, same markets, no ids",
     FORM_API, LOG_KEYED, TROUBLE_NONE, TRAIT_AHEAD | TRAIT_USDT | TRAIT_LATE | TRAIT_REPLACES, THIEF_PUMP,
     SENDER_PLATFORM, 0, 0, 0, 0},
    {"all-exports", "every export at once, of different times, each overlapping the others", FORM_ALL, LOG_FILES,
     TROUBLE_NONE, IDS | TRAIT_USDT | TRAIT_BY_USER | TRAIT_LATE, THIEF_ROUND_TRIPS, SENDER_CCXT, 240, AUTHOR_MANUAL,
     SENDER_WEB, 20},
    {"clean-all-exports", "no theft; every export at once", FORM_ALL, LOG_KEYED, TROUBLE_NONE,
     TRAIT_BY_USER | TRAIT_LATE | TRAIT_REPLACES | TRAIT_AHEAD, THIEF_NONE, 0, 0, 0, 0, 0},
    {"clean-clock-behind", "no theft; trades without ids, the platform's clock is behind, some by hand",
     FORM_TRADES_CSV, LOG_LINES, TROUBLE_NONE, TRAIT_BEHIND | TRAIT_LATE | TRAIT_REPLACES, THIEF_NONE, 0, 0,
     AUTHOR_MANUAL, SENDER_WEB, 25},
    {"log-cut", "the list of deals breaks off in the middle", FORM_ORDERS_CSV, LOG_EVENTS, TROUBLE_CUT, 0,
     THIEF_ROUND_TRIPS, SENDER_CCXT, 120, 0, 0, 0},
    {"log-cut-gzip", "the gzipped list of deals breaks off in the middle", FORM_API, LOG_EVENTS, TROUBLE_CUT_GZIP, 0,
     THIEF_ROUND_TRIPS, SENDER_CCXT, 120, 0, 0, 0},
    {"log-page", "the list has exactly 50 deals, one page", FORM_ORDERS_CSV, LOG_EVENTS, TROUBLE_PAGE, 0,
     THIEF_ROUND_TRIPS, SENDER_CCXT, 120, 0, 0, 0},
    {"log-ends-before", "the log was fetched two days before the theft", FORM_TRADES_CSV, LOG_FILES, TROUBLE_ENDS, 0,
     THIEF_ROUND_TRIPS, SENDER_CCXT, 120, 0, 0, 0},
    {"log-begins-later", "the log begins two days after the theft", FORM_API, LOG_KEYED, TROUBLE_BEGINS, IDS,
     THIEF_ROUND_TRIPS, SENDER_CCXT, 120, 0, 0, 0},
    {"paper-beside", "a paper account trades the same pairs", FORM_TRADES_CSV, LOG_FILES, TROUBLE_NONE, TRAIT_PAPER,
     THIEF_ROUND_TRIPS, SENDER_CCXT, 120, 0, 0, 0},
    {"paper-only", "the only logs are of a paper account", FORM_ORDERS_CSV, LOG_FILES, TROUBLE_PAPER_ONLY, TRAIT_PAPER,
     THIEF_ROUND_TRIPS, SENDER_CCXT, 120, 0, 0, 0},
    {"clean-csv", "no theft; trades without ids, everything that bots do", FORM_TRADES_CSV, LOG_FILES, TROUBLE_NONE,
     TRAIT_LATE | TRAIT_REPLACES | TRAIT_RETRIES | TRAIT_BY_USER, THIEF_NONE, 0, 0, 0, 0, 0},
    {"clean-csv-hand", "no theft; trades without ids, some by hand, one evening of them", FORM_TRADES_CSV, LOG_KEYED,
     TROUBLE_NONE, TRAIT_GROSS | TRAIT_FEE_IN_COIN | TRAIT_EVENING, THIEF_NONE, 0, 0, AUTHOR_MANUAL, SENDER_WEB, 20},
    {"clean-messages", "no theft; trades without ids, messages only", FORM_TRADES_CSV, LOG_EVENTS, TROUBLE_NONE,
     TRAIT_LATE | TRAIT_RETRIES, THIEF_NONE, 0, 0, 0, 0, 0},
    {"clean-orders", "no theft; order history", FORM_ORDERS_CSV, LOG_KEYED, TROUBLE_NONE,
     TRAIT_LATE | TRAIT_REPLACES | TRAIT_RETRIES | TRAIT_BY_USER | TRAIT_GROSS, THIEF_NONE, 0, 0, 0, 0, 0},
    {"clean-api", "no theft; allOrders and myTrades, some trades by hand", FORM_API, LOG_FILES, TROUBLE_NONE,
     IDS | TRAIT_LATE | TRAIT_REPLACES | TRAIT_BY_USER, THIEF_NONE, 0, 0, AUTHOR_MANUAL, SENDER_WEB, 25},
};
const size_t scenario_count = sizeof scenarios / sizeof *scenarios;

struct stage { /* one scenario being built */
    const struct scenario *s;
    int form; /* enum exchange_form */
    int days;
    bool small;
    struct world *world;
    struct platform *real, *paper;
    struct world *paper_world;
    struct outbox out;
    int64_t theft_ms;
};

static bool has(const struct scenario *s, unsigned trait)
{
    return (s->traits & trait) != 0;
}

static void set_habits(const struct scenario *s, struct platform *p)
{
    p->late = has(s, TRAIT_LATE);
    p->replaces = has(s, TRAIT_REPLACES);
    p->retries = has(s, TRAIT_RETRIES);
    p->manual_safety = has(s, TRAIT_BY_USER);
    p->fee = has(s, TRAIT_FEE_IN_COIN) ? 100 : 75;
    if (has(s, TRAIT_GROSS)) p->fee = 100;
    if (has(s, TRAIT_AHEAD)) p->clock_ms = 1400;
    if (has(s, TRAIT_BEHIND)) p->clock_ms = -1100;
}

static void let_them_trade(struct stage *g)
{
    const struct scenario *s = g->s;
    struct world *w = g->world;
    set_habits(s, g->real);
    if (has(s, TRAIT_BROKE)) {
        g->real->halt_ms = g->theft_ms - 2000;
        g->real->resume_ms = g->theft_ms + 5 * (int64_t)MS_DAY;
    }
    if (g->small)
        one_bot(g->real);
    else
        usual_bots(g->real);
    platform_run(g->real);
    if (has(s, TRAIT_TRADES)) trades_run(g->real);
    if (s->hand_orders > 0)
        people_trade(w, &(struct hand){.author = s->hand_author,
                                       .sender = s->hand_sender,
                                       .orders = g->small ? s->hand_orders / 5 : s->hand_orders,
                                       .from_ms = w->start_ms + 6 * (int64_t)MS_HOUR,
                                       .to_ms = w->end_ms - 12 * (int64_t)MS_HOUR,
                                       .thin = s->hand_author == AUTHOR_MANUAL});
    if (has(s, TRAIT_EVENING)) people_rebalance(w, SENDER_WEB, g->theft_ms);
    if (has(s, TRAIT_SELL_ALL)) people_sell_all(w, AUTHOR_PLATFORM, SENDER_PLATFORM, g->theft_ms);
    people_steal(w, g->real,
                 &(struct theft){.thief = (enum thief)s->thief,
                                 .sender = s->thief_sender,
                                 .quote = has(s, TRAIT_USDT) ? COIN_USDT : COIN_BUSD,
                                 .at_ms = g->theft_ms,
                                 .length_ms = s->thief == THIEF_SLOW ? 6 * (int64_t)MS_DAY : 84 * (int64_t)MS_MINUTE,
                                 .orders = g->small ? s->thief_orders / 5 : s->thief_orders});
    world_finish(w);
    platform_finish(g->real);
}

static void export_one(struct stage *g, const char *name, int64_t from_ms, int64_t to_ms, int kind)
{
    struct export_plan plan = {.name = name,
                               .from_ms = from_ms,
                               .to_ms = to_ms,
                               .quoted = g->world->seed % 2 == 0,
                               .bom = g->world->seed % 3 == 0,
                               .pretty = g->world->seed % 2 == 1};
    if (kind == 0) export_trades_csv(&g->out, g->world, &plan);
    if (kind == 1) export_orders_csv(&g->out, g->world, &plan);
    if (kind == 2) export_all_orders(&g->out, g->world, &plan);
    if (kind == 3) export_my_trades(&g->out, g->world, &plan);
}

static void ship_exchange(struct stage *g)
{
    static const char *const names[][2] = {{"binance/part-00000.csv", "binance/part-00001.csv"},
                                           {"binance/order-history.csv", "binance/order-history (1).csv"},
                                           {"binance/allOrders.json", "binance/allOrders-2.json"},
                                           {"binance/myTrades.json", "binance/myTrades-2.json"}};
    int first = g->form == FORM_API ? 2 : g->form, last = g->form == FORM_API ? 3 : first;
    if (g->form == FORM_ALL) {
        export_one(g, names[0][0], 0, 0, 0);
        export_one(g, names[1][0], g->theft_ms - 6 * (int64_t)MS_DAY, g->theft_ms + 4 * (int64_t)MS_DAY, 1);
        export_one(g, names[2][0], g->theft_ms - 2 * (int64_t)MS_DAY, g->theft_ms + 2 * (int64_t)MS_DAY, 2);
        export_one(g, names[3][0], g->theft_ms - 1 * (int64_t)MS_DAY, g->theft_ms + 3 * (int64_t)MS_DAY, 3);
        return;
    }
    for (int kind = first; kind <= last; kind++) {
        if (!has(g->s, TRAIT_OVERLAP)) {
            export_one(g, names[kind][0], 0, 0, kind);
            continue;
        }
        /* the later file begins in the middle of the theft's day, so the overlap holds many rows alike */
        export_one(g, names[kind][0], 0, g->theft_ms + 40 * (int64_t)MS_MINUTE, kind);
        export_one(g, names[kind][1], g->theft_ms - 3 * (int64_t)MS_DAY, 0, kind);
    }
}

static struct log_plan log_plan_of(const struct stage *g)
{
    const struct scenario *s = g->s;
    struct log_plan plan = {.exchange_ids = has(s, TRAIT_EXCHANGE_IDS),
                            .gross_average = has(s, TRAIT_GROSS),
                            .packing = has(s, TRAIT_GZIP) ? PACK_GZIP : PACK_PLAIN,
                            .prefix = "3commas/"};
    if (s->trouble == TROUBLE_CUT) plan.cut_percent = 71;
    if (s->trouble == TROUBLE_CUT_GZIP) {
        plan.cut_percent = 71;
        plan.packing = PACK_GZIP;
    }
    if (s->trouble == TROUBLE_PAGE) plan.newest = 50;
    if (s->trouble == TROUBLE_ENDS) plan.as_of_ms = g->theft_ms - 2 * (int64_t)MS_DAY;
    if (s->trouble == TROUBLE_BEGINS) plan.since_ms = g->theft_ms + 2 * (int64_t)MS_DAY;
    return plan;
}

static void ship_log(struct stage *g, const struct platform *p, struct log_plan *plan)
{
    switch (g->s->log) {
    case LOG_FILES:
        log_deal_files(&g->out, p, plan);
        log_order_files(&g->out, p, plan);
        break;
    case LOG_KEYED:
        log_deals_list(&g->out, p, plan, false);
        log_orders_keyed(&g->out, p, plan);
        break;
    case LOG_EVENTS: {
        size_t whole = log_deals_list(&g->out, p, plan, true);
        if (plan->cut_percent > 0) plan->newest = whole;
        break;
    }
    case LOG_LINES:
        log_deals_lines(&g->out, p, plan);
        log_orders_lines(&g->out, p, plan);
        break;
    default: log_deals_csv(&g->out, p, plan); break;
    }
}

static void ship_paper(struct stage *g)
{
    struct log_plan plan = {.prefix = g->s->log == LOG_FILES ? "3commas/" : "3commas/paper-"};
    g->paper_world = world_new(VENUE_BINANCE, g->world->seed, g->world->start_ms, g->days);
    g->paper = platform_new(g->paper_world, "paper");
    g->paper->paper = true;
    g->paper->account_name = "Paper Account 884213";
    g->paper->market_code = "paper_trading";
    g->paper->exchange_name = "Paper trading account";
    if (g->small)
        one_bot(g->paper);
    else
        usual_bots(g->paper);
    platform_run(g->paper);
    world_finish(g->paper_world);
    platform_finish(g->paper);
    ship_log(g, g->paper, &plan);
}

static void ship_case_file(struct stage *g)
{
    struct text t = {NULL, 0, 0, 0};
    if (!has(g->s, TRAIT_NEVER) && g->s->hand_author != AUTHOR_DECLARED) return;
    text_add(&t, "{\n  \"accounts\": [{\"venue\": \"binance\", \"uid\": \"\", \"label\": \"main\"}]");
    if (has(g->s, TRAIT_NEVER)) text_add(&t, ",\n  \"manual_trading\": \"never\"");
    if (g->s->hand_author == AUTHOR_DECLARED)
        text_add(&t, ",\n  \"other_issuers\": [{\"name\": \"my own script\", \"venue\": \"binance\", "
                     "\"client_order_id_prefix\": \"x-R4BD3S82\"}]");
    text_add(&t, "\n}\n");
    text_save(&t, g->out.dir, "case.json", PACK_PLAIN, 100);
    text_free(&t);
}

static void ship_records(struct stage *g, const char *dir)
{
    struct log_plan plan = log_plan_of(g);
    struct cover cover = {.from_ms = INT64_MAX, .to_ms = INT64_MIN};
    const struct platform *platforms[2];
    size_t count = 0;
    bool real = g->s->trouble != TROUBLE_PAPER_ONLY;
    if (has(g->s, TRAIT_PAPER)) ship_paper(g);
    if (real) platforms[count++] = g->real;
    if (g->paper) platforms[count++] = g->paper;
    log_accounts(&g->out, platforms, count);
    log_bots(&g->out, platforms, count);
    if (real) {
        ship_log(g, g->real, &plan);
        log_note(&g->out, g->real, &plan, &cover.from_ms, &cover.to_ms);
        if (has(g->s, TRAIT_TRADES)) trades_ship(&g->out, g->real, &cover.from_ms, &cover.to_ms);
        cover.platform = g->real;
        cover.plan = plan;
        cover.doubtful = g->s->trouble == TROUBLE_PAGE;
        cover.closed_only = g->s->log == LOG_TABLE;
    }
    truth_save(&g->out, g->world, &cover, dir);
}

/* Whatever is wrong with a log must be seen through with every export, so these take turns by seed. */
static int form_of(const struct scenario *s, uint64_t seed)
{
    bool turns = s->trouble != TROUBLE_NONE || has(s, TRAIT_PAPER);
    return turns ? (int)(((uint64_t)s->exchange + seed - 1) % 3) : s->exchange;
}

void scenario_build(const struct scenario *s, uint64_t seed, const char *dir, enum scenario_size size)
{
    struct stage g = {.s = s, .form = form_of(s, seed), .small = size == SCENARIO_SMALL};
    g.days = g.small ? 4 : 20;
    snprintf(g.out.dir, sizeof g.out.dir, "%s/files", dir);
    g.world = world_new(VENUE_BINANCE, seed, moment_of(2022, 12, 8, 0, 0, 0), g.days);
    g.world->fee_in_bnb = !has(s, TRAIT_FEE_IN_COIN);
    g.theft_ms = g.world->start_ms + (g.small ? 2 : 11) * (int64_t)MS_DAY + 21 * (int64_t)MS_HOUR;
    g.world->deposit[COIN_USDT] = 9000 * (int64_t)UNIT;
    g.world->deposit[COIN_BTC] = UNIT / 4;
    g.world->deposit[COIN_ETH] = 3 * (int64_t)UNIT;
    g.world->deposit[COIN_BNB] = 12 * (int64_t)UNIT;
    g.world->deposit[COIN_XRP] = 2500 * (int64_t)UNIT;
    g.real = platform_new(g.world, "real");
    let_them_trade(&g);
    ship_exchange(&g);
    ship_case_file(&g);
    ship_records(&g, dir);
    platform_free(g.real);
    world_free(g.world);
    if (g.paper) platform_free(g.paper);
    if (g.paper_world) world_free(g.paper_world);
}
