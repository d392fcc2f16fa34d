/* words - fills the templates of a language and proves that a language is complete.
 *
 * SPDX-License-Identifier: MIT */
#include "report/words/entries.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "base/writer.h"

#include <assert.h>
#include <stdlib.h>

#define FIELD(name) #name, offsetof(struct language, name)
const struct word_entry words_entries[] = {
#define WORD0(name) {#name, FIELD(name), {NULL}, 1},
#define WORD1(name, a) {#name, FIELD(name), {#a}, 1},
#define WORD2(name, a, b) {#name, FIELD(name), {#a, #b}, 1},
#define WORD3(name, a, b, c) {#name, FIELD(name), {#a, #b, #c}, 1},
#define WORD4(name, a, b, c, d) {#name, FIELD(name), {#a, #b, #c, #d}, 1},
#define WORD5(name, a, b, c, d, e) {#name, FIELD(name), {#a, #b, #c, #d, #e}, 1},
#define WORD6(name, a, b, c, d, e, f) {#name, FIELD(name), {#a, #b, #c, #d, #e, #f}, 1},
#define WORD7(name, a, b, c, d, e, f, g) {#name, FIELD(name), {#a, #b, #c, #d, #e, #f, #g}, 1},
#define NOUN(name) {#name, FIELD(name), {"n"}, WORDS_PLURALS},
#include "report/words/words.def"
#include "report/words/words_undef.h"
#define REASON(code, name, sentence) {"reason " #code, FIELD(reasons[REASON_##code]), {NULL}, 1},
#include "attribution/reasons.def"
#undef REASON
#define DIAG(code, severity, meaning, advice) {"diag " #code, FIELD(diag_meanings[diag_##code]), {NULL}, 1},
#include "base/diag_codes.def"
#undef DIAG
#define DIAG(code, severity, meaning, advice) {"advice " #code, FIELD(diag_advices[diag_##code]), {NULL}, 1},
#include "base/diag_codes.def"
#undef DIAG
};
const size_t words_entry_count = sizeof words_entries / sizeof *words_entries;

const char *words_template(const struct language *language, const struct word_entry *entry, size_t form)
{
    const char *text;
    memcpy(&text, (const char *)language + entry->offset + form * sizeof text, sizeof text);
    return text;
}

bool words_is_translated(const struct word_entry *entry)
{
    static const char *const english_only[] = {"ticket_", "explain_", "check_", "ids_", "ic3_", "letter_", "letters_"};
    for (size_t i = 0; i < sizeof english_only / sizeof *english_only; i++)
        if (span_starts_with(span_of(entry->name), span_of(english_only[i]))) return false;
    return *words_template(&words_english, entry, 0) != '\0';
}

/* ---- languages ----------------------------------------------------------------------------------------------------- */

const struct language *words_language(struct span code)
{
    if (span_is(code, words_english.code)) return &words_english;
    for (size_t i = 0; words_translated[i]; i++) {
        if (span_is(code, words_translated[i]->code)) return words_translated[i];
    }
    return NULL;
}

const char *words_known_languages(struct arena *arena)
{
    const char *list = words_english.code;
    for (size_t i = 0; words_translated[i]; i++) list = arena_format(arena, "%s, %s", list, words_translated[i]->code);
    return list;
}

bool words_right_to_left(struct span code)
{
    static const char *const codes[] = {"ar", "fa", "he", "ur"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (span_is(code, codes[i])) return true;
    }
    return false;
}

/* Hebrew, Arabic and their neighbours, and their presentation forms. */
bool words_has_right_to_left(struct span text)
{
    uint32_t code;
    for (size_t length; text.len > 0; text = span_from(text, length)) {
        length = utf8_decode(text, &code);
        if (length == 0) return false;
        if ((code >= 0x590 && code <= 0x8FF) || (code >= 0xFB1D && code <= 0xFDFF) ||
            (code >= 0xFE70 && code <= 0xFEFC))
            return true;
    }
    return false;
}

/* ---- filling ------------------------------------------------------------------------------------------------------ */

/* Length of the slot's name when `at` stands on "{name}", else 0. Any other brace is text. */
static size_t slot_at(const char *at)
{
    if (*at != '{') return 0;
    size_t length = 0;
    while ((at[1 + length] >= 'a' && at[1 + length] <= 'z') || at[1 + length] == '_') length++;
    return length > 0 && at[1 + length] == '}' ? length : 0;
}

static const char *slot_value(const struct slot *slots, size_t count, struct span name)
{
    for (size_t i = 0; i < count; i++) {
        if (span_is(name, slots[i].name)) return slots[i].value;
    }
    assert(false && "a template names a slot that its sentence does not have");
    return "";
}

