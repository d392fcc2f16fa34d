/* skeleton - a definition to start from, guessed from a file's header and first rows. What only a person can say is
 * a blank that begins with FILL IN; with the blanks filled in it loads.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/draft.h"

struct sketch {
    struct draft d;
    struct time_guess time;
    struct guess g;
    struct span file_name;
    bool of_program;
    bool first; /* no member of the present object has been written */
};

/* ---- small pieces ------------------------------------------------------------------------------------------------ */

/* A column is named by itself; one whose name is not its own, or reads as something else, by its number. */
static struct span reference(struct draft *d, int i)
{
    struct span name = d->names[i];
    bool odd = !name.len || memchr("#=/", name.ptr[0], 3) || span_find(name, '{') < name.len;
    for (size_t k = 0; k < d->count; k++) odd = odd || (k != (size_t)i && span_equal(d->names[k], name));
    return odd && !d->json ? span_of(arena_format(d->arena, "#%d", i + 1)) : name;
}

static void write_reference(struct writer *w, struct sketch *s, int i, const char *what)
{
    if (i >= 0)
        writer_json_string(w, reference(&s->d, i));
    else
        writer_json_string(w, span_of(arena_format(s->d.arena, FILL_IN ": the column that holds %s", what)));
}

static void write_names(struct writer *w, const struct draft *d, size_t count)
{
    bool first = true;
    writer_byte(w, '[');
    for (size_t i = 0; i < count; i++) {
        if (d->json && !d->always[i]) continue;
        if (!first) writer_cstr(w, ", ");
        writer_json_string(w, d->names[i]);
        first = false;
    }
    writer_byte(w, ']');
}

/* ---- the top ----------------------------------------------------------------------------------------------------- */

static const char *kind_of(const struct sketch *s)
{
    return s->of_program ? "bot-order" : s->g.orders ? "order" : "fill";
}

static const char *record_set_of(const struct sketch *s)
{
    bool fills = s->g.column[TARGET_trade_id] >= 0;
    if (s->of_program) return fills ? "program-fills" : "program-orders";
    return s->g.orders ? "orders" : "fills";
}

/* The year that stands in the first time; 2020 when none does. */
static int first_year(const struct sketch *s)
{
    enum { USUAL = 2020 };
    char text[TIME_TEXT_MAX];
    struct span value = draft_value(&s->d, 0, s->time.column);
    struct timestamp at;
    enum epoch_unit unit = EPOCH_S;
    if (s->time.epoch && strcmp(s->time.epoch, "s") != 0)
        unit = !strcmp(s->time.epoch, "ms") ? EPOCH_MS : !strcmp(s->time.epoch, "us") ? EPOCH_US : EPOCH_NS;
    if (s->time.epoch && time_from_epoch_fraction(value, unit, &at) == TIME_OK) {
        time_format(at.ns, 0, text);
        value = span_of(text);
    }
    for (size_t i = 0; i + 4 <= value.len; i++) {
        uint64_t year;
        if (span_to_u64(span_head(span_from(value, i), 4), &year) && year > 2008 && year < 2100) return (int)year;
    }
    return USUAL;
}

static void write_identity(struct writer *w, const struct sketch *s)
{
    writer_cstr(w, "{\n  \"//\": \"fill in what begins with FILL IN, look over the rest, then: straykey formats "
                   "--check THIS-FILE\",\n"
                   "  \"schema\": \"format-v1\",\n  \"id\": \"" FILL_IN
                   ": the name that this file will have, without .json: small letters, digits and -, such as "
                   "marlin-spot-fills-csv-2022\",\n"
                   "  \"version\": 1,\n  \"title\": \"" FILL_IN ": a few words, such as Marlin spot trades, CSV\",\n"
                   "  \"source\": {\n    \"system\": \"" FILL_IN ": ");
    writer_cstr(w, s->of_program ? "the program in one word in small letters, such as cryptohopper"
                                 : "the exchange in one word in small letters, such as marlin");
    writer_format(w,
                  "\",\n    \"side\": \"%s\",\n    \"export\": \"" FILL_IN
                  ": where a user finds this file\",\n    \"provenance\": ",
                  s->of_program ? "bot" : "exchange");
    writer_json_string(w, span_of(arena_format(s->d.arena, "a real file, %.*s", SPAN_ARG(s->file_name))));
    writer_format(w, ",\n    \"since\": %d\n  },\n  \"record_set\": \"%s\",\n", first_year(s), record_set_of(s));
    if (s->of_program)
        writer_cstr(w, "  \"//record_set\": \"so it explains the orders that it names and vouches for nothing else; "
                       "only if this is the platform "
                       "whose keys were stolen, and the file holds every order from its first to its last row: "
                       "deal-orders. Then orders that "
                       "are missing here are flagged\",\n");
}

