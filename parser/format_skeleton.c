/* format_skeleton - a definition to start from, guessed from a file's header and first row. Guesses are only about names;
 * whoever fills it in decides, and the samples prove it.
 *
 * SPDX-License-Identifier: MIT */
#include "base/writer.h"
#include "parser/format_internal.h"
#include "parser/redact.h"

enum { NAMES_MAX = HEADER_CELLS_MAX };

struct draft {
    struct arena *arena;
    struct span names[NAMES_MAX], values[NAMES_MAX];
    size_t count;
    bool json, used[NAMES_MAX];
    char delimiter;
    struct span raw; /* of the first row, or the first object */
    struct span file_name;
};

/* ---- guessing ---------------------------------------------------------------------------------------------------- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Letters and digits only, lower case: "Order No." and "orderNo" read alike. */
static struct span plain(struct arena *arena, struct span text)
{
    char *out = arena_alloc(arena, text.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = lower(text.ptr[i]);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out[n++] = c;
    }
    return (struct span){out, n};
}

enum looks { LOOKS_ANY, LOOKS_NUMBER, LOOKS_WORD };

static bool looks_like(struct span value, enum looks looks)
{
    struct span number, unit;
    bool is_number = value.len && amount_split(value, SPAN_NONE, &number, &unit) && number.len;
    return looks == LOOKS_ANY || !value.len || is_number == (looks == LOOKS_NUMBER);
}

/* The first unused column whose name holds one of the words; earlier words are better. */
static int column_like(struct draft *d, const char *words, enum looks looks)
{
    struct span rest = span_of(words);
    while (rest.len) {
        struct span word = span_cut(&rest, ' ');
        for (size_t i = 0; i < d->count; i++) {
            if (d->used[i] || !looks_like(d->values[i], looks)) continue;
            if (!span_contains(plain(d->arena, d->names[i]), word)) continue;
            d->used[i] = true;
            return (int)i;
        }
    }
    return -1;
}

static const char *epoch_of(struct span text)
{
    uint64_t ignored;
    if (!span_to_u64(text, &ignored)) return NULL;
    if (text.len == 10) return "s";
    if (text.len == 13) return "ms";
    return text.len == 16 ? "us" : text.len == 19 ? "ns" : NULL;
}

static const char *layout_of(struct span text)
{
    static const char *const layouts[] = {
        "%Y-%m-%d %H:%M:%S%f", "%Y-%m-%dT%H:%M:%S%f%z", "%Y-%m-%d %H:%M:%S%f%z",    "%Y/%m/%d %H:%M:%S%f",
        "%y-%m-%d %H:%M:%S",   "%-d.%-m.%Y %-H:%M:%S",  "%-m/%-d/%Y, %-I:%M:%S %p", "%Y-%m-%d"};
    struct timestamp ignored;
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        if (time_parse(text, layouts[i], &ignored) == TIME_OK) return layouts[i];
    return NULL;
}

