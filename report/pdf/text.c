/* text - measuring and drawing of text for the PDF.
 *
 * SPDX-License-Identifier: MIT */
#include "report/pdf/text.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "base/writer.h"
#include "report/pdf/style.h"
#include "report/words/words.h"

#include <fontconfig/fontconfig.h>
#include <math.h>
#include <pango/pangofc-font.h>
#include <stdio.h>
#include <stdlib.h>

enum { PRINTABLE_FIRST = 0x20, PRINTABLE_LAST = 0x7e, PRINTABLES = PRINTABLE_LAST - PRINTABLE_FIRST + 1 };

struct ready_layout { /* a PangoLayout with its font set, used again for every text of that type */
    enum pdf_face face;
    double size;
    PangoLayout *layout;
};

struct pdf_text {
    const struct pdf_fonts *fonts;
    struct span language;
    bool right_to_left;
    PangoContext *context;
    PangoAttrList *attributes;
    LIST(struct ready_layout) layouts;
    LIST(PangoFont *) used;
    double ems[FACE_COUNT][PRINTABLES]; /* 0: not measured yet */
    struct writer *cleaned;
    char *error;
};

/* For scripts that the report's language does not use, Pango asks these two variables which language's letter forms to
 * take (Chinese or Japanese ones, Serbian or Russian ones). The PDF must not depend on them. */
static void fix_letter_forms(void)
{
    setenv("PANGO_LANGUAGE", "en", 1);
    unsetenv("LANGUAGE");
}

struct pdf_text *pdf_text_new(const struct pdf_fonts *fonts, struct span language)
{
    fix_letter_forms();
    struct pdf_text *t = memory_alloc(sizeof *t);
    t->fonts = fonts;
    t->language = language;
    t->right_to_left = words_right_to_left(language);
    t->context = pango_font_map_create_context(pdf_fonts_map(fonts));
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(t->context, options);
    cairo_font_options_destroy(options);
    /* Rounded positions make pdftotext see spaces inside Arabic and Hebrew words. */
    pango_context_set_round_glyph_positions(t->context, FALSE);
    pango_context_set_base_dir(t->context, PANGO_DIRECTION_LTR);
    char code[16];
    snprintf(code, sizeof code, "%.*s", SPAN_ARG(language.len > 0 ? span_head(language, 15) : SPAN("en")));
    pango_context_set_language(t->context, pango_language_from_string(code));
    t->attributes = pango_attr_list_new();
    pango_attr_list_insert(t->attributes, pango_attr_insert_hyphens_new(FALSE));
    return t;
}

void pdf_text_free(struct pdf_text *t)
{
    if (!t) return;
    for (size_t i = 0; i < t->layouts.count; i++) g_object_unref(t->layouts.items[i].layout);
    for (size_t i = 0; i < t->used.count; i++) g_object_unref(t->used.items[i]);
    LIST_FREE(&t->layouts);
    LIST_FREE(&t->used);
    pango_attr_list_unref(t->attributes);
    g_object_unref(t->context);
    if (t->cleaned) writer_close(t->cleaned, NULL);
    free(t->error);
    free(t);
}

const char *pdf_text_error(const struct pdf_text *t)
{
    return t->error;
}

static PangoLayout *layout_for(struct pdf_text *t, const struct pdf_type *type)
{
    for (size_t i = 0; i < t->layouts.count; i++) {
        const struct ready_layout *ready = &t->layouts.items[i];
        if (ready->face == type->face && fabs(ready->size - type->size) < 0.001) return ready->layout;
    }
    PangoLayout *layout = pango_layout_new(t->context);
    PangoFontDescription *d = pdf_fonts_description(t->fonts, type->face, type->size, t->language);
    pango_layout_set_font_description(layout, d);
    pango_font_description_free(d);
    pango_layout_set_attributes(layout, t->attributes);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_auto_dir(layout, FALSE);
    *LIST_ADD(&t->layouts) = (struct ready_layout){type->face, type->size, layout};
    return layout;
}

/* ---- characters that no font has ---------------------------------------------------------------------------------- */

static bool is_plain(struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        if ((byte < PRINTABLE_FIRST && byte != '\n') || byte > PRINTABLE_LAST) return false;
    }
    return true;
}

static void note_missing(struct pdf_text *t, uint32_t code)
{
    const char *package = pdf_fonts_missing_package(t->fonts, code);
    if (!package || t->error) return;
    char text[160];
    int n = snprintf(text, sizeof text, "no installed font can draw U+%04X, which the report needs: install %s", code,
                     package);
    t->error = memory_copy_text(text, (size_t)n);
}

