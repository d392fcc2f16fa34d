/* guess - which column is which: by the words that stand in it, by its name, and by price times quantity being the
 * cost. Guesses only: whoever fills the definition in decides, and its sample proves it.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/draft.h"

/* ---- words ------------------------------------------------------------------------------------------------------- */

struct meaning {
    const char *begins; /* in small letters; "=" before it: the whole word */
    const char *word;
};

static const char *meaning_of(struct span text, const struct meaning *known, size_t count)
{
    enum { WORD_MAX = 24 };
    char small[WORD_MAX + 1];
    size_t n = 0;
    for (size_t i = 0; i < text.len && n < WORD_MAX; i++) {
        char c = text.ptr[i];
        if (c == ' ' || c == '_' || c == '-' || c == '.') continue;
        small[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    struct span word = {small, n};
    for (size_t i = 0; i < count; i++) {
        const char *begins = known[i].begins;
        if (begins[0] == '=' ? span_is(word, begins + 1) : span_starts_with(word, span_of(begins)))
            return known[i].word;
    }
    return "";
}

static bool ends_with_nocase(struct span text, struct span tail)
{
    return text.len >= tail.len && span_equal_nocase(span_from(text, text.len - tail.len), tail);
}

#define MEANING_OF(text, known) meaning_of(text, known, sizeof(known) / sizeof *(known))

const char *guess_side_word(struct span word)
{
    static const struct meaning sides[] = {
        {"buy", "buy"},       {"bought", "buy"},   {"=b", "buy"},      {"=bid", "buy"},     {"kauf", "buy"},
        {"gekauft", "buy"},   {"achat", "buy"},    {"compra", "buy"},  {"acquist", "buy"},  {"=koop", "buy"},
        {"aankoop", "buy"},   {"kupno", "buy"},    {"zakup", "buy"},   {"nákup", "buy"},    {"купи", "buy"},
        {"Купи", "buy"},      {"покуп", "buy"},    {"Покуп", "buy"},   {"买", "buy"},       {"買", "buy"},
        {"sell", "sell"},     {"sold", "sell"},    {"=s", "sell"},     {"=ask", "sell"},    {"verkauf", "sell"},
        {"verkauft", "sell"}, {"vente", "sell"},   {"venta", "sell"},  {"vendita", "sell"}, {"venda", "sell"},
        {"verkoop", "sell"},  {"sprzeda", "sell"}, {"prodej", "sell"}, {"прода", "sell"},   {"Прода", "sell"},
        {"卖", "sell"},       {"賣", "sell"},      {"매수", "buy"},    {"매도", "sell"}};
    const char *meaning = MEANING_OF(word, sides);
    if (!*meaning && ends_with_nocase(word, SPAN("buy"))) meaning = "buy"; /* LIMIT_BUY */
    if (!*meaning && ends_with_nocase(word, SPAN("sell"))) meaning = "sell";
    return meaning;
}

const char *guess_status_word(struct span word)
{
    static const struct meaning states[] = {{"partiallycancel", "cancelled"},
                                            {"partial", "partial"},
                                            {"filled", "filled"},
                                            {"fullyfilled", "filled"},
                                            {"executed", "filled"},
                                            {"complete", "filled"},
                                            {"=done", "filled"},
                                            {"=closed", "closed"},
                                            {"cancel", "cancelled"},
                                            {"expired", "expired"},
                                            {"reject", "rejected"},
                                            {"=new", "open"},
                                            {"open", "open"},
                                            {"active", "open"},
                                            {"=placed", "placed"},
                                            {"fail", "failed"}};
    return MEANING_OF(word, states);
}

const char *guess_channel_word(struct span word)
{
    static const struct meaning channels[] = {{"api", "api"},      {"web", "web"}, {"=app", "app"},
                                              {"mobile", "app"},   {"ios", "app"}, {"android", "app"},
                                              {"system", "system"}};
    return MEANING_OF(word, channels);
}

/* Every different text of the column means something. */
static bool all_mean(const struct draft *d, size_t column, const char *(*meaning)(struct span))
{
    struct span words[DRAFT_WORDS_MAX + 1];
    size_t count = draft_words(d, (int)column, words);
    bool all = count > 0 && count <= DRAFT_WORDS_MAX;
    for (size_t i = 0; i < count && all; i++) all = *meaning(words[i]);
    return all;
}

static int column_that_means(struct draft *d, const char *(*meaning)(struct span))
{
    for (size_t i = 0; i < d->count; i++) {
        if (d->used[i] || !all_mean(d, i, meaning)) continue;
        d->used[i] = true;
        return (int)i;
    }
    return -1;
}

/* ---- the pair ---------------------------------------------------------------------------------------------------- */

/* How much an asset looks like what others are priced in. */
static int quote_rank(struct span asset)
{
    static const char *const ranks[][18] = {
        {"BNB", "KCS", "HT", "OKB", "TRX", "DOGE", NULL},
        {"ETH", "XETH", NULL},
        {"BTC", "XBT", "XXBT", NULL},
        {"USDT", "USD", "USDC", "BUSD", "TUSD", "USDP", "PAX", "FDUSD", "DAI", "UST", "ZUSD", NULL},
        {"EUR", "GBP", "JPY", "TRY", "AUD", "BRL", "CHF", "KRW", "RUB", "UAH", "CAD", "PLN", "CZK", "ZEUR", "ZGBP",
         "ZCAD", "NGN", NULL}};
    for (size_t r = 0; r < sizeof ranks / sizeof *ranks; r++)
        for (size_t i = 0; ranks[r][i]; i++)
            if (span_equal_nocase(asset, span_of(ranks[r][i]))) return (int)r + 1;
    return 0;
}

static void look_at_pairs(const struct draft *d, struct guess *g)
{
    int first = 0, second = 0;
    struct span value = draft_value(d, 0, g->pair);
    g->style = PAIR_CONCATENATED;
    if (span_find(value, '/') < value.len) g->style = PAIR_SLASH;
    if (span_find(value, '-') < value.len) g->style = PAIR_DASH;
    if (span_find(value, '_') < value.len) g->style = PAIR_UNDERSCORE;
    for (size_t r = 0; r < d->row_count && g->style != PAIR_CONCATENATED; r++) {
        struct span a, b;
        if (!pair_split(draft_value(d, r, g->pair), g->style, PAIR_BASE_QUOTE, &a, &b)) continue;
        first += quote_rank(a) > quote_rank(b);
        second += quote_rank(b) > quote_rank(a);
    }
    g->quote_first = first > second;
}

/* BTC-USDT in every row, whatever the column is called. */
static bool holds_pairs(const struct draft *d, size_t column)
{
    static const char separators[] = {'_', '/', '-'};
    struct span words[DRAFT_WORDS_MAX + 1];
    size_t count = draft_words(d, (int)column, words), pairs = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < sizeof separators; k++) {
            struct span rest = words[i], first = span_cut(&rest, separators[k]);
            bool plain = first.len && rest.len && first.len < DRAFT_WORDS_MAX && rest.len < DRAFT_WORDS_MAX;
            pairs += plain && (quote_rank(first) || quote_rank(rest));
        }
    }
    return count > 0 && pairs == count;
}

