/* job - what is known while one file is read. Private to this room.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_INGEST_JOB_H
#define STRAYKEY_PARSER_INGEST_JOB_H

#include "parser/container/archive.h"
#include "parser/ingest/ingest.h"
#include "parser/redact.h"

/* One definition in use on the file: JSON texts may hold records of several. */
struct reading {
    const struct format *format;
    struct mapper *mapper;
    struct zone *zone;           /* of an answer to "which zone?", NULL when the file says it */
    char *zone_name;             /* as used, "" when there is none */
    enum zone_origin zone_origin;
    struct map_counts counts;
    uint64_t records;            /* that stood in the list, nested ones not counted */
    int64_t last_ns;             /* of the first event of the record before; TIME_NONE: there was none */
    bool rises, falls;           /* such times went up, down somewhere */
};

struct job {
    struct evidence *evidence;
    const struct ingest_options *options;
    struct source_entry *entry;
    uint32_t index;                      /* of the entry */
    const char *path;                    /* of the entry */
    const char *named;                   /* path of the file that has a name of the site's giving: a sheet's workbook */
    struct member_names *names;          /* of members, given so far in this file; NULL outside archives */
    uint64_t limit;                      /* records to look at, for identify; 0: all */
    const struct case_file_rule *rule;   /* of the case file, or NULL */
    struct span account;                 /* uid or label for this file, may be empty */
    struct source *source;
    struct diag_sink sink;
    struct arena *scratch;               /* of one diagnostic */
    enum diag_code last_code;            /* of the last diagnostic */
    struct redact_columns columns;       /* of a table, once its definition is known */
    uint64_t rejected;                   /* by the reader, before any mapper saw them */
    uint64_t told;                       /* bytes of text at the last progress report */
    uint64_t total;                      /* of the file, 0 when that says nothing about its text */
    LIST(struct reading) readings;
};

/* ---- ingest.c ----------------------------------------------------------------------------------------------------- */

/* Appends an entry to the evidence and makes the job of it; `parent` is NULL for a file. Closing reads what is left for the
 * hash, unless nothing but the first records is wanted. */
void job_begin(struct job *job, const struct job *parent, const char *path);
void job_read(struct job *job); /* the source's text, when it is no container with members */
void job_close_source(struct job *job);
void job_end(struct job *job);

/* One file's entries and events. What depends on the files read before it is done afterwards, for its entries [first, end): */
void file_read(struct evidence *e, const char *path, const struct ingest_options *options);
void file_finish(struct evidence *e, size_t first, size_t end, const struct ingest_options *options);
/* And once, after all files: accounts that no record names get the label that the case file gives them. */
void evidence_label_accounts(struct evidence *e, const struct case_file *c);

/* ---- ingest/package.c -------------------------------------------------------------------------------------------- */

/* The members of an archive, or the sheets of a workbook, one entry each. The job's entry may have moved afterwards: it is
 * set anew. */
void package_read(struct job *job, const struct archive_input *in, unsigned depth);

/* ---- ingest/settle.c --------------------------------------------------------------------------------------------- */

/* Puts what was added since the mark into order: the entries by their paths, the events by their entries. */
struct package_mark { size_t sources, events, naive; };
struct package_mark package_mark_now(const struct evidence *e);
void package_settle(struct evidence *e, struct package_mark before);

/* ---- ingest/reading.c ------------------------------------------------------------------------------------------- */

/* The reading of that definition, begun when it is new. For CSV reading_ask_zone is due after the header was read. */
struct reading *job_reading(struct job *job, const struct format *format);
void reading_ask_zone(struct job *job, struct reading *r);
void reading_map(struct job *job, struct reading *r, const struct record *record);
void job_finish_readings(struct job *job); /* fills the entry from them, and frees them */

/* ---- ingest/notes.c ---------------------------------------------------------------------------------------------- */

struct diag_sink job_sink(struct job *job); /* fills the path in, keeps count, hands on to options->sink */
uint64_t rejected_notes(const struct source_entry *entry); /* records that diagnostics so far have rejected */
void job_report(struct job *job, enum diag_code code, const char *detail);
void job_progress(struct job *job, uint64_t offset);
char *visible_first_line(struct span head); /* cut at 200 bytes; free it */

#endif
