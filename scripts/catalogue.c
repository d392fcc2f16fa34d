/* catalogue - between the report's sentences and gettext's catalogues, at build time.
 *
 *     catalogue template FILE.def... > straykey.pot    all sentences in English; FILE.def give the headings
 *     catalogue pseudo CODE FILE.def... > CODE.po      the same with disguised English as the translation
 *     catalogue table CODE FILE.mo > FILE.c            a translation as a table of the program; what is missing stays English
 *     catalogue list CODE... > FILE.c                  words_translated of words.h
 *     catalogue check CODE FILE.mo SAME                one line for each fault of a translation; status 1 when there is one
 *
 * A message is found by its context (the sentence's name) and its English text together. A sentence whose English was
 * changed after it was translated is therefore not found, which is what is wanted. msgfmt leaves out fuzzy ones. SAME
 * lists the sentences that may be the same as in English: a code (or *) and a name on each line.
 *
 * SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "base/utf8.h"
#include "base/writer.h"
#include "report/words/entries.h"

#include <stdio.h>
#include <stdlib.h>

const struct language *const words_translated[] = {NULL}; /* the program's own list comes from here */

_Noreturn static void stop(const char *what, const char *which)
{
    fprintf(stderr, "catalogue: %s%s%s\n", what, *which ? ": " : "", which);
    exit(2);
}

static struct span read_file(const char *path)
{
    FILE *in = fopen(path, "rb");
    if (!in) stop("can't be read", path);
    char *text = NULL;
    size_t length = 0, room = 0, n;
    do {
        room += 1 << 16;
        text = memory_resize(text, room + 1, 1);
        n = fread(text + length, 1, room - length, in);
        length += n;
    } while (length == room);
    fclose(in);
    text[length] = '\0';
    return (struct span){text, length};
}

/* As a C string; also as one of a PO file, where nothing but these is escaped either. '?' could begin a trigraph. */
static void put_quoted(struct writer *out, const char *text, bool for_c)
{
    writer_byte(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\' || (for_c && *text == '?')) writer_byte(out, '\\');
        if (*text == '\n')
            writer_cstr(out, "\\n");
        else
            writer_byte(out, *text);
    }
    writer_byte(out, '"');
}

/* ---- template ------------------------------------------------------------------------------------------------------ */

struct headings {
    struct span texts[8];
    size_t count;
};

/* The last comment of its own line ("---- title and page one") above the line of that sentence; empty when none is. */
static struct span heading_in(struct span text, const char *name)
{
    const struct span start = SPAN("/* ---- "), end = SPAN(" */");
    struct span heading = SPAN_NONE;
    while (text.len > 0) {
        struct span line = span_cut(&text, '\n');
        if (span_starts_with(line, start) && span_ends_with(line, end))
            heading = (struct span){line.ptr + start.len, line.len - start.len - end.len};
        struct span rest = line;
        if (!span_starts_with(line, SPAN("WORD")) && !span_starts_with(line, SPAN("NOUN"))) continue;
        span_cut(&rest, '(');
        const size_t length = strlen(name);
        const bool same = span_starts_with(rest, span_of(name)) && rest.len > length;
        if (same && (rest.ptr[length] == ',' || rest.ptr[length] == ')')) return heading;
    }
    return SPAN_NONE;
}

static bool is_of_law(struct span name)
{
    static const char *const beginnings[] = {"declare_", "sign_",         "ask_",        "story_means",  "story_asked",
                                             "limits_",  "verify_proves", "custody_",    "leaked_means", "sworn_",
                                             "police_",  "gdpr_",         "paper_lawyer"};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (span_starts_with(name, span_of(beginnings[i]))) return true;
    }
    return false;
}

static void put_comment(struct writer *out, const struct word_entry *entry, const struct headings *headings)
{
    const struct span name = span_of(entry->name);
    struct span heading = SPAN_NONE;
    for (size_t i = 0; i < headings->count && heading.len == 0; i++)
        heading = heading_in(headings->texts[i], entry->name);
    if (span_starts_with(name, SPAN("reason "))) heading = SPAN("reasons for a verdict or flag");
    if (span_starts_with(name, SPAN("diag "))) heading = SPAN("what can be wrong with a file or record");
    if (span_starts_with(name, SPAN("advice "))) heading = SPAN("and what to do about it");
    if (heading.len > 0) writer_format(out, "#. %.*s\n", SPAN_ARG(heading));
    if (is_of_law(name)) writer_cstr(out, "#. For a lawyer's eye: it must not claim more than the English.\n");
}

