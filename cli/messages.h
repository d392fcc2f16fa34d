/* messages - what a person or a script sees on standard error: progress on a terminal, what went wrong, what to do.
 *
 * Results never go here. With --json-log every message is one JSON object a line; -q leaves errors only; -v prints every
 * diagnostic of every record instead of one line per kind and file.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_CLI_MESSAGES_H
#define STRAYKEY_CLI_MESSAGES_H

#include "base/diag.h"
#include "cli/options.h"
#include "parser/ingest/ingest.h"

struct messages; /* opaque */

struct messages *messages_new(const struct options *options);
void messages_free(struct messages *m); /* flushes */

void message_error(struct messages *m, const char *format, ...) __attribute__((format(printf, 2, 3)));
void message_warning(struct messages *m, const char *format, ...) __attribute__((format(printf, 2, 3)));
void message_info(struct messages *m, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Prints every diagnostic with -v, nothing otherwise. Wraps `next`, which may be NULL and must outlive the sink. */
struct diag_sink messages_sink(struct messages *m, const struct diag_sink *next);

/* What was passed over while folders were walked: one line each. */
struct diag_sink messages_walk_sink(struct messages *m);

/* One line for each kind of problem that a file had: count, first line, meaning, what to do. A file that was given before is
 * only counted. */
void messages_about_source(struct messages *m, const struct source_entry *entry);
/* After the last file: how many were left out above, because the same bytes had been given before. */
void messages_about_duplicates(struct messages *m);

/* Progress: a line that is rewritten in place, on a terminal only. `progress_user` of ingest_options is the messages. */
void messages_progress(void *user, const char *path, uint64_t bytes_done, uint64_t bytes_total);
void messages_progress_end(struct messages *m);

#endif