/* Isolates in a model come from words_fill; those of evidence were made visible before. */
static bool is_isolate(uint32_t code)
{
    return code >= 0x2066 && code <= 0x2069;
}

/* Pango needs well-formed UTF-8 and draws boxes where there is no glyph: both become visible escapes here. The result
 * lives until the next call. */
static struct span clean(struct pdf_text *t, struct span text)
{
    if (is_plain(text)) return text;
    if (t->cleaned) writer_close(t->cleaned, NULL);
    t->cleaned = writer_to_memory();
    while (text.len > 0) {
        uint32_t code = 0;
        size_t len = utf8_decode(text, &code);
        if (len == 0) {
            writer_format(t->cleaned, "\\x%02X", (unsigned)(unsigned char)text.ptr[0]);
            len = 1;
        } else if (code == '\n' || (t->right_to_left && is_isolate(code)) ||
                   (!utf8_is_hidden(code) && pdf_fonts_cover(t->fonts, code))) {
            writer_text(t->cleaned, span_head(text, len));
        } else {
            note_missing(t, code);
            writer_format(t->cleaned, "<U+%04X>", code);
        }
        text = span_from(text, len);
    }
    return writer_memory(t->cleaned);
}

/* ---- where lines may end -------------------------------------------------------------------------------------------- */

static bool is_letter_or_digit(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

/* Something that Pango might end a line behind or before: a dash, a stroke, a comma between two digits. */
static bool has_inner_mark(struct span word)
{
    for (size_t i = 1; i + 1 < word.len; i++) {
        if (!is_letter_or_digit(word.ptr[i])) return true;
    }
    return false;
}

static bool is_of_id(char byte)
{
    return byte > ' ' && byte <= PRINTABLE_LAST;
}

/* Most texts need none of their own: *list stays NULL for them. */
static void add_attribute(const struct pdf_text *t, PangoAttrList **list, PangoAttribute *attribute)
{
    if (!*list) *list = pango_attr_list_copy(t->attributes);
    pango_attr_list_insert(*list, attribute);
}

/* A word of ASCII, which may be an id, is broken only where it is longer than a line: programs that take text out of a PDF
 * drop a dash at the end of a line, and the id with it. */
static void forbid_breaks(struct pdf_text *t, const struct pdf_type *type, struct span text, double width,
                          PangoAttrList **list)
{
    for (size_t start = 0; start < text.len;) {
        size_t end = start;
        while (end < text.len && is_of_id(text.ptr[end])) end++;
        const struct span word = {text.ptr + start, end - start};
        double ems;
        if (has_inner_mark(word) && pdf_text_ascii_ems(t, type->face, word, &ems) && ems * type->size <= width) {
            PangoAttribute *whole = pango_attr_allow_breaks_new(FALSE);
            whole->start_index = (guint)start;
            whole->end_index = (guint)end;
            add_attribute(t, list, whole);
        }
        start = end + 1;
    }
}

/* Arabic's ligatures (lam with alef) are drawn as their two letters: taken out of a PDF a ligature's letters come in the
 * wrong order, and with them the name of a person. */
static void forbid_ligatures(const struct pdf_text *t, struct span text, PangoAttrList **list)
{
    if (words_has_right_to_left(text)) add_attribute(t, list, pango_attr_font_features_new("liga=0,rlig=0"));
}

/* ---- measuring ------------------------------------------------------------------------------------------------------ */

/* A text of its own that holds no right-to-left letters (an id, a time, an amount in a cell) is set from left to right on
 * such pages too. */
static void set_direction(struct pdf_text *t, PangoLayout *layout, struct span text)
{
    const bool turned = t->right_to_left && words_has_right_to_left(text);
    const PangoDirection direction = turned ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR;
    if (pango_context_get_base_dir(t->context) == direction) return;
    pango_context_set_base_dir(t->context, direction);
    pango_layout_context_changed(layout);
}

static PangoLayout *set(struct pdf_text *t, const struct pdf_type *type, struct span text, double width)
{
    struct span cleaned = clean(t, text);
    PangoAttrList *own = NULL;
    if (width > 0) forbid_breaks(t, type, cleaned, width, &own);
    forbid_ligatures(t, cleaned, &own);
    PangoLayout *layout = layout_for(t, type);
    set_direction(t, layout, cleaned);
    pango_layout_set_attributes(layout, own ? own : t->attributes);
    if (own) pango_attr_list_unref(own);
    pango_layout_set_width(layout, width > 0 ? (int)(width * PANGO_SCALE + 0.5) : -1);
    pango_layout_set_text(layout, cleaned.len > 0 ? cleaned.ptr : "", (int)cleaned.len);
    if (pango_layout_get_unknown_glyphs_count(layout) > 0 && !t->error) {
        static const char message[] =
            "a character of the report has no glyph in the installed fonts: install fonts-noto-core "
            "and fonts-noto-cjk";
        t->error = memory_copy_text(message, sizeof message - 1);
    }
    return layout;
}

double pdf_text_width(struct pdf_text *t, const struct pdf_type *type, struct span text)
{
    int width, height;
    pango_layout_get_size(set(t, type, text, 0), &width, &height);
    return (double)width / PANGO_SCALE;
}

size_t pdf_text_lines(struct pdf_text *t, const struct pdf_type *type, struct span text, double width)
{
    return (size_t)pango_layout_get_line_count(set(t, type, text, width));
}

static double measure_printable(struct pdf_text *t, enum pdf_face face, char byte)
{
    /* Between two letters, so that the width of a space is seen too. */
    struct pdf_type type = {face, 100, 100};
    char three[3] = {'n', byte, 'n'};
    return (pdf_text_width(t, &type, (struct span){three, 3}) - pdf_text_width(t, &type, SPAN("nn"))) / 100;
}

bool pdf_text_ascii_ems(struct pdf_text *t, enum pdf_face face, struct span text, double *ems)
{
    double sum = 0.02; /* kerning may widen a little */
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        if (byte < PRINTABLE_FIRST || byte > PRINTABLE_LAST) return false;
        double *known = &t->ems[face][byte - PRINTABLE_FIRST];
        if (*known <= 0) *known = measure_printable(t, face, (char)byte);
        sum += *known;
    }
    *ems = sum * 1.004;
    return true;
}

