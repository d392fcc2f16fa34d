/* event - the store: pools of texts, markets and accounts, and amounts packed into 64 bits where they fit.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/event.h"

#include "base/memory.h"

#include <assert.h>

_Static_assert(sizeof(struct event) == 144, "events are what memory is made of");

struct store *store_new(void)
{
    struct store *s = memory_alloc(sizeof *s);
    s->texts = intern_new();
    s->market_index = intern_new();
    s->account_index = intern_new();
    *LIST_ADD(&s->markets) = (struct market){0}; /* without names: id 0 of the index is the empty spelling */
    *LIST_ADD(&s->accounts) = (struct account){0};
    return s;
}

void store_free(struct store *s)
{
    if (!s) return;
    LIST_FREE(&s->events);
    LIST_FREE(&s->naive);
    LIST_FREE(&s->wide);
    LIST_FREE(&s->markets);
    LIST_FREE(&s->accounts);
    intern_free(s->texts);
    intern_free(s->market_index);
    intern_free(s->account_index);
    free(s);
}

/* ---- ids ------------------------------------------------------------------------------------------------------- */

/* An ident is one of three things, told apart by its lowest bits:
 *     ...1  canonical digits: the number
 *     ..10  a name, an underscore and canonical digits ("BTCUSDT_7100000644", as bots write the exchange's ids): the
 *           name's id in the text pool, then the number. A million orders share a few names, so their ids need no text
 *     ..00  every other text: its id in the pool
 * Which of them a text is depends on the text and its names' ids alone, which never change, so equal texts have equal
 * idents. "0" is a number, so 0 stays free for "no id". */
enum { ID_DIGITS_MAX = 18, ID_TEXT_MAX = 23, NUMBER_BITS = 40, NAME_BITS = 22, TAG_BITS = 2, TAG_NAMED = 2 };
_Static_assert(NAME_BITS + NUMBER_BITS + TAG_BITS == 64, "a named number fills the ident");

static bool canonical_number(struct span text, uint64_t *value)
{
    if (text.len == 0 || text.len > ID_DIGITS_MAX) return false;
    if (text.ptr[0] == '0' && text.len > 1) return false;
    return span_to_u64(text, value);
}

static bool named_number(struct span text, struct span *name, uint64_t *number)
{
    if (text.len > ID_TEXT_MAX) return false; /* so that it fits what store_ident_text writes into */
    size_t at = text.len;
    while (at > 0 && text.ptr[at - 1] >= '0' && text.ptr[at - 1] <= '9') at--;
    if (at < 2 || text.ptr[at - 1] != '_') return false;
    *name = span_head(text, at - 1);
    return canonical_number(span_from(text, at), number) && *number >> NUMBER_BITS == 0;
}

static bool pack_named(uint32_t name, uint64_t number, ident *id)
{
    if (name >> NAME_BITS != 0) return false;
    *id = (ident)name << (NUMBER_BITS + TAG_BITS) | number << TAG_BITS | TAG_NAMED;
    return true;
}

ident store_ident(struct store *s, struct span text)
{
    ident id;
    uint64_t number;
    struct span name;
    if (text.len == 0) return IDENT_NONE;
    if (canonical_number(text, &number)) return number << 1 | 1;
    if (named_number(text, &name, &number) && pack_named(intern_id(s->texts, name), number, &id)) return id;
    return (ident)intern_id(s->texts, text) << TAG_BITS;
}

bool store_find_ident(const struct store *s, struct span text, ident *id)
{
    uint32_t pool_id;
    uint64_t number;
    struct span name;
    if (text.len == 0 || canonical_number(text, &number)) {
        *id = text.len == 0 ? IDENT_NONE : number << 1 | 1;
        return true;
    }
    if (named_number(text, &name, &number)) {
        if (!intern_find(s->texts, name, &pool_id)) return false;
        if (pack_named(pool_id, number, id)) return true;
    }
    if (!intern_find(s->texts, text, &pool_id)) return false;
    *id = (ident)pool_id << TAG_BITS;
    return true;
}

