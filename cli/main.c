/* straykey - argv to options to one command; the exit status. Nothing else.
 *
 * SPDX-License-Identifier: MIT */
#include "cli/commands.h"

int main(int argc, char **argv)
{
    struct options options;
    options_parse(argc, argv, &options);
    int status = command_run(&options, argv[0]);
    options_free(&options);
    return status;
}
