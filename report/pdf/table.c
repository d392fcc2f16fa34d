/* table - column widths, type size and rows of a table in the PDF.
 *
 * Widths are planned in ems, once, over all rows: the longest unbreakable word of a column is the least it needs, its
 * longest cell what it would like. Both scale with the type size.
 *
 * SPDX-License-Identifier: MIT */
#include "report/pdf/table.h"

#include "base/utf8.h"

/* Longer words than a SHA-256 in hex (raw texts) may be broken anywhere and do not push the other columns aside. */
enum { WORD_KEPT_WHOLE = 80 };

/* ---- columns below one another ---------------------------------------------------------------------------------------- */

static bool is_below(const struct block *b, size_t column)
{
    return b->below && column > 0 && b->below[column];
}

static struct span put_below(struct arena *arena, struct span above, struct span text)
{
    if (text.len == 0) return above;
    return span_of(arena_format(arena, "%.*s\n%.*s", SPAN_ARG(above), SPAN_ARG(text)));
}

static struct span *stack_cells(const struct block *b, const struct span *cells, size_t places, struct arena *arena)
{
    struct span *stacked = ARENA_ARRAY(arena, struct span, places);
    size_t place = 0;
    for (size_t i = 0; i < b->column_count; i++) {
        if (is_below(b, i)) {
            stacked[place - 1] = put_below(arena, stacked[place - 1], cells[i]);
        } else {
            stacked[place++] = cells[i];
        }
    }
    return stacked;
}

static size_t count_places(const struct block *b)
{
    size_t places = 0;
    for (size_t i = 0; i < b->column_count; i++) places += !is_below(b, i);
    return places;
}

/* The block with each such column made a further line of the one before it; itself when there are none. */
static const struct block *stack_columns(const struct block *b, struct arena *arena)
{
    const size_t places = count_places(b);
    if (places == b->column_count) return b;
    struct block *stacked = ARENA_NEW(arena, struct block);
    *stacked = *b;
    stacked->column_count = places;
    stacked->columns = ARENA_ARRAY(arena, struct table_column, places);
    stacked->rows = ARENA_ARRAY(arena, struct table_row, b->row_count + 1);
    struct span *titles = ARENA_ARRAY(arena, struct span, b->column_count);
    for (size_t i = 0, place = 0; i < b->column_count; i++) {
        titles[i] = b->columns[i].title;
        if (!is_below(b, i)) stacked->columns[place++] = b->columns[i];
        if (stacked->columns[place - 1].align == ALIGN_DECIMAL) stacked->columns[place - 1].align = ALIGN_RIGHT;
        if (is_below(b, i)) stacked->columns[place - 1].share += b->columns[i].share;
    }
    titles = stack_cells(b, titles, places, arena);
    for (size_t i = 0; i < places; i++) stacked->columns[i].title = titles[i];
    for (size_t i = 0; i < b->row_count; i++)
        stacked->rows[i] = (struct table_row){stack_cells(b, b->rows[i].cells, places, arena), b->rows[i].strong};
    return stacked;
}

/* ---- widths ------------------------------------------------------------------------------------------------------------ */

struct wish { /* of a column, in ems */
    double least, liked;
    double whole, fraction; /* ALIGN_DECIMAL: left of the point, and from it to the right */
};

static enum pdf_face face_of(bool mono, bool strong)
{
    if (mono) return strong ? FACE_MONO_BOLD : FACE_MONO;
    return strong ? FACE_BOLD : FACE_SANS;
}