/* ---- drawing -------------------------------------------------------------------------------------------------------- */

static void remember_fonts(struct pdf_text *t, PangoLayoutLine *line)
{
    for (GSList *run = line->runs; run; run = run->next) {
        PangoFont *font = ((PangoGlyphItem *)run->data)->item->analysis.font;
        size_t i = 0;
        while (i < t->used.count && t->used.items[i] != font) i++;
        if (font && i == t->used.count) *LIST_ADD(&t->used) = g_object_ref(font);
    }
}

double pdf_text_mirror(const struct pdf_text *t, double x, double width)
{
    return t->right_to_left ? PAGE_WIDTH - x - width : x;
}

void pdf_text_draw(struct pdf_text *t, cairo_t *cr, const struct pdf_type *type, const struct pdf_placed *p)
{
    PangoLayout *layout = set(t, type, p->text, p->width);
    size_t end = (size_t)pango_layout_get_line_count(layout);
    if (p->lines > 0 && p->line + p->lines < end) end = p->line + p->lines;
    const bool mirrored = t->right_to_left && !p->fixed;
    const double left = mirrored ? pdf_text_mirror(t, p->x, p->width) : p->x;
    const bool right = mirrored ? p->width > 0 || !p->right : p->right;
    double base = p->y + type->leading / 2 + type->size * 0.36;
    for (size_t i = p->line; i < end; i++, base += type->leading) {
        PangoLayoutLine *line = pango_layout_get_line_readonly(layout, (int)i);
        if (line->length == 0) continue;
        PangoRectangle extents;
        pango_layout_line_get_extents(line, NULL, &extents);
        double x = right ? left + p->width - (double)extents.width / PANGO_SCALE : left;
        cairo_move_to(cr, x, base);
        pango_cairo_show_layout_line(cr, line);
        remember_fonts(t, line);
    }
}

/* ---- which files -------------------------------------------------------------------------------------------------- */

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_listed(const struct pdf_font_files *files, const char *path)
{
    for (size_t i = 0; i < files->items.count; i++)
        if (strcmp(files->items.items[i], path) == 0) return true;
    return false;
}

void pdf_text_font_files(const struct pdf_text *t, struct pdf_font_files *out)
{
    for (size_t i = 0; i < t->used.count; i++) {
        FcPattern *pattern = pango_fc_font_get_pattern((PangoFcFont *)t->used.items[i]);
        FcChar8 *file;
        if (FcPatternGetString(pattern, FC_FILE, 0, &file) != FcResultMatch || is_listed(out, (const char *)file))
            continue;
        *LIST_ADD(&out->items) = memory_copy_text((const char *)file, strlen((const char *)file));
    }
    if (out->items.count > 1) qsort(out->items.items, out->items.count, sizeof out->items.items[0], compare_paths);
}

void pdf_font_files_free(struct pdf_font_files *f)
{
    for (size_t i = 0; i < f->items.count; i++) free(f->items.items[i]);
    LIST_FREE(&f->items);
}
