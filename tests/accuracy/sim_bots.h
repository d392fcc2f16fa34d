/* sim_bots - the bot platform: bots that trade on a world's exchange and the records that the platform keeps of it.
 *
 * A deal goes: base order, resting safety orders below, take-profit (limit or trailing) or stop loss. Records and
 * messages follow what 3Commas printed in 2022, including its habits: prices with the fee in them, times that come
 * late, errors that are retried.
 *
 * A paper account is a platform of its own on a second world with the same prices: its orders reach no exchange.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_SIM_BOTS_H
#define STRAYKEY_TESTS_SIM_BOTS_H

#include "tests/accuracy/sim_world.h"

enum { BOT_PAIRS_MAX = 6, SAFETY_MAX = 8, DEAL_SLOTS = 4 };
enum bot_role { BOT_BASE, BOT_SAFETY, BOT_MANUAL_SAFETY, BOT_TAKE_PROFIT, BOT_STOP_LOSS };
enum record_status { RECORD_ACTIVE, RECORD_FILLED, RECORD_CANCELLED };

struct sim_bot { /* percentages in thousandths of a percent, scales in thousandths */
    const char *name;
    int pairs[BOT_PAIRS_MAX], pair_count, quote;
    int64_t base_volume, safety_volume;
    int safety_count, safety_active, step, volume_scale, step_scale, take_profit, trailing, stop_loss, slots;
    bool market_base;  /* base orders go out as market orders */
    int pause_minutes; /* between two deals */
    uint64_t id;
    int64_t ready_ms[DEAL_SLOTS];
    size_t deal[DEAL_SLOTS]; /* RECORD_NONE: the slot is free */
};

enum deal_phase { DEAL_WAITS, DEAL_RUNS, DEAL_CLOSED };
struct sim_deal {
    uint64_t id;
    size_t bot;
    int coin, phase;
    const char *status;
    int64_t created_ms, updated_ms, closed_ms; /* closed 0: open */
    int64_t base_price, bought_qty, bought_cost, held_qty, sold_qty, sold_cost, top_price;
    size_t base, exit; /* records, RECORD_NONE when there is none */
    size_t safety[SAFETY_MAX];
    int safety_placed, safety_filled, manual_filled;
    bool trailing_on, failed;
    int64_t busy_ms; /* nothing happens to it before */
};

struct sim_record {
    size_t deal, order;
    uint64_t own_id; /* the platform's number */
    int role, step, status;
    int64_t created_ms, updated_ms, rate;
};

struct sim_event {
    size_t deal;
    int64_t at_ms;
    char *message;
};

/* An order of a SmartTrade or a grid bot: these have lists of their own, and a parent instead of a deal. */
struct sim_trade {
    uint64_t parent, own_id;
    size_t order;
    bool grid, exit, done;
    int64_t created_ms, updated_ms;
};

struct platform {
    struct world *world;
    struct random random;
    uint64_t account_id;
    const char *account_name, *market_code, *exchange_name;
    bool paper;
    int fee;                                     /* that its prices hold, in hundred-thousandths: 100 or 75 */
    bool late, retries, replaces, manual_safety; /* habits that this scenario shows */
    bool counts_contracts;      /* where the exchange counts contracts, its records do, too; else coins */
    int64_t clock_ms;           /* how far its clock is ahead of the exchange's */
    int64_t halt_ms, resume_ms; /* the account is empty in between; 0: never */
    LIST(struct sim_bot) bots;
    LIST(struct sim_deal) deals;
    LIST(struct sim_record) records;
    LIST(struct sim_event) events;
    LIST(struct sim_trade) trades;
    LIST(size_t) newest; /* after platform_finish: deals, the newest first */
};

struct platform *platform_new(struct world *w, const char *name);
void platform_free(struct platform *p);
size_t platform_add_bot(struct platform *p, struct sim_bot bot);
void platform_run(struct platform *p);    /* all bots from the start to the end of the world */
void platform_finish(struct platform *p); /* ids in order of time, messages in order of deals and time */

/* ---- a deal, step by step (sim_deals.c) ---- */
size_t deal_start(struct platform *p, size_t bot, int coin, int64_t at_ms);
void deal_minute(struct platform *p, size_t deal, int64_t minute_ms);
void deal_lose_funds(struct platform *p, size_t deal, int64_t at_ms); /* its orders are cancelled, its coins are gone */
void deal_give_up(struct platform *p, size_t deal, int64_t at_ms);    /* the user cancels it */

/* ---- SmartTrades and a grid bot (sim_trades.c) ---- */
void trades_run(struct platform *p);

/* ---- messages (sim_words.c) ---- */
void words_say(struct platform *p, size_t deal, int64_t at_ms, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void words_placing(struct platform *p, size_t record, int64_t at_ms, const char *trouble);
void words_executed(struct platform *p, size_t record, int64_t at_ms);
void words_cancelling(struct platform *p, size_t record, int64_t at_ms);
void words_trailing_plan(struct platform *p, size_t deal, int64_t at_ms, int64_t price);
void words_completed(struct platform *p, size_t deal, int64_t at_ms);

/* The price with the fee in it, as the platform prints it. */
struct number platform_gross(const struct platform *p, int side, int64_t price);
int64_t record_average(const struct platform *p,
                       const struct sim_record *r);                        /* executed, without the fee; 0: nothing */
int64_t platform_qty(const struct platform *p, int coin, int64_t qty);     /* as its records count */
wide platform_with_fee(const struct platform *p, int side, int64_t units); /* units of 1e-13 */

#endif
