/* rules - the members that say what one kind of record means: emits, time, market, skip, marks, checks, context.
 * The definition's own records, its variants, the elements of `each` and the sub-rows of a grouping share them.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/internal.h"

/* ---- where a value is read from ---------------------------------------------------------------------------------- */

static int32_t fixed_index(struct span name)
{
    uint64_t n;
    if (name.len < 2 || name.ptr[0] != '#' || !span_to_u64(span_from(name, 1), &n)) return -1;
    return n >= 1 && n <= HEADER_CELLS_MAX ? (int32_t)n - 1 : -1;
}

uint16_t load_slot(struct loader *l, struct span name, struct rules *r)
{
    for (size_t i = 0; i < r->slot_count; i++) {
        if (span_equal(r->slots[i].name, name)) return (uint16_t)i;
    }
    if (r->slot_count == SLOTS_MAX) {
        load_complain(l, "more than %d columns are used", SLOTS_MAX);
        return 0;
    }
    struct slot *slot = &r->slots[r->slot_count++];
    bool pointer = name.len && name.ptr[0] == '/', literal = name.len > 1 && name.ptr[0] == '=';
    *slot = (struct slot){name, fixed_index(name), pointer, literal, slot_is_of_market(name), slot_is_of_header(name)};
    return (uint16_t)(r->slot_count - 1);
}

static void add_slot(struct loader *l, const struct node *n, struct rules *r, struct cell_source *out)
{
    if (n->type != NODE_TEXT || !n->text.len)
        load_complain(l, "a column is named by a text");
    else if (out->count == FALLBACKS_MAX)
        load_complain(l, "at most %d columns can stand in for one another", FALLBACKS_MAX);
    else
        out->slots[out->count++] = load_slot(l, n->text, r);
}

bool load_source(struct loader *l, const struct node *from, const struct node *else_from, struct rules *r,
                 struct cell_source *out)
{
    if (!from) {
        load_complain(l, "the key \"from\" is missing");
        return false;
    }
    add_slot(l, from, r, out);
    if (else_from && else_from->type != NODE_LIST)
        load_complain(l, "\"else_from\" is a list of names");
    else
        for (const struct node *n = else_from ? else_from->child : NULL; n; n = n->next) add_slot(l, n, r, out);
    return out->count > 0;
}

/* ---- emits ------------------------------------------------------------------------------------------------------- */

static void load_emits(struct loader *l, const struct node *object, struct format *f, struct rules *r)
{
    static const char *const orders[] = {"any", "newest-first", "oldest-first", NULL};
    bool is_main = r == &f->main;
    r->kind = r == &f->sub ? EVENT_FILL : EVENT_BOT_EVENT;
    const struct node *emits = load_object(l, object, "emits", is_main);
    if (!emits) return;
    size_t mark = load_enter(l, "emits");
    load_known_keys(l, emits, "kind status order");
    struct span kind = load_text(l, emits, "kind", true);
    if (kind.len && !event_kind_of(kind, &r->kind))
        load_complain(l, "unknown kind \"%s\"; known are fill, order, bot-order, bot-event, deal, transfer, account",
                      kind.ptr);
    struct span status = load_text(l, emits, "status", false);
    if (status.len && !target_word(TARGET_status, status, &r->status))
        load_complain(l, "unknown status \"%s\"; known are %s", status.ptr, target_words(TARGET_status));
    int order = load_word(l, emits, "order", orders, RECORDS_ANY);
    if (is_main) f->order = (enum record_order)order;
    load_leave(l, mark);
}

/* ---- times ------------------------------------------------------------------------------------------------------- */

static void load_layouts(struct loader *l, const struct node *time, struct time_rule *t)
{
    static const char *const epochs[] = {"", "s", "ms", "us", "ns", "auto", NULL};
    t->epoch = (enum epoch_mode)load_word(l, time, "epoch", epochs, EPOCH_MODE_NONE);
    const struct node *list = load_list(l, time, "layouts", false);
    if (!list == !node_get(time, "epoch")) load_complain(l, "exactly one of \"layouts\" and \"epoch\" must be there");
    if (!list) return;
    const char **layouts = ARENA_ARRAY(l->arena, const char *, list->count);
    for (const struct node *n = list->child; n; n = n->next) {
        if (n->type == NODE_TEXT && n->text.len)
            layouts[t->layout_count++] = n->text.ptr;
        else
            load_complain(l, "\"layouts\" is a list of texts");
    }
    t->layouts = layouts;
}

