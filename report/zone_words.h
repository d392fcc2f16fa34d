/* zone_words - what is said of a file that does not state the zone of its times: in the register of the report and on the terminal.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_ZONE_WORDS_H
#define STRAYKEY_REPORT_ZONE_WORDS_H

#include "attribution/attribution.h"
#include "report/words/words.h"

/* A few sentences: with what it was compared, which zone fits how many, and what to give. */
const char *zone_words(const struct speaker *say, const struct result *r, const struct zone_proposal *p);

/* Of a zone that somebody gave: what speaks for it. */
const char *zone_given_words(const struct speaker *say, const struct result *r, const struct zone_check *c);

/* The element of case.json's `files` that gives the zone: {"match": "fills.csv", "time_zone": "UTC+1"}; "" without one. */
const char *zone_case_entry(struct arena *arena, const struct result *r, const struct zone_proposal *p);

#endif
