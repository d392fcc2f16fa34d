/* retell - says again in the report's language what a room below has said in English: names of roles and zones' origins,
 * what the rows show of a sign, why a file was not recognised. These texts also go into findings.json, which is English.
 *
 * The English is taken apart by the templates of words_outside.def; figures, ids and names in it are carried over as they
 * are. What no template fits is returned as it is: rather English than wrong. English itself is never touched.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_WORDS_RETELL_H
#define STRAYKEY_REPORT_WORDS_RETELL_H

#include "report/words/words.h"

/* Lives as long as `english` or the speaker's arena. */
const char *words_retell(const struct speaker *s, const char *english);

/* What the rows show of a sign, in English, with the mark in place of the values of these slots (a list that ends with NULL).
 * What can't be taken apart becomes the mark as a whole. */
const char *words_masked(struct arena *arena, const char *english, const char *const *hidden, const char *mark);

#endif
