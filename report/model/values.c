/* values - how times, amounts, names, rows and ids are spelt in the report.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/tape/tape.h"
#include "base/zone.h"
#include "report/model/build.h"
#include "report/redaction/redaction.h"

enum { TRADE_IDS_MOST = 12, FEE_ASSETS_MOST = 4 };

/* ---- texts and numbers --------------------------------------------------------------------------------------------- */

static bool is_plain_ascii(struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < 0x20 || text.ptr[i] > 0x7E) return false;
    }
    return true;
}

const char *value_visible(const struct builder *b, struct span text)
{
    if (is_plain_ascii(text)) return arena_copy(b->arena, text).ptr;
    struct writer *w = writer_to_memory();
    writer_visible(w, text, false);
    const char *visible = arena_copy(b->arena, writer_memory(w)).ptr;
    writer_close(w, NULL);
    return visible;
}

const char *value_u64(const struct builder *b, uint64_t value)
{
    return arena_format(b->arena, "%llu", (unsigned long long)value);
}

const char *value_letter(const struct builder *b, size_t number)
{
    char text[16];
    size_t at = sizeof text;
    for (number++; number > 0; number = (number - 1) / 26) text[--at] = (char)('A' + (number - 1) % 26);
    return arena_copy(b->arena, (struct span){text + at, sizeof text - at}).ptr;
}

static const char *exact(const struct builder *b, struct decimal d)
{
    char text[DECIMAL_TEXT_MAX];
    return arena_copy(b->arena, (struct span){text, decimal_format(d, text)}).ptr;
}

static const char *shortened(const struct builder *b, struct decimal d)
{
    char text[DECIMAL_TEXT_MAX];
    return arena_copy(b->arena, (struct span){text, decimal_format_short(d, text)}).ptr;
}

const char *value_price(const struct builder *b, struct decimal d)
{
    return redaction_tells_price(b->in->redaction, d, true) ? shortened(b, d) : REDACTED;
}

const char *value_event_amount(const struct builder *b, const struct event *e, enum amount which)
{
    struct decimal d;
    if (!event_amount(b->store, e, which, &d)) return "";
    if (which != AMOUNT_PRICE) return value_amount(b, d);
    return redaction_tells_price(b->in->redaction, d, figures_is_single_event_price(e, which)) ? exact(b, d) : REDACTED;
}

static bool hides_amounts(const struct builder *b)
{
    return redaction_hides(b->in->redaction, HIDE_AMOUNTS);
}

const char *value_amount(const struct builder *b, struct decimal d)
{
    return hides_amounts(b) ? REDACTED : exact(b, d);
}

const char *value_sum(const struct builder *b, bool known, struct decimal d)
{
    if (!known) return words_not_added_up(b->say);
    return hides_amounts(b) ? REDACTED : shortened(b, d);
}

const char *value_signed(const struct builder *b, struct decimal d)
{
    if (hides_amounts(b)) return REDACTED; /* without a sign: "+[redacted]" reads like a slip */
    return value_join(b, decimal_sign(d) > 0 ? "+" : "", "", shortened(b, d));
}

const char *value_signed_exact(const struct builder *b, struct decimal d)
{
    if (hides_amounts(b)) return REDACTED;
    return value_join(b, decimal_sign(d) > 0 ? "+" : "", "", exact(b, d));
}

const char *value_join(const struct builder *b, const char *list, const char *separator, const char *item)
{
    return *list ? arena_format(b->arena, "%s%s%s", list, separator, item) : item;
}

/* ---- times --------------------------------------------------------------------------------------------------------- */

const char *value_time(const struct builder *b, int64_t ns, uint8_t digits)
{
    if (ns == TIME_NONE) return words_not_stated(b->say);
    char text[TIME_TEXT_MAX];
    struct span time = {text, time_format(ns, digits, text)};
    const size_t t = span_find(time, 'T');
    if (t < time.len) text[t] = ' ';
    if (span_ends_with(time, SPAN("Z"))) time.len--;
    return arena_copy(b->arena, time).ptr;
}

const char *value_moment(const struct builder *b, int64_t ns)
{
    return value_time(b, ns, ns == TIME_NONE ? 0 : figures_time_digits(ns));
}

const char *value_date(const struct builder *b, int64_t ns)
{
    if (ns == TIME_NONE) return words_not_stated(b->say);
    const char *time = value_time(b, ns, 0);
    return arena_copy(b->arena, span_head(span_of(time), span_find(span_of(time), ' '))).ptr;
}

const char *value_period(const struct builder *b, struct period p)
{
    if (p.from_ns == TIME_NONE) return words_none(b->say);
    return words_from_to(b->say, value_moment(b, p.from_ns), value_moment(b, p.to_ns));
}

static struct span local_zone_name(const struct builder *b)
{
    if (b->case_file->time_zone.len > 0) return b->case_file->time_zone;
    return b->in->time_zone ? span_of(b->in->time_zone) : SPAN_NONE;
}

