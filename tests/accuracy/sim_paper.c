/* sim_paper.c - a paper account: the platform's own play money on a copy of the market, whose orders reach no exchange.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_scenarios.h"

/* What the platform would have said and written of one order, had it been a bot's: a deal of its own. */
static void mirror_order(struct platform *p, const struct sim_order *o)
{
    size_t deal = p->deals.count, record = p->records.count;
    bool buys = o->side == SIM_BUY;
    struct order_plan plan = {.coin = o->coin,
                              .quote = o->quote,
                              .side = o->side,
                              .type = o->type,
                              .author = AUTHOR_BOT,
                              .sender = SENDER_PLATFORM,
                              .price = o->price,
                              .qty = o->qty,
                              .at_ms = o->placed_ms};
    size_t order = exchange_place(p->world, &plan);
    int64_t average = (int64_t)((wide)o->cost * UNIT / o->executed), end_ms = o->updated_ms + 200;
    exchange_fill(p->world, order,
                  &(struct fill_plan){.at_ms = o->updated_ms,
                                      .price = market_round(average, p->world->coins[o->coin].tick),
                                      .qty = o->executed,
                                      .pieces = 1});
    *LIST_ADD(&p->deals) = (struct sim_deal){.bot = 0,
                                             .coin = o->coin,
                                             .phase = DEAL_CLOSED,
                                             .status = "completed",
                                             .created_ms = o->placed_ms - 40,
                                             .updated_ms = end_ms,
                                             .closed_ms = end_ms,
                                             .base_price = average,
                                             .base = buys ? record : RECORD_NONE,
                                             .exit = buys ? RECORD_NONE : record};
    *LIST_ADD(&p->records) = (struct sim_record){.deal = deal,
                                                 .order = order,
                                                 .role = buys ? BOT_BASE : BOT_TAKE_PROFIT,
                                                 .status = RECORD_FILLED,
                                                 .created_ms = o->placed_ms - 30,
                                                 .updated_ms = o->updated_ms + 90,
                                                 .rate = o->price};
    p->world->orders.items[order].record = record;
    struct sim_deal *d = &p->deals.items[deal];
    *(buys ? &d->bought_qty : &d->sold_qty) = o->executed;
    *(buys ? &d->bought_cost : &d->sold_cost) = o->cost;
    words_placing(p, record, o->placed_ms - 10, "");
    words_executed(p, record, o->updated_ms + 100);
    words_completed(p, deal, end_ms);
}

void paper_mirror(struct platform *paper, const struct world *real)
{
    for (size_t i = 0; i < real->orders.count; i++) {
        const struct sim_order *o = &real->orders.items[i];
        bool known = o->quote == paper->bots.items[0].quote;
        if (o->author == AUTHOR_ATTACKER && o->executed > 0 && known) mirror_order(paper, o);
    }
}

/* How a paper account tells what it is: by its market, or only by the name of its exchange or its own. */
void paper_disguise(struct platform *paper)
{
    static const struct {
        const char *name, *market_code, *exchange_name;
    } guises[] = {{"Paper Account 884213", "paper_trading", "Paper trading account"},
                  {"My playground", "paper_trading", "Paper trading account"},
                  {"Second account", "binance", "Binance Spot account simulator"}};
    size_t which = paper->world->seed % (sizeof guises / sizeof *guises);
    paper->paper = true;
    paper->account_name = guises[which].name;
    paper->market_code = guises[which].market_code;
    paper->exchange_name = guises[which].exchange_name;
}
