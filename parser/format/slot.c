/* slot - columns whose names depend on the record: "{BASE} Amount {BASE}" is the column "BTC Amount BTC" of a
 * record of BTC/USD. Capital words give capitals, small ones small letters. And columns that are none: "<coin>" is what
 * the header says in a cell whose pattern has the group coin ("EUR Spot Price at Transaction", a column "BTC").
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/internal.h"

enum slot_word { WORD_BASE, WORD_QUOTE, WORD_ASSET, WORD_COUNT };
static const char *const small_words[] = {"{base}", "{quote}", "{asset}"};
static const char *const capital_words[] = {"{BASE}", "{QUOTE}", "{ASSET}"};

/* The word that the text begins with; WORD_COUNT: none. */
static enum slot_word word_at(struct span text, bool *capitals)
{
    for (int i = 0; i < WORD_COUNT; i++) {
        *capitals = span_starts_with(text, span_of(capital_words[i]));
        if (*capitals || span_starts_with(text, span_of(small_words[i]))) return (enum slot_word)i;
    }
    return WORD_COUNT;
}

bool slot_is_of_market(struct span name)
{
    bool capitals;
    for (size_t i = 0; i < name.len; i++)
        if (word_at(span_from(name, i), &capitals) != WORD_COUNT) return true;
    return false;
}

/* ---- columns that are no column: words of the header ------------------------------------------------------------- */

bool slot_is_of_header(struct span name)
{
    return name.len > 2 && name.ptr[0] == '<' && name.ptr[name.len - 1] == '>';
}

struct span slot_group(struct span name, struct arena *arena)
{
    return arena_copy(arena, span_head(span_from(name, 1), name.len - 2));
}

/* ---- names of columns -------------------------------------------------------------------------------------------- */

static struct span meaning(const struct row *row, enum slot_word word)
{
    if (word == WORD_ASSET) return store_get_text(row->m->context.store, row->e.fee_asset);
    if (!row->entry) return SPAN_NONE;
    return word == WORD_BASE ? row->entry->base : row->entry->quote;
}

static char in_case(char c, bool capitals)
{
    if (capitals && c >= 'a' && c <= 'z') return (char)(c - 'a' + 'A');
    if (!capitals && c >= 'A' && c <= 'Z') return (char)(c - 'A' + 'a');
    return c;
}

struct span row_slot_name(struct row *row, struct span name)
{
    size_t longest = 0, used = 0;
    for (int i = 0; i < WORD_COUNT; i++) {
        size_t length = meaning(row, (enum slot_word)i).len;
        if (length > longest) longest = length;
    }
    char *out = arena_alloc(row->r->scratch, name.len * (longest + 1) + 1);
    for (size_t i = 0; i < name.len;) {
        bool capitals;
        enum slot_word word = word_at(span_from(name, i), &capitals);
        if (word == WORD_COUNT) {
            out[used++] = name.ptr[i++];
            continue;
        }
        struct span text = meaning(row, word);
        if (!text.len) return SPAN_NONE;
        for (size_t k = 0; k < text.len; k++) out[used++] = in_case(text.ptr[k], capitals);
        i += span_of(small_words[word]).len;
    }
    return (struct span){out, used};
}
