/* builtin - the files of formats/ and report/html/ as they were when the program was built (written by scripts/embed.c).
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_BUILTIN_H
#define STRAYKEY_PARSER_BUILTIN_H

#include <stddef.h>

struct builtin {
    const char *path; /* "formats/exchanges/binance-spot-trades-csv-2021.json"; NULL ends the list */
    const char *text; /* followed by a NUL that is not counted */
    size_t length;
};
extern const struct builtin builtin_formats[];
extern const struct builtin builtin_page[]; /* the style sheet and the script of report.html, in this order */

#endif