static void put_header(struct writer *out, const char *code)
{
    writer_cstr(out, "# Sentences of straykey's reports. How to translate them: README.md beside this file.\n"
                     "# SPDX-License-Identifier: MIT\n"
                     "msgid \"\"\nmsgstr \"\"\n"
                     "\"Project-Id-Version: straykey\\n\"\n"
                     "\"PO-Revision-Date: 2022-12-29 18:00+0000\\n\"\n"
                     "\"Last-Translator: none\\n\"\n"
                     "\"Language-Team: none\\n\"\n");
    writer_format(out, "\"Language: %s\\n\"\n", code);
    writer_cstr(out, "\"MIME-Version: 1.0\\n\"\n"
                     "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
                     "\"Content-Transfer-Encoding: 8bit\\n\"\n"
                     "\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n");
}

/* The pseudo-language: the sentence between marks, its Latin letters turned into Cyrillic ones. Whatever Latin letters a
 * report in it still has did not come from here. */
static void put_disguised(struct writer *out, const char *english)
{
    writer_cstr(out, "\xE2\x9F\xA6");
    for (bool slot = false; *english; english++) {
        const char c = *english;
        const bool small = c >= 'a' && c <= 'z', large = c >= 'A' && c <= 'Z';
        char letter[4];
        slot = c == '{' || (slot && c != '}');
        if (slot || (!small && !large))
            writer_byte(out, c);
        else
            writer_text(out, (struct span){letter, utf8_encode(small ? 0x430u + (uint32_t)(c - 'a')
                                                                     : 0x410u + (uint32_t)(c - 'A'),
                                                               letter)});
    }
    writer_cstr(out, "\xE2\x9F\xA7");
}

static void put_translation(struct writer *out, const char *label, const char *english, bool pseudo)
{
    struct writer *text = writer_to_memory();
    if (pseudo) put_disguised(text, english);
    writer_byte(text, '\0');
    writer_format(out, "%s ", label);
    put_quoted(out, writer_memory(text).ptr, false);
    writer_close(text, NULL);
    writer_byte(out, '\n');
}

static void put_message(struct writer *out, const struct word_entry *entry, bool pseudo)
{
    const char *one = words_template(&words_english, entry, 0);
    writer_format(out, "msgctxt \"%s\"\nmsgid ", entry->name);
    put_quoted(out, one, false);
    writer_byte(out, '\n');
    if (entry->forms == 1) {
        put_translation(out, "msgstr", one, pseudo);
        return;
    }
    const char *many = words_template(&words_english, entry, 1);
    writer_cstr(out, "msgid_plural ");
    put_quoted(out, many, false);
    writer_byte(out, '\n');
    put_translation(out, "msgstr[0]", one, pseudo);
    put_translation(out, "msgstr[1]", many, pseudo);
}

static int write_template(const char *code, char **files, int count, struct writer *out)
{
    struct headings headings = {.count = 0};
    for (int i = 0; i < count && i < 8; i++) headings.texts[headings.count++] = read_file(files[i]);
    put_header(out, code);
    for (size_t i = 0; i < words_entry_count; i++) {
        const struct word_entry *entry = &words_entries[i];
        if (!words_is_translated(entry)) continue;
        writer_byte(out, '\n');
        put_comment(out, entry, &headings);
        put_message(out, entry, *code != '\0');
    }
    for (size_t i = 0; i < headings.count; i++) free((char *)headings.texts[i].ptr);
    return 0;
}

/* ---- compiled catalogues -------------------------------------------------------------------------------------------- */

/* The format of MO files: GNU gettext manual, section 10.3. Little-endian, as msgfmt writes them everywhere. */
struct catalogue {
    struct span file;
    size_t count, keys, texts; /* messages; offsets of the two tables */
    const char *plural;        /* the expression of Plural-Forms */
    unsigned forms;
};

static size_t number_at(struct span file, size_t at)
{
    if (at + 4 > file.len) stop("the compiled catalogue is damaged", "");
    const unsigned char *b = (const unsigned char *)file.ptr + at;
    return (size_t)b[0] | (size_t)b[1] << 8 | (size_t)b[2] << 16 | (size_t)b[3] << 24;
}

static struct span text_at(const struct catalogue *c, size_t table, size_t i)
{
    const size_t length = number_at(c->file, table + 8 * i), offset = number_at(c->file, table + 8 * i + 4);
    if (offset > c->file.len || length >= c->file.len - offset) stop("the compiled catalogue is damaged", "");
    return (struct span){c->file.ptr + offset, length};
}