static int time_column(struct draft *d)
{
    for (size_t i = 0; i < d->count; i++) {
        if (!epoch_of(d->values[i]) && !layout_of(d->values[i])) continue;
        d->used[i] = true;
        return (int)i;
    }
    return column_like(d, "time date created", LOOKS_ANY);
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

static void write_names(struct writer *w, const struct draft *d)
{
    writer_byte(w, '[');
    for (size_t i = 0; i < d->count; i++) {
        if (i) writer_cstr(w, ", ");
        writer_json_string(w, d->names[i]);
    }
    writer_byte(w, ']');
}

static void write_identity(struct writer *w, const struct draft *d)
{
    writer_cstr(w, "{\n  \"schema\": \"format-v1\",\n"
                   "  \"id\": \"site-what-kind-year\",\n"
                   "  \"//id\": \"one name per generation; the file must be called id.json\",\n"
                   "  \"version\": 1,\n  \"title\": \"\",\n  \"source\": {\n"
                   "    \"system\": \"\",\n    \"side\": \"exchange\",\n"
                   "    \"export\": \"where on the site this file is made\",\n    \"provenance\": ");
    writer_json_string(w, span_of(arena_format(d->arena, "the file %.*s", SPAN_ARG(d->file_name))));
    writer_format(w,
                  ",\n    \"since\": 2020\n  },\n  \"record_set\": \"fills\",\n  \"container\": {\"type\": \"%s\"},\n",
                  d->json ? "json" : "csv");
    writer_format(w, "  \"recognise\": {\"%s\": ", d->json ? "keys" : "header");
    write_names(w, d);
    writer_cstr(w, "},\n  \"venue\": \"\",\n  \"emits\": {\"kind\": \"fill\", \"order\": \"any\"},\n");
}

/* A column is named by itself; one whose name is not its own, by its number. */
static struct span reference(struct draft *d, size_t i)
{
    for (size_t k = 0; k < d->count && !d->json; k++)
        if (k != i && span_equal(d->names[k], d->names[i])) return span_of(arena_format(d->arena, "#%zu", i + 1));
    return d->names[i];
}

static void write_time(struct writer *w, struct draft *d)
{
    int i = time_column(d);
    struct span value = i >= 0 ? d->values[i] : SPAN_NONE;
    const char *epoch = epoch_of(value), *layout = layout_of(value);
    writer_cstr(w, "  \"time\": {\"from\": ");
    writer_json_string(w, i >= 0 ? reference(d, (size_t)i) : SPAN("which column?"));
    if (epoch)
        writer_format(w, ", \"epoch\": \"%s\"},\n", epoch);
    else if (layout && span_ends_with(span_of(layout), SPAN("%z")))
        writer_format(w, ", \"layouts\": [\"%s\"], \"zone\": {\"value\": true}},\n", layout);
    else
        writer_format(w, ", \"layouts\": [\"%s\"], \"zone\": {\"ask\": true}},\n",
                      layout ? layout : "%Y-%m-%d %H:%M:%S");
}

static void write_market(struct writer *w, struct draft *d)
{
    int i = column_like(d, "pair symbol market instrument product instid", LOOKS_WORD);
    struct span value = i >= 0 ? d->values[i] : SPAN_NONE;
    const char *style = "concatenated";
    if (span_find(value, '/') < value.len) style = "slash";
    if (span_find(value, '-') < value.len) style = "dash";
    if (span_find(value, '_') < value.len) style = "underscore";
    writer_cstr(w, "  \"market\": {\"from\": ");
    writer_json_string(w, i >= 0 ? reference(d, (size_t)i) : SPAN("which column?"));
    writer_format(w, ", \"style\": \"%s\", \"sequence\": \"base-quote\"},\n", style);
}

static bool has_unit(struct span value)
{
    struct span number, unit;
    return amount_split(value, SPAN_NONE, &number, &unit) && unit.len && number.len;
}

static void write_column(struct writer *w, struct draft *d, enum target t, int i)
{
    static const char *const units[TARGET_COUNT] = {
        [TARGET_price] = "quote", [TARGET_qty] = "base", [TARGET_cost] = "quote", [TARGET_fee] = "any"};
    writer_format(w, "    \"%s\": ", target_name(t));
    if (t == TARGET_side) {
        writer_cstr(w, "{\"from\": ");
        writer_json_string(w, reference(d, (size_t)i));
        writer_cstr(w, ", \"map\": {\"BUY\": \"buy\", \"SELL\": \"sell\", \"buy\": \"buy\", \"sell\": \"sell\"}}");
    } else if (units[t] && has_unit(d->values[i])) {
        writer_cstr(w, "{\"from\": ");
        writer_json_string(w, reference(d, (size_t)i));
        writer_format(w, ", \"type\": \"amount\", \"unit\": \"%s\"}", units[t]);
    } else {
        writer_json_string(w, reference(d, (size_t)i));
    }
}

static void write_columns(struct writer *w, struct draft *d)
{
    static const struct {
        enum target target;
        const char *words;
    } guesses[] = {{TARGET_client_order_id, "clientorderid clientoid clordid clientid"},
                   {TARGET_trade_id, "tradeid fillid execid"},
                   {TARGET_order_id, "orderid orderno ordid order oid"},
                   {TARGET_side, "side direction action type"},
                   {TARGET_fee_asset, "feecoin feecurrency feeccy feeasset commissionasset feeunit"},
                   {TARGET_fee, "fee commission"},
                   {TARGET_price, "avgprice averageprice filledprice tradingprice price rate px"},
                   {TARGET_cost, "total funds quoteqty cost volume amountquote value"},
                   {TARGET_qty, "executed filled qty quantity size amount sz"}};
    bool found[TARGET_COUNT] = {false}, first = true;
    writer_cstr(w, "  \"columns\": {\n");
    for (size_t g = 0; g < sizeof guesses / sizeof *guesses; g++) {
        enum target_group group = target_group(guesses[g].target);
        enum looks looks = group == GROUP_AMOUNT ? LOOKS_NUMBER : group == GROUP_ID ? LOOKS_ANY : LOOKS_WORD;
        int i = column_like(d, guesses[g].words, looks);
        if (i < 0) continue;
        if (!first) writer_cstr(w, ",\n");
        write_column(w, d, guesses[g].target, i);
        found[guesses[g].target] = true;
        first = false;
    }
    static const enum target named[] = {TARGET_order_id, TARGET_trade_id, TARGET_client_order_id, TARGET_channel,
                                        TARGET_key};
    writer_cstr(w, "\n  },\n  \"absent\": [");
    first = true;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        if (found[named[i]]) continue;
        writer_format(w, "%s\"%s\"", first ? "" : ", ", target_name(named[i]));
        first = false;
    }
    writer_cstr(w, "],\n");
}

