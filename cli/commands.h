/* commands - one function a command of contract.md; each returns the exit status.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_CLI_COMMANDS_H
#define STRAYKEY_CLI_COMMANDS_H

#include "cli/files.h"
#include "cli/messages.h"
#include "cli/options.h"

/* Picks and runs the command. `program` is argv[0]: bulk starts one process a case. */
int command_run(const struct options *options, const char *program);

int command_report(const struct options *options, struct messages *messages);
/* The same for files that are already known (verify): takes over *files, which may be NULL. */
int command_report_files(const struct options *options, struct messages *messages, struct files *files);
int command_timeline(const struct options *options, struct messages *messages);
int command_identify(const struct options *options, struct messages *messages);
int command_explain(const struct options *options, struct messages *messages);
int command_bulk(const struct options *options, struct messages *messages, const char *program);
int command_verify(const struct options *options, struct messages *messages);
int command_sign(const struct options *options, struct messages *messages);
int command_formats(const struct options *options, struct messages *messages);
int command_init(const struct options *options, struct messages *messages);

#endif
