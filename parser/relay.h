/* relay - records cut on a thread of their own, handed over in batches.
 *
 * Cutting a text into records and making events of them take about the same time; the second needs the store, the first
 * needs nothing that anybody else has. So a reader of a large file runs ahead on its own thread. Its records and
 * diagnostics are copied into batches and come out on the caller's side one by one, in the order in which the reader made
 * them: nothing but the time depends on the threads. Without a thread (a small file, none to be had) calls and
 * diagnostics pass straight through.
 *
 * From relay_start to relay_free the reader and its source belong to the thread.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_RELAY_H
#define STRAYKEY_PARSER_RELAY_H

#include "base/diag.h"
#include "parser/record.h"

struct relay; /* opaque */

typedef enum read_status relay_reader(void *user, struct record *out);

struct relay *relay_new(const struct diag_sink *sink); /* to which all diagnostics go, on the caller's thread */
const struct diag_sink *relay_sink(struct relay *r);   /* for the reader */

/* `names_stay`: the names of cells lie where they are as long as the reader does, and need no copy. */
void relay_start(struct relay *r, relay_reader *next, void *user, bool threaded, bool names_stay);

/* As the reader's own call, but nothing of the record needs the reader: its scratch arena is the relay's. */
enum read_status relay_next(struct relay *r, struct record *out);
void relay_free(struct relay *r); /* stops the thread wherever it is */

#endif
