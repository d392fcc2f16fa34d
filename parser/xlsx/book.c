/* book - the parts of a workbook that its sheets refer to: which sheets there are, shared texts, number styles.
 *
 * Parts are found through the relationships, never by guessing their names. Each part is found by walking the archive
 * once, because they stand in any order and nothing but the shared texts has to be kept.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/memory.h"
#include "parser/xlsx/xlsx.h"
#include "parser/xlsx/xml.h"

enum { PIECE = 64 << 10, SHEETS_MAX = 1000, STYLES_MAX = 1 << 16, CUSTOM_MAX = 1 << 12 };

struct relation {
    struct span id, type, target; /* target: the member's name */
};
struct custom_style {
    uint64_t id;
    enum number_style style;
};

struct workbook {
    struct arena *arena;
    LIST(struct workbook_sheet) sheets;
    LIST(struct relation) relations;
    LIST(struct custom_style) custom;
    LIST(uint8_t) styles; /* enum number_style of each cell format */
    LIST(char) strings;   /* all shared texts, one behind the other */
    LIST(size_t) starts;  /* of each of them */
    bool from_1904;
    /* while a part is read */
    struct xml *xml;
    struct span folder; /* of the part that the relations belong to */
    bool in_text, in_phonetic, in_formats;
};

/* ---- reading one part ------------------------------------------------------------------------------------------ */

static enum xml_status push_member(struct unpacker *u, struct xml *x)
{
    char *piece = memory_alloc(PIECE);
    enum xml_status status = XML_MORE;
    while (status == XML_MORE) {
        size_t n = unpack_read(u, piece, PIECE);
        status = xml_push(x, (struct span){piece, n}, n == 0);
    }
    free(piece);
    return status;
}

/* False: *problem. A part that is not there is no problem when it may be missing. */
static bool read_part(struct workbook *b, const struct archive_input *in, struct span name,
                      const struct xml_handler *handler, const char **problem)
{
    struct unpacker *u = unpack_archive(in, NULL);
    struct unpack_member member;
    bool found = false;
    enum xml_status status = XML_WRONG;
    while (!found && unpack_next(u, &member) == UNPACK_MEMBER) {
        if (!span_equal_nocase(member.name, name)) continue;
        found = true;
        b->xml = xml_new(handler, b);
        status = push_member(u, b->xml);
        if (unpack_damage(u) != DAMAGE_NONE) {
            *problem = unpack_stopped(u) ? "one of its parts is too large for its size in the archive"
                                         : "one of its parts is damaged";
        } else if (status == XML_WRONG) {
            *problem = xml_problem(b->xml);
        }
        xml_free(b->xml);
        b->xml = NULL;
    }
    if (!found) *problem = "a part that it refers to is missing";
    unpack_close(u);
    return found && !*problem;
}

/* ---- relationships --------------------------------------------------------------------------------------------- */

static struct span last_word(struct span type)
{
    for (size_t slash = span_find(type, '/'); slash < type.len; slash = span_find(type, '/')) {
        type = span_from(type, slash + 1);
    }
    return type;
}

/* A target is a path of the archive when it starts with a slash, else it is seen from the part's folder. */
static struct span resolve(struct workbook *b, struct span target)
{
    struct span folder = b->folder;
    if (span_starts_with(target, SPAN("/"))) return arena_copy(b->arena, span_from(target, 1));
    while (span_starts_with(target, SPAN("../"))) {
        target = span_from(target, 3);
        if (folder.len > 0) folder.len--;
        while (folder.len > 0 && folder.ptr[folder.len - 1] != '/') folder.len--;
    }
    if (span_starts_with(target, SPAN("./"))) target = span_from(target, 2);
    return span_of(arena_format(b->arena, "%.*s%.*s", SPAN_ARG(folder), SPAN_ARG(target)));
}

static void relation_start(void *user, struct span name, const char *const *attributes)
{
    struct workbook *b = user;
    if (!span_is(name, "Relationship")) return;
    if (b->relations.count > SHEETS_MAX * 4) {
        xml_stop(b->xml, "it has more parts than a workbook has");
        return;
    }
    *LIST_ADD(&b->relations) = (struct relation){
        .id = arena_copy(b->arena, xml_attribute(attributes, "Id")),
        .type = arena_copy(b->arena, last_word(xml_attribute(attributes, "Type"))),
        .target = resolve(b, xml_attribute(attributes, "Target")),
    };
}

static void nothing(void *user, struct span name)
{
    (void)user, (void)name;
}

static const struct xml_handler relation_handler = {relation_start, nothing, NULL};