static void load_zone_source(struct loader *l, const struct node *zone, struct time_rule *t)
{
    static const char *const kinds[] = {"fixed", "value", "header", "preamble", "file_name", "ask", NULL};
    static const enum zone_source sources[] = {ZONE_SOURCE_FIXED,    ZONE_SOURCE_VALUE,     ZONE_SOURCE_HEADER,
                                               ZONE_SOURCE_PREAMBLE, ZONE_SOURCE_FILE_NAME, ZONE_SOURCE_ASK};
    load_known_keys(l, zone, "fixed value header preamble file_name ask");
    if (zone->count != 1) {
        load_complain(l, "exactly one of fixed, value, header, preamble, file_name, ask must be there");
        t->zone_source = ZONE_SOURCE_ASK;
        return;
    }
    for (size_t i = 0; kinds[i]; i++) {
        if (!node_get(zone, kinds[i])) continue;
        t->zone_source = sources[i];
        if (t->zone_source == ZONE_SOURCE_VALUE || t->zone_source == ZONE_SOURCE_ASK ||
            t->zone_source == ZONE_SOURCE_PREAMBLE) {
            if (!load_flag(l, zone, kinds[i])) load_complain(l, "\"%s\" can only be true", kinds[i]);
            return;
        }
        struct span text = load_text(l, zone, kinds[i], true);
        if (!text.len) return;
        if (t->zone_source == ZONE_SOURCE_FIXED) t->zone = load_zone(l, t->zone_name = text);
        if (t->zone_source == ZONE_SOURCE_HEADER) t->header_group = text;
        if (t->zone_source != ZONE_SOURCE_FILE_NAME) return;
        t->file_name = load_pattern(l, text);
        if (t->file_name && !pattern_group(t->file_name, "zone"))
            load_complain(l, "the pattern has no group named zone");
        return;
    }
}

/* A clock that stands beside its date, and the year before which the exchange did not exist. */
static void load_time_limits(struct loader *l, const struct node *time, struct rules *r, struct time_rule *t)
{
    enum { YEAR_LEAST = 1990, YEAR_MOST = 2100 };
    struct span with = load_text(l, time, "with", false);
    uint32_t since = load_number(l, time, "since");
    t->with = with.len ? load_slot(l, with, r) : SLOT_NONE;
    if (with.len && !t->layout_count) load_complain(l, "\"with\" goes with \"layouts\"");
    bool is_year = since >= YEAR_LEAST && since <= YEAR_MOST;
    if (since && !is_year) load_complain(l, "\"since\" is a year from %d to %d", YEAR_LEAST, YEAR_MOST);
    t->since_ns = is_year ? time_from_civil((int)since, 1, 1, 0, 0, 0) : TIME_NONE;
}

static void load_time(struct loader *l, const struct node *object, const char *key, struct rules *r,
                      struct time_rule *t)
{
    static const char *const empties[] = {"absent", "error", NULL};
    bool is_until = t == &r->until;
    const struct node *time = load_object(l, object, key, !is_until);
    if (!time) return;
    size_t mark = load_enter(l, key);
    load_known_keys(l, time, "from else_from with since skip_zero layouts epoch zone empty optional");
    t->present = load_source(l, node_get(time, "from"), node_get(time, "else_from"), r, &t->from);
    t->from.skip_zero = load_flag(l, time, "skip_zero");
    load_layouts(l, time, t);
    load_time_limits(l, time, r, t);
    t->empty = (enum value_empty)load_word(l, time, "empty", empties, is_until ? EMPTY_ABSENT : EMPTY_ERROR);
    if (node_get(time, "optional")) t->empty = load_flag(l, time, "optional") ? EMPTY_ABSENT : EMPTY_ERROR;
    if (!is_until && t->empty == EMPTY_ABSENT) load_complain(l, "an event must have a time");
    const struct node *zone = load_object(l, time, "zone", false);
    size_t inner = load_enter(l, "zone");
    if (zone) load_zone_source(l, zone, t);
    load_leave(l, inner);
    load_leave(l, mark);
}

