/* authenticity - what in the files can be held against something else: the files against each other, and each against
 * what its own layout promises. One finding a check and file (or pair of files).
 *
 *   cross_source.c    the same trade or order in two files: do they say the same?
 *   same_time.c       two files that cover the same time: does each hold the other's trades?
 *   statement_fills.c the same of account statements, whose rows are changes of balances
 *   balance_closure.c does each balance of a statement follow from the one before?
 *   id_gaps.c         numbers that count the account's own rows: which ones are in no file?
 *   id_order.c        trade ids that rise with time, and occur once
 *   id_seconds.c      ids that hold the second they were made in
 *   resaved.c         signs that a file was saved again by another program
 *
 * What these checks can't show: an honest person who saved a file with a spreadsheet is no forger, and a careful forger
 * passes the weak ones. They never change a verdict or a flag, and what they find is told in the words of evidence: the
 * files agree, agree but for rows that are named, or contradict each other. Nearly linear in the events.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_AUTHENTICITY_AUTHENTICITY_H
#define STRAYKEY_ATTRIBUTION_AUTHENTICITY_AUTHENTICITY_H

#include "attribution/attribution.h"

enum auth_check {
    AUTH_HASHES,     /* packed files against the checksums stored in them; copies against their digests by verify */
    AUTH_ROWS,       /* every record is an event, skipped or rejected */
    AUTH_SOURCES,    /* exchange files with each other */
    AUTH_BOTS,       /* orders whose id stands in the bot platform's records too, with the same market and side */
    AUTH_SAME_TIME,  /* files of the same time hold the same trades */
    AUTH_BALANCES,
    AUTH_ID_GAPS,
    AUTH_ID_ORDER,
    AUTH_ID_SECONDS,
    AUTH_RESAVED,
    AUTH_TAPE,       /* of r->tape; see auth_sum */
    AUTH_CHECK_COUNT
};
enum auth_result {
    AUTH_NOT_CHECKABLE,
    AUTH_AGREES,
    AUTH_EXCEPT,      /* agrees but for the rows named */
    AUTH_CONTRADICTS, /* more than half of what was compared deviates */
    AUTH_RESULT_COUNT
};
const char *auth_check_name(enum auth_check c);   /* "hashes", "id-order" ... for programs */
const char *auth_result_name(enum auth_result r); /* "not-checkable", "agrees", "agrees-except", "contradicts" */

/* What speaks for another program than the site's having written a file. Each may have an innocent reason. */
enum resaved_sign {
    SIGN_ID_EXPONENT,   /* 8,38977E+18 */
    SIGN_NUMBER_DAMAGED,/* a number that lost digits */
    SIGN_ID_ZEROS,      /* long ids end in zeros from their 16th digit on */
    SIGN_NO_SECONDS,    /* the layout has seconds, and none is ever other than 0 */
    SIGN_TIMES,         /* times written otherwise than the site writes them */
    SIGN_DELIMITER,
    SIGN_LINE_ENDS,
    SIGN_BYTE_MARK,
    SIGN_QUOTES,
    SIGN_EMPTY_COLUMNS,
    SIGN_COUNT
};
const char *resaved_sign_name(enum resaved_sign s);

struct id_gap { uint64_t from, to; }; /* numbers that no file has */
struct auth_finding {
    uint8_t check, result;       /* enums above */
    uint32_t source, other;      /* other: the second file, SOURCE_NONE for checks of one file */
    uint64_t counted, deviating; /* RESAVED: signs that were looked for, and found; ID_GAPS: numbers from the first to
                                  * the last, and missing ones */
    uint32_t signs;              /* RESAVED: bits */
    bool uniform;                /* ID_SECONDS: all that deviate do so by the same span, as a wrong zone would make them */
    int64_t worst_ns;            /* ID_SECONDS: the largest, the row's time less the id's */
    struct row_place *rows;      /* of `source`: the first ones, at most PLACES_MOST */
    size_t row_count;
    struct id_gap *gaps;         /* ID_GAPS: what is missing right before each of `rows`; else NULL */
    uint32_t name;               /* BALANCES: the asset, id of store->texts; 0: several */
};
struct auth_sum { /* of one check over all files */
    enum auth_result result;
    uint64_t counted, deviating, files;
};
struct authenticity {
    LIST(struct auth_finding) findings; /* by check, then by file */
    struct auth_sum sums[AUTH_TAPE];
};
void authenticity_free(struct authenticity *a); /* NULL is allowed */

struct work;
struct authenticity *authenticity_check(const struct work *w); /* when all else is done; rows lie in the result's arena */
/* The tape's is made when it is asked for, since tapes are read later. */
struct auth_sum auth_sum(const struct result *r, enum auth_check check);
enum auth_result auth_result_of(uint64_t counted, uint64_t deviating);

#endif