/* "nplurals=2; plural=(n != 1);": only what such an expression can be made of goes into a C file. */
static void read_plural_forms(struct catalogue *c, struct arena *arena)
{
    struct span header = c->count > 0 && text_at(c, c->keys, 0).len == 0 ? text_at(c, c->texts, 0) : SPAN_NONE;
    while (header.len > 0 && !c->plural) {
        struct span line = span_cut(&header, '\n');
        if (!span_starts_with(line, SPAN("Plural-Forms:"))) continue;
        span_cut(&line, '=');
        uint64_t forms;
        if (!span_to_u64(span_trim(span_cut(&line, ';')), &forms) || forms < 1 || forms > WORDS_PLURALS) break;
        span_cut(&line, '=');
        const struct span plural = span_trim(span_cut(&line, ';'));
        c->forms = (unsigned)forms;
        c->plural = arena_copy(arena, plural).ptr;
        if (strspn(c->plural, "n0123456789 ()?:<>=!&|%") != plural.len || plural.len == 0) c->plural = NULL;
        break;
    }
    if (!c->plural) stop("the catalogue has no usable Plural-Forms", "");
}

static struct catalogue open_catalogue(const char *path, struct arena *arena)
{
    struct catalogue c = {.file = read_file(path)};
    if (number_at(c.file, 0) != 0x950412de) stop("no compiled catalogue", path);
    c.count = number_at(c.file, 8);
    c.keys = number_at(c.file, 12);
    c.texts = number_at(c.file, 16);
    read_plural_forms(&c, arena);
    return c;
}

/* The key of a message: context, EOT, msgid; for plurals a NUL and msgid_plural. The returned text ends in a NUL. */
static struct span key_of(const struct word_entry *entry, struct arena *arena)
{
    struct writer *w = writer_to_memory();
    writer_format(w, "%s\x04%s", entry->name, words_template(&words_english, entry, 0));
    if (entry->forms > 1) {
        writer_byte(w, '\0');
        writer_cstr(w, words_template(&words_english, entry, 1));
    }
    struct span key = arena_copy(arena, writer_memory(w));
    writer_close(w, NULL);
    return key;
}

static struct span find(const struct catalogue *c, struct span key)
{
    for (size_t i = 0; i < c->count; i++) {
        if (span_equal(text_at(c, c->keys, i), key)) return text_at(c, c->texts, i);
    }
    return SPAN_NONE;
}

/* Whether the catalogue has that sentence, with whatever English. */
static bool has_context(const struct catalogue *c, const char *name)
{
    for (size_t i = 0; i < c->count; i++) {
        struct span key = text_at(c, c->keys, i);
        if (span_is(span_head(key, span_find(key, '\x04')), name) && span_find(key, '\x04') < key.len) return true;
    }
    return false;
}

/* Fills the fields of `out` that the catalogue has; the others become English, plural forms that are missing NULL. */
static void translate(const struct catalogue *c, struct language *out, struct arena *arena)
{
    for (size_t i = 0; i < words_entry_count; i++) {
        const struct word_entry *entry = &words_entries[i];
        struct span text = words_is_translated(entry) ? find(c, key_of(entry, arena)) : SPAN_NONE;
        const bool found = text.len > 0;
        for (size_t form = 0; form < entry->forms; form++) {
            const char *one = words_template(&words_english, entry, form < 2 ? form : 1);
            const struct span said = span_cut(&text, '\0');
            if (found) one = said.len > 0 ? arena_copy(arena, said).ptr : NULL;
            memcpy((char *)out + entry->offset + form * sizeof one, &one, sizeof one);
        }
    }
}

/* ---- table ---------------------------------------------------------------------------------------------------------- */

static void put_field(struct writer *out, const struct language *l, const struct word_entry *entry)
{
    writer_format(out, "    .%s = ", entry->field);
    if (entry->forms > 1) writer_byte(out, '{');
    for (size_t form = 0; form < entry->forms; form++) {
        const char *text = words_template(l, entry, form);
        if (!text && form >= l->forms) break;
        if (!text) text = words_template(&words_english, entry, form > 0); /* until somebody says it */
        if (form > 0) writer_cstr(out, ", ");
        put_quoted(out, text, true);
    }
    writer_cstr(out, entry->forms > 1 ? "},\n" : ",\n");
}

static void write_table(const char *code, const struct catalogue *c, const struct language *l, struct writer *out)
{
    writer_format(out,
                  "/* Made from report/words/%s.po by scripts/catalogue.c. */\n#include \"report/words/words.h\"\n"
                  "#pragma GCC diagnostic ignored \"-Wparentheses\"\n"
                  "extern const struct language words_%s;\n"
                  "static unsigned plural(uint64_t n)\n{\n    (void)n;\n    return (unsigned)(%s);\n}\n",
                  code, code, c->plural);
    writer_format(out, "const struct language words_%s = {\n    .code = \"%s\",\n    .right_to_left = %s,\n", code,
                  code, words_right_to_left(span_of(code)) ? "true" : "false");
    writer_format(out, "    .forms = %u,\n    .plural = plural,\n", c->forms);
    for (size_t i = 0; i < words_entry_count; i++) put_field(out, l, &words_entries[i]);
    writer_cstr(out, "};\n");
}

