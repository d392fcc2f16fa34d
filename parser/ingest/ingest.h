/* ingest - one evidence file from path to events: open, detect, read, map, count, close. ingest*.c and
 * raw_rows.c are the only ones that know all of source, csv, json_records and format.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_INGEST_INGEST_H
#define STRAYKEY_PARSER_INGEST_INGEST_H

#include "base/intern.h"
#include "parser/case_file.h"
#include "parser/format/format.h"
#include "parser/self_checks.h"

struct source_note { enum diag_code code; uint64_t count; uint32_t first_line; };

/* The register of evidence, one entry a file, in the order of E01, E02, ... */
struct source_entry {
    char *path;             /* as given; of a member "exports.zip!/a.csv"; owned */
    uint32_t parent;        /* the entry of the archive or workbook that this one lies in; SOURCE_NONE */
    bool package;           /* its members are entries of their own, it holds no records itself */
    struct source_facts facts;
    enum container container;
    bool readable;          /* false: could not be opened */
    LIST(const struct format *) formats; /* one; several for a JSON file that holds several kinds; none: unrecognised */
    bool ambiguous;
    char why[256];          /* of the detection */
    struct map_counts counts;
    char *zone_name;        /* "" when no time was read */
    enum zone_origin zone_origin;
    char *given_zone;       /* in which its wall clocks were read because somebody gave it (origin: user, case file); NULL: no
                             * event of it depends on such an answer. `given_origin` says whose it was */
    enum zone_origin given_origin;
    int64_t first_ns, last_ns; /* of its events; TIME_NONE when there are none */
    uint32_t account;       /* index of store->accounts, when all events share one; else 0 */
    bool newest_first, oldest_first; /* order in which its records stand, as far as they all agree */
    bool page_sized;        /* its list has exactly a page's number of records: it may be cut */
    bool text_cut;          /* the text ends inside a record, or the gzip data do */
    struct written written;
    struct self_found found;
    LIST(struct source_note) notes; /* one per diagnostic code that occurred */
    char *first_line;       /* the first line of an unrecognised file, made visible and cut at 200 bytes; NULL otherwise */
};

struct evidence { /* all that was read */
    struct store *store;
    LIST(struct source_entry) sources; /* index = event.source */
    struct intern *digests;            /* of the sources read so far */
    LIST(uint32_t) first_with;         /* by the digest's id: the first source that has it */
};
struct evidence *evidence_new(void);
size_t evidence_files(const struct evidence *e); /* entries but for archives, which hold nothing beside their members */
void evidence_free(struct evidence *e);

/* Tried in order, never printed or kept. */
struct passwords { LIST(char *) items; };

struct ingest_options {
    const struct format_set *formats;
    const struct case_file *case_file;
    const char *open_path;    /* where the file really lies, when not at the path it is known by (verify); NULL: there */
    struct span time_zone;    /* --time-zone, for files that do not say; may be empty */
    const struct passwords *passwords; /* for encrypted archives; NULL: none */
    const char *copy_dir;     /* data/originals of the case folder, or NULL: no copies */
    const char *copy_name;    /* of the copy of a file whose number nobody knows yet; NULL: source_copy_name */
    struct diag_sink sink;    /* gets every diagnostic with its path filled in */
    void (*progress)(void *user, const char *path, uint64_t bytes_done, uint64_t bytes_total); /* may be NULL */
    void *progress_user;
    struct raw_rows *rows;    /* NULL; else records are passed to it instead of becoming events (raw_rows.h) */
};

/* Reads one file and appends its entry and events; behind it those of its members, when it is an archive or a workbook of
 * several sheets, in the order of their paths. Files that are no export still get an entry. A copy that can't be
 * written is told by nothing here: the case folder checks its originals (facts.copy_failed says it for this file). */
void ingest_file(struct evidence *e, const char *path, const struct ingest_options *options);

struct ingest_input { const char *path, *open_path; }; /* as path and options->open_path above */
struct ingest_watcher {
    void (*done)(void *user, const struct source_entry *entry); /* of each entry in turn, once its file has been read */
    void *user;
};
/* Reads files as ingest_file on one after the other would, with the same ids, entries, events and diagnostics in the same order,
 * two at a time (see ingest/many.c). */
void ingest_files(struct evidence *e, const struct ingest_input *inputs, size_t count,
                  const struct ingest_options *options, const struct ingest_watcher *watcher);

/* Detects only, for `straykey identify`: entries of the file and its members with their container, formats, why, and no
 * events. No more is read than detection needs (of JSON the first 2,000 records). evidence_free it. */
struct evidence *ingest_identify(const char *path, const struct ingest_options *options);
/* The beginning of a file's text, for `straykey formats --new`: of a workbook the first sheet that has rows, of an archive the
 * first file in it. malloc'ed, free it. NULL: *problem says why, in words that live as long as the program. */
char *ingest_text_head(const char *path, size_t *length, const char **problem);
void source_entry_free(struct source_entry *entry);
/* Whether the newest record stands first: by the times of its rows, where these tell nothing by its balances. */
bool source_entry_upwards(const struct source_entry *entry);
bool source_entry_has_note(const struct source_entry *entry, enum diag_code code);

/* "E01", "E123"; out holds 16 bytes. `E` number is the index + 1, at least two digits. */
void source_label(uint32_t source, char out[16]);
/* Name of the copy in data/originals: "E01.csv", "E07.json.gz": label and the lower-cased extensions of the path that
 * are letters and digits. out holds 64 bytes. */
void source_copy_name(const struct evidence *e, uint32_t source, char out[64]);

#endif