static double ems_of(struct pdf_text *t, enum pdf_face face, struct span text)
{
    double ems;
    if (text.len == 0) return 0;
    if (pdf_text_ascii_ems(t, face, text, &ems)) return ems;
    struct pdf_type type = {face, 10, 10};
    return pdf_text_width(t, &type, text) / 10 + 0.02;
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

/* Digits, signs and a point first: something that can stand on the point. */
static bool is_number(struct span text)
{
    return text.len > 0 && (strchr("+-0123456789.", text.ptr[0]) != NULL);
}

/* Chinese has no spaces: a line may end beside each character (from U+2E80 on: their first byte is E2 to EF). */
static bool is_ideograph(struct span text)
{
    uint32_t code;
    return utf8_decode(text, &code) > 0 && code >= 0x2E80 && code < 0xE000 && (code < 0xAC00 || code > 0xD7AF);
}

static void widen_by_pieces(struct pdf_text *t, enum pdf_face face, struct span word, struct wish *w)
{
    for (size_t start = 0; start < word.len;) {
        size_t end = start;
        while (end < word.len && !is_ideograph(span_from(word, end))) end++;
        const struct span piece = {word.ptr + start, end - start};
        if (piece.len > 0 && piece.len <= WORD_KEPT_WHOLE) w->least = larger(w->least, ems_of(t, face, piece));
        if (end < word.len) w->least = larger(w->least, 3);
        start = end < word.len ? end + 3 : end; /* such a character has three bytes */
    }
}

static void widen_by_words(struct pdf_text *t, enum pdf_face face, struct span text, struct wish *w)
{
    for (size_t start = 0; start < text.len;) {
        size_t end = start;
        while (end < text.len && text.ptr[end] != ' ' && text.ptr[end] != '\n') end++;
        struct span word = {text.ptr + start, end - start};
        widen_by_pieces(t, face, word, w);
        start = end + 1;
    }
}

/* The least width at which a line of several words takes two lines. */
static double half_of(struct pdf_text *t, enum pdf_face face, struct span line)
{
    double best = ems_of(t, face, line);
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] != ' ') continue;
        const double both = larger(ems_of(t, face, span_head(line, i)), ems_of(t, face, span_from(line, i + 1)));
        if (both < best) best = both;
    }
    return best;
}

static void widen(struct pdf_text *t, enum pdf_face face, struct span text, struct wish *w)
{
    struct span rest = text;
    while (rest.len > 0) w->liked = larger(w->liked, ems_of(t, face, span_cut(&rest, '\n')));
    widen_by_words(t, face, text, w);
}

static void widen_decimal(struct pdf_text *t, enum pdf_face face, struct span text, struct wish *w)
{
    if (!is_number(text)) {
        widen(t, face, text, w);
        return;
    }
    size_t point = span_find(text, '.');
    w->whole = larger(w->whole, ems_of(t, face, span_head(text, point)));
    w->fraction = larger(w->fraction, ems_of(t, face, span_from(text, point)));
}

static size_t count_words(struct span line)
{
    size_t words = 1;
    for (size_t i = 0; i < line.len; i++) words += line.ptr[i] == ' ';
    return words;
}

/* Rows that have several lines anyway: a text of one line may take two as well, and so may a line that is a list; a label
 * and its id stay together. */
static void widen_in_stack(struct pdf_text *t, enum pdf_face face, struct span text, struct wish *w)
{
    const bool is_single = span_find(text, '\n') == text.len;
    struct span rest = text;
    while (rest.len > 0) {
        const struct span line = span_cut(&rest, '\n');
        const bool may_wrap = is_single || count_words(line) > 2;
        w->liked = larger(w->liked, may_wrap ? half_of(t, face, line) : ems_of(t, face, line));
    }
    widen_by_words(t, face, text, w);
}

static struct wish wish_of(struct pdf_text *t, const struct pdf_table *table, size_t column)
{
    const struct block *b = table->block;
    const bool emphasis = table->emphasis;
    const struct table_column *c = &b->columns[column];
    struct wish w = {0};
    widen(t, FACE_BOLD, c->title, &w);
    w.liked = larger(w.least, w.liked * 0.6); /* a title may take two lines */
    for (size_t i = 0; i < b->row_count; i++) {
        struct span text = b->rows[i].cells[column];
        enum pdf_face face = face_of(c->mono, emphasis && b->rows[i].strong);
        if (c->align == ALIGN_DECIMAL)
            widen_decimal(t, face, text, &w);
        else if (table->stacked)
            widen_in_stack(t, face, text, &w);
        else
            widen(t, face, text, &w);
    }
    w.least = larger(w.least, w.whole + w.fraction);
    w.liked = larger(w.liked, w.least);
    return w;
}

static double sum_of(const struct wish *wishes, size_t count, bool liked)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += liked ? wishes[i].liked : wishes[i].least;
    return sum;
}

/* The largest size at which every row stands on one line; else the largest at which every word stands on one. */
static double choose_size(const struct wish *wishes, size_t count, double room)
{
    double liked = sum_of(wishes, count, true), least = sum_of(wishes, count, false);
    if (liked * TABLE_SIZE_BEST <= room) return TABLE_SIZE_BEST;
    if (liked * TABLE_SIZE_SMALL <= room) return room / liked;
    if (least * TABLE_SIZE_WRAPPED <= room) return TABLE_SIZE_WRAPPED;
    return larger(TABLE_SIZE_LEAST, room / least);
}