/* `until`, sub-rows and elements take the zone of the definition's own time when they say none. */
static void inherit_zone(struct loader *l, const struct time_rule *from, struct time_rule *t, const char *key)
{
    if (!t->present || !t->layout_count || t->zone_source) return;
    if (from == t || !from->zone_source)
        load_complain(l, "/%s/zone: a layout needs a zone: fixed, value, header, preamble, file_name or ask", key);
    t->zone_source = from->zone_source;
    t->zone = from->zone;
    t->zone_name = from->zone_name;
    t->header_group = from->header_group;
    t->file_name = from->file_name;
}

/* ---- market ------------------------------------------------------------------------------------------------------ */

static void load_quotes(struct loader *l, const struct node *market, struct market_rule *m)
{
    const struct node *list = load_list(l, market, "quotes", false);
    if (!list) return;
    struct span *quotes = ARENA_ARRAY(l->arena, struct span, list->count);
    for (const struct node *n = list->child; n; n = n->next) {
        if (n->type == NODE_TEXT && n->text.len)
            quotes[m->quote_count++] = n->text;
        else
            load_complain(l, "\"quotes\" is a list of names");
    }
    m->quotes = quotes;
    if (m->style != PAIR_CONCATENATED || m->sequence != PAIR_BASE_QUOTE)
        load_complain(l, "\"quotes\" is for concatenated pairs, base first");
}

static const struct pattern *load_pair_pattern(struct loader *l, const struct node *market, const char *key)
{
    struct span text = load_text(l, market, key, false);
    const struct pattern *p = text.len ? load_pattern(l, text) : NULL;
    if (p && (!pattern_group(p, "base") || !pattern_group(p, "quote")))
        load_complain(l, "/%s: the pattern needs the groups base and quote", key);
    return p;
}

static void load_market(struct loader *l, const struct node *object, struct rules *r)
{
    static const char *const styles[] = {"concatenated", "underscore", "slash", "dash", NULL};
    static const char *const sequences[] = {"base-quote", "quote-base", NULL};
    struct market_rule *m = &r->market;
    m->base = m->quote = m->qty_with_unit = m->cost_with_unit = SLOT_NONE;
    const struct node *market = load_object(l, object, "market", false);
    if (!market) return;
    size_t mark = load_enter(l, "market");
    load_known_keys(l, market, "from else_from style sequence optional unsplit base quote units quotes pattern key");
    m->present = true;
    m->optional = load_flag(l, market, "optional");
    m->style = (enum pair_style)load_word(l, market, "style", styles, PAIR_CONCATENATED);
    m->sequence = (enum pair_sequence)load_word(l, market, "sequence", sequences, PAIR_BASE_QUOTE);
    load_quotes(l, market, m);
    m->pattern = load_pair_pattern(l, market, "pattern");
    m->key = load_pair_pattern(l, market, "key");
    static const char *const unsplits[] = {"reject", "keep", NULL};
    m->keep_unsplit = load_word(l, market, "unsplit", unsplits, 0) == 1;
    struct span base = load_text(l, market, "base", false), quote = load_text(l, market, "quote", false);
    if (!base.len != !quote.len) load_complain(l, "\"base\" and \"quote\" come together");
    m->by_units = load_flag(l, market, "units");
    if (m->by_units && !base.len) load_complain(l, "\"units\" says that \"base\" and \"quote\" are amounts");
    if (base.len && quote.len) {
        m->base = load_slot(l, base, r);
        m->quote = load_slot(l, quote, r);
    }
    if (node_get(market, "from"))
        load_source(l, node_get(market, "from"), node_get(market, "else_from"), r, &m->from);
    else if (!base.len && !m->optional && !m->key)
        load_complain(l, "the key \"from\" is missing");
    load_leave(l, mark);
}

