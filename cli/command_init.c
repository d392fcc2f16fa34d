/* init - writes a case.json to fill in. Never overwrites one.
 *
 * SPDX-License-Identifier: MIT */
#include "cli/commands.h"
#include "parser/case_file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int command_init(const struct options *options, struct messages *messages)
{
    const char *path = options->output ? options->output : "case.json";
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0) {
        message_error(messages, "%s: %s", path,
                      errno == EEXIST ? "is there already and was not touched" : strerror(errno));
        return EXIT_USAGE;
    }
    const char *text = case_file_template();
    size_t length = strlen(text);
    bool written = write(fd, text, length) == (ssize_t)length;
    if (close(fd) != 0 || !written) {
        message_error(messages, "%s: %s", path, strerror(errno));
        return EXIT_INTERNAL;
    }
    message_info(messages,
                 "%s written. Fill in what you know, leave out the rest, and give it with --case, or put it at "
                 "the top of the folder with your files.",
                 path);
    return EXIT_CLEAN;
}