/* When not even the words fit: the widest columns give way to one common width, the narrow ones keep theirs. */
static void share_scarce(const struct wish *wishes, struct pdf_table *table, double room)
{
    double low = 0, high = room;
    for (int step = 0; step < 40; step++) {
        double cap = (low + high) / 2, sum = 0;
        for (size_t i = 0; i < table->count; i++) {
            double wanted = wishes[i].least * table->size;
            sum += wanted < cap ? wanted : cap;
        }
        if (sum > room)
            high = cap;
        else
            low = cap;
    }
    for (size_t i = 0; i < table->count; i++) {
        double wanted = wishes[i].least * table->size;
        table->columns[i].width = wanted < low ? wanted : low;
    }
}

static double short_width(const struct wish *w, double size, double cap)
{
    return larger(w->least * size, w->liked * size < cap ? w->liked * size : cap);
}

/* When the words fit but not the whole cells: the wordiest columns wrap, the others keep their lines. */
static void share_short(const struct wish *wishes, struct pdf_table *table, double room)
{
    double low = 0, high = room;
    for (int step = 0; step < 40; step++) {
        double cap = (low + high) / 2, sum = 0;
        for (size_t i = 0; i < table->count; i++) sum += short_width(&wishes[i], table->size, cap);
        if (sum > room)
            high = cap;
        else
            low = cap;
    }
    for (size_t i = 0; i < table->count; i++) table->columns[i].width = short_width(&wishes[i], table->size, low);
}

static void share_room(const struct wish *wishes, struct pdf_table *table, double room)
{
    const struct block *b = table->block;
    double liked = sum_of(wishes, table->count, true) * table->size;
    double least = sum_of(wishes, table->count, false) * table->size;
    if (least > room + 0.01) {
        share_scarce(wishes, table, room);
        return;
    }
    if (liked > room) {
        share_short(wishes, table, room);
        return;
    }
    for (size_t i = 0; i < table->count; i++)
        table->columns[i].width = wishes[i].liked * table->size + (room - liked) * (double)b->columns[i].share;
}

static void place_columns(struct pdf_table *table)
{
    double x = MARGIN_SIDE;
    for (size_t i = 0; i < table->count; i++) {
        table->columns[i].x = x + CELL_PAD;
        x += table->columns[i].width + 2 * CELL_PAD;
    }
}

static size_t header_lines(struct pdf_text *t, const struct pdf_table *table)
{
    const struct block *b = table->block;
    struct pdf_type type = {FACE_BOLD, table->size, table->leading};
    size_t most = 1;
    for (size_t i = 0; i < table->count; i++) {
        size_t lines = pdf_text_lines(t, &type, b->columns[i].title, table->columns[i].width + 0.5);
        if (lines > most) most = lines;
    }
    return most;
}

static size_t strong_rows(const struct block *b)
{
    size_t count = 0;
    for (size_t i = 0; i < b->row_count; i++) count += b->rows[i].strong;
    return count;
}

struct pdf_table *pdf_table_plan(struct pdf_text *t, const struct block *b, struct arena *arena)
{
    struct pdf_table *table = ARENA_NEW(arena, struct pdf_table);
    table->block = stack_columns(b, arena);
    table->stacked = table->block != b;
    table->count = table->block->column_count;
    table->emphasis = strong_rows(b) * 2 <= b->row_count;
    table->columns = ARENA_ARRAY(arena, struct pdf_column, table->count);
    struct wish *wishes = ARENA_ARRAY(arena, struct wish, table->count);
    for (size_t i = 0; i < table->count; i++) wishes[i] = wish_of(t, table, i);
    double room = BODY_WIDTH - 2 * CELL_PAD * (double)table->count;
    table->size = choose_size(wishes, table->count, room);
    table->leading = table->size * 1.36;
    share_room(wishes, table, room);
    for (size_t i = 0; i < table->count; i++) {
        table->columns[i].align = table->block->columns[i].align;
        table->columns[i].mono = table->block->columns[i].mono;
        table->columns[i].fraction_width = wishes[i].fraction * table->size;
    }
    place_columns(table);
    table->header_height = (double)header_lines(t, table) * table->leading + 2 * ROW_PAD + 2;
    return table;
}

/* ---- rows ------------------------------------------------------------------------------------------------------------ */