/* NULL: none is known, or it is UTC. */
static struct zone *local_zone(const struct builder *b)
{
    const struct span name = local_zone_name(b);
    struct zone *zone = name.len > 0 ? zone_load(name) : NULL;
    if (!zone || !zone_is_utc(zone)) return zone;
    zone_free(zone);
    return NULL;
}

const char *value_local_zone(const struct builder *b)
{
    struct zone *zone = local_zone(b);
    zone_free(zone);
    return zone ? value_visible(b, local_zone_name(b)) : "";
}

static const char *local_time(const struct builder *b, int64_t ns, int32_t offset)
{
    char text[TIME_TEXT_MAX];
    return arena_copy(b->arena, (struct span){text, time_format_local(ns, offset, text)}).ptr;
}

static const char *offset_text(const struct builder *b, int32_t seconds)
{
    const int32_t minutes = (seconds < 0 ? -seconds : seconds) / 60;
    return arena_format(b->arena, "UTC%c%02d:%02d", seconds < 0 ? '-' : '+', (int)(minutes / 60), (int)(minutes % 60));
}

const char *value_local_period(const struct builder *b, struct period p)
{
    struct zone *zone = p.from_ns == TIME_NONE ? NULL : local_zone(b);
    if (!zone) return "";
    const int32_t first = zone_offset_at(zone, p.from_ns), last = zone_offset_at(zone, p.to_ns);
    zone_free(zone);
    const char *offsets = offset_text(b, first);
    if (first != last) offsets = words_from_to(b->say, offsets, offset_text(b, last));
    const char *from = local_time(b, p.from_ns, first);
    if (p.from_ns != p.to_ns) from = words_from_to(b->say, from, local_time(b, p.to_ns, last));
    return words_value_window(b->say, from, offsets);
}

const char *value_span(const struct builder *b, int64_t ns)
{
    const uint64_t seconds = ns < 0 ? 0 : (uint64_t)ns / NS_PER_SECOND;
    if (seconds < 120) return words_n_second(b->say, seconds);
    if (seconds < 2 * 3600) return words_n_minute(b->say, seconds / 60);
    if (seconds < 2 * 86400) {
        if (seconds % 3600 < 60) return words_n_hour(b->say, seconds / 3600);
        return words_two_parts(b->say, words_n_hour(b->say, seconds / 3600),
                               words_n_minute(b->say, seconds % 3600 / 60));
    }
    if (seconds % 86400 < 3600) return words_n_day(b->say, seconds / 86400);
    return words_two_parts(b->say, words_n_day(b->say, seconds / 86400), words_n_hour(b->say, seconds % 86400 / 3600));
}

/* ---- names ---------------------------------------------------------------------------------------------------------- */

const char *value_market(const struct builder *b, uint32_t market)
{
    if (market == MARKET_NONE) return words_no_market(b->say);
    const struct market *m = &b->store->markets.items[market];
    const char *base = value_visible(b, store_get_text(b->store, m->base));
    const char *quote = value_visible(b, store_get_text(b->store, m->quote));
    return *quote ? arena_format(b->arena, "%s/%s", base, quote) : base;
}

const char *value_account(const struct builder *b, uint32_t account)
{
    const struct account *a = &b->store->accounts.items[account];
    const char *venue = value_visible(b, store_get_text(b->store, a->venue));
    const char *id = value_visible(b, store_get_text(b->store, a->id));
    const char *label = value_visible(b, store_get_text(b->store, a->label));
    if (!*id && !*label) return value_join(b, venue, " ", words_unnamed_account(b->say));
    const char *name = *id && *label ? arena_format(b->arena, "%s (%s)", id, label) : *id ? id : label;
    return value_join(b, venue, " ", name);
}

const char *value_side(const struct builder *b, enum side side)
{
    switch (side) {
    case SIDE_BUY: return words_side_buy(b->say);
    case SIDE_SELL: return words_side_sell(b->say);
    case SIDE_NONE: break;
    }
    return "";
}

const char *value_ident(const struct builder *b, ident id)
{
    char scratch[24];
    return id == IDENT_NONE ? "" : value_visible(b, store_ident_text(b->store, id, scratch));
}

const char *value_order_id(const struct builder *b, const struct order *o)
{
    return o->reasons & REASON_BIT(REASON_id_damaged) ? "" : value_ident(b, o->order_id);
}

/* ---- rows ------------------------------------------------------------------------------------------------------------ */

const char *value_source(const struct builder *b, uint32_t source)
{
    if (source == SOURCE_NONE) return "";
    char label[16];
    source_label(source, label);
    return arena_copy(b->arena, span_of(label)).ptr;
}

const char *value_row(const struct builder *b, uint32_t event)
{
    if (event == EVENT_NONE) return "";
    char row[ROW_TEXT_MAX];
    rows_text(b->store, b->figures->sharing_lines, event, row);
    return arena_copy(b->arena, span_of(row)).ptr;
}

const char *value_order_row(const struct builder *b, const struct order *o)
{
    return value_row(b, figures_order_event(b->r, o));
}

/* ---- orders ---------------------------------------------------------------------------------------------------------- */

