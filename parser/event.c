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
    LIST_FREE(&s->wide);
    LIST_FREE(&s->markets);
    LIST_FREE(&s->accounts);
    intern_free(s->texts);
    intern_free(s->market_index);
    intern_free(s->account_index);
    free(s);
}

/* ---- ids ------------------------------------------------------------------------------------------------------- */

enum { ID_DIGITS_MAX = 18 };

/* Numbers are odd, ids of the text pool even; "0" is a number, so 0 stays free for "no id". */
static bool canonical_number(struct span text, ident *id)
{
    if (text.len == 0 || text.len > ID_DIGITS_MAX) return false;
    if (text.ptr[0] == '0' && text.len > 1) return false;
    uint64_t value;
    if (!span_to_u64(text, &value)) return false;
    *id = value << 1 | 1;
    return true;
}

ident store_ident(struct store *s, struct span text)
{
    ident id;
    if (text.len == 0) return IDENT_NONE;
    if (canonical_number(text, &id)) return id;
    return (ident)intern_id(s->texts, text) << 1;
}

bool store_find_ident(const struct store *s, struct span text, ident *id)
{
    if (text.len == 0) {
        *id = IDENT_NONE;
        return true;
    }
    if (canonical_number(text, id)) return true;
    uint32_t pool_id;
    if (!intern_find(s->texts, text, &pool_id)) return false;
    *id = (ident)pool_id << 1;
    return true;
}

struct span store_ident_text(const struct store *s, ident id, char scratch[24])
{
    if ((id & 1) == 0) return intern_text(s->texts, (uint32_t)(id >> 1));
    uint64_t value = id >> 1;
    size_t at = 23;
    scratch[at] = '\0';
    do {
        scratch[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    return (struct span){scratch + at, 23 - at};
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

void event_clear(struct event *e)
{
    memset(e, 0, sizeof *e);
    memset(e->scale, SCALE_ABSENT, sizeof e->scale);
    e->at_ns = TIME_NONE;
    e->until_ns = TIME_NONE;
    e->source = SOURCE_NONE;
}