static int column_of_pairs(struct draft *d)
{
    for (size_t i = 0; i < d->count; i++) {
        if (d->used[i] || !holds_pairs(d, i)) continue;
        d->used[i] = true;
        return (int)i;
    }
    return -1;
}

static void guess_pair(struct draft *d, struct guess *g)
{
    g->pair = column_of_pairs(d);
    if (g->pair < 0)
        g->pair =
            draft_column(d, "pair symbol market instrument instid product handelspaar ticker contract", LOOKS_WORD);
    g->base = g->quote = -1;
    if (g->pair >= 0) {
        look_at_pairs(d, g);
        return;
    }
    g->base = draft_column(d, "baseasset basecurrency basecoin =base coin asset", LOOKS_ASSET);
    g->quote = draft_column(d, "quoteasset quotecurrency quotecoin =quote countercurrency currency", LOOKS_ASSET);
}

/* ---- amounts ----------------------------------------------------------------------------------------------------- */

static bool amount_at(const struct draft *d, size_t row, int column, struct decimal *out)
{
    struct span unit;
    if (!draft_number(d, draft_value(d, row, column), out, &unit) || !decimal_sign(*out)) return false;
    if (decimal_sign(*out) < 0) *out = decimal_negate(*out);
    return true;
}

/* In every row: price * qty is cost but for a fee or rounding. */
static bool is_product(const struct draft *d, int price, int qty, int cost)
{
    size_t seen = 0;
    for (size_t r = 0; r < d->row_count; r++) {
        struct decimal p, q, c, product, off;
        if (!amount_at(d, r, price, &p) || !amount_at(d, r, qty, &q) || !amount_at(d, r, cost, &c)) continue;
        if (!decimal_mul(p, q, &product) || !decimal_sub(product, c, &off)) continue;
        if (decimal_sign(off) < 0) off = decimal_negate(off);
        if (!decimal_mul(off, decimal_from_int(200), &off) || decimal_compare(off, c) > 0) return false;
        seen++;
    }
    return seen > 0;
}

