/* sim_export_kucoin.c - what KuCoin ships: orders and fills as CSV since 2022, orders and fills of the API.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_rows.h"

#include <stdio.h>
#include <string.h>

static const char *zone_in_header(const struct export_plan *plan)
{
    return plan->zone == ZONE_SHANGHAI ? "UTC+08:00" : "UTC";
}

static struct moment local(const struct export_plan *plan, int64_t at_ms)
{
    return moment_plain(at_ms + zone_offset_ms(plan->zone, at_ms));
}

static const char *type_word(const struct sim_order *o)
{
    return o->type == TYPE_MARKET ? "MARKET" : "LIMIT";
}

/* ---- CSV ------------------------------------------------------------------------------------------------------- */

static void order_row(struct text *t, const struct world *w, const struct export_plan *plan, size_t order)
{
    const struct sim_order *o = &w->orders.items[order];
    char symbol[SYMBOL_ROOM];
    int fee_coin = o->quote;
    int64_t fee = rows_fee(w, order, &fee_coin), filled_ms = o->placed_ms;
    for (size_t i = w->first_fill.items[order]; i < w->first_fill.items[order + 1]; i++)
        filled_ms = w->fills.items[i].at_ms;
    symbol_name(w, o, symbol);
    text_add(t, "28000017,mainAccount,%s,%s,%s,%s,%s,%s,%s,", o->id_text, local(plan, o->placed_ms).text, symbol,
             o->side == SIM_BUY ? "BUY" : "SELL", type_word(o), number_short(o->price).text, number_short(o->qty).text);
    text_add(t, "%s,%s,%s,%s,%s,%s,%s,%s\n", rows_average(o).text, number_short(o->executed).text,
             number_short(o->cost).text, number_short(o->cost).text, local(plan, filled_ms).text,
             number_short(fee).text, w->coins[fee_coin].name, o->executed == o->qty ? "deal" : "part_deal");
}

void export_kucoin_orders_csv(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    queue q = rows_orders(w, plan);
    text_add(&t,
             "%sUID,Account Type,Order ID,Order Time(%s),Symbol,Side,Order Type,Order Price,Order Amount,Avg. Filled "
             "Price,Filled Amount,Filled Volume,Filled Volume (USDT),Filled Time(%s),Fee,Fee Currency,Status\n",
             plan->bom ? "\xEF\xBB\xBF" : "", zone_in_header(plan), zone_in_header(plan));
    for (size_t i = q.count; i > 0; i--) {
        size_t order = q.items[i - 1].index;
        if (w->orders.items[order].executed == 0) continue;
        rows_note(out, plan->name, &t, order);
        order_row(&t, w, plan, order);
    }
    LIST_FREE(&q);
    rows_save(out, &t, plan);
}

void export_kucoin_fills_csv(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    struct text t = {NULL, 0, 0, 0};
    queue q = rows_fills(w, plan);
    text_add(&t,
             "%sUID,Account Type,Order ID,Symbol,Side,Order Type,Avg. Filled Price,Filled Amount,Filled Volume,Filled "
             "Volume (USDT),Filled Time(%s),Fee,Maker/Taker,Fee Currency\n",
             plan->bom ? "\xEF\xBB\xBF" : "", zone_in_header(plan));
    for (size_t i = q.count; i > 0; i--) {
        const struct sim_fill *f = &w->fills.items[q.items[i - 1].index];
        const struct sim_order *o = &w->orders.items[f->order];
        char symbol[SYMBOL_ROOM];
        symbol_name(w, o, symbol);
        rows_note(out, plan->name, &t, f->order);
        text_add(&t, "%s,mainAccount,%s,%s,%s,%s,", plan->without_ids ? "****0017" : "28000017",
                 plan->without_ids ? "" : o->id_text, symbol, o->side == SIM_BUY ? "BUY" : "SELL", type_word(o));
        text_add(&t, "%s,%s,%s,%s,%s,%s,%s,%s\n", number_short(f->price).text, number_short(f->qty).text,
                 number_short(f->cost).text, number_short(f->cost).text, local(plan, f->at_ms).text,
                 number_short(f->fee).text, f->maker ? "MAKER" : "TAKER", w->coins[f->fee_coin].name);
    }
    LIST_FREE(&q);
    rows_save(out, &t, plan);
}

/* ---- JSON ------------------------------------------------------------------------------------------------------ */

static const char *channel_of(const struct sim_order *o)
{
    switch (o->sender) {
    case SENDER_WEB: return "WEB";
    case SENDER_IOS: return "IOS";
    case SENDER_ANDROID: return "ANDROID";
    default: return "API";
    }
}

