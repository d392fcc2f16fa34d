/* text - text into the page: everything that could be markup is escaped; and how rows of the evidence are named in it
 * (html_words makes links of them).
 *
 * The model's texts have their hidden characters made visible already. Bytes of the evidence go through html_evidence.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_HTML_TEXT_H
#define STRAYKEY_REPORT_HTML_TEXT_H

#include "base/writer.h"

/* < > & " and ' as references: good between tags and in quoted attributes. */
void html_text(struct writer *w, struct span text);
static inline void html_cstr(struct writer *w, const char *text) { html_text(w, span_of(text)); }

/* Bytes of the evidence, for between tags only: hidden characters and bytes that are no UTF-8 become visible codes
 * (writer_visible), line ends stay, and so do " and ', of which JSON is full. */
void html_evidence(struct writer *w, struct span bytes);

/* "E03:1842" or "E51:1@107848" at the start of `text`; its length, 0 when there is none. */
struct html_row_name { uint64_t source, line, offset; bool has_offset; };
size_t html_row_name(struct span text, struct html_row_name *out);

/* Hundredths as "12.5": coordinates. */
void html_hundredths(struct writer *w, uint64_t value);

/* 'sha256-...' of a script or style sheet, as a content security policy names it. */
void html_policy_hash(struct writer *w, struct span text);

#endif