/* The only two columns that fit the price; prices near one say nothing. */
static bool find_product(struct draft *d, struct guess *g)
{
    size_t found = 0;
    int qty = -1, cost = -1, price = g->column[TARGET_price];
    for (size_t q = 0; q < d->count && price >= 0; q++) {
        for (size_t c = 0; c < d->count; c++) {
            bool numbers = q != c && !d->used[q] && !d->used[c] && draft_looks(d, q, LOOKS_NUMBER) &&
                           draft_looks(d, c, LOOKS_NUMBER);
            if (!numbers || !is_product(d, price, (int)q, (int)c)) continue;
            qty = (int)q;
            cost = (int)c;
            found++;
        }
    }
    if (found != 1) return false;
    g->column[TARGET_qty] = qty;
    g->column[TARGET_cost] = cost;
    d->used[qty] = d->used[cost] = true;
    return true;
}

static void guess_amounts(struct draft *d, struct guess *g)
{
    int *column = g->column;
    column[TARGET_price] = draft_column(
        d,
        "avgprice averageprice avgfillprice averagefill executedprice executionprice execprice filledprice "
        "fillprice dealprice tradeprice tradingprice avgpx fillpx",
        LOOKS_NUMBER);
    if (g->orders && column[TARGET_price] >= 0)
        column[TARGET_limit] = draft_column(d, "limitprice orderprice =price price", LOOKS_NUMBER);
    if (column[TARGET_price] < 0)
        column[TARGET_price] =
            draft_column(d, "price =rate preis kurs prix precio prezzo prijs cena =px rate", LOOKS_NUMBER);
    if (find_product(d, g)) return;
    column[TARGET_cost] = draft_column(
        d,
        "quoteqty quotequantity quoteamount amountquote totalvalue ordervalue total turnover notional funds cost "
        "value betrag summe gesamt",
        LOOKS_NUMBER);
    column[TARGET_qty] =
        draft_column(d,
                     "filledq filledamount filledsize executedq executedamount execqty dealsize tradedq cumqty "
                     "executed filled quantity qty amount size volume menge anzahl quantit cantidad =vol =sz",
                     LOOKS_NUMBER);
}

static void guess_order_qty(struct draft *d, struct guess *g)
{
    if (!g->orders) return;
    g->column[TARGET_order_qty] = draft_column(
        d, "orderqty orderquantity orderamount ordersize origqty originalq quantity qty amount size", LOOKS_NUMBER);
}

/* ---- ids --------------------------------------------------------------------------------------------------------- */

