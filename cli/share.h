/* share - what --redact and --pseudonyms name, checked; for one case (run.h) and for a group (command_bulk.c).
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_CLI_SHARE_H
#define STRAYKEY_CLI_SHARE_H

#include "base/secret.h"
#include "cli/messages.h"
#include "cli/options.h"

/* False: the reason has been printed. secret_forget the key in either case. */
bool share_read_key(const char *path, struct messages *messages, struct secret *key);
bool share_check_parts(const struct options *options, struct messages *messages);

#endif
