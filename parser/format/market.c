/* market - the market of a record: the pair's text split once per spelling, or proved by the units glued to the
 * amounts of the row.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/internal.h"

static struct market_entry *cache_place(struct mapper *m, struct span symbol)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < symbol.len; i++) hash = (hash ^ (unsigned char)symbol.ptr[i]) * 16777619u;
    return &m->markets[(hash ^ (hash >> 15)) % MARKET_CACHE];
}

static void use_entry(struct row *row, const struct market_entry *entry)
{
    row->entry = entry;
    row->e.market = entry->market;
}

static void keep_entry(struct row *row, struct span symbol, struct span base, struct span quote)
{
    struct mapper *m = row->m;
    struct store *store = m->context.store;
    struct market_entry *entry = cache_place(m, symbol);
    entry->market = store_market(store, m->venue, base, quote);
    entry->base = store_get_text(store, store->markets.items[entry->market].base);
    entry->quote = store_get_text(store, store->markets.items[entry->market].quote);
    if (!span_equal(entry->symbol, symbol)) entry->symbol = arena_copy(m->arena, symbol);
    use_entry(row, entry);
}

/* ---- units as proof ---------------------------------------------------------------------------------------------- */

static bool is_number_before(struct span text, struct span unit, const struct format *f)
{
    if (text.len <= unit.len || !span_ends_with(text, unit)) return false;
    struct decimal ignored;
    return row_decimal(span_trim(span_head(text, text.len - unit.len)), f, &ignored) == DIAG_CODE_COUNT;
}

/* 0.5GALA and 20EUR beside GALAEUR leave one split only, whatever quote assets exist. */
static bool split_by_units(struct row *row, struct span symbol, struct span *base, struct span *quote)
{
    const struct market_rule *rule = &row->s->rules->market;
    if (rule->qty_with_unit == SLOT_NONE || rule->cost_with_unit == SLOT_NONE) return false;
    const struct cell *qty = row_cell(row, rule->qty_with_unit), *cost = row_cell(row, rule->cost_with_unit);
    if (!qty || !cost) return false;
    struct span qty_text = span_trim(qty->text), cost_text = span_trim(cost->text);
    size_t found = 0;
    for (size_t at = 1; at < symbol.len; at++) {
        struct span head = span_head(symbol, at), tail = span_from(symbol, at);
        if (!is_number_before(qty_text, head, row->m->f) || !is_number_before(cost_text, tail, row->m->f)) continue;
        *base = head;
        *quote = tail;
        found++;
    }
    return found == 1;
}

bool row_split_again(struct row *row)
{
    struct span base, quote;
    if (!row->entry || !split_by_units(row, row->entry->symbol, &base, &quote)) return false;
    uint32_t before = row->e.market;
    keep_entry(row, row->entry->symbol, base, quote);
    return row->e.market != before;
}

/* ---- pairs ------------------------------------------------------------------------------------------------------- */

bool row_market_of(struct row *row, struct span base, struct span quote)
{
    if (!base.len || !quote.len) return true;
    char *joined = arena_format(row->r->scratch, "%.*s\x1f%.*s", SPAN_ARG(base), SPAN_ARG(quote));
    struct span symbol = span_of(joined);
    const struct market_entry *entry = cache_place(row->m, symbol);
    if (entry->symbol.len && span_equal(entry->symbol, symbol))
        use_entry(row, entry);
    else
        keep_entry(row, symbol, base, quote);
    return true;
}

static bool split_by_pattern(const struct pattern *p, struct span symbol, struct span *base, struct span *quote)
{
    struct match match;
    if (pattern_match(p, symbol, &match) != MATCH_YES) return false;
    *base = match.groups[pattern_group(p, "base")];
    *quote = match.groups[pattern_group(p, "quote")];
    return base->len > 0 && quote->len > 0;
}

