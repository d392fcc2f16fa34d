/* names - which names mean the same: pairs across venues, accounts with and without a name, ranks that do not depend on
 * the order of reading.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/sort.h"
#include "attribution/work.h"
#include "base/memory.h"
#include "parser/format/pair.h"

struct twin_name {
    const char *other, *usual;
};

static bool find_usual(const struct twin_name *names, size_t count, struct span asset, struct span *usual)
{
    for (size_t i = 0; i < count; i++) {
        if (!span_is(asset, names[i].other)) continue;
        *usual = span_of(names[i].usual);
        return true;
    }
    return false;
}

/* Coins that venues write in two ways. Kraken writes its oldest assets in two ways itself: XXBTZUSD in one file, XBTUSDT
 * beside ADAUSD in the same, BTC/USD in the next. */
static struct span usual_name(struct span venue, struct span asset)
{
    static const struct twin_name names[] = {{"XBT", "BTC"}, {"XDG", "DOGE"}};
    static const struct twin_name krakens[] = {
        {"XXBT", "BTC"}, {"XETH", "ETH"}, {"XETC", "ETC"}, {"XLTC", "LTC"}, {"XXRP", "XRP"},  {"XXLM", "XLM"},
        {"XXMR", "XMR"}, {"XZEC", "ZEC"}, {"XREP", "REP"}, {"XMLN", "MLN"}, {"XXDG", "DOGE"}, {"XICN", "ICN"},
        {"XDAO", "DAO"}, {"XNMC", "NMC"}, {"XXVN", "XVN"}, {"ZUSD", "USD"}, {"ZEUR", "EUR"},  {"ZGBP", "GBP"},
        {"ZJPY", "JPY"}, {"ZCAD", "CAD"}, {"ZAUD", "AUD"}, {"ZKRW", "KRW"}, {"ZCHF", "CHF"},
    };
    struct span usual = asset;
    if (find_usual(names, sizeof names / sizeof *names, asset, &usual) || !span_is(venue, "kraken")) return usual;
    (void)find_usual(krakens, sizeof krakens / sizeof *krakens, asset, &usual);
    return usual;
}

/* ---- pairs ---------------------------------------------------------------------------------------------------------------- */

static bool is_separator(char c)
{
    return c == '-' || c == '_' || c == '/' || c == ':';
}

static bool has_separator(struct span text)
{
    for (size_t i = 0; i < text.len; i++)
        if (is_separator(text.ptr[i])) return true;
    return false;
}

/* Base and quote written together, so a market that could not be split finds its twin: BTC-PERP, or BTC/USDT and BTCUSDT. */
enum { PAIR_NAME_MAX = 128 };
struct pair_name {
    char text[PAIR_NAME_MAX];
    size_t length;
};

static void add_name(struct pair_name *name, struct span part)
{
    for (size_t i = 0; i < part.len && name->length < PAIR_NAME_MAX; i++)
        if (!is_separator(part.ptr[i])) name->text[name->length++] = part.ptr[i];
}

static struct span spell_pair(struct pair_name *name, struct span venue, struct span base, struct span quote)
{
    name->length = 0;
    add_name(name, usual_name(venue, base));
    add_name(name, usual_name(venue, quote));
    return (struct span){name->text, name->length};
}

/* The bot platform puts the quote before the name of a contract, whatever that says itself: USD_BTC-PERP, BNFCR_VETUSDT. */
static bool find_contract(const struct work *w, struct span contract, uint32_t *pair)
{
    struct pair_name name;
    struct span base = contract, quote = SPAN_NONE;
    if (!has_separator(contract) && !pair_split(contract, PAIR_CONCATENATED, PAIR_BASE_QUOTE, &base, &quote))
        return false;
    return intern_find(w->pairs, spell_pair(&name, SPAN_NONE, base, quote), pair);
}

bool names_find_pair(const struct work *w, struct span base, struct span quote, uint32_t *pair)
{
    struct pair_name name;
    return intern_find(w->pairs, spell_pair(&name, SPAN_NONE, base, quote), pair) ||
           (quote.len > 0 && find_contract(w, base, pair));
}

