/* commands - from the parsed command line to the function that does it.
 *
 * SPDX-License-Identifier: MIT */
#include "cli/commands.h"

static int dispatch(const struct options *options, struct messages *messages, const char *program)
{
    switch (options->command) {
    case COMMAND_REPORT: return command_report(options, messages);
    case COMMAND_TIMELINE: return command_timeline(options, messages);
    case COMMAND_IDENTIFY: return command_identify(options, messages);
    case COMMAND_EXPLAIN: return command_explain(options, messages);
    case COMMAND_BULK: return command_bulk(options, messages, program);
    case COMMAND_VERIFY: return command_verify(options, messages);
    case COMMAND_SIGN: return command_sign(options, messages);
    case COMMAND_FORMATS: return command_formats(options, messages);
    case COMMAND_INIT: return command_init(options, messages);
    }
    return EXIT_INTERNAL;
}

int command_run(const struct options *options, const char *program)
{
    struct messages *messages = messages_new(options);
    int status = dispatch(options, messages, program);
    messages_free(messages);
    return status;
}