static int write_list(char **codes, int count, struct writer *out)
{
    writer_cstr(out, "#include \"report/words/words.h\"\n");
    for (int i = 0; i < count; i++) writer_format(out, "extern const struct language words_%s;\n", codes[i]);
    writer_cstr(out, "const struct language *const words_translated[] = {");
    for (int i = 0; i < count; i++) writer_format(out, "&words_%s, ", codes[i]);
    writer_cstr(out, "NULL};\n");
    return 0;
}

/* ---- check ---------------------------------------------------------------------------------------------------------- */

/* Nothing to translate outside the slots: no small letter ("{time} UTC", "{first} {second}"). */
static bool has_words(const char *text)
{
    bool inside = false;
    for (; *text; text++) {
        if (*text == '{') inside = true;
        if (!inside && *text >= 'a' && *text <= 'z') return true;
        if (*text == '}') inside = false;
    }
    return false;
}

static bool may_be_same(struct span list, const char *code, const char *name)
{
    while (list.len > 0) {
        struct span line = span_cut(&list, '\n');
        const struct span language = span_cut(&line, ' ');
        if (span_is(span_trim(line), name) && (span_is(language, code) || span_is(language, "*"))) return true;
    }
    return false;
}

static size_t check_presence(const struct catalogue *c, const char *code, struct span same, struct arena *arena,
                             struct writer *out)
{
    size_t faults = 0;
    for (size_t i = 0; i < words_entry_count; i++) {
        const struct word_entry *entry = &words_entries[i];
        if (!words_is_translated(entry)) continue;
        const char *english = words_template(&words_english, entry, 0), *what = "";
        struct span text = find(c, key_of(entry, arena));
        if (text.len == 0)
            what = has_context(c, entry->name) ? "the English text has changed since" : "not translated, or fuzzy";
        else if (span_is(span_cut(&text, '\0'), english) && has_words(english) && !may_be_same(same, code, entry->name))
            what = "the same as in English";
        if (!*what) continue;
        writer_format(out, "%s: %s: %s\n", code, entry->name, what);
        faults++;
    }
    return faults;
}

static size_t check_names(const struct catalogue *c, const char *code, struct writer *out)
{
    size_t faults = 0;
    for (size_t i = 0; i < c->count; i++) {
        const struct span key = text_at(c, c->keys, i), name = span_head(key, span_find(key, '\x04'));
        bool known = key.len == 0;
        for (size_t k = 0; k < words_entry_count && !known; k++)
            known = span_is(name, words_entries[k].name) && words_is_translated(&words_entries[k]);
        if (known) continue;
        writer_format(out, "%s: %.*s: there is no such sentence\n", code, SPAN_ARG(name));
        faults++;
    }
    return faults;
}

static int check(const char *code, const struct catalogue *c, const struct language *l, const char *same_path,
                 struct arena *arena, struct writer *out)
{
    const struct span same = read_file(same_path);
    size_t faults = check_presence(c, code, same, arena, out) + check_names(c, code, out);
    struct writer *slots = writer_to_memory();
    faults += words_check(l, slots);
    struct span lines = writer_memory(slots);
    while (lines.len > 0) {
        const struct span line = span_cut(&lines, '\n');
        writer_format(out, "%s: %.*s\n", code, SPAN_ARG(line));
    }
    writer_close(slots, NULL);
    free((char *)same.ptr);
    return faults > 0;
}

static int with_catalogue(int argc, char **argv, struct writer *out)
{
    struct arena *arena = arena_new(0);
    const struct catalogue c = open_catalogue(argv[3], arena);
    struct language l = {.code = argv[2], .forms = c.forms};
    translate(&c, &l, arena);
    int status = 0;
    if (argc > 4)
        status = check(argv[2], &c, &l, argv[4], arena, out);
    else
        write_table(argv[2], &c, &l, out);
    free((char *)c.file.ptr);
    arena_free(arena);
    return status;
}

int main(int argc, char **argv)
{
    struct writer *out = writer_to_fd(1);
    const char *verb = argc > 1 ? argv[1] : "";
    int status = 2;
    if (!strcmp(verb, "template")) status = write_template("", argv + 2, argc - 2, out);
    if (!strcmp(verb, "pseudo") && argc > 2) status = write_template(argv[2], argv + 3, argc - 3, out);
    if (!strcmp(verb, "list")) status = write_list(argv + 2, argc - 2, out);
    if ((!strcmp(verb, "table") && argc == 4) || (!strcmp(verb, "check") && argc == 5))
        status = with_catalogue(argc, argv, out);
    if (!writer_close(out, NULL)) status = 2;
    if (status == 2) stop("usage: see the top of scripts/catalogue.c", "");
    return status;
}
