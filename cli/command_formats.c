/* formats - lists, explains and tests format definitions, starts new ones, lists the reason codes.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/attribution.h"
#include "base/memory.h"
#include "base/writer.h"
#include "cli/commands.h"
#include "parser/ingest/ingest.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static void print_reasons(struct writer *out)
{
    for (enum reason r = 0; r < REASON_COUNT; r++) writer_format(out, "%-26s %s\n", reason_name(r), reason_sentence(r));
}

static int print_complaints(struct messages *messages, struct format_complaints *complaints)
{
    size_t count = complaints->items.count;
    for (size_t i = 0; i < count; i++) message_error(messages, "%s", complaints->items.items[i]);
    format_complaints_free(complaints);
    return count > 0 ? EXIT_FLAGGED : EXIT_CLEAN;
}

static int check_definitions(const struct options *options, struct messages *messages, struct writer *out)
{
    struct format_complaints complaints = {LIST_EMPTY};
    struct format_set *set = format_set_load(options->formats_dir, &complaints);
    for (size_t i = 0; i < options->input_count; i++) format_set_add_file(set, options->inputs[i], &complaints);
    format_check(set, &complaints);
    size_t count = format_count(set);
    format_set_free(set);
    if (complaints.items.count == 0) writer_format(out, "%zu definitions prove themselves\n", count);
    return print_complaints(messages, &complaints);
}

static int start_definition(const struct options *options, struct messages *messages, struct writer *out)
{
    const char *path = options->new_format, *slash = strrchr(path, '/'), *problem = "";
    size_t length;
    char *text = ingest_text_head(path, &length, &problem);
    bool made = text && format_skeleton((struct span){text, length}, span_of(slash ? slash + 1 : path),
                                        options->of_program, out);
    free(text);
    if (made) return EXIT_CLEAN;
    if (!*problem) problem = "there is no header row in it, and no JSON object with four values or more, to start from";
    message_error(messages, "%s: %s", path, problem);
    return text ? EXIT_INCOMPLETE : EXIT_USAGE;
}

static int print_definitions(const struct options *options, struct messages *messages, struct writer *out)
{
    struct format_complaints complaints = {LIST_EMPTY};
    struct format_set *set = format_set_load(options->formats_dir, &complaints);
    int status = EXIT_CLEAN;
    if (options->markdown)
        format_list_markdown(set, out);
    else if (options->input_count == 0)
        format_list(set, out);
    for (size_t i = 0; i < options->input_count; i++) {
        const struct format *f = format_by_id(set, span_of(options->inputs[i]));
        if (f) {
            format_explain(f, out);
        } else {
            message_error(messages, "%s: no definition has this id; 'straykey formats' lists them", options->inputs[i]);
            status = EXIT_USAGE;
        }
    }
    format_set_free(set);
    int complained = print_complaints(messages, &complaints);
    return status == EXIT_CLEAN ? complained : status;
}

int command_formats(const struct options *options, struct messages *messages)
{
    struct writer *out = writer_to_fd(STDOUT_FILENO);
    int status = EXIT_CLEAN;
    if (options->list_reasons)
        print_reasons(out);
    else if (options->check_formats)
        status = check_definitions(options, messages, out);
    else if (options->new_format)
        status = start_definition(options, messages, out);
    else
        status = print_definitions(options, messages, out);
    return writer_close(out, NULL) ? status : EXIT_INTERNAL;
}
