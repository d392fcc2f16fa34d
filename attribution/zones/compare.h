/* compare - rows whose time is a wall clock of an unknown zone, beside records of the same ids or sizes whose time is
 * known. Private to this room; zones/proposals.c and zones/effects.c decide what follows.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_ZONES_COMPARE_H
#define STRAYKEY_ATTRIBUTION_ZONES_COMPARE_H

#include "attribution/work.h"
#include "base/zone.h"

/* Offsets to UTC are counted in quarters of an hour, from -12:00 to +14:00. */
enum { QUARTER_S = 900, QUARTER_FIRST = -48, QUARTER_LAST = 56, QUARTERS = QUARTER_LAST - QUARTER_FIRST + 1 };
#define ZONE_TOLERANCE_NS ((int64_t)60 * NS_PER_SECOND) /* a trade and its record are seldom farther apart */

struct known_time { /* when a record with an id, or of a size, says that it was */
    uint64_t key;
    int64_t from_ns, to_ns;
    uint32_t source;
    uint32_t pair;  /* with side: 0 when any will do */
    uint8_t side;
};
struct zone_row {   /* a row of the file and the known times that it may be of */
    int64_t local_ns;
    uint32_t first, count; /* of zone_rows.matches */
};
/* The rows of one file. `read_in` NULL: their at_ns are wall clocks (store->naive); else they were read in that zone, which
 * somebody gave, and only those with MARK_ZONE_AT count. `except`, when not NULL, says per source whose records are no
 * witnesses, because their times rest on the same answer. */
struct zone_file {
    const struct event *rows;
    size_t count;
    const struct zone *read_in;
    const bool *except;
};
struct zone_rows {
    LIST(struct known_time) known; /* sorted by key */
    LIST(uint32_t) matches;        /* indexes of known */
    LIST(struct zone_row) rows;    /* in the order of their wall clock; those without a known time are left out */
    bool *sources;                 /* per source: its records were compared with */
    bool by_size;
};

/* Everything with a time that can be met by its ids, or (by_size) by its pair, side and size. */
void zone_known_gather(const struct work *w, bool by_size, struct zone_rows *out);
/* The wall clock of a row; false for a row that does not count. */
bool zone_file_clock(const struct zone_file *file, size_t row, int64_t *local_ns);
/* Fills rows and matches with those of one file. */
void zone_rows_compare(const struct work *w, const struct zone_file *file, struct zone_rows *io);
void zone_rows_free(struct zone_rows *r);

/* Whether the row's wall clock less that offset lies at one of its known times. */
bool zone_row_fits(const struct zone_rows *r, const struct zone_row *row, int64_t offset_ns);
/* How many of the rows compared agree with a zone. zones/proposals.c */
size_t zone_rows_fitting(const struct zone_rows *r, const struct zone *zone);
/* Whether two zones read a row of the file differently. zones/proposals.c */
bool zone_file_reads_differently(const struct zone_file *file, const struct zone *a, const struct zone *b);
/* Which zone fits the file's clock: all of the proposal but `source`. Leaves the rows that it was held against, of ids or else
 * of sizes, in *compared. zones/proposals.c */
void zone_file_propose(const struct work *w, const struct zone_file *file, struct zone_rows *ids, struct zone_rows *sizes,
                       struct zone_proposal *out, struct zone_rows **compared);

/* Sets fits[q] for every quarter that fits. */
void zone_row_quarters(const struct zone_rows *r, const struct zone_row *row, bool fits[QUARTERS]);

#endif