static void write_container(struct writer *w, const struct draft *d)
{
    writer_format(w, "  \"container\": {\"type\": \"%s\"", d->json ? "json" : "csv");
    if (!d->json && d->delimiter != ',')
        writer_format(w, ", \"delimiter\": \"%s\"", d->delimiter == '\t' ? "\\t" : ";");
    if (d->point == ',') writer_cstr(w, ", \"decimal_mark\": \",\"");
    if (d->group) writer_format(w, ", \"group_mark\": \"%c\"", d->group);
    writer_format(w, "},\n  \"recognise\": {\"%s\": ", d->json ? "keys" : "header");
    write_names(w, d, d->count);
    writer_cstr(w, "},\n");
}

static void write_kind(struct writer *w, const struct sketch *s)
{
    if (!s->of_program)
        writer_cstr(w, "  \"venue\": \"" FILL_IN ": the exchange once more, the same word as in system\",\n");
    writer_format(w, "  \"emits\": {\"kind\": \"%s\", \"order\": \"any\"%s},\n", kind_of(s),
                  s->of_program && s->g.column[TARGET_status] < 0 ? ", \"status\": \"filled\"" : "");
}

/* ---- time and market --------------------------------------------------------------------------------------------- */

static void write_zone(struct writer *w, const struct time_guess *time)
{
    if (time->offset) {
        writer_cstr(w, ", \"zone\": {\"value\": true}},\n");
    } else if (time->zone.len) {
        writer_cstr(w, ", \"zone\": {\"fixed\": ");
        writer_json_string(w, time->zone);
        writer_cstr(w, "}},\n");
    } else {
        writer_cstr(w, ", \"zone\": {\"ask\": true}},\n  \"//zone\": \"the file does not say its zone, so every run "
                       "needs --time-zone "
                       "or case.json; where the site says that it always is UTC: {\\\"fixed\\\": \\\"UTC\\\"}\",\n");
    }
}

static void write_layout(struct writer *w, struct sketch *s)
{
    const struct time_guess *time = &s->time;
    const char *layout = time->layout;
    if (!layout) layout = FILL_IN ": how the time is written, such as %Y-%m-%d %H:%M:%S";
    if (time->other)
        layout = arena_format(s->d.arena, FILL_IN ": is the day or the month first? one of %s and %s", time->layout,
                              time->other);
    writer_cstr(w, ", \"layouts\": [");
    writer_json_string(w, span_of(layout));
    writer_byte(w, ']');
}

static void write_time(struct writer *w, struct sketch *s)
{
    writer_cstr(w, "  \"time\": {\"from\": ");
    write_reference(w, s, s->time.column, "the time");
    if (s->time.with >= 0) {
        writer_cstr(w, ", \"with\": ");
        write_reference(w, s, s->time.with, "the clock");
    }
    if (s->time.epoch) {
        writer_format(w, ", \"epoch\": \"%s\"},\n", s->time.epoch);
        return;
    }
    write_layout(w, s);
    write_zone(w, &s->time);
}

static void write_market(struct writer *w, struct sketch *s)
{
    static const char *const styles[] = {"concatenated", "underscore", "slash", "dash"};
    writer_cstr(w, "  \"market\": {");
    if (s->g.pair < 0 && s->g.base >= 0 && s->g.quote >= 0) {
        writer_cstr(w, "\"base\": ");
        write_reference(w, s, s->g.base, "");
        writer_cstr(w, ", \"quote\": ");
        write_reference(w, s, s->g.quote, "");
        writer_cstr(w, "},\n");
        return;
    }
    writer_cstr(w, "\"from\": ");
    write_reference(w, s, s->g.pair, "the trading pair");
    writer_format(w, ", \"style\": \"%s\", \"sequence\": \"%s\"},\n", styles[s->g.style],
                  s->g.quote_first ? "quote-base" : "base-quote");
}

/* ---- columns ----------------------------------------------------------------------------------------------------- */