/* In a sentence that runs from right to left an id, amount or time would be torn at its signs and spaces and its parts put
 * in the wrong order. Isolates (Unicode's UAX 9) keep it as it is; they surround it, so that it is found by a search. */
const char *words_isolated(const struct speaker *s, const char *value)
{
    if (!s->language->right_to_left || !*value || words_has_right_to_left(span_of(value))) return value;
    return arena_format(s->arena, "\xE2\x81\xA6%s\xE2\x81\xA9", value);
}

static void isolate(const struct speaker *s, const char *text, struct slot *slots, size_t count)
{
    if (!words_has_right_to_left(span_of(text))) return;
    for (size_t i = 0; i < count; i++) slots[i].value = words_isolated(s, slots[i].value);
}

/* Writes the filled text to `out` when it is not NULL; returns its length. */
static size_t fill_into(char *out, const char *text, const struct slot *slots, size_t count)
{
    size_t written = 0;
    while (*text) {
        const size_t name = slot_at(text);
        if (name == 0) {
            if (out) out[written] = *text;
            written++;
            text++;
            continue;
        }
        const char *value = slot_value(slots, count, (struct span){text + 1, name});
        const size_t length = strlen(value);
        if (out) memcpy(out + written, value, length);
        written += length;
        text += name + 2;
    }
    return written;
}

const char *words_fill(const struct speaker *s, const char *text, const struct slot *slots, size_t count)
{
    assert(text);
    if (count == 0) return text;
    struct slot values[WORDS_SLOTS_MAX];
    assert(count <= WORDS_SLOTS_MAX);
    memcpy(values, slots, count * sizeof *values);
    if (s->language->right_to_left) isolate(s, text, values, count);
    char *filled = arena_alloc(s->arena, fill_into(NULL, text, values, count) + 1);
    fill_into(filled, text, values, count);
    return filled;
}

const char *words_counted(const struct speaker *s, const char *const forms[WORDS_PLURALS], uint64_t n)
{
    const unsigned form = s->language->plural(n);
    assert(form < WORDS_PLURALS && forms[form]);
    const char *digits = arena_format(s->arena, "%llu", (unsigned long long)n);
    return words_fill(s, forms[form], (const struct slot[]){{"n", digits}}, 1);
}

const char *words_reason(const struct speaker *s, enum reason reason)
{
    assert(reason < REASON_COUNT);
    return s->language->reasons[reason];
}

const char *words_diag_meaning(const struct speaker *s, enum diag_code code)
{
    assert(code < DIAG_CODE_COUNT);
    return s->language->diag_meanings[code];
}

const char *words_diag_advice(const struct speaker *s, enum diag_code code)
{
    assert(code < DIAG_CODE_COUNT);
    return s->language->diag_advices[code];
}

/* ---- proof of a language ------------------------------------------------------------------------------------------- */

static bool declares(const struct word_entry *entry, struct span name)
{
    for (size_t i = 0; i < WORDS_SLOTS_MAX && entry->slots[i]; i++) {
        if (span_is(name, entry->slots[i])) return true;
    }
    return false;
}

static bool template_uses(const char *text, const char *slot)
{
    for (; *text; text++) {
        const size_t name = slot_at(text);
        if (name > 0 && span_is((struct span){text + 1, name}, slot)) return true;
    }
    return false;
}

static size_t check_template(const struct word_entry *entry, const char *text, struct writer *out)
{
    size_t faults = 0;
    for (const char *at = text; *at; at++) {
        const size_t name = slot_at(at);
        if (name == 0 || declares(entry, (struct span){at + 1, name})) continue;
        writer_format(out, "%s: {%.*s} is not a slot of this sentence\n", entry->name, (int)name, at + 1);
        faults++;
    }
    for (size_t i = 0; i < WORDS_SLOTS_MAX && entry->slots[i]; i++) {
        if (template_uses(text, entry->slots[i])) continue;
        writer_format(out, "%s: {%s} is not used\n", entry->name, entry->slots[i]);
        faults++;
    }
    return faults;
}

static size_t check_entry(const struct language *language, const struct word_entry *entry, struct writer *out)
{
    const size_t forms = entry->forms == 1 ? 1 : language->forms;
    const bool may_be_empty = *words_template(&words_english, entry, 0) == '\0';
    size_t faults = 0;
    for (size_t form = 0; form < forms; form++) {
        const char *text = words_template(language, entry, form);
        if (text && *text) {
            faults += check_template(entry, text, out);
        } else if (!text || !may_be_empty) {
            writer_format(out, "%s: no text%s\n", entry->name, forms > 1 ? " for one of the plural forms" : "");
            faults++;
        }
    }
    return faults;
}

size_t words_check(const struct language *language, struct writer *out)
{
    size_t faults = 0;
    for (size_t i = 0; i < words_entry_count; i++) faults += check_entry(language, &words_entries[i], out);
    return faults;
}
