/* retell - English texts of other rooms matched against their templates.
 *
 * SPDX-License-Identifier: MIT */
#include "report/words/retell.h"

#include "report/words/entries.h"

/* The slot at the start of a template, without its braces; empty: none stands there. */
static struct span slot_of(const char *template)
{
    if (*template != '{') return SPAN_NONE;
    const struct span rest = span_of(template + 1);
    const size_t end = span_find(rest, '}');
    return end < rest.len ? span_head(rest, end) : SPAN_NONE;
}

/* No value of these texts holds what joins two of them. */
static size_t longest_value(struct span text)
{
    for (size_t i = 0; i + 1 < text.len; i++) {
        if (text.ptr[i] == ';' && text.ptr[i + 1] == ' ') return i;
    }
    return text.len;
}

/* The whole text must fit the template; values[i] gets what stands in the entry's slot i. The shortest values win. */
static bool fits(const struct word_entry *entry, const char *template, struct span text, struct span *values)
{
    while (*template && *template != '{') {
        if (text.len == 0 || text.ptr[0] != *template) return false;
        template ++;
        text = span_from(text, 1);
    }
    if (!*template) return text.len == 0;
    const struct span slot = slot_of(template);
    size_t which = 0;
    while (which < WORDS_SLOTS_MAX && entry->slots[which] && !span_is(slot, entry->slots[which])) which++;
    if (which == WORDS_SLOTS_MAX || !entry->slots[which]) return false;
    const size_t most = longest_value(text);
    for (size_t length = 1; length <= most; length++) {
        values[which] = span_head(text, length);
        if (fits(entry, template + slot.len + 2, span_from(text, length), values)) return true;
    }
    return false;
}

static bool is_outside(const struct word_entry *entry)
{
    static const char *const beginnings[] = {"role_", "zone_is_", "container_", "damage_", "severity_",
                                             "seen_", "unknown_", "valued_",    "held_",   "diag "};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (span_starts_with(span_of(entry->name), span_of(beginnings[i]))) return true;
    }
    return false;
}

/* "12 orders" with the noun of the language; other values as they are. */
static const char *retell_value(const struct speaker *s, struct span value)
{
    const char *text = arena_copy(s->arena, value).ptr;
    const struct speaker english = {&words_english, s->arena};
    uint64_t n;
    if (!span_to_u64(span_head(value, span_find(value, ' ')), &n)) return text;
    for (size_t i = 0; i < words_entry_count; i++) {
        const struct word_entry *entry = &words_entries[i];
        if (entry->forms == 1) continue;
        const char *forms[2][WORDS_PLURALS];
        for (size_t form = 0; form < WORDS_PLURALS; form++) {
            forms[0][form] = words_template(&words_english, entry, form);
            forms[1][form] = words_template(s->language, entry, form);
        }
        if (span_is(value, words_counted(&english, forms[0], n))) return words_counted(s, forms[1], n);
    }
    return text;
}

/* NULL: no template fits the whole. */
static const char *retell_whole(const struct speaker *s, struct span text)
{
    for (size_t i = 0; i < words_entry_count; i++) {
        const struct word_entry *entry = &words_entries[i];
        struct span values[WORDS_SLOTS_MAX];
        if (!is_outside(entry) || !fits(entry, words_template(&words_english, entry, 0), text, values)) continue;
        struct slot slots[WORDS_SLOTS_MAX];
        size_t count = 0;
        for (; count < WORDS_SLOTS_MAX && entry->slots[count]; count++)
            slots[count] = (struct slot){entry->slots[count], retell_value(s, values[count])};
        return words_fill(s, words_template(s->language, entry, 0), slots, count);
    }
    return NULL;
}

/* Texts joined by "; ", or a diagnostic and, behind ": ", its detail. NULL: not all of it could be said again. */
static const char *retell_parts(const struct speaker *s, struct span text)
{
    const char *whole = retell_whole(s, text);
    if (whole) return whole;
    for (size_t i = 0; i + 2 < text.len; i++) {
        const bool joined = text.ptr[i] == ';', detailed = text.ptr[i] == ':';
        if ((!joined && !detailed) || text.ptr[i + 1] != ' ') continue;
        const char *first = retell_whole(s, span_head(text, i));
        const struct span rest = span_from(text, i + 2);
        const char *second = first ? retell_parts(s, rest) : NULL;
        if (first && !second && detailed) second = arena_copy(s->arena, rest).ptr;
        if (second) return arena_format(s->arena, "%s%c %s", first, text.ptr[i], second);
    }
    return NULL;
}

const char *words_retell(const struct speaker *s, const char *english)
{
    if (s->language == &words_english || *english == '\0') return english;
    const char *said = retell_parts(s, span_of(english));
    return said ? said : english;
}

/* ---- values taken out ----------------------------------------------------------------------------------------------- */

struct masking {
    struct speaker english;
    const char *const *hidden;
    const char *mark;
};

static const char *masked_value(const struct masking *m, const char *slot, struct span value)
{
    for (size_t i = 0; m->hidden[i]; i++)
        if (!strcmp(m->hidden[i], slot)) return m->mark;
    return arena_copy(m->english.arena, value).ptr;
}

/* NULL: no template of a sign fits the whole. */
static const char *mask_whole(const struct masking *m, struct span text)
{
    for (size_t i = 0; i < words_entry_count; i++) {
        const struct word_entry *entry = &words_entries[i];
        struct span values[WORDS_SLOTS_MAX];
        const char *template = words_template(&words_english, entry, 0);
        if (!span_starts_with(span_of(entry->name), SPAN("seen_")) || !fits(entry, template, text, values)) continue;
        struct slot slots[WORDS_SLOTS_MAX];
        size_t count = 0;
        for (; count < WORDS_SLOTS_MAX && entry->slots[count]; count++)
            slots[count] = (struct slot){entry->slots[count], masked_value(m, entry->slots[count], values[count])};
        return words_fill(&m->english, template, slots, count);
    }
    return NULL;
}

/* Of texts joined by "; ". NULL: not all of it could be taken apart. */
static const char *mask_parts(const struct masking *m, struct span text)
{
    const char *whole = mask_whole(m, text);
    if (whole) return whole;
    for (size_t i = 0; i + 2 < text.len; i++) {
        if (text.ptr[i] != ';' || text.ptr[i + 1] != ' ') continue;
        const char *first = mask_whole(m, span_head(text, i));
        const char *second = first ? mask_parts(m, span_from(text, i + 2)) : NULL;
        if (second) return arena_format(m->english.arena, "%s; %s", first, second);
    }
    return NULL;
}

const char *words_masked(struct arena *arena, const char *english, const char *const *hidden, const char *mark)
{
    const struct masking m = {{&words_english, arena}, hidden, mark};
    const char *masked = mask_parts(&m, span_of(english));
    return masked ? masked : mark;
}