/* Amounts with glued units prove how a concatenated symbol is split, better than any list of quote assets. */
static void find_units(struct rules *r)
{
    if (!r->market.present || r->market.style != PAIR_CONCATENATED) return;
    for (size_t i = 0; i < r->column_count; i++) {
        const struct column_rule *c = &r->columns[i];
        if (c->type != VALUE_AMOUNT || c->from.count != 1) continue;
        if (c->unit == UNIT_BASE && r->market.qty_with_unit == SLOT_NONE) r->market.qty_with_unit = c->from.slots[0];
        if (c->unit == UNIT_QUOTE && r->market.cost_with_unit == SLOT_NONE) r->market.cost_with_unit = c->from.slots[0];
    }
}

/* ---- skip, marks, checks, context -------------------------------------------------------------------------------- */

/* One column, or a list whose texts are looked at together. */
static void load_when_columns(struct loader *l, const struct node *when, struct rules *r, struct cell_source *from)
{
    const struct node *column = node_get(when, "column");
    if (column && column->type == NODE_LIST) {
        for (const struct node *n = column->child; n; n = n->next) add_slot(l, n, r, from);
        from->joined = true;
        if (from->count < 2) load_complain(l, "/column: a list names two columns or more");
        return;
    }
    struct span name = load_text(l, when, "column", true);
    if (name.len) from->slots[from->count++] = load_slot(l, name, r);
}

const struct pattern *load_when(struct loader *l, const struct node *rule, struct rules *r, struct cell_source *from)
{
    const struct node *when = load_object(l, rule, "when", true);
    if (!when) return NULL;
    size_t mark = load_enter(l, "when");
    load_known_keys(l, when, "column matches");
    load_when_columns(l, when, r, from);
    struct span matches = load_text(l, when, "matches", true);
    const struct pattern *p = matches.len ? load_pattern(l, matches) : NULL;
    load_leave(l, mark);
    return p;
}

static void load_skips(struct loader *l, const struct node *object, struct rules *r)
{
    const struct node *list = load_list(l, object, "skip", false);
    if (!list) return;
    struct skip_rule *skips = ARENA_ARRAY(l->arena, struct skip_rule, list->count);
    size_t outer = load_enter(l, "skip"), i = 0;
    for (const struct node *n = list->child; n; n = n->next, i++) {
        size_t mark = load_enter_index(l, i);
        if (n->type == NODE_OBJECT) {
            load_known_keys(l, n, "when because");
            skips[i].matches = load_when(l, n, r, &skips[i].from);
            skips[i].because = load_text(l, n, "because", true);
        } else {
            load_complain(l, "must be an object");
        }
        load_leave(l, mark);
    }
    load_leave(l, outer);
    r->skips = skips;
    r->skip_count = i;
}

static void load_marks(struct loader *l, const struct node *object, struct rules *r)
{
    static const char *const names[] = {"paper", "short",       "enabled",    "maker",
                                        "taker", "approximate", "conversion", NULL};
    static const uint16_t bits[] = {MARK_PAPER, MARK_SHORT,       MARK_ENABLED,   MARK_MAKER,
                                    MARK_TAKER, MARK_APPROXIMATE, MARK_CONVERSION};
    const struct node *list = load_list(l, object, "marks", false);
    if (!list) return;
    struct mark_rule *marks = ARENA_ARRAY(l->arena, struct mark_rule, list->count);
    size_t outer = load_enter(l, "marks"), i = 0;
    for (const struct node *n = list->child; n; n = n->next, i++) {
        size_t mark = load_enter_index(l, i);
        if (n->type == NODE_OBJECT) {
            load_known_keys(l, n, "when mark");
            marks[i].matches = load_when(l, n, r, &marks[i].from);
            if (!load_text(l, n, "mark", true).len) load_complain(l, "which mark?");
            marks[i].mark = bits[load_word(l, n, "mark", names, 0)];
        } else {
            load_complain(l, "must be an object");
        }
        load_leave(l, mark);
    }
    load_leave(l, outer);
    r->marks = marks;
    r->mark_count = i;
}

static void load_swap(struct loader *l, const struct node *object, struct rules *r)
{
    const struct node *swap = load_object(l, object, "swap", false);
    if (!swap) return;
    size_t mark = load_enter(l, "swap");
    load_known_keys(l, swap, "when");
    r->swap.matches = load_when(l, swap, r, &r->swap.from);
    if (r->kind != EVENT_DEAL) load_complain(l, "only a deal has bought and sold amounts");
    load_leave(l, mark);
}