static void begin_column(struct writer *w, struct sketch *s, enum target t)
{
    writer_format(w, "%s    \"%s\": ", s->first ? "" : ",\n", target_name(t));
    s->first = false;
}

/* An exchange's name as definitions spell it: "Binance Futures" is binance-futures. */
static const char *venue_word(struct arena *arena, struct span text)
{
    char *out = arena_copy(arena, text).len ? arena_alloc(arena, text.len + 1) : "";
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        out[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c == ' ' || c == '_' || c == '.' ? '-' : c;
    }
    return out;
}

static const char *engine_word(struct sketch *s, enum target t, struct span word)
{
    const char *is = "";
    if (t == TARGET_side) is = guess_side_word(word);
    if (t == TARGET_status) is = guess_status_word(word);
    if (t == TARGET_channel) is = guess_channel_word(word);
    if (t == TARGET_market_venue) is = venue_word(s->d.arena, word);
    if (*is) return is;
    return arena_format(s->d.arena, FILL_IN ": what does it mean? %s",
                        t == TARGET_side ? "buy or sell" : target_words(t));
}

/* A file of nothing but buys does not show the word for the others. */
static void write_blank_side(struct writer *w, const char *side, bool follows)
{
    writer_format(w, "%s\"" FILL_IN ": its word for %ss\": \"%s\"", follows ? ", " : "", side, side);
}

static void write_map(struct writer *w, struct sketch *s, enum target t, int i)
{
    struct span words[DRAFT_WORDS_MAX + 1];
    size_t count = draft_words(&s->d, i, words);
    bool buys = false, sells = false;
    writer_cstr(w, "{\"from\": ");
    write_reference(w, s, i, "");
    writer_cstr(w, ", \"map\": {");
    for (size_t k = 0; k < count; k++) {
        const char *is = engine_word(s, t, words[k]);
        if (k) writer_cstr(w, ", ");
        writer_json_string(w, words[k]);
        writer_cstr(w, ": ");
        writer_json_string(w, span_of(is));
        buys = buys || !strcmp(is, "buy");
        sells = sells || !strcmp(is, "sell");
    }
    if (t == TARGET_side && !buys) write_blank_side(w, "buy", count > 0);
    if (t == TARGET_side && !sells) write_blank_side(w, "sell", count > 0 || !buys);
    writer_cstr(w, t == TARGET_side && s->of_program ? "}, \"empty\": \"error\"}" : "}}");
}

static void write_side(struct writer *w, struct sketch *s)
{
    begin_column(w, s, TARGET_side);
    if (s->g.side_by_sign) {
        writer_cstr(w, "{\"from\": ");
        write_reference(w, s, s->g.column[TARGET_qty], "");
        writer_cstr(w, ", \"type\": \"sign\"}");
    } else if (s->g.column[TARGET_side] < 0) {
        writer_cstr(w, "{\"from\": \"" FILL_IN ": the column that tells buys from sells\", \"map\": {\"" FILL_IN
                       ": its word for buys\": \"buy\", \"" FILL_IN ": its word for sells\": \"sell\"}}");
    } else {
        write_map(w, s, TARGET_side, s->g.column[TARGET_side]);
    }
}

static void write_amount(struct writer *w, struct sketch *s, enum target t, int i)
{
    static const char *const units[TARGET_COUNT] = {
        [TARGET_price] = "quote",    [TARGET_limit] = "quote", [TARGET_qty] = "base",
        [TARGET_order_qty] = "base", [TARGET_cost] = "quote",  [TARGET_fee] = "any"};
    bool unit = draft_has_unit(&s->d, i), sign = s->g.side_by_sign && (t == TARGET_qty || t == TARGET_cost);
    bool must = s->of_program && t == TARGET_qty;
    if (!unit && !sign && !must) {
        write_reference(w, s, i, "");
        return;
    }
    writer_cstr(w, "{\"from\": ");
    write_reference(w, s, i, "");
    if (unit) writer_format(w, ", \"type\": \"amount\", \"unit\": \"%s\"", units[t]);
    if (sign) writer_cstr(w, ", \"absolute\": true");
    if (must) writer_cstr(w, ", \"empty\": \"error\"");
    writer_byte(w, '}');
}

static void write_one(struct writer *w, struct sketch *s, enum target t)
{
    int i = s->g.column[t];
    if (i < 0) return;
    begin_column(w, s, t);
    if (t == TARGET_status || t == TARGET_channel || t == TARGET_market_venue)
        write_map(w, s, t, i);
    else if (target_group(t) == GROUP_AMOUNT)
        write_amount(w, s, t, i);
    else
        write_reference(w, s, i, "");
}