/* Markets of exchanges first: what their names mean decides what a bot's pair may mean. */
static void number_pairs(struct work *w)
{
    const struct store *s = w->store;
    struct pair_name name;
    bool *traded = memory_alloc((w->market_count + 1) * sizeof *traded);
    for (size_t i = 0; i < s->events.count; i++)
        if (event_is_exchange(&s->events.items[i])) traded[s->events.items[i].market] = true;
    w->pairs = intern_new();
    for (int others = 0; others <= 1; others++) {
        for (uint32_t m = 0; m < w->market_count; m++) {
            const struct market *market = &s->markets.items[m];
            struct span base = store_get_text(s, market->base), quote = store_get_text(s, market->quote);
            if (traded[m] == (others != 0)) continue;
            if (others && names_find_pair(w, base, quote, &w->pair[m])) continue;
            w->pair[m] = intern_id(w->pairs, spell_pair(&name, store_get_text(s, market->venue), base, quote));
        }
    }
    free(traded);
}

/* ---- */

static int compare_markets(const void *context, uint32_t a, uint32_t b)
{
    const struct store *s = context;
    const struct market *left = &s->markets.items[a];
    const struct market *right = &s->markets.items[b];
    int order = span_compare(store_get_text(s, left->venue), store_get_text(s, right->venue));
    if (order == 0) order = span_compare(store_get_text(s, left->base), store_get_text(s, right->base));
    if (order == 0) order = span_compare(store_get_text(s, left->quote), store_get_text(s, right->quote));
    return order;
}

static void rank_markets(struct work *w)
{
    uint32_t *sorted = memory_resize(NULL, w->market_count, sizeof *sorted);
    for (uint32_t m = 0; m < w->market_count; m++) sorted[m] = m;
    sort_indexes(sorted, w->market_count, compare_markets, w->store);
    for (uint32_t i = 0; i < w->market_count; i++) w->market_rank[sorted[i]] = i;
    free(sorted);
    w->market_of_pair = memory_alloc((intern_count(w->pairs) + 1) * sizeof *w->market_of_pair);
    for (uint32_t m = 1; m < w->market_count; m++) {
        uint32_t *first = &w->market_of_pair[w->pair[m]];
        if (*first == MARKET_NONE || w->market_rank[m] < w->market_rank[*first]) *first = m;
    }
}

/* The uid that the case file gives for this label, or the name itself. */
static struct span declared_uid(const struct case_file *c, struct span venue, struct span id)
{
    for (size_t i = 0; c && i < c->account_count; i++) {
        const struct case_account *a = &c->accounts[i];
        if (a->uid.len > 0 && a->label.len > 0 && span_equal(a->venue, venue) && span_equal(a->label, id))
            return a->uid;
    }
    return id;
}

/* The one named account of a venue; INDEX_NONE when there are none or several. */
static uint32_t only_named(const struct work *w, uint32_t venue)
{
    uint32_t found = INDEX_NONE;
    for (uint32_t a = 0; a < w->account_count; a++) {
        const struct account *account = &w->store->accounts.items[a];
        if (account->venue != venue || account->id == 0 || w->account_is_bot[a] || w->account_root[a] != a) continue;
        if (found != INDEX_NONE) return INDEX_NONE;
        found = a;
    }
    return found;
}

static void read_events(struct work *w)
{
    w->event_kind = memory_resize(NULL, w->store->events.count + 1, sizeof *w->event_kind);
    for (size_t i = 0; i < w->store->events.count; i++) {
        const struct event *e = &w->store->events.items[i];
        w->event_kind[i] = e->kind;
        bool bot = e->kind == EVENT_BOT_ORDER || e->kind == EVENT_BOT_EVENT || e->kind == EVENT_DEAL ||
                   (e->kind == EVENT_ACCOUNT && w->kinds[e->source].bot_side);
        if (bot) w->account_is_bot[e->account] = true;
    }
    w->account_is_bot[0] = false; /* the nameless account says nothing about the side */
}

/* A venue whose files name no account gets a nameless one, so that an order's account always tells its venue. */
static void add_nameless_accounts(struct work *w)
{
    struct store *s = w->store;
    for (size_t i = 0; i < s->events.count; i++) {
        const struct event *e = &s->events.items[i];
        if (!event_is_exchange(e) || s->accounts.items[e->account].venue != 0) continue;
        struct span venue = store_get_text(s, s->markets.items[e->market].venue);
        if (venue.len > 0) (void)store_account(s, venue, SPAN_NONE);
    }
}

/* Tables of the bot platform name its accounts, lists give their numbers; an account record ties the two. */
static uint32_t labelled(const struct work *w, uint32_t account)
{
    const struct account *own = &w->store->accounts.items[account];
    for (uint32_t a = 0; a < w->account_count; a++) {
        const struct account *other = &w->store->accounts.items[a];
        if (a != account && w->account_is_bot[a] && other->venue == own->venue && other->label == own->id &&
            own->id != 0)
            return a;
    }
    return account;
}

