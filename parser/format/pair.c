/* pair - splitting of trading pairs and of amounts with units.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/pair.h"

static bool is_any_of(struct span text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (span_equal_nocase(text, span_of(words[i]))) return true;
    }
    return false;
}
#define IS_ANY_OF(text, words) is_any_of((text), (words), sizeof(words) / sizeof *(words))

/* ---- BTCUSDT --------------------------------------------------------------------------------------------------- */

/* HUSD is not among them: HTX alone traded it and its definitions name it; anywhere else ETHUSD would be ET/HUSD. */
static bool is_quote(struct span text)
{
    static const char *const quotes[] = {
        "USDT", "USDC", "BUSD", "TUSD", "FDUSD", "USDP", "GUSD", "PYUSD", "RLUSD", "USDD", "USDS",  "USDE",
        "USDK", "USDJ", "UST",  "PAX",  "DAI",   "VAI",  "EURT", "EURS",  "EURC",  "EURI", "EUROC", "AEUR",
        "USD1", "BIDR", "IDRT", "BKRW", "BVND",  "USD",  "EUR",  "GBP",   "AUD",   "CAD",  "CHF",   "JPY",
        "BRL",  "TRY",  "RUB",  "UAH",  "NGN",   "ZAR",  "IDR",  "KRW",   "THB",   "MXN",  "ARS",   "PLN",
        "RON",  "CZK",  "SGD",  "HKD",  "INR",   "PHP",  "VND",  "SEK",   "NOK",   "DKK",  "NZD",   "COP",
        "KZT",  "GEL",  "BTC",  "XBT",  "ETH",   "BNB",  "XRP",  "TRX",   "DOGE",  "DOT",  "SOL",   "BNFCR",
    };
    return IS_ANY_OF(text, quotes);
}

/* Assets whose last letter, put before USD, looks like another quote asset: BNBUSD is BNB/USD, not BN/BUSD. */
static bool is_asset_before_usd(struct span text)
{
    static const char *const assets[] = {
        "BNB",  "SHIB", "DGB", "CKB",  "TRB",  "MOB",  "AMB",  "BOB",  "KUB",   "YGG",   "BTG",     "OMG",
        "STG",  "XDG",  "ENG", "DOG",  "MOG",  "PAXG", "XBT",  "DOT",  "USDT",  "XAUT",  "BTT",     "FTT",
        "GRT",  "ANT",  "BAT", "SNT",  "BNT",  "TWT",  "LIT",  "LPT",  "GMT",   "GST",   "APT",     "HNT",
        "HFT",  "OXT",  "EWT", "CQT",  "FLT",  "NOT",  "PORT", "NFT",  "QNT",   "UFT",   "NMT",     "CVT",
        "UBT",  "WBT",  "RNT", "XRT",  "SWT",  "MNT",  "INT",  "TNT",  "STPT",  "DENT",  "IOST",    "KILT",
        "MINT", "GHST", "TNB", "VET",  "FET",  "ONT",  "HOT",  "MDT",  "GNT",   "DNT",   "AST",     "CDT",
        "JST",  "ACT",  "SXT", "GOAT", "PNUT", "RDNT", "SALT", "BCPT", "STRAT", "TRUST", "MOODENG",
    };
    return IS_ANY_OF(text, assets);
}

/* Kraken's old names have four letters that start with X (coins) or Z (money): XXBTZEUR, XETHXXBT. */
static bool is_kraken_name(struct span text)
{
    static const char *const names[] = {
        "XXBT", "XETH", "XETC", "XLTC", "XXRP", "XXLM", "XXMR", "XZEC", "XREP", "XMLN", "XXDG", "XICN",
        "XDAO", "XNMC", "XXVN", "ZUSD", "ZEUR", "ZGBP", "ZJPY", "ZCAD", "ZAUD", "ZKRW", "ZCHF", "USDT", /* USDTZUSD */
    };
    return IS_ANY_OF(text, names);
}

static bool is_kraken_money(struct span text)
{
    return text.len == 4 && (text.ptr[0] == 'Z' || span_is(text, "XXBT") || span_is(text, "XETH")) &&
           is_kraken_name(text);
}

/* Letters, digits and bytes of other scripts; no separators, which would mean another style. */
static bool is_name(struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
        if (!letter && c != '$') return false;
    }
    return text.len > 0;
}

/* Whether the last three letters alone are the quote asset: ADAEUR is ADA/EUR, as next to nothing is sold for AEUR. */
static bool prefers_short_quote(struct span text, struct span quote)
{
    static const char *const sold_for_aeur[] = {"BTC", "ETH", "EUR"};
    if (quote.len != 4) return false;
    if (span_equal_nocase(quote, SPAN("AEUR"))) return !IS_ANY_OF(span_head(text, text.len - 4), sold_for_aeur);
    return span_equal_nocase(span_from(quote, 1), SPAN("USD")) && is_asset_before_usd(span_head(text, text.len - 3));
}

static bool split_kraken(struct span text, struct span *base, struct span *quote)
{
    if (text.len != 8 || !is_kraken_money(span_from(text, 4)) || !is_kraken_name(span_head(text, 4))) return false;
    *base = span_head(text, 4);
    *quote = span_from(text, 4);
    return true;
}