const char *value_order_amount(const struct builder *b, const struct order *o, enum order_amount which)
{
    struct decimal amount;
    if (!order_amount(b->store, o, which, &amount)) return "";
    if (which != ORDER_PRICE) return value_amount(b, amount);
    if (!redaction_tells_price(b->in->redaction, amount, figures_is_single_price(o))) return REDACTED;
    return o->price_exact ? exact(b, amount) : words_computed_price(b->say, shortened(b, amount));
}

struct fee_sum {
    uint32_t asset;
    struct decimal amount;
    bool known;
};

static struct fee_sum *fee_sum_of(struct fee_sum *sums, size_t *count, uint32_t asset)
{
    for (size_t i = 0; i < *count; i++) {
        if (sums[i].asset == asset) return &sums[i];
    }
    if (*count == FEE_ASSETS_MOST) return NULL;
    sums[*count] = (struct fee_sum){.asset = asset, .known = true};
    return &sums[(*count)++];
}

static void add_fee(const struct builder *b, const struct event *e, struct fee_sum *sums, size_t *count)
{
    struct decimal fee;
    if (!event_amount(b->store, e, AMOUNT_FEE, &fee)) return;
    struct fee_sum *sum = fee_sum_of(sums, count, e->fee_asset);
    if (sum) sum->known = sum->known && decimal_add(sum->amount, fee, &sum->amount);
}

const char *value_fee(const struct builder *b, const struct order *o)
{
    struct fee_sum sums[FEE_ASSETS_MOST];
    size_t count = 0;
    for (uint32_t i = 0; i < o->fill_count; i++)
        add_fee(b, &b->store->events.items[b->r->order_fills[o->first_fill + i]], sums, &count);
    if (o->fill_count == 0 && o->order_event != EVENT_NONE)
        add_fee(b, &b->store->events.items[o->order_event], sums, &count);
    const char *list = "";
    for (size_t i = 0; i < count; i++) {
        const char *asset = value_visible(b, store_get_text(b->store, sums[i].asset));
        const char *amount = value_sum(b, sums[i].known, sums[i].amount);
        list = value_join(b, list, "\n", *asset ? arena_format(b->arena, "%s %s", amount, asset) : amount);
    }
    return list;
}

/* "" when the fills have no ids. */
static const char *trade_lines(const struct builder *b, const struct order *o)
{
    const char *list = "";
    uint64_t shown = 0, all = 0;
    for (uint32_t i = 0; i < o->fill_count; i++) {
        const struct event *fill = &b->store->events.items[b->r->order_fills[o->first_fill + i]];
        if (fill->trade_id == IDENT_NONE || all++ >= TRADE_IDS_MOST) continue;
        list = value_join(b, list, ", ", value_ident(b, fill->trade_id));
        shown++;
    }
    if (all > shown) list = value_join(b, list, " ", words_and_more(b->say, value_u64(b, all - shown)));
    return *list ? words_id_trades(b->say, list) : list;
}

/* Of fills without an id: of the one trade of a published tape that fits. */
static const char *candidate_lines(const struct builder *b, const struct order *o)
{
    const char *list = "";
    uint64_t shown = 0, all = 0;
    for (uint32_t i = 0; b->r->tape && i < o->fill_count; i++) {
        const struct tape_finding *f = &b->r->tape->of_event[b->r->order_fills[o->first_fill + i]];
        if (f->result != TAPE_UNIQUE || all++ >= TRADE_IDS_MOST) continue;
        list = value_join(b, list, ", ", value_u64(b, f->trade_id));
        shown++;
    }
    if (all > shown) list = value_join(b, list, " ", words_and_more(b->say, value_u64(b, all - shown)));
    return *list ? words_id_candidates(b->say, list) : list;
}

const char *value_ids(const struct builder *b, const struct order *o)
{
    const char *lines = "";
    const char *trades = trade_lines(b, o), *candidates = candidate_lines(b, o);
    const uint32_t event = figures_order_event(b->r, o);
    if (o->order_id != IDENT_NONE) lines = words_id_order(b->say, value_ident(b, o->order_id));
    if (*trades) lines = value_join(b, lines, "\n", trades);
    if (*candidates) lines = value_join(b, lines, "\n", candidates);
    if (o->client_id != IDENT_NONE)
        lines = value_join(b, lines, "\n", words_id_client(b->say, value_ident(b, o->client_id)));
    if (event != EVENT_NONE && b->store->events.items[event].key != 0) {
        const struct span key = store_get_text(b->store, b->store->events.items[event].key);
        lines = value_join(b, lines, "\n", words_key_named(b->say, value_visible(b, key)));
    }
    return *lines ? lines : words_id_none(b->say);
}

const char *value_reasons(const struct builder *b, reason_set reasons)
{
    const char *list = "";
    for (reason_set set = reasons & ~REASON_BIT(REASON_no_bot_record); set != 0; set &= set - 1)
        list = value_join(b, list, ", ", reason_name((enum reason)__builtin_ctzll(set)));
    return *list ? list : words_no_further_reason(b->say);
}