/* One line for sure when the planned width says so; only the others are shaped to be counted. */
static size_t cell_lines(struct pdf_text *t, const struct pdf_table *table, const struct table_row *row, size_t column)
{
    struct span text = row->cells[column];
    if (text.len == 0) return 1;
    enum pdf_face face = face_of(table->columns[column].mono, table->emphasis && row->strong);
    double width = table->columns[column].width, ems;
    if (pdf_text_ascii_ems(t, face, text, &ems) && ems * table->size <= width + 0.5) return 1;
    struct pdf_type type = {face, table->size, table->leading};
    return pdf_text_lines(t, &type, text, width + 0.5);
}

size_t pdf_table_row_lines(struct pdf_text *t, const struct pdf_table *table, const struct table_row *row)
{
    size_t most = 1;
    for (size_t i = 0; i < table->count; i++) {
        size_t lines = cell_lines(t, table, row, i);
        if (lines > most) most = lines;
    }
    return most;
}

double pdf_table_row_height(const struct pdf_table *table, size_t lines)
{
    return (double)lines * table->leading + 2 * ROW_PAD;
}

static void rule(cairo_t *cr, double y, double width, struct pdf_colour colour)
{
    colour_use(cr, colour);
    cairo_set_line_width(cr, width);
    cairo_move_to(cr, MARGIN_SIDE, y);
    cairo_line_to(cr, PAGE_WIDTH - MARGIN_SIDE, y);
    cairo_stroke(cr);
}

void pdf_table_draw_header(struct pdf_text *t, cairo_t *cr, const struct pdf_table *table, double y)
{
    const struct block *b = table->block;
    struct pdf_type type = {FACE_BOLD, table->size, table->leading};
    cairo_tag_begin(cr, "TR", NULL);
    colour_use(cr, colour_heading);
    for (size_t i = 0; i < table->count; i++) {
        const struct pdf_column *c = &table->columns[i];
        struct pdf_placed p = {.text = b->columns[i].title, .x = c->x, .y = y + ROW_PAD, .width = c->width + 0.5};
        p.right = c->align != ALIGN_LEFT;
        cairo_tag_begin(cr, "TH", NULL);
        pdf_text_draw(t, cr, &type, &p);
        cairo_tag_end(cr, "TH");
    }
    cairo_tag_end(cr, "TR");
    rule(cr, y + table->header_height - 1, 0.9, colour_heading);
}

/* The part before the point ends where all of the column's points stand. */
static void draw_on_point(struct pdf_text *t, cairo_t *cr, const struct pdf_type *type, const struct pdf_column *c,
                          struct pdf_placed p)
{
    size_t point = span_find(p.text, '.');
    p.x = pdf_text_mirror(t, c->x, c->width);
    p.fixed = true;
    p.x += c->width - c->fraction_width - pdf_text_width(t, type, span_head(p.text, point));
    p.width = 0;
    pdf_text_draw(t, cr, type, &p);
}

static void draw_cell(struct pdf_text *t, cairo_t *cr, const struct pdf_table *table, const struct pdf_row_part *part,
                      size_t column)
{
    const struct pdf_column *c = &table->columns[column];
    struct span text = part->row->cells[column];
    size_t lines = cell_lines(t, table, part->row, column);
    if (text.len == 0 || lines <= part->line) return;
    struct pdf_type type = {face_of(c->mono, table->emphasis && part->row->strong), table->size, table->leading};
    struct pdf_placed p = {.text = text, .x = c->x, .y = part->y + ROW_PAD, .line = part->line, .lines = part->lines};
    p.width = c->width + 0.5;
    if (c->align == ALIGN_DECIMAL && lines == 1 && is_number(text)) {
        draw_on_point(t, cr, &type, c, p);
        return;
    }
    p.right = c->align != ALIGN_LEFT && (lines == 1 || table->stacked);
    pdf_text_draw(t, cr, &type, &p);
}

void pdf_table_draw_row(struct pdf_text *t, cairo_t *cr, const struct pdf_table *table, const struct pdf_row_part *part)
{
    double height = pdf_table_row_height(table, part->lines);
    if (table->emphasis && part->row->strong) {
        colour_use(cr, colour_shade);
        cairo_rectangle(cr, MARGIN_SIDE, part->y, BODY_WIDTH, height);
        cairo_fill(cr);
    }
    cairo_tag_begin(cr, "TR", NULL);
    colour_use(cr, colour_ink);
    for (size_t i = 0; i < table->count; i++) { /* empty cells too: every row has as many */
        cairo_tag_begin(cr, "TD", NULL);
        draw_cell(t, cr, table, part, i);
        cairo_tag_end(cr, "TD");
    }
    cairo_tag_end(cr, "TR");
    rule(cr, part->y + height, 0.35, colour_rule);
}
