/* papers - the names of the files at the top of the case folder that single receivers want (model/papers.c writes them).
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_BAG_PAPERS_H
#define STRAYKEY_REPORT_BAG_PAPERS_H

#include "base/span.h"

/* Of those in more than one language, the name without ".txt" or ".de.txt". */
#define PAPER_POLICE "police-letter" /* in English it is in requests.txt */
#define PAPER_GDPR "gdpr-access-request"
#define PAPER_SWORN "declaration"
#define PAPER_START "START-HERE"

/* identifiers.csv, identifiers-binance.txt, ic3.txt ...: whether a run writes files of that name. */
bool paper_is_name(struct span name);

#endif