static void order_json(struct text *t, const struct world *w, const struct export_plan *plan, size_t order)
{
    const struct sim_order *o = &w->orders.items[order];
    char symbol[SYMBOL_ROOM];
    int fee_coin = o->quote;
    int64_t fee = rows_fee(w, order, &fee_coin);
    bool open = o->state == STATE_NEW || o->state == STATE_PARTIAL;
    symbol_name(w, o, symbol);
    text_add(t,
             "{\"id\":\"%s\",\"symbol\":\"%s\",\"opType\":\"DEAL\",\"type\":\"%s\",\"side\":\"%s\",\"price\":\"%s\",",
             o->id_text, symbol, o->type == TYPE_MARKET ? "market" : "limit", o->side == SIM_BUY ? "buy" : "sell",
             number_short(o->price).text);
    text_add(t,
             "\"size\":\"%s\",\"funds\":\"0\",\"dealFunds\":\"%s\",\"dealSize\":\"%s\",\"fee\":\"%s\","
             "\"feeCurrency\":\"%s\",\"stp\":\"\",",
             number_short(o->qty).text, number_short(o->cost).text, number_short(o->executed).text,
             number_short(fee).text, w->coins[fee_coin].name);
    if (!plan->second_shape) text_add(t, "\"stop\":\"\",\"stopTriggered\":false,\"stopPrice\":\"0\",");
    text_add(t,
             "\"timeInForce\":\"GTC\",\"postOnly\":false,\"hidden\":false,\"iceberg\":false,\"visibleSize\":\"0\","
             "\"cancelAfter\":0,\"channel\":\"%s\",\"clientOid\":\"%s\",\"remark\":null,\"tags\":",
             channel_of(o), o->client_id);
    const char *tag = venue_tag(w->venue, o->sender);
    text_add(t, *tag ? "\"%s\"," : "null%s,", tag);
    if (plan->second_shape)
        text_add(t,
                 "\"cancelExist\":%s,\"createdAt\":%lld,\"lastUpdatedAt\":%lld,\"tradeType\":\"TRADE\",\"active\":%s}",
                 o->state == STATE_CANCELED ? "true" : "false", (long long)o->placed_ms, (long long)o->updated_ms,
                 open ? "true" : "false");
    else
        text_add(t, "\"isActive\":%s,\"cancelExist\":%s,\"createdAt\":%lld,\"tradeType\":\"TRADE\"}",
                 open ? "true" : "false", o->state == STATE_CANCELED ? "true" : "false", (long long)o->placed_ms);
}

enum { HEAD_ROOM = 120 };

/* The first page of so many records, which is the only one. */
static void head_of(const struct export_plan *plan, queue records, char head[HEAD_ROOM])
{
    if (plan->second_shape)
        snprintf(head, HEAD_ROOM, "{\"code\":\"200000\",\"data\":{\"lastId\":3948120557,\"items\":[");
    else
        snprintf(head, HEAD_ROOM,
                 "{\"code\":\"200000\",\"data\":{\"currentPage\":1,\"pageSize\":500,\"totalNum\":%zu,\"totalPage\":1,"
                 "\"items\":[",
                 records.count);
    LIST_FREE(&records);
}

void export_kucoin_orders_json(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    char head[HEAD_ROOM];
    head_of(plan, rows_orders(w, plan), head);
    rows_orders_json(out, w, plan, head, order_json, "\n]}}\n");
}

static void fill_json(struct text *t, const struct world *w, const struct export_plan *plan, size_t fill)
{
    const struct sim_fill *f = &w->fills.items[fill];
    const struct sim_order *o = &w->orders.items[f->order];
    char symbol[SYMBOL_ROOM];
    (void)plan;
    symbol_name(w, o, symbol);
    text_add(t, "{\"symbol\":\"%s\",\"tradeId\":\"%s%016llx\",\"orderId\":\"%s\",\"counterOrderId\":\"%.8s%016llx\",",
             symbol, "6390aa01", (unsigned long long)f->id, o->id_text, o->id_text, (unsigned long long)(f->id * 7919));
    text_add(t,
             "\"side\":\"%s\",\"liquidity\":\"%s\",\"forceTaker\":false,\"price\":\"%s\",\"size\":\"%s\",\"funds\":"
             "\"%s\",\"fee\":\"%s\",\"feeRate\":\"0.001\",\"feeCurrency\":\"%s\",",
             o->side == SIM_BUY ? "buy" : "sell", f->maker ? "maker" : "taker", number_short(f->price).text,
             number_short(f->qty).text, number_short(f->cost).text, number_short(f->fee).text,
             w->coins[f->fee_coin].name);
    text_add(t, "\"stop\":\"\",\"type\":\"%s\",\"createdAt\":%lld,\"tradeType\":\"TRADE\"}",
             o->type == TYPE_MARKET ? "market" : "limit", (long long)f->at_ms);
}

void export_kucoin_fills_json(struct outbox *out, const struct world *w, const struct export_plan *plan)
{
    char head[HEAD_ROOM];
    head_of(plan, rows_fills(w, plan), head);
    rows_fills_json(out, w, plan, head, fill_json, "\n]}}\n");
}
