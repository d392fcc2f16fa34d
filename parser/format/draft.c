/* draft - see format/draft.h.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/draft.h"

#include "parser/redact.h"

/* ---- values ------------------------------------------------------------------------------------------------------ */

struct span draft_value(const struct draft *d, size_t row, int column)
{
    return column < 0 || row >= d->row_count ? SPAN_NONE : d->rows[row][column];
}

size_t draft_words(const struct draft *d, int column, struct span out[DRAFT_WORDS_MAX + 1])
{
    size_t count = 0;
    for (size_t r = 0; r < d->row_count && count <= DRAFT_WORDS_MAX; r++) {
        struct span value = draft_value(d, r, column);
        bool known = !value.len;
        for (size_t i = 0; i < count && !known; i++) known = span_equal(out[i], value);
        if (!known) out[count++] = value;
    }
    return count;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* "E-5", behind digits: how many bytes of it. */
static size_t exponent_length(struct span text)
{
    size_t n = text.len > 1 && (text.ptr[0] == 'E' || text.ptr[0] == 'e') ? 1 : 0;
    if (n && (text.ptr[1] == '-' || text.ptr[1] == '+')) n++;
    size_t digits = 0;
    while (n && n + digits < text.len && is_digit(text.ptr[n + digits])) digits++;
    return digits && n + digits == text.len ? n + digits : 0;
}

/* "0.1", "-0.1 BTC", "1,234.5USDT", "1.7E-5": a number, and the unit behind it. */
static bool split_number(struct span text, struct span *number, struct span *unit)
{
    enum { UNIT_MAX = 10 };
    size_t n = text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+') ? 1 : 0, digits = 0;
    for (; n < text.len && (is_digit(text.ptr[n]) || text.ptr[n] == '.' || text.ptr[n] == ','); n++)
        digits += is_digit(text.ptr[n]);
    if (digits) n += exponent_length(span_from(text, n));
    *number = span_head(text, n);
    *unit = span_trim(span_from(text, n));
    bool sound = digits > 0 && unit->len <= UNIT_MAX && (!unit->len || is_letter(unit->ptr[0]));
    for (size_t i = 0; i < unit->len; i++) sound = sound && (is_letter(unit->ptr[i]) || is_digit(unit->ptr[i]));
    return sound;
}

bool draft_number(const struct draft *d, struct span text, struct decimal *out, struct span *unit)
{
    struct span number;
    return split_number(text, &number, unit) && decimal_parse_marks(number, d->point, d->group, out) == DECIMAL_OK;
}

bool draft_has_unit(const struct draft *d, int column)
{
    struct span number, unit;
    for (size_t r = 0; r < d->row_count; r++)
        if (split_number(draft_value(d, r, column), &number, &unit) && unit.len) return true;
    return false;
}

static bool value_looks(const struct draft *d, struct span value, enum looks looks)
{
    enum { ASSET_MAX = 12 };
    struct decimal ignored;
    struct span unit;
    if (!value.len || looks == LOOKS_ANY) return true;
    bool number = draft_number(d, value, &ignored, &unit), digits = false, plain = true;
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        digits = digits || is_digit(c);
        plain = plain && c != ' ' && c != '.' && c != ',' && c != ':' && c != '/';
    }
    if (looks == LOOKS_NUMBER) return number;
    if (looks == LOOKS_ID) return digits && plain;
    return !number && (looks == LOOKS_WORD || (plain && value.len <= ASSET_MAX));
}

bool draft_looks(const struct draft *d, size_t column, enum looks looks)
{
    bool told = looks != LOOKS_ASSET;
    for (size_t r = 0; r < d->row_count; r++) {
        if (!value_looks(d, d->rows[r][column], looks)) return false;
        told = told || d->rows[r][column].len;
    }
    return told;
}

