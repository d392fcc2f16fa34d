/* check - what the files that prove definitions share. Nobody else includes this.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_FORMAT_CHECK_H
#define STRAYKEY_PARSER_FORMAT_CHECK_H

#include "parser/format/internal.h"

struct seen_diag {
    enum diag_code code;
    char field[64], detail[256], value[64];
};
struct trial { /* one sample being run */
    const struct format_set *set;
    const struct format *f;
    struct loader *l;       /* for complaints with their place */
    struct store *store;
    struct arena *arena;
    LIST(struct seen_diag) diags;
    struct diag_sink sink;
    struct map_counts counts;
};

/* Does the event have what one member of an expectation says? `is` gets what it has instead. */
bool check_expectation(const struct store *s, const struct event *e, const struct node *want, char is[64]); /* format/compare.c */
void check_event(struct trial *t, const struct event *e, const struct node *want);   /* format/check.c */
void check_messages(struct trial *t, struct mapper *m);                              /* format/check_messages.c */

#endif
