/* value - values the losses: reads the folder of --prices and the file of --fx. Nothing of them goes into the case folder but
 * names, digests, and the prices and rates that are used.
 *
 * SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "cli/run.h"
#include "parser/ingest/walk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int run_prepare_value(struct run *run)
{
    const char *folder = run->options->prices_dir, *path = run->options->fx_path;
    char *text = NULL, *error = NULL;
    size_t length = 0;
    if (folder && !files_is_folder(folder)) {
        message_error(run->messages, "%s: not a folder; --prices takes the folder in which the files with prices lie",
                      folder);
        return EXIT_USAGE;
    }
    if (!path) return EXIT_CLEAN;
    if (!files_read_whole(path, &text, &length)) {
        message_error(run->messages, "%s: %s", path, strerror(errno));
        return EXIT_USAGE;
    }
    run->fx = fx_table_read((struct span){text, length}, &error);
    free(text);
    if (!run->fx) {
        message_error(run->messages, "%s: %s", path, error);
        free(error);
        return EXIT_USAGE;
    }
    if (fx_table_has(run->fx, span_of(run->options->fiat)) && fx_table_has(run->fx, SPAN("USD"))) return EXIT_CLEAN;
    message_error(run->messages, "%s: no rate of %s in it", path, run->options->fiat);
    return EXIT_USAGE;
}

static void read_prices(const struct run *run, struct valuation *v, const struct path_list *paths)
{
    for (size_t i = 0; i < paths->items.count; i++) {
        const char *path = paths->items.items[i];
        const struct span shown = files_below(run->options->prices_dir, path);
        struct price_name name;
        struct reference_facts facts;
        if (!price_name_parse(shown, &name)) {
            v->unknown += !span_ends_with(shown, SPAN(".CHECKSUM"));
            continue;
        }
        if (!valuation_wants(v, shown, &name)) {
            v->passed_over++;
            continue;
        }
        messages_progress(run->messages, path, i, paths->items.count);
        valuation_begin(v, shown);
        price_file_read(path, &name, shown, valuation_take, v, &facts);
        valuation_end(v, shown, &name, &facts);
    }
    messages_progress_end(run->messages);
}

static void tell_problem(const struct run *run, const struct price_source *s)
{
    switch (s->facts.problem) {
    case REFERENCE_GOOD:
    case REFERENCE_OTHER: break;
    case REFERENCE_UNREADABLE: message_warning(run->messages, "%s: can't be read; not used for prices", s->path); break;
    case REFERENCE_DIFFERS:
        message_warning(run->messages, "%s: not the file that its .CHECKSUM states; not used. Download both again",
                        s->path);
        break;
    case REFERENCE_DAMAGED:
        message_warning(run->messages, "%s: damaged or cut; not used. Download it again", s->path);
        break;
    case REFERENCE_BAD_ROW:
        message_warning(run->messages, "%s:%llu: not a row of prices as such a file holds them; the file is not used",
                        s->path, (unsigned long long)s->facts.bad_line);
        break;
    case REFERENCE_EMPTY: message_warning(run->messages, "%s: no price in it; not used", s->path); break;
    }
}

static void tell_outcome(const struct run *run, const struct valuation *v)
{
    for (size_t i = 0; i < v->files.count; i++) tell_problem(run, &v->files.items[i]);
    if (v->found == v->needed) return;
    message_warning(run->messages,
                    "%s: no price before %llu of %llu flagged orders (%llu files of other markets or times, %llu files "
                    "without prices)",
                    run->options->prices_dir, (unsigned long long)(v->needed - v->found), (unsigned long long)v->needed,
                    (unsigned long long)v->passed_over, (unsigned long long)v->unknown);
}

void run_value(struct run *run)
{
    const char *folder = run->options->prices_dir;
    struct path_list paths = {LIST_EMPTY};
    const struct diag_sink sink = messages_walk_sink(run->messages);
    run->valuation = valuation_new(run->result, folder != NULL, run->options->fiat);
    if (folder && ingest_walk(folder, &sink, &paths) && paths.items.count > 1)
        qsort(paths.items.items, paths.items.count, sizeof *paths.items.items, files_by_path);
    if (folder) read_prices(run, run->valuation, &paths);
    path_list_free(&paths);
    valuation_finish(run->valuation, run->fx);
    if (folder) tell_outcome(run, run->valuation);
}
