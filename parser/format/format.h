/* format - definitions of export and log layouts: loaded from JSON, proved by their own samples, chosen by bids, used to
 * turn records into events. The language of a definition is described in formats/README.md and
 * formats/format-v1.schema.json; this header is what the rest of the program sees of it.
 *
 * A format set owns its formats and is immutable after loading, so many files can be read against it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_FORMAT_FORMAT_H
#define STRAYKEY_PARSER_FORMAT_FORMAT_H

#include "base/diag.h"
#include "base/zone.h"
#include "parser/csv/csv.h"
#include "parser/event.h"
#include "parser/json/records.h"

struct format;     /* one definition; opaque outside parser/format/ */
struct format_set; /* all that are in use */

/* Complaints about a definition: "formats/x.json: /columns/price/type: unknown type; known are ...". */
struct format_complaints { LIST(char *) items; }; /* each malloc'ed */
void format_complaints_free(struct format_complaints *c);

/* The definitions built into the binary, plus all *.json below `extra_dir` when it is not NULL (a definition with a
 * known id replaces the built-in one). Complaints are collected; a definition with a complaint is left out. */
struct format_set *format_set_load(const char *extra_dir, struct format_complaints *complaints);
/* Adds one definition file to the set (`straykey formats --check FILE`); complaints are collected. */
void format_set_add_file(struct format_set *set, const char *path, struct format_complaints *complaints);
void format_set_free(struct format_set *set);
size_t format_count(const struct format_set *set);
const struct format *format_at(const struct format_set *set, size_t i); /* sorted by id */
const struct format *format_by_id(const struct format_set *set, struct span id);

const char *format_id(const struct format *f);
uint32_t format_version(const struct format *f);
const char *format_title(const struct format *f);
const char *format_system(const struct format *f); /* "binance", "3commas" */
bool format_is_from_user(const struct format *f); /* not one of the built-in ones */
bool format_is_bot_side(const struct format *f);   /* records of a bot platform, not of an exchange */
/* Facts that coverage needs: "deals-list", "deals-csv", "deal-orders", "bots", ... ("" when the definition says none). */
const char *format_record_set(const struct format *f);
bool format_is_page_size(const struct format *f, uint64_t records); /* exactly one page of that list */

/* What the definition knows of the site's own files ("self_checks"). */
enum numbering { NUMBERING_UNKNOWN, NUMBERING_OF_MARKET, NUMBERING_OF_SITE }; /* trade ids that rise with time */
struct habits { /* 0: not known */
    char delimiter;
    char line_ends; /* 'l' LF, 'c' CRLF */
    char mark;      /* byte order mark: 'y', 'n' */
    char quotes;    /* 'a' around every cell, 'n' around none */
};
enum numbering format_numbering(const struct format *f);
const struct habits *format_habits(const struct format *f);
bool format_states_seconds(const struct format *f); /* every layout of its times has them */

/* ---- detection ------------------------------------------------------------------------------------------------- */

struct detection {
    const struct format *format; /* NULL: none, or a tie */
    char why[256];               /* one sentence for `identify` */
    size_t rivals;               /* other definitions with the same bid */
    char delimiter;              /* CSV only */
};
/* CSV: looks at the first rows. `file_name` is the last part of the path; it only breaks ties. */
void format_detect_csv(const struct format_set *set, struct span head, struct span file_name, struct detection *out);
/* JSON: the classifier for json_new; its tags are const struct format *. The user pointer is the set. */
struct json_classifier format_json_classifier(const struct format_set *set);

/* ---- mapping --------------------------------------------------------------------------------------------------- */

/* How one file is read. Filled by the caller, constant while reading. */
struct map_context {
    struct store *store;
    uint32_t source;                /* for event.source */
    const struct zone *zone;        /* zone of this file when its format needs one; NULL: unknown (see mapper_zone) */
    struct span account;            /* uid or label given by the case file for this file; may be empty */
    struct span venue;              /* given by the case file for this file, one of the format's; may be empty */
    struct span path;               /* for context taken from the file name (1782_market_orders.json) */
    const struct diag_sink *sink;
};

/* Where the zone of a format's times comes from. ZONE_FROM_USER and an empty file-name group both mean: ask. */
enum zone_origin { ZONE_ORIGIN_FIXED, ZONE_ORIGIN_OFFSET_IN_VALUE, ZONE_ORIGIN_HEADER, ZONE_ORIGIN_FILE_NAME, ZONE_ORIGIN_USER, ZONE_ORIGIN_CASE_FILE,
                   ZONE_ORIGIN_PREAMBLE };
const char *zone_origin_name(enum zone_origin o);
/* What the definition and the file themselves say: *name is the zone's name, empty when it must be asked for. For CSV
 * `header` are the header's cells. */
enum zone_origin format_zone(const struct format *f, const struct span *header, size_t header_count, struct span path,
                             struct span *name);

/* Exports of some sites look like those of another (Binance and Binance.US). */
bool format_may_be_of(const struct format *f, struct span venue);

struct mapper; /* one per file and format; opaque */
struct mapper *mapper_new(const struct format *f, const struct map_context *context);
/* CSV: consumes the preamble and the header row. False: reported. */
bool mapper_read_header(struct mapper *m, struct csv *csv);
/* Where the zone of this file's times comes from, once the header (CSV) has been read: as format_zone, with the header
 * and the preamble that were found. An empty *name with ZONE_ORIGIN_USER means: ask, then mapper_set_zone. The mapper
 * loads zones that the file itself names; mapper_set_zone is needed only for an answer. *name lives as long as the mapper. */
enum zone_origin mapper_zone(const struct mapper *m, struct span *name);
void mapper_set_zone(struct mapper *m, const struct zone *zone);

struct map_counts { uint64_t read, events, skipped, rejected; }; /* read == events + skipped + rejected, always */
/* Turns one record into events in the store (a deal with its messages is several records). Adds to *counts. */
void mapper_map(struct mapper *m, const struct record *r, struct map_counts *counts);
/* End of file: flushes what grouping held back. */
void mapper_finish(struct mapper *m, struct map_counts *counts);
struct self_found; /* see self_checks.h */
struct self_found *mapper_found(struct mapper *m); /* what was counted; the caller may take what it owns */
void mapper_free(struct mapper *m);

/* ---- proof ----------------------------------------------------------------------------------------------------- */

/* Runs every sample of every definition, and every definition against all samples of the others. Number of complaints. */
size_t format_check(const struct format_set *set, struct format_complaints *complaints);

struct writer;
void format_explain(const struct format *f, struct writer *out);              /* for `straykey formats ID` */
void format_list(const struct format_set *set, struct writer *out);           /* for `straykey formats` */
void format_list_markdown(const struct format_set *set, struct writer *out);  /* the same for formats/README.md */
/* For `straykey formats --new FILE`: `head` is the beginning of the text; `of_program`: it is the log of a trading program. */
bool format_skeleton(struct span head, struct span file_name, bool of_program, struct writer *out);

#endif
