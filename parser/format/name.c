/* name - targets that are names: assets, accounts, keys, notes. Keys never get further than this file.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/internal.h"
#include "parser/redact.h"

/* Assets are the same in capitals, as in pairs: "usdt" of a fee is the USDT of BTCUSDT. */
static struct span in_capitals(struct span text, char *buffer, size_t size)
{
    if (text.len > size) return text;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        buffer[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return (struct span){buffer, text.len};
}

static uint32_t asset_id(struct mapper *m, struct span text)
{
    char capitals[32];
    text = in_capitals(text, capitals, sizeof capitals);
    if (!m->last_asset.len || !span_equal(m->last_asset, text)) {
        m->last_asset_id = store_text(m->context.store, text);
        m->last_asset = store_get_text(m->context.store, m->last_asset_id);
    }
    return m->last_asset_id;
}

static uint32_t account_id(struct mapper *m, struct span text)
{
    if (!m->last_account.len || !span_equal(m->last_account, text)) {
        m->last_account_id = store_account(m->context.store, m->venue, text);
        m->last_account = store_get_text(m->context.store, m->context.store->accounts.items[m->last_account_id].id);
    }
    return m->last_account_id;
}

static struct span joined(struct row *row, struct span text)
{
    struct span before = store_get_text(row->m->context.store, row->e.text);
    if (!before.len) return text;
    return span_of(arena_format(row->r->scratch, "%.*s %.*s", SPAN_ARG(before), SPAN_ARG(text)));
}

void row_set_name(struct row *row, enum target t, struct span text)
{
    struct store *store = row->m->context.store;
    struct event *e = &row->e;
    switch (t) {
    case TARGET_asset:
        if (row->s->rules->legs.present) {
            row->asset = asset_id(row->m, text);
            break;
        }
        e->fee_asset = asset_id(row->m, text);
        break;
    case TARGET_fee_asset: e->fee_asset = asset_id(row->m, text); break;
    case TARGET_account:
    case TARGET_uid: e->account = account_id(row->m, text); break;
    case TARGET_label: store->accounts.items[e->account].label = store_text(store, text); break;
    case TARGET_market_venue: store->accounts.items[e->account].market_venue = store_text(store, text); break;
    case TARGET_key: e->key = store_text(store, text); break;
    case TARGET_key_secret: e->key = store_text(store, redact_key(text, row->r->scratch)); break;
    case TARGET_text: e->text = store_text(store, text); break;
    case TARGET_pairs: e->text = store_text(store, joined(row, text)); break;
    default: break;
    }
}

/* ["USDT_BTC", "USDT_ETH"] as USDT_BTC USDT_ETH; whatever is not a flat list stays as it is. */
struct span row_plain_list(struct span raw, struct arena *scratch)
{
    if (raw.len < 2 || raw.ptr[0] != '[') return raw;
    char *out = arena_alloc(scratch, raw.len + 1);
    size_t used = 0;
    bool quoted = false;
    for (size_t i = 1; i + 1 < raw.len; i++) {
        char c = raw.ptr[i];
        if (!quoted && (c == '[' || c == '{')) return raw;
        if (c == '\\') return raw;
        if (c == '"')
            quoted = !quoted;
        else if (quoted || (unsigned char)c > ' ')
            out[used++] = !quoted && c == ',' ? ' ' : c;
    }
    return (struct span){out, used};
}