static void write_samples(struct writer *w, const struct draft *d)
{
    writer_cstr(w, "  \"//samples\": \"replace the rows by invented ones before you give this file to others\",\n  "
                   "\"samples\": [\n    {");
    writer_cstr(w, d->json ? "\"json\": " : "\"rows\": [");
    if (d->json)
        writer_text(w, d->raw);
    else
        writer_json_string(w, d->raw);
    writer_cstr(w, d->json ? ",\n" : "],\n");
    writer_cstr(w, "     \"time_zone\": \"UTC\",\n     \"expect\": [{\"kind\": \"fill\"}]}\n  ]\n}\n");
}

/* ---- reading the file -------------------------------------------------------------------------------------------- */

static bool take_row(struct draft *d, const struct record *row)
{
    size_t count = format_header_cells(row, d->arena, d->count ? d->values : d->names);
    if (!d->count) {
        bool named = count >= 3;
        for (size_t i = 0; i < count; i++)
            if (d->names[i].len && d->names[i].ptr[0] >= '0' && d->names[i].ptr[0] <= '9') named = false;
        if (named) d->count = count;
        return false;
    }
    struct redact_columns columns = {d->names, d->count, d->delimiter};
    d->raw = redact_row(arena_copy(d->arena, row->raw), &columns, d->arena);
    return true;
}

static bool draft_csv(struct draft *d, struct span head)
{
    d->delimiter = csv_sniff(head);
    if (!d->delimiter) return false;
    struct source *source = source_open_memory(head, "head", NULL);
    struct csv *csv = csv_new(source, d->delimiter, NULL);
    struct record row;
    for (int i = 0; i < HEADER_SEARCH_ROWS && csv_next(csv, &row) == READ_RECORD; i++)
        if (take_row(d, &row)) break;
    csv_free(csv);
    source_close(source);
    return d->count > 0;
}

static void write_member(struct writer *w, const struct cell *cell, struct arena *arena)
{
    writer_json_string(w, cell->name);
    writer_cstr(w, ": ");
    if (cell->kind == CELL_TEXT)
        writer_json_string(w, redact_text(redact_value(cell->name, cell->text, arena), arena));
    else
        writer_text(w, cell->kind == CELL_NULL ? SPAN("null") : cell->text);
}

/* The object with the most plain members is taken for the record; wrappers have few. */
static enum json_class look_at_object(void *user, const struct json_object_view *view, const void **tag)
{
    enum { PLAIN_LEAST = 4 };
    struct draft *d = user;
    size_t members = 0;
    (void)tag;
    for (size_t i = 0; i < view->count; i++) members += view->cells[i].kind != CELL_NESTED;
    if (members < PLAIN_LEAST || members <= d->count || members > NAMES_MAX) return JSON_WRAPPER;
    struct writer *w = writer_to_memory();
    d->count = 0;
    for (size_t i = 0; i < view->count; i++) {
        const struct cell *cell = &view->cells[i];
        if (cell->kind == CELL_NESTED) continue;
        writer_cstr(w, d->count ? ", " : "{");
        write_member(w, cell, d->arena);
        d->names[d->count] = arena_copy(d->arena, cell->name);
        d->values[d->count++] = arena_copy(d->arena, cell->text);
    }
    writer_byte(w, '}');
    d->raw = arena_copy(d->arena, writer_memory(w));
    writer_close(w, NULL);
    return JSON_WRAPPER;
}

static bool draft_json(struct draft *d, struct span head)
{
    struct json_classifier classifier = {look_at_object, NULL, d, false};
    struct source *source = source_open_memory(head, "head", NULL);
    struct json_reader *reader = json_new(source, &classifier, NULL);
    struct record r;
    d->json = true;
    while (json_next(reader, &r) == READ_REJECTED) continue;
    json_free(reader);
    source_close(source);
    return d->count > 0;
}

bool format_skeleton(struct span head, struct span file_name, struct writer *out)
{
    struct arena *arena = arena_new(0);
    struct draft *d = ARENA_NEW(arena, struct draft);
    d->arena = arena;
    d->file_name = file_name;
    bool found = json_sniff(head) ? draft_json(d, head) : draft_csv(d, head);
    if (found) {
        write_identity(out, d);
        write_time(out, d);
        write_market(out, d);
        write_columns(out, d);
        write_samples(out, d);
    }
    arena_free(arena);
    return found;
}
