/* model - the report as a list of blocks: what is said, in which order, with every figure already formatted and its rows
 * cited. The renderers (text.c, pdf.c) place blocks; they know nothing of orders, coverage or losses.
 *
 * All texts are UTF-8 with hostile characters already made visible (writer_visible). They live in the model's arena.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_MODEL_MODEL_H
#define STRAYKEY_REPORT_MODEL_MODEL_H

#include "base/arena.h"
#include "base/list.h"
#include "base/span.h"

enum block_kind {
    BLOCK_TITLE,     /* the report's title; once */
    BLOCK_HEADING,   /* text; level 1..2 */
    BLOCK_PARAGRAPH, /* text */
    BLOCK_BULLET,    /* text */
    BLOCK_NOTICE,    /* text that must not be overlooked (INCOMPLETE, limits) */
    BLOCK_FACTS,     /* rows of two cells: label, value */
    BLOCK_TABLE,     /* header and rows */
    BLOCK_MONO,      /* text in a fixed-width face, lines kept (digests, commands) */
    BLOCK_CHART,     /* a picture; see struct chart. The text renderer prints its caption and the same numbers */
    BLOCK_SIGNATURE, /* lines to fill in by hand: rows of one cell, the label */
    BLOCK_PAGE_BREAK
};

enum cell_align { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_DECIMAL /* on the point */ };

struct table_column {
    struct span title;
    enum cell_align align;
    float share; /* of the page width, 0..1; the columns of a table add up to 1. Layout only, no amount */
    bool mono;
};
struct table_row {
    struct span *cells; /* as many as columns; a line feed in a cell is kept */
    bool strong;        /* totals, flagged rows */
};

struct chart_tick {
    size_t step; /* at whose beginning it stands */
    struct span label;
};
/* What is known of one market along the axis of time, in its steps: where the records of either side reach, and the orders
 * without a bot record. Stretches of one side don't touch each other and ascend. */
struct band_stretch {
    uint32_t from, to;
    bool bot_side;
};
struct chart_band {
    struct span label;
    struct band_stretch *stretches;
    size_t stretch_count;
    uint32_t *marks; /* steps in which such orders lie, ascending */
    size_t mark_count;
};
/* What an incident changed of one asset. */
struct chart_bar {
    struct span label, amount, value; /* the asset; its net change; the same in the unit of the picture */
    uint32_t length;                  /* thousandths of the longest bar */
    bool less, sum;                   /* it became less (to the left); it adds up others */
};
/* Orders over time in equal steps, stacked: the numbers stand in the table that follows it. Or, when there are bands, one
 * line for each of them; or, when there are bars, one line for each asset, to both sides of a line. */
struct chart {
    struct span caption;
    struct span value_label;          /* what the height of a bar counts: "orders in 2 minutes" */
    struct span from_label, to_label; /* UTC */
    struct chart_tick *ticks;         /* on the axis of time, from left to right; none: the two labels alone */
    size_t tick_count;
    struct span series_names[3];      /* explained by a bot; flagged; other */
    uint32_t *counts[3];              /* steps each */
    size_t steps;
    uint32_t highest;                 /* of the stacked sums */
    struct chart_band *bands;         /* drawn instead of bars; the series are then: exchange, bot, marks */
    size_t band_count;
    struct chart_bar *bars;           /* the series are then: less, more */
    size_t bar_count;
    uint32_t longest_less, longest_more; /* length of the longest bar to either side */
    struct span bar_titles[3];        /* above label, amount, value */
    struct span spoken;               /* for readers without eyes: all that is drawn, in words; empty: the caption */
};
/* Distance of a picture's grid lines: 1, 2 or 5 times a power of ten, so that at most `most` of them are needed. */
uint64_t chart_grid_step(uint64_t highest, unsigned most);

struct block {
    enum block_kind kind;
    int level;
    struct span text;
    struct table_column *columns;
    size_t column_count;
    const bool *below;      /* per column, or NULL: on paper it stands below the column before it and shares its place;
                               the text report ignores this */
    struct table_row *rows;
    size_t row_count;
    uint64_t rows_in_all;   /* BLOCK_TABLE: more than row_count when the printed table is an extract; the block's
                               text then says where the whole list is */
    struct chart *chart;
};

struct paper { /* a text of its own at the top of the case folder, for one kind of receiver; see model/papers.h */
    const char *name;
    struct span text;
};

struct report_model {
    struct arena *arena;
    LIST(struct block) blocks;
    struct span title, subject, author; /* document information; author is the program and its version */
    struct span language;               /* "en" */
    struct span footer;                 /* left side of each page's foot: reference, digest's first 16 digits */
    struct span page_label;             /* right side of the foot: "Page {page} of {pages}", which is what empty means */
    int64_t date_ns;                    /* document date: SOURCE_DATE_EPOCH, else the newest event of the evidence */
    bool incomplete;
    struct span ticket;                 /* the whole of ticket.txt; those for other exchanges are papers */
    LIST(struct paper) papers;
};

#endif
