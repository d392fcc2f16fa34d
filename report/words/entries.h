/* entries - the sentences of a language as a list, for what must look at all of them: the proof of a language (words.c),
 * the catalogues (scripts/catalogue.c) and the tests. Whoever says a sentence calls words_<sentence> instead.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_WORDS_ENTRIES_H
#define STRAYKEY_REPORT_WORDS_ENTRIES_H

#include "report/words/words.h"

struct word_entry {
    const char *name;  /* in the catalogues: "story_means", "reason no_bot_record", "diag file_empty", "advice file_empty" */
    const char *field; /* in struct language, as C writes it: "story_means", "reasons[REASON_no_bot_record]" */
    size_t offset;     /* of that field */
    const char *slots[WORDS_SLOTS_MAX];
    size_t forms;      /* how many templates stand there: 1, or WORDS_PLURALS for a noun */
};

extern const struct word_entry words_entries[];
extern const size_t words_entry_count;

/* The template, NULL when the language has none. */
const char *words_template(const struct language *language, const struct word_entry *entry, size_t form);

/* Not so for what is always English: ticket.txt and the other papers for single receivers (exchanges want it so), what
 * `straykey explain` and `straykey verify` say, and empty texts. */
bool words_is_translated(const struct word_entry *entry);

#endif
