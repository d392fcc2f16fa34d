/* repeat - the run of a case folder once more, from the originals in it: for verify, which compares, and for explain.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_CLI_REPEAT_H
#define STRAYKEY_CLI_REPEAT_H

#include "cli/files.h"
#include "report/report.h"

/* What the folder does not hold and would be needed, as a clause; NULL: nothing. */
const char *repeat_missing(const struct bag_run *recorded, const char *password_path);
/* Whether the folder holds what is needed; prints what is missing else. */
bool repeat_possible(const struct bag_run *recorded, const char *password_path, struct messages *messages);
/* The options of that run. They point into `recorded`. */
struct options repeat_options(const struct bag_run *recorded, const char *password_path);
/* Its files under the paths by which they were given then. files_free them. */
struct files repeat_files(const struct bag_run *recorded);
/* Dates that the documents carry come from the environment; the repeated run must see what the first one saw. */
void repeat_source_date(const struct bag_run *recorded);

#endif