static bool split_symbol(struct row *row, struct span symbol, const struct market_rule *rule, struct span *base,
                         struct span *quote)
{
    if (rule->pattern) return split_by_pattern(rule->pattern, symbol, base, quote);
    if (rule->style == PAIR_CONCATENATED && split_by_units(row, symbol, base, quote)) return true;
    if (rule->quote_count) return pair_split_known(symbol, rule->quotes, rule->quote_count, base, quote);
    return pair_split(symbol, rule->style, rule->sequence, base, quote);
}

bool row_market_text(struct row *row, struct span symbol, const struct market_rule *rule, const struct cell *cell)
{
    const struct market_entry *entry = cache_place(row->m, symbol);
    struct span base, quote;
    if (entry->symbol.len && span_equal(entry->symbol, symbol)) {
        use_entry(row, entry);
        return true;
    }
    bool split = split_symbol(row, symbol, rule, &base, &quote);
    if (!split && !rule->keep_unsplit) return row_reject(row, diag_pair_not_split, cell, "/market");
    if (split)
        keep_entry(row, symbol, base, quote);
    else
        keep_entry(row, symbol, symbol, SPAN_NONE);
    return true;
}

/* What encloses the record, or the path, may name the pair; it is asked after the columns. */
static bool pair_in_context(const struct rules *r)
{
    for (size_t i = 0; i < r->context_count; i++)
        if (r->contexts[i].target == TARGET_pair) return true;
    return false;
}

static bool row_market_needed(const struct row *row)
{
    uint8_t kind = row->e.kind; /* without a market they would be on the timeline and explain nothing */
    bool needed = kind == EVENT_FILL || kind == EVENT_ORDER || kind == EVENT_BOT_ORDER || kind == EVENT_DEAL;
    return needed && !row->s->rules->market.optional;
}

static bool row_market_missing(struct row *row, const struct cell *cell)
{
    if (!row_market_needed(row) || pair_in_context(row->s->rules)) return true;
    return row_reject(row, diag_missing_value, cell, "/market");
}

bool row_market_found(struct row *row)
{
    const struct rules *r = row->s->rules;
    if (row->e.market != MARKET_NONE || !row_market_needed(row) || !pair_in_context(r)) return true;
    const struct cell *cell = r->market.from.count ? row_cell(row, r->market.from.slots[0]) : NULL;
    return row_reject(row, diag_missing_value, cell, "/market");
}

/* Bitstamp calls the price after the pair: {"ltc_usd": 64.1, "ltc": "-2", "usd": "128.2"}. */
static bool row_market_key(struct row *row, const struct market_rule *rule)
{
    struct span base, quote;
    for (size_t i = 0; i < row->r->count; i++)
        if (split_by_pattern(rule->key, row->r->cells[i].name, &base, &quote)) return row_market_of(row, base, quote);
    return false;
}

/* "BTC", or what stands behind the number of "0.5 BTC". */
static struct span asset_text(const struct market_rule *rule, const struct cell *cell)
{
    struct span number, unit, text = cell ? span_trim(cell->text) : SPAN_NONE;
    if (!rule->by_units) return text;
    return amount_split(text, SPAN_NONE, &number, &unit) ? unit : SPAN_NONE;
}

bool row_market(struct row *row)
{
    const struct market_rule *rule = &row->s->rules->market;
    if (rule->base != SLOT_NONE) {
        const struct cell *base = row_cell(row, rule->base), *quote = row_cell(row, rule->quote);
        struct span base_text = asset_text(rule, base);
        struct span quote_text = asset_text(rule, quote);
        if (base_text.len && quote_text.len) return row_market_of(row, base_text, quote_text);
        if (!rule->from.count) return row_market_missing(row, base_text.len ? quote : base);
    }
    struct span symbol = SPAN_NONE;
    const struct cell *cell = NULL;
    if (rule->key && row_market_key(row, rule)) return true;
    if (rule->from.count) cell = row_value(row, &rule->from, &symbol);
    if (!symbol.len) return row_market_missing(row, cell);
    return row_market_text(row, symbol, rule, cell);
}
