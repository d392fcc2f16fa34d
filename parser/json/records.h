/* records - cuts a JSON text of any size into records, one at a time, with every number as exact text.
 *
 * People save API answers in many shapes: one object, one list, a list of lists, JSON lines, an object keyed by deal id,
 * wrappers such as {"data": [...]}, several of these one after the other, with HTTP headers before them. So the reader
 * asks a classifier about each new *place* (path of keys, with list positions and all-digit keys taken as one): the
 * object's own keys tell whether it is a record of some definition or a wrapper to descend into. The answer is kept for
 * that place, so the classifier is called a handful of times per file. An object at a record place that lacks the
 * definition's keys is classified again; when nothing fits and no record is found inside it either, it is rejected with
 * record_unknown. So are such objects that stood before the first record of their place. A text without any record has
 * no unknown ones. Where the classifier wants it, a list that begins with a scalar is treated as an object whose keys are
 * "0", "1" ... (Bitfinex answers lists of lists). Keys that look like ids (see json/place.h) count as one place, like the elements of a list.
 *
 * Memory is one record (SOURCE_RECORD_MAX at most). Checked: UTF-8, syntax, duplicate keys, \u0000, depth, trailing text.
 * Flat records go through our own scanner; nested values are kept as raw text (see record.h).
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_JSON_RECORDS_H
#define STRAYKEY_PARSER_JSON_RECORDS_H

#include "parser/record.h"
#include "parser/source.h"

struct json_object_view { /* what the classifier sees: the keys at the top level of one object */
    const struct cell *cells; /* names, kinds and texts */
    size_t count;
    bool list;                /* no object but a list, whose elements are named "0", "1" ... */
    bool complete;            /* false: only the first 256 KiB of the object were looked at */
    struct span place;        /* "[]", "{deals}[]", "{#}[]" ... (# stands for a key of digits) */
};

enum json_class { JSON_WRAPPER, JSON_RECORD };
enum json_fit {
    JSON_UNFIT,
    JSON_FITS,
    JSON_FITS_BY_KEYS /* and so does every record with the same keys, whatever their values */
};
struct json_classifier {
    /* *tag is handed on in record.tag. `previous` is the tag last used at that place, or NULL. */
    enum json_class (*classify)(void *user, const struct json_object_view *view, const void **tag);
    /* Quick test whether a record may keep the tag of its place: it does when the keys that the tag needs are there. */
    enum json_fit (*still_fits)(void *user, const void *tag, const struct record *r);
    void *user;
    bool lists; /* lists that begin with a scalar can be records too: [1, "tBTCUSD", 1573485493000] */
};

struct json_reader; /* opaque */

/* True when the text can be JSON: after a BOM, white space and at most a few lines of preamble comes { or [. */
bool json_sniff(struct span head);

struct json_reader *json_new(struct source *s, const struct json_classifier *classifier, const struct diag_sink *sink);
void json_free(struct json_reader *r);
enum read_status json_next(struct json_reader *r, struct record *out);

/* Splits the raw JSON of a nested cell (an array of objects, or one object) into records of its own, each with line and
 * offset of its place in the evidence, and with the context and tag of their owner. An element that is no object is
 * rejected with record_unknown. Call with *state zeroed; READ_END after the last one. */
struct json_array_state { size_t at; uint32_t line; uint64_t before, offset; bool started; };
enum read_status json_array_next(const struct record *owner, const struct cell *nested, struct json_array_state *state,
                                 struct record *out, const struct diag_sink *sink);

/* The value at a pointer such as "/position/units/value" inside the record. The first part is found among the cells,
 * the rest with the same scanner as the record itself, so numbers are exact text. A part in digits counts the elements
 * of a list from 0. False: nothing there, or a key of the way is there twice. */
bool json_pointer(const struct record *r, struct span pointer, struct cell *out);

#endif