static bool split_concatenated(struct span text, enum pair_sequence sequence, struct span *base, struct span *quote)
{
    enum { QUOTE_MOST = 5, QUOTE_LEAST = 3 };
    if (!is_name(text)) return false;
    if (sequence == PAIR_BASE_QUOTE && split_kraken(text, base, quote)) return true;
    for (size_t len = QUOTE_MOST; len >= QUOTE_LEAST; len--) {
        if (text.len <= len) continue;
        size_t rest = text.len - len;
        struct span found = sequence == PAIR_BASE_QUOTE ? span_from(text, rest) : span_head(text, len);
        if (!is_quote(found)) continue;
        if (sequence == PAIR_BASE_QUOTE && prefers_short_quote(text, found)) continue;
        *quote = found;
        *base = sequence == PAIR_BASE_QUOTE ? span_head(text, rest) : span_from(text, len);
        return true;
    }
    return false;
}

/* ---- BTC/USDT, USDT_BTC ---------------------------------------------------------------------------------------- */

/* Contracts are settled in dollars; WBTC behind BTC_ is no contract but a coin of its own, and so is BUSD behind USD_. */
static struct span without_contract(struct span base, struct span quote)
{
    static const char *const settled_in[] = {"USDT", "USDC", "USD", "BUSD"};
    static const char *const coins[] = {
        "BUSD", "TUSD", "GUSD", "HUSD", "FDUSD", "PYUSD", "RLUSD", "SUSD", "LUSD",   "CUSD",
        "NUSD", "MUSD", "OUSD", "ZUSD", "AUSD",  "DUSD",  "EUSD",  "XUSD", "CRVUSD",
    };
    if (base.len <= quote.len || !IS_ANY_OF(quote, settled_in) || IS_ANY_OF(base, coins)) return base;
    struct span tail = span_from(base, base.len - quote.len);
    if (!span_equal_nocase(tail, quote)) return base;

    struct span head = span_head(base, base.len - quote.len);
    if (is_name(head)) return head;
    head.len--; /* DOGE_USDT: a separator stands before the quote */
    return is_name(head) ? head : base;
}

static bool split_separated(struct span text, char separator, enum pair_sequence sequence, struct span *base,
                            struct span *quote)
{
    size_t at = span_find(text, separator);
    if (at == 0 || at + 1 >= text.len) return false;
    struct span first = span_head(text, at), second = span_from(text, at + 1);
    if (sequence == PAIR_BASE_QUOTE) {
        if (!is_name(second)) return false; /* BTC-USDT-SWAP is a contract, not a pair */
        *base = first;
        *quote = second;
        return true;
    }
    *quote = first;
    *base = without_contract(second, first);
    return true;
}

bool pair_split_known(struct span text, const struct span *quotes, size_t count, struct span *base, struct span *quote)
{
    size_t longest = 0;
    if (span_find(text, '/') < text.len) return split_separated(text, '/', PAIR_BASE_QUOTE, base, quote);
    if (!is_name(text)) return false;
    if (split_kraken(text, base, quote)) return true;
    for (size_t i = 0; i < count; i++) {
        if (quotes[i].len <= longest || quotes[i].len >= text.len) continue;
        if (span_equal_nocase(span_from(text, text.len - quotes[i].len), quotes[i])) longest = quotes[i].len;
    }
    *base = span_head(text, text.len - longest);
    *quote = span_from(text, text.len - longest);
    return longest > 0;
}

bool pair_split(struct span text, enum pair_style style, enum pair_sequence sequence, struct span *base,
                struct span *quote)
{
    static const char separators[] = {[PAIR_UNDERSCORE] = '_', [PAIR_SLASH] = '/', [PAIR_DASH] = '-'};
    if (style == PAIR_CONCATENATED && span_find(text, '/') == text.len)
        return split_concatenated(text, sequence, base, quote);
    if (style == PAIR_CONCATENATED) style = PAIR_SLASH;
    return split_separated(text, separators[style], sequence, base, quote);
}

/* ---- 0.5ETH ---------------------------------------------------------------------------------------------------- */

static bool is_digit(struct span text, size_t at)
{
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

static bool is_sign(struct span text, size_t at)
{
    return at < text.len && (text.ptr[at] == '+' || text.ptr[at] == '-');
}

/* Length of the longest number at the start of the text, 0 when there is none. Marks are judged by decimal_parse. */
static size_t number_length(struct span text)
{
    size_t at = is_sign(text, 0) ? 1 : 0, marks = 0;
    const size_t first = at;
    for (; at < text.len; at++) {
        const char c = text.ptr[at];
        if (c == '.' || c == ',') {
            marks++;
        } else if (c < '0' || c > '9') {
            break;
        }
    }
    if (at - first == marks) return 0; /* no digit */
    if (at < text.len && (text.ptr[at] == 'e' || text.ptr[at] == 'E')) {
        size_t exponent = at + 1 + (is_sign(text, at + 1) ? 1 : 0);
        if (is_digit(text, exponent)) {
            while (is_digit(text, exponent)) exponent++;
            at = exponent;
        }
    }
    return at;
}

bool amount_split(struct span text, struct span unit, struct span *number, struct span *unit_found)
{
    text = span_trim(text);
    size_t len = number_length(text);
    if (len == text.len && len > 0) {
        *number = text;
        *unit_found = SPAN_NONE;
        return true;
    }
    if (unit.len == 0) {
        if (len == 0) return false;
        *number = span_head(text, len);
        *unit_found = span_trim(span_from(text, len));
        return true;
    }
    if (text.len <= unit.len) return false;
    struct span tail = span_from(text, text.len - unit.len);
    struct span head = span_trim(span_head(text, text.len - unit.len));
    if (!span_equal_nocase(tail, unit) || head.len == 0 || number_length(head) != head.len) return false;
    *number = head;
    *unit_found = tail;
    return true;
}