static const struct relation *relation_of_type(const struct workbook *b, const char *type)
{
    for (size_t i = 0; i < b->relations.count; i++)
        if (span_is(b->relations.items[i].type, type)) return &b->relations.items[i];
    return NULL;
}

static const struct relation *relation_of_id(const struct workbook *b, struct span id)
{
    for (size_t i = 0; i < b->relations.count; i++)
        if (span_equal(b->relations.items[i].id, id)) return &b->relations.items[i];
    return NULL;
}

/* "xl/workbook.xml" has its relationships in "xl/_rels/workbook.xml.rels". */
static struct span relations_of(struct workbook *b, struct span part)
{
    struct span file = last_word(part);
    b->folder = span_head(part, part.len - file.len);
    return span_of(arena_format(b->arena, "%.*s_rels/%.*s.rels", SPAN_ARG(b->folder), SPAN_ARG(file)));
}

/* ---- the list of sheets ---------------------------------------------------------------------------------------- */

static bool is_true(struct span value)
{
    return span_is(value, "1") || span_is(value, "true");
}

static void book_start(void *user, struct span name, const char *const *attributes)
{
    struct workbook *b = user;
    if (span_is(name, "workbookPr")) b->from_1904 = is_true(xml_attribute(attributes, "date1904"));
    if (!span_is(name, "sheet")) return;
    if (b->sheets.count >= SHEETS_MAX) {
        xml_stop(b->xml, "it has more than 1000 sheets");
        return;
    }
    struct span state = xml_attribute(attributes, "state"), id = SPAN_NONE;
    for (const char *const *a = attributes; a[0]; a += 2) { /* r:id; sheetId is another thing */
        const char *mark = strrchr(a[0], '|');
        if (mark && strcmp(mark + 1, "id") == 0) id = span_of(a[1]);
    }
    const struct relation *part = relation_of_id(b, id);
    if (part && !span_is(part->type, "worksheet")) return; /* a chart, a dialogue */
    *LIST_ADD(&b->sheets) = (struct workbook_sheet){
        .name = arena_copy(b->arena, xml_attribute(attributes, "name")),
        .part = part ? part->target : SPAN_NONE, /* a sheet that is nowhere is told when it is read */
        .hidden = span_is(state, "hidden") || span_is(state, "veryHidden"),
    };
}

static const struct xml_handler book_handler = {book_start, nothing, NULL};

/* ---- shared texts ---------------------------------------------------------------------------------------------- */

static void add_text(struct workbook *b, struct span text)
{
    if (b->strings.count + text.len - b->starts.items[b->starts.count - 1] > CELL_TEXT_MAX) {
        xml_stop(b->xml, "a shared text is longer than a cell can hold");
        return;
    }
    if (text.len > WORKBOOK_STRINGS_MAX - b->strings.count) {
        xml_stop(b->xml, "its shared texts are larger than 256 MiB");
        return;
    }
    size_t used = b->strings.count;
    if (b->strings.capacity - used < text.len) {
        size_t more = used + text.len > 2 * used ? used + text.len : 2 * used;
        b->strings.items = memory_resize(b->strings.items, more, 1);
        b->strings.capacity = more;
    }
    memcpy(b->strings.items + used, text.ptr, text.len);
    b->strings.count += text.len;
}

static void string_start(void *user, struct span name, const char *const *attributes)
{
    struct workbook *b = user;
    (void)attributes;
    if (span_is(name, "si")) *LIST_ADD(&b->starts) = b->strings.count;
    if (b->starts.count > WORKBOOK_STRINGS_MAX / 8) xml_stop(b->xml, "it has more shared texts than a workbook has");
    if (span_is(name, "rPh")) b->in_phonetic = true; /* how Japanese text is read aloud */
    if (span_is(name, "t")) b->in_text = !b->in_phonetic;
}

static void string_end(void *user, struct span name)
{
    struct workbook *b = user;
    if (span_is(name, "t")) b->in_text = false;
    if (span_is(name, "rPh")) b->in_phonetic = false;
}

static void string_text(void *user, struct span text)
{
    struct workbook *b = user;
    if (b->in_text && b->starts.count > 0) add_text(b, text);
}

static const struct xml_handler string_handler = {string_start, string_end, string_text};

bool workbook_string(const struct workbook *b, uint64_t number, struct span *out)
{
    if (number >= b->starts.count) return false;
    size_t start = b->starts.items[number];
    size_t end = number + 1 < b->starts.count ? b->starts.items[number + 1] : b->strings.count;
    *out = end > start ? (struct span){b->strings.items + start, end - start} : SPAN("");
    return true;
}

/* ---- styles ---------------------------------------------------------------------------------------------------- */