static void guess_ids(struct draft *d, bool of_program, struct guess *g)
{
    static const char order_words[] =
        "orderid orderno ordernumber ordernr ordernum orderref ordertxid ordid =order =oid "
        "bestellnummer auftragsnummer";
    int *column = g->column;
    if (of_program) {
        column[TARGET_order_id] = draft_column(d, "exchangeorder externalorder exchangeid externalid", LOOKS_ID);
        column[TARGET_bot] = draft_column(
            d, "botid botname =bot hopperid hoppername hopper strategyid strategyname strategy", LOOKS_ANY);
    }
    column[TARGET_client_order_id] = draft_column(
        d, "clientorder clientoid clordid clientid clientref customid origclient usertag userref", LOOKS_ANY);
    column[TARGET_trade_id] =
        draft_column(d,
                     "tradeid tradeno tradenumber tradenr traderef fillid fillref fillno execid executionid "
                     "execref executionref matchid dealid dealref =tid transactionid transactionref txid",
                     LOOKS_ID);
    if (column[TARGET_order_id] < 0) column[TARGET_order_id] = draft_column(d, order_words, LOOKS_ID);
}

static void guess_bare_id(struct draft *d, bool of_program, struct guess *g)
{
    enum target bare = g->orders || of_program ? TARGET_order_id : TARGET_trade_id;
    if (g->column[bare] < 0) g->column[bare] = draft_column(d, "=id =no =number =nr =ref =reference", LOOKS_ID);
}

static void guess_words(struct draft *d, bool of_program, struct guess *g)
{
    int *column = g->column;
    column[TARGET_side] = column_that_means(d, guess_side_word);
    if (column[TARGET_side] < 0)
        column[TARGET_side] = draft_column(d, "=side direction =action =buysell =typ =type isbuyer", LOOKS_WORD);
    if (of_program)
        column[TARGET_market_venue] = draft_column(d, "exchangename =exchange venue marketname platform", LOOKS_WORD);
    else
        column[TARGET_channel] = column_that_means(d, guess_channel_word);
    column[TARGET_uid] = of_program ? -1 : draft_column(d, "=uid userid accountuid accountid", LOOKS_ID);
    column[TARGET_account] = of_program ? draft_column(d, "accountname account apikeyname", LOOKS_ANY) : -1;
}

/* A sign may tell the side where no word does. */
static void guess_sign(struct draft *d, struct guess *g)
{
    struct decimal n;
    struct span unit;
    for (size_t r = 0; r < d->row_count && g->column[TARGET_side] < 0; r++)
        if (draft_number(d, draft_value(d, r, g->column[TARGET_qty]), &n, &unit) && decimal_sign(n) < 0)
            g->side_by_sign = true;
}

/* A list of orders says of every one what became of it, and has no numbers of trades. */
static void guess_status(struct draft *d, struct guess *g)
{
    int i = g->column[TARGET_trade_id] >= 0 ? -1 : draft_column(d, "status state", LOOKS_WORD);
    bool told = i >= 0 && all_mean(d, (size_t)i, guess_status_word);
    for (size_t r = 0; r < d->row_count && told; r++) told = draft_value(d, r, i).len > 0;
    g->orders = told;
    if (told) g->column[TARGET_status] = i;
}

void guess_columns(struct draft *d, bool of_program, struct guess *g)
{
    *g = (struct guess){0};
    for (size_t t = 0; t < TARGET_COUNT; t++) g->column[t] = -1;
    guess_words(d, of_program, g);
    guess_ids(d, of_program, g);
    guess_status(d, g);
    guess_bare_id(d, of_program, g);
    g->column[TARGET_fee_asset] = draft_column(d,
                                               "feecoin feecurrency feeccy feeasset feeunit feetoken commissionasset "
                                               "commissioncurrency commissioncoin",
                                               LOOKS_ASSET);
    guess_pair(d, g);
    g->column[TARGET_fee] =
        draft_column(d, "fee commission gebhr gebuehr frais comision commissie provision", LOOKS_NUMBER);
    guess_amounts(d, g);
    guess_order_qty(d, g);
    guess_sign(d, g);
}
