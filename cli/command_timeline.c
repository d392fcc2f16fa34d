/* timeline - the normalised timeline with verdicts on standard output, nothing else written.
 *
 * SPDX-License-Identifier: MIT */
#include "cli/commands.h"
#include "cli/run.h"
#include "report/report.h"

#include <unistd.h>

int command_timeline(const struct options *options, struct messages *messages)
{
    struct run run;
    int status = run_prepare(&run, options, messages, NULL);
    if (status == EXIT_CLEAN) {
        run_read(&run, NULL, NULL);
        run_attribute(&run);
        struct report_input input = {.result = run.result, .case_file = run.case_file, .formats = run.formats};
        struct writer *out = writer_to_fd(STDOUT_FILENO);
        if (!strcmp(options->table_format, "jsonl"))
            report_timeline_jsonl(&input, out);
        else
            report_timeline_csv(&input, out);
        status = run_exit_status(&run);
        if (!writer_close(out, NULL)) {
            message_error(messages, "standard output could not be written");
            status = EXIT_INTERNAL;
        }
    }
    run_free(&run);
    return status;
}
