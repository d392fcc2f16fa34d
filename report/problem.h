/* problem - sentences about what failed, as heap text that the caller frees. For the *error of functions in this room.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_PROBLEM_H
#define STRAYKEY_REPORT_PROBLEM_H

char *problem_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *problem_errno(const char *path); /* "path: No space left on device" */

#endif