/* Letters and digits only, lower case: "Order No." and "orderNo" read alike. */
static struct span plain_name(struct arena *arena, struct span text)
{
    char *out = arena_alloc(arena, text.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (is_letter(c) || is_digit(c)) out[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return (struct span){out, n};
}

int draft_column(struct draft *d, const char *words, enum looks looks)
{
    struct span rest = span_of(words);
    while (rest.len) {
        struct span word = span_cut(&rest, ' ');
        bool whole = word.ptr[0] == '=';
        if (whole) word = span_from(word, 1);
        for (size_t i = 0; i < d->count; i++) {
            if (d->used[i] || !draft_looks(d, i, looks)) continue;
            struct span name = plain_name(d->arena, d->names[i]);
            if (whole ? !span_equal(name, word) : !span_contains(name, word)) continue;
            d->used[i] = true;
            return (int)i;
        }
    }
    return -1;
}

/* A comma with other than three digits behind it is a decimal comma, unless points stand in that place too. */
static void find_marks(struct draft *d)
{
    size_t commas = 0, points = 0, grouped = 0;
    for (size_t r = 0; r < d->row_count; r++) {
        for (size_t i = 0; i < d->count; i++) {
            struct span number, unit;
            if (!split_number(d->rows[r][i], &number, &unit)) continue;
            size_t comma = 0, point = 0;
            for (size_t k = 0; k < number.len; k++) {
                if (number.ptr[k] == ',') comma = k + 1;
                if (number.ptr[k] == '.') point = k + 1;
            }
            grouped += comma > 0 && point > 0;
            if (comma > point && number.len - comma != 3) commas++;
            if (point > comma && number.len - point != 3) points++;
        }
    }
    d->point = commas > points ? ',' : '.';
    d->group = grouped > 0 ? (d->point == ',' ? '.' : ',') : '\0';
}

/* ---- tables ------------------------------------------------------------------------------------------------------ */

static struct span *new_row(struct draft *d)
{
    struct span *values = ARENA_ARRAY(d->arena, struct span, HEADER_CELLS_MAX);
    d->rows[d->row_count++] = values;
    return values;
}

/* The first row of names that is about as long as the longest row: what stands above it may have cells too. */
static void take_names(struct draft *d, const struct record *row, size_t longest)
{
    size_t count = format_header_cells(row, d->arena, d->names);
    bool named = count >= 3 && count * 4 >= longest * 3;
    for (size_t i = 0; i < count; i++)
        if (d->names[i].len && is_digit(d->names[i].ptr[0])) named = false;
    if (named) d->count = count;
}

static void take_row(struct draft *d, const struct record *row)
{
    struct span values[HEADER_CELLS_MAX];
    size_t count = format_header_cells(row, d->arena, values);
    bool below = d->row_count && d->rows[0][0].len && count && !values[0].len; /* a row that belongs to the one above */
    if (!count || count > d->count || below) return;
    memcpy(new_row(d), values, count * sizeof *values);
    if (d->row_count > 1) return;
    struct redact_columns columns = {d->names, d->count, d->delimiter};
    d->raw = redact_row(arena_copy(d->arena, row->raw), &columns, d->arena);
}

static size_t longest_row(const struct draft *d, struct span head)
{
    struct span values[HEADER_CELLS_MAX];
    struct source *source = source_open_memory(head, "head", NULL);
    struct csv *csv = csv_new(source, d->delimiter, NULL);
    struct record row;
    size_t longest = 0;
    for (int i = 0; i < HEADER_SEARCH_ROWS && csv_next(csv, &row) == READ_RECORD; i++) {
        size_t count = format_header_cells(&row, d->arena, values);
        if (count > longest) longest = count;
    }
    csv_free(csv);
    source_close(source);
    return longest;
}

static bool read_table(struct draft *d, struct span head)
{
    d->delimiter = csv_sniff(head);
    if (!d->delimiter) return false;
    size_t longest = longest_row(d, head);
    struct source *source = source_open_memory(head, "head", NULL);
    struct csv *csv = csv_new(source, d->delimiter, NULL);
    struct record row;
    for (int i = 0; d->row_count < DRAFT_ROWS_MAX && csv_next(csv, &row) == READ_RECORD; i++) {
        if (!d->count && i >= HEADER_SEARCH_ROWS) break;
        if (d->count)
            take_row(d, &row);
        else
            take_names(d, &row, longest);
    }
    csv_free(csv);
    source_close(source);
    return d->count > 0;
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

static bool is_literal(struct span text)
{
    struct decimal ignored;
    if (span_is(text, "true") || span_is(text, "false")) return true;
    return decimal_parse(text, &ignored) == DECIMAL_OK && text.ptr[0] != '+' && text.ptr[0] != '.' &&
           is_digit(text.ptr[text.len - 1]);
}

static void write_member(struct writer *w, const struct cell *cell, struct arena *arena)
{
    writer_json_string(w, cell->name);
    writer_cstr(w, ": ");
    if (cell->kind != CELL_TEXT && cell->kind != CELL_NULL && !is_literal(cell->text))
        writer_json_string(w, cell->text); /* a damaged number */
    else if (cell->kind == CELL_TEXT)
        writer_json_string(w, redact_text(redact_value(cell->name, cell->text, arena), arena));
    else
        writer_text(w, cell->kind == CELL_NULL ? SPAN("null") : cell->text);
}

/* The object with the most plain members is taken for the record; wrappers have few. */
static enum json_class find_record(void *user, const struct json_object_view *view, const void **tag)
{
    enum { PLAIN_LEAST = 4 };
    struct draft *d = user;
    size_t members = 0;
    (void)tag;
    for (size_t i = 0; i < view->count; i++) members += view->cells[i].kind != CELL_NESTED;
    if (members < PLAIN_LEAST || members <= d->count || members > HEADER_CELLS_MAX) return JSON_WRAPPER;
    struct writer *w = writer_to_memory();
    d->count = 0;
    for (size_t i = 0; i < view->count; i++) {
        const struct cell *cell = &view->cells[i];
        if (cell->kind == CELL_NESTED) continue;
        writer_cstr(w, d->count ? ", " : "{");
        write_member(w, cell, d->arena);
        d->names[d->count++] = arena_copy(d->arena, cell->name);
    }
    writer_byte(w, '}');
    d->raw = arena_copy(d->arena, writer_memory(w));
    writer_close(w, NULL);
    return JSON_WRAPPER;
}

static const struct cell *member_named(const struct cell *cells, size_t count, struct span name)
{
    for (size_t i = 0; i < count; i++)
        if (cells[i].kind != CELL_NESTED && span_equal(cells[i].name, name)) return &cells[i];
    return NULL;
}

/* An object with half of those members is another record of the kind. */
static bool is_alike(const struct draft *d, const struct cell *cells, size_t count)
{
    size_t known = 0;
    for (size_t i = 0; i < d->count; i++) known += member_named(cells, count, d->names[i]) != NULL;
    return known * 2 >= d->count;
}

static enum json_class is_record(void *user, const struct json_object_view *view, const void **tag)
{
    *tag = user;
    return is_alike(user, view->cells, view->count) ? JSON_RECORD : JSON_WRAPPER;
}

static enum json_fit still_fits(void *user, const void *tag, const struct record *r)
{
    (void)tag;
    return is_alike(user, r->cells, r->count) ? JSON_FITS : JSON_UNFIT;
}

/* What a record lacks is not always there. */
static void take_record(struct draft *d, const struct record *r)
{
    struct span *values = new_row(d);
    for (size_t i = 0; i < d->count; i++) {
        const struct cell *cell = member_named(r->cells, r->count, d->names[i]);
        d->always[i] = d->always[i] && cell;
        if (cell && cell->kind != CELL_NULL) values[i] = arena_copy(d->arena, cell->text);
    }
}

static void read_records(struct draft *d, struct span head, const struct json_classifier *classifier)
{
    struct source *source = source_open_memory(head, "head", NULL);
    struct json_reader *reader = json_new(source, classifier, NULL);
    struct record r;
    for (enum read_status status; d->row_count < DRAFT_ROWS_MAX;) {
        status = json_next(reader, &r);
        if (status == READ_RECORD) take_record(d, &r);
        if (status == READ_END || status == READ_FAILED) break;
    }
    json_free(reader);
    source_close(source);
}

static bool read_objects(struct draft *d, struct span head)
{
    const struct json_classifier largest = {find_record, NULL, d, false}, alike = {is_record, still_fits, d, false};
    d->json = true;
    read_records(d, head, &largest);
    for (size_t i = 0; i < d->count; i++) d->always[i] = true;
    if (d->count) read_records(d, head, &alike);
    return d->count > 0;
}

bool draft_read(struct draft *d, struct span head)
{
    d->point = '.';
    bool found = json_sniff(head) ? read_objects(d, head) : read_table(d, head);
    if (found && !d->json) find_marks(d);
    return found;
}