static void load_checks(struct loader *l, const struct node *object, struct rules *r)
{
    const struct node *list = load_list(l, object, "checks", false);
    for (const struct node *n = list ? list->child : NULL; n; n = n->next) {
        if (n->type == NODE_TEXT && span_is(n->text, "cost = price * qty"))
            r->check_cost = true;
        else
            load_complain(l, "/checks: unknown check %s; known is \"cost = price * qty\"", n->raw.ptr);
    }
}

static void load_context_place(struct loader *l, const struct node *n, struct context_rule *out)
{
    load_known_keys(l, n, "key parent_key file_name value prefix");
    out->key = load_text(l, n, "key", false);
    struct span parent = load_text(l, n, "parent_key", false), file = load_text(l, n, "file_name", false);
    if (parent.len) out->parent_key = load_pattern(l, parent);
    if (file.len) out->file_name = load_pattern(l, file);
    out->value = load_text(l, n, "value", false);
    out->prefix = load_text(l, n, "prefix", false);
    if ((out->key.len > 0) + (parent.len > 0) + (file.len > 0) != 1)
        load_complain(l, "exactly one of key, parent_key, file_name must be there");
}

static void load_context(struct loader *l, const struct node *object, struct rules *r)
{
    enum { PLACES_MAX = 32 };
    const struct node *context = load_object(l, object, "context", false);
    if (!context) return;
    struct context_rule *rules = ARENA_ARRAY(l->arena, struct context_rule, PLACES_MAX);
    size_t outer = load_enter(l, "context");
    for (const struct node *t = context->child; t; t = t->next) {
        size_t mark = load_enter(l, t->key.ptr);
        enum target target;
        if (!target_of(t->key, &target))
            load_unknown_target(l, t->key);
        else if (target_group(target) == GROUP_AMOUNT)
            load_complain(l, "amounts have no context");
        else if (t->type != NODE_LIST || r->context_count + t->count > PLACES_MAX)
            load_complain(l, "must be a list of places, %d in all at most", PLACES_MAX);
        else
            for (const struct node *n = t->child; n; n = n->next) {
                rules[r->context_count].target = target;
                if (n->type == NODE_OBJECT)
                    load_context_place(l, n, &rules[r->context_count++]);
                else
                    load_complain(l, "a place is an object");
            }
        load_leave(l, mark);
    }
    load_leave(l, outer);
    r->contexts = rules;
}

/* What follows the times. */
static void load_rest(struct loader *l, const struct node *object, struct format *f, struct rules *r)
{
    load_market(l, object, r);
    load_legs(l, object, f, r);
    const struct node *columns = load_object(l, object, "columns", r == &f->main);
    if (columns) load_columns(l, columns, f, r);
    const struct node *constants = load_object(l, object, "constant", false);
    if (constants) load_constants(l, constants, r);
    load_skips(l, object, r);
    load_marks(l, object, r);
    load_swap(l, object, r);
    load_checks(l, object, r);
    load_context(l, object, r);
    load_messages(l, object, r);
    find_units(r);
}

void load_rules(struct loader *l, const struct node *object, struct format *f, struct rules *r)
{
    load_emits(l, object, f, r);
    load_time(l, object, "time", r, &r->time);
    load_time(l, object, "until", r, &r->until);
    inherit_zone(l, &f->main.time, &r->time, "time");
    inherit_zone(l, &r->time, &r->until, "until");
    load_rest(l, object, f, r);
}

void load_variant(struct loader *l, const struct node *whole, const struct node *object, struct format *f,
                  struct rules *r)
{
    r->when_matches = load_when(l, object, r, &r->when);
    if (!node_get(object, "emits")) load_complain(l, "the key \"emits\" is missing");
    load_emits(l, object, f, r);
    load_time(l, node_get(object, "time") ? object : whole, "time", r, &r->time);
    const struct node *rest = node_get(object, "columns") ? object : whole; /* another kind or status, nothing else */
    load_time(l, rest, "until", r, &r->until);
    inherit_zone(l, &f->main.time, &r->time, "time");
    inherit_zone(l, &r->time, &r->until, "until");
    load_rest(l, rest, f, r);
}
