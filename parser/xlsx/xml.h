/* xml - an XML part of a workbook, pushed in piece by piece. The only file that includes <expat.h>.
 *
 * Names come without their namespace: strict and transitional workbooks use different ones. A document type is refused,
 * so there are no entities to expand and nothing outside is ever fetched; Office writes none. Refused too, because they
 * fill the memory: elements nested more than XML_DEPTH_MAX deep, a tag or comment of more than XML_TOKEN_MAX bytes.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_XLSX_XML_H
#define STRAYKEY_PARSER_XLSX_XML_H

#include "base/span.h"

enum { XML_DEPTH_MAX = 256, XML_TOKEN_MAX = 1 << 20 };

struct xml_handler {
    void (*start)(void *user, struct span name, const char *const *attributes);
    void (*end)(void *user, struct span name);
    void (*text)(void *user, struct span text); /* NULL: of no interest */
};

enum xml_status { XML_MORE, XML_PAUSED, XML_DONE, XML_WRONG };

struct xml; /* opaque */

struct xml *xml_new(const struct xml_handler *handler, void *user);
void xml_free(struct xml *x);

/* The next piece. XML_PAUSED: a handler asked for it with xml_pause; xml_go_on is due before anything else. XML_WRONG: see
 * xml_problem; nothing more can be pushed. */
enum xml_status xml_push(struct xml *x, struct span piece, bool last);
enum xml_status xml_go_on(struct xml *x);
void xml_pause(struct xml *x); /* from a handler: a few more handlers may be called before it takes effect */
void xml_stop(struct xml *x, const char *why); /* from a handler: XML_WRONG, with these words (a literal) */
const char *xml_problem(const struct xml *x);

/* The value of that attribute, its namespace left aside; empty when there is none. */
struct span xml_attribute(const char *const *attributes, const char *name);

#endif