static void write_missing(struct writer *w, struct sketch *s, enum target t, const char *what)
{
    if (s->g.column[t] >= 0) return;
    begin_column(w, s, t);
    write_reference(w, s, -1, what);
}

static void write_columns(struct writer *w, struct sketch *s)
{
    writer_cstr(w, "  \"columns\": {\n");
    s->first = true;
    write_side(w, s);
    if (!s->g.orders) write_missing(w, s, TARGET_qty, "the quantity that was traded, in the base coin");
    int fee = s->g.column[TARGET_fee];
    if (fee >= 0 && !s->of_program && !draft_has_unit(&s->d, fee))
        write_missing(w, s, TARGET_fee_asset,
                      "the fee's coin; =USDT, if it always is USDT; without an answer remove this line and the fee's");
    for (enum target t = 0; t < TARGET_COUNT; t++)
        if (t != TARGET_side) write_one(w, s, t);
    writer_cstr(w, "\n  },\n");
    if (s->of_program && s->g.column[TARGET_market_venue] < 0)
        writer_cstr(w, "  \"constant\": {\"market_venue\": \"" FILL_IN
                       ": the exchange that the program trades on, such as binance\"},\n");
}

/* What an exchange's export does not carry must be said; a program's log is not asked. */
static void write_absent(struct writer *w, const struct sketch *s)
{
    static const enum target named[] = {TARGET_order_id, TARGET_client_order_id, TARGET_channel, TARGET_key,
                                        TARGET_trade_id};
    size_t count = sizeof named / sizeof *named - s->g.orders;
    bool first = true;
    if (s->of_program) return;
    writer_cstr(w, "  \"absent\": [");
    for (size_t i = 0; i < count; i++) {
        if (s->g.column[named[i]] >= 0) continue;
        writer_format(w, "%s\"%s\"", first ? "" : ", ", target_name(named[i]));
        first = false;
    }
    writer_cstr(w, "],\n");
}

/* ---- samples ----------------------------------------------------------------------------------------------------- */

static void write_samples(struct writer *w, const struct sketch *s)
{
    const struct draft *d = &s->d;
    bool base_quote = s->g.pair >= 0 || (s->g.base >= 0 && s->g.quote >= 0);
    writer_cstr(w, "  \"//samples\": \"what you say here proves the rest; before you give this file to others, replace "
                   "the row by an "
                   "invented one and add one that must be rejected\",\n  \"samples\": [\n    {");
    writer_cstr(w, d->json ? "\"json\": " : "\"rows\": [");
    if (d->json)
        writer_text(w, d->raw);
    else
        writer_json_string(w, d->raw);
    writer_format(w, "%s,\n     \"time_zone\": \"UTC\",\n     \"expect\": [{\"kind\": \"%s\"", d->json ? "" : "]",
                  kind_of(s));
    if (base_quote)
        writer_cstr(w, ", \"base\": \"" FILL_IN ": the coin that this row bought or sold\", \"quote\": \"" FILL_IN
                       ": the coin that its price is in\"");
    writer_format(w, "}]},\n    {\"%s\": ", d->json ? "refused_json" : "refused_header");
    if (d->json)
        writer_cstr(w, "{\"another\": \"record\"}");
    else
        write_names(w, d, d->count - 1);
    writer_cstr(w, "}\n  ]\n}\n");
}

bool format_skeleton(struct span head, struct span file_name, bool of_program, struct writer *out)
{
    struct arena *arena = arena_new(0);
    struct sketch *s = ARENA_NEW(arena, struct sketch);
    s->d.arena = arena;
    s->file_name = file_name;
    s->of_program = of_program;
    bool found = draft_read(&s->d, head);
    if (found && !s->d.raw.len) s->d.raw = SPAN(FILL_IN ": a row of such a file, as it stands there");
    if (found) {
        s->time = guess_time(&s->d);
        guess_columns(&s->d, of_program, &s->g);
        write_identity(out, s);
        write_container(out, &s->d);
        write_kind(out, s);
        write_time(out, s);
        write_market(out, s);
        write_columns(out, s);
        write_absent(out, s);
        write_samples(out, s);
    }
    arena_free(arena);
    return found;
}