static char *digits_before(char *end, uint64_t value)
{
    do {
        *--end = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    return end;
}

struct span store_ident_text(const struct store *s, ident id, char scratch[24])
{
    const bool number = id & 1, named = !number && (id & TAG_NAMED);
    if (!number && !named) return intern_text(s->texts, (uint32_t)(id >> TAG_BITS));
    char *const end = scratch + ID_TEXT_MAX;
    *end = '\0';
    const uint64_t digits = number ? id >> 1 : id >> TAG_BITS & (((uint64_t)1 << NUMBER_BITS) - 1);
    char *at = digits_before(end, digits);
    if (named) {
        const struct span name = intern_text(s->texts, (uint32_t)(id >> (NUMBER_BITS + TAG_BITS)));
        *--at = '_';
        at -= name.len;
        memcpy(at, name.ptr, name.len);
    }
    return (struct span){at, (size_t)(end - at)};
}

bool store_ident_number(const struct store *s, ident id, uint64_t *number)
{
    (void)s;
    *number = id >> 1;
    return id & 1;
}

uint32_t store_text(struct store *s, struct span text)
{
    return intern_id(s->texts, text);
}

struct span store_get_text(const struct store *s, uint32_t id)
{
    return intern_text(s->texts, id);
}

/* ---- markets and accounts -------------------------------------------------------------------------------------- */

/* A spelling is the names with their lengths before them, so that no two lists of names look alike. It is put together
 * in `local` or, when that is too small, in memory of its own. */
enum { SPELLING_LOCAL = 256 };

struct spelling {
    char local[SPELLING_LOCAL];
    char *bytes;
    size_t len;
};

static void spelling_begin(struct spelling *out, size_t bytes)
{
    out->bytes = bytes > sizeof out->local ? memory_resize(NULL, bytes, 1) : out->local;
    out->len = 0;
}

static void spelling_end(struct spelling *s)
{
    if (s->bytes != s->local) free(s->bytes);
}

static void spelling_add(struct spelling *out, struct span name)
{
    memcpy(out->bytes + out->len, &name.len, sizeof name.len);
    out->len += sizeof name.len;
    if (name.len > 0) memcpy(out->bytes + out->len, name.ptr, name.len);
    out->len += name.len;
}

/* Returns the place of the upper-cased name inside the spelling. */
static struct span spelling_add_upper(struct spelling *out, struct span name)
{
    spelling_add(out, name);
    char *copy = out->bytes + out->len - name.len;
    for (size_t i = 0; i < name.len; i++) {
        if (copy[i] >= 'a' && copy[i] <= 'z') copy[i] = (char)(copy[i] - 'a' + 'A');
    }
    return (struct span){copy, name.len};
}

static bool is_separator(char c)
{
    return c == '-' || c == '_' || c == '/' || c == ':' || c == ' ';
}

static bool has_separator(struct span name)
{
    for (size_t i = 0; i < name.len; i++) {
        if (is_separator(name.ptr[i])) return true;
    }
    return false;
}

static size_t copy_name(char *to, struct span name)
{
    size_t len = 0;
    for (size_t i = 0; i < name.len; i++) {
        if (!is_separator(name.ptr[i])) to[len++] = name.ptr[i];
    }
    return len;
}

static uint32_t symbol_text(struct store *s, struct span base, struct span quote)
{
    char *symbol = memory_resize(NULL, base.len + quote.len + 1, 1);
    size_t len = copy_name(symbol, base);
    if (!has_separator(base)) len += copy_name(symbol + len, quote);
    uint32_t id = intern_id(s->texts, (struct span){symbol, len});
    free(symbol);
    return id;
}

uint32_t store_market(struct store *s, struct span venue, struct span base, struct span quote)
{
    if (base.len == 0 && quote.len == 0) return MARKET_NONE;
    struct spelling key;
    spelling_begin(&key, venue.len + base.len + quote.len + 3 * sizeof(size_t));
    spelling_add(&key, venue);
    base = spelling_add_upper(&key, base);
    quote = spelling_add_upper(&key, quote);

    uint32_t index = intern_id(s->market_index, (struct span){key.bytes, key.len});
    if (index == s->markets.count) {
        struct market *m = LIST_ADD(&s->markets);
        m->venue = intern_id(s->texts, venue);
        m->base = intern_id(s->texts, base);
        m->quote = intern_id(s->texts, quote);
        m->symbol = symbol_text(s, base, quote);
    }
    spelling_end(&key);
    return index;
}

uint32_t store_account(struct store *s, struct span venue, struct span id)
{
    if (venue.len == 0 && id.len == 0) return 0;
    struct spelling key;
    spelling_begin(&key, venue.len + id.len + 2 * sizeof(size_t));
    spelling_add(&key, venue);
    spelling_add(&key, id);

    uint32_t index = intern_id(s->account_index, (struct span){key.bytes, key.len});
    if (index == s->accounts.count) {
        struct account *a = LIST_ADD(&s->accounts);
        a->venue = intern_id(s->texts, venue);
        a->id = intern_id(s->texts, id);
    }
    spelling_end(&key);
    return index;
}

/* ---- amounts --------------------------------------------------------------------------------------------------- */

void store_pack(struct store *s, struct decimal value, int64_t *mantissa, uint8_t *scale)
{
    assert(value.scale <= DECIMAL_MAX_SCALE);
    if (value.mantissa >= INT64_MIN && value.mantissa <= INT64_MAX) {
        *mantissa = (int64_t)value.mantissa;
        *scale = value.scale;
        return;
    }
    *mantissa = (int64_t)s->wide.count;
    *scale = SCALE_WIDE;
    *LIST_ADD(&s->wide) = value;
}

bool store_unpack(const struct store *s, int64_t mantissa, uint8_t scale, struct decimal *out)
{
    if (scale == SCALE_ABSENT) return false;
    if (scale == SCALE_WIDE) {
        assert(mantissa >= 0 && (uint64_t)mantissa < s->wide.count);
        *out = s->wide.items[mantissa];
    } else {
        *out = (struct decimal){mantissa, scale};
    }
    return true;
}

void event_set_amount(struct store *s, struct event *e, enum amount which, struct decimal value)
{
    store_pack(s, value, &e->mantissa[which], &e->scale[which]);
}

bool event_amount(const struct store *s, const struct event *e, enum amount which, struct decimal *out)
{
    return store_unpack(s, e->mantissa[which], e->scale[which], out);
}

/* ---- one store behind another ----------------------------------------------------------------------------------- */

struct renumbering { /* of what `from` holds: its id -> the id in `into` */
    struct store *into;
    const struct store *from;
    uint32_t *texts, *markets, *accounts;
    uint64_t wide;
    uint32_t source;
};

/* Texts first, in the order in which they were met: so the markets' and accounts' own come in the order that reading gives. */
static void renumber_names(struct renumbering *r)
{
    struct store *into = r->into;
    const struct store *from = r->from;
    const uint32_t count = intern_count(from->texts);
    r->texts = memory_resize(NULL, count, sizeof *r->texts);
    r->markets = memory_resize(NULL, from->markets.count, sizeof *r->markets);
    r->accounts = memory_resize(NULL, from->accounts.count, sizeof *r->accounts);
    for (uint32_t i = 0; i < count; i++) r->texts[i] = intern_id(into->texts, intern_text(from->texts, i));
    for (size_t i = 0; i < from->markets.count; i++) {
        const struct market *m = &from->markets.items[i];
        r->markets[i] = store_market(into, store_get_text(from, m->venue), store_get_text(from, m->base),
                                     store_get_text(from, m->quote));
    }
    for (size_t i = 0; i < from->accounts.count; i++) {
        const struct account *a = &from->accounts.items[i];
        r->accounts[i] = store_account(into, store_get_text(from, a->venue), store_get_text(from, a->id));
        struct account *same = &into->accounts.items[r->accounts[i]];
        if (a->label) same->label = r->texts[a->label];
        if (a->market_venue) same->market_venue = r->texts[a->market_venue];
        same->paper |= a->paper;
    }
}

static ident renumbered(const struct renumbering *r, ident id)
{
    if (id == IDENT_NONE || (id & 1)) return id;
    ident other;
    const uint64_t number = id >> TAG_BITS & (((uint64_t)1 << NUMBER_BITS) - 1);
    if (!(id & TAG_NAMED)) return (ident)r->texts[id >> TAG_BITS] << TAG_BITS;
    if (pack_named(r->texts[id >> (NUMBER_BITS + TAG_BITS)], number, &other)) return other;
    char scratch[24];
    return store_ident(r->into, store_ident_text(r->from, id, scratch));
}

static void renumber_event(const struct renumbering *r, struct event *e)
{
    e->order_id = renumbered(r, e->order_id);
    e->trade_id = renumbered(r, e->trade_id);
    e->client_id = renumbered(r, e->client_id);
    e->source += r->source;
    e->market = r->markets[e->market];
    e->account = r->accounts[e->account];
    e->fee_asset = r->texts[e->fee_asset];
    e->key = r->texts[e->key];
    e->text = r->texts[e->text];
    for (size_t i = 0; i < AMOUNT_COUNT; i++)
        if (e->scale[i] == SCALE_WIDE) e->mantissa[i] += (int64_t)r->wide;
}

static bool is_untouched(const struct store *s)
{
    return s->events.count == 0 && s->naive.count == 0 && s->wide.count == 0 && intern_count(s->texts) == 1 &&
           s->markets.count == 1 && s->accounts.count == 1;
}

bool store_absorb(struct store *into, struct store *from, uint32_t first_source)
{
    if (first_source == 0 && is_untouched(into)) {
        const struct store empty = *into;
        *into = *from;
        *from = empty;
        return true;
    }
    struct renumbering r = {.into = into, .from = from, .wide = into->wide.count, .source = first_source};
    renumber_names(&r);
    LIST_APPEND(&into->wide, &from->wide);
    size_t events = into->events.count, naive = into->naive.count;
    LIST_APPEND(&into->events, &from->events);
    LIST_APPEND(&into->naive, &from->naive);
    for (; events < into->events.count; events++) renumber_event(&r, &into->events.items[events]);
    for (; naive < into->naive.count; naive++) renumber_event(&r, &into->naive.items[naive]);
    free(r.texts);
    free(r.markets);
    free(r.accounts);
    return false;
}

void event_clear(struct event *e)
{
    memset(e, 0, sizeof *e);
    memset(e->scale, SCALE_ABSENT, sizeof e->scale);
    e->at_ns = TIME_NONE;
    e->until_ns = TIME_NONE;
    e->source = SOURCE_NONE;
}