static enum number_style style_of_id(const struct workbook *b, uint64_t id)
{
    for (size_t i = 0; i < b->custom.count; i++)
        if (b->custom.items[i].id == id) return b->custom.items[i].style;
    if (id == 22) return STYLE_DATE_TIME;
    if (id >= 14 && id <= 17) return STYLE_DATE;
    if ((id >= 18 && id <= 21) || id == 45 || id == 47) return STYLE_TIME;
    return STYLE_PLAIN;
}

static void style_start(void *user, struct span name, const char *const *attributes)
{
    struct workbook *b = user;
    uint64_t id = 0;
    if (span_is(name, "cellXfs")) b->in_formats = true;
    if (!span_is(name, "numFmt") && !(span_is(name, "xf") && b->in_formats)) return;
    span_to_u64(xml_attribute(attributes, "numFmtId"), &id);
    if (b->custom.count > CUSTOM_MAX || b->styles.count > STYLES_MAX) {
        xml_stop(b->xml, "it has more styles than a workbook has");
    } else if (span_is(name, "xf")) {
        *LIST_ADD(&b->styles) = (uint8_t)style_of_id(b, id);
    } else {
        struct span code = xml_attribute(attributes, "formatCode");
        *LIST_ADD(&b->custom) = (struct custom_style){id, number_style_of(code)};
    }
}

static void style_end(void *user, struct span name)
{
    struct workbook *b = user;
    if (span_is(name, "cellXfs")) b->in_formats = false;
}

static const struct xml_handler style_handler = {style_start, style_end, NULL};

enum number_style workbook_style(const struct workbook *b, uint64_t cell_format)
{
    return cell_format < b->styles.count ? (enum number_style)b->styles.items[cell_format] : STYLE_PLAIN;
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static bool read_related(struct workbook *b, const struct archive_input *in, const char *type,
                         const struct xml_handler *handler, const char **problem)
{
    const struct relation *part = relation_of_type(b, type);
    return !part || read_part(b, in, part->target, handler, problem);
}

static int by_name(const void *a, const void *b)
{
    return span_compare(*(const struct span *)a, *(const struct span *)b);
}

/* Each part must be there once: of two with the same name one program shows this, another that one. */
static bool parts_are_single(struct workbook *b, const struct archive_input *in, const char **problem)
{
    LIST(struct span) names = LIST_EMPTY;
    struct unpack_member member;
    struct unpacker *u = unpack_archive(in, NULL);
    while (unpack_next(u, &member) == UNPACK_MEMBER) {
        char *name = arena_alloc(b->arena, member.name.len + 1);
        for (size_t i = 0; i < member.name.len; i++) {
            char c = member.name.ptr[i];
            name[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        }
        *LIST_ADD(&names) = (struct span){name, member.name.len};
    }
    unpack_close(u);
    if (names.count > 0) qsort(names.items, names.count, sizeof *names.items, by_name);
    for (size_t i = 1; i < names.count; i++)
        if (span_equal(names.items[i - 1], names.items[i])) *problem = "it holds two parts of the same name";
    LIST_FREE(&names);
    return !*problem;
}

static bool read_all(struct workbook *b, const struct archive_input *in, const char **problem)
{
    if (!parts_are_single(b, in, problem)) return false;
    if (!read_part(b, in, SPAN("_rels/.rels"), &relation_handler, problem)) return false;
    const struct relation *book = relation_of_type(b, "officeDocument");
    struct span part = book ? book->target : SPAN("xl/workbook.xml");
    struct span relations = relations_of(b, part);
    b->relations.count = 0;
    if (!read_part(b, in, relations, &relation_handler, problem)) return false;
    if (!read_part(b, in, part, &book_handler, problem)) return false;
    return read_related(b, in, "styles", &style_handler, problem) &&
           read_related(b, in, "sharedStrings", &string_handler, problem);
}

struct workbook *workbook_read(const struct archive_input *in, const char **problem)
{
    struct workbook *b = memory_alloc(sizeof *b);
    b->arena = arena_new(0);
    *problem = NULL;
    if (read_all(b, in, problem)) return b;
    workbook_free(b);
    return NULL;
}

void workbook_free(struct workbook *b)
{
    if (!b) return;
    LIST_FREE(&b->sheets);
    LIST_FREE(&b->relations);
    LIST_FREE(&b->custom);
    LIST_FREE(&b->styles);
    LIST_FREE(&b->strings);
    LIST_FREE(&b->starts);
    arena_free(b->arena);
    free(b);
}

size_t workbook_sheet_count(const struct workbook *b)
{
    return b->sheets.count;
}

const struct workbook_sheet *workbook_sheet_at(const struct workbook *b, size_t i)
{
    return &b->sheets.items[i];
}

bool workbook_from_1904(const struct workbook *b)
{
    return b->from_1904;
}