static void join_accounts(struct work *w)
{
    struct store *s = w->store;
    for (uint32_t a = 0; a < w->account_count; a++) {
        struct span venue = store_get_text(s, s->accounts.items[a].venue);
        struct span id = store_get_text(s, s->accounts.items[a].id);
        struct span uid = w->options->case_file ? declared_uid(w->options->case_file, venue, id) : id;
        w->account_root[a] = a;
        for (uint32_t other = 0; other < w->account_count && !span_equal(uid, id); other++)
            if (s->accounts.items[other].venue == s->accounts.items[a].venue &&
                span_equal(store_get_text(s, s->accounts.items[other].id), uid))
                w->account_root[a] = other;
        if (w->account_is_bot[a] && w->account_root[a] == a) w->account_root[a] = labelled(w, a);
    }
    for (uint32_t a = 0; a < w->account_count; a++) {
        const struct account *account = &s->accounts.items[a];
        if (account->id == 0 && w->account_is_bot[a]) w->account_root[a] = 0; /* the records do not say which */
        if (account->id != 0 || account->venue == 0 || w->account_is_bot[a]) continue;
        uint32_t named = only_named(w, account->venue);
        if (named != INDEX_NONE) w->account_root[a] = named;
    }
}

static bool names_paper(struct span name)
{
    struct span word = SPAN("simulator");
    if (span_starts_with(name, SPAN("Paper Account")) || span_starts_with(name, SPAN("Demo Account"))) return true;
    for (size_t i = 0; i + word.len <= name.len; i++)
        if (span_equal_nocase(span_head(span_from(name, i), word.len), word)) return true;
    return false;
}

/* An account is a paper one under all its names. The nameless one stands for any account. */
static void mark_paper_accounts(struct work *w)
{
    struct store *s = w->store;
    for (uint32_t a = 1; a < w->account_count; a++) {
        struct account *account = &s->accounts.items[a];
        if (!w->account_is_bot[a] || account->id == 0) continue;
        account->paper = account->paper || names_paper(store_get_text(s, account->id)) ||
                         names_paper(store_get_text(s, account->label));
        if (account->paper) s->accounts.items[w->account_root[a]].paper = true;
    }
    for (uint32_t a = 1; a < w->account_count; a++)
        if (w->account_is_bot[a] && w->account_root[a] != 0 && s->accounts.items[w->account_root[a]].paper)
            s->accounts.items[a].paper = true;
    s->accounts.items[0].paper = false;
}

void names_prepare(struct work *w)
{
    struct store *s = w->store;
    add_nameless_accounts(w);
    w->account_count = (uint32_t)s->accounts.count;
    w->market_count = (uint32_t)s->markets.count;
    w->pair = memory_resize(NULL, w->market_count, sizeof *w->pair);
    w->market_rank = memory_resize(NULL, w->market_count, sizeof *w->market_rank);
    w->account_root = memory_resize(NULL, w->account_count, sizeof *w->account_root);
    w->account_is_bot = memory_alloc(w->account_count * sizeof *w->account_is_bot);
    number_pairs(w);
    rank_markets(w);
    read_events(w);
    join_accounts(w);
    mark_paper_accounts(w);
}

void names_release(struct work *w)
{
    intern_free(w->pairs);
    free(w->pair);
    free(w->market_rank);
    free(w->market_of_pair);
    free(w->account_root);
    free(w->account_is_bot);
    free(w->event_kind);
}

uint32_t work_market_of_symbol(const struct work *w, struct span symbol)
{
    uint32_t pair;
    return intern_find(w->pairs, symbol, &pair) ? w->market_of_pair[pair] : MARKET_NONE;
}

uint32_t work_venue(const struct work *w, const struct event *e)
{
    uint32_t venue = w->store->accounts.items[e->account].venue;
    return venue != 0 && !w->account_is_bot[e->account] ? venue : w->store->markets.items[e->market].venue;
}

uint32_t work_account(const struct work *w, const struct event *e)
{
    if (e->account != 0 && w->store->accounts.items[e->account].venue != 0) return w->account_root[e->account];
    uint32_t venue = w->store->markets.items[e->market].venue;
    for (uint32_t a = 1; a < w->account_count; a++) {
        const struct account *account = &w->store->accounts.items[a];
        if (account->venue == venue && account->id == 0) return w->account_root[a];
    }
    return e->account;
}

int64_t time_grain(uint8_t digits)
{
    int64_t grain = NS_PER_SECOND;
    for (uint8_t i = 0; i < digits && grain > 1; i++) grain /= 10;
    return grain;
}
