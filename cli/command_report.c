/* report - the main job: reads everything, attributes every order, writes the case folder, says where it lies.
 *
 * SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "base/writer.h"
#include "cli/commands.h"
#include "cli/run.h"
#include "report/redaction/redaction.h"
#include "report/report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void print_compared(const struct run *run, struct writer *out)
{
    const struct tape *t = run->tape;
    if (!t || tape_good_files(t) == 0) return;
    writer_cstr(out, "On the published tape, fills:");
    for (unsigned r = TAPE_EXACT; r < TAPE_RESULT_COUNT; r++)
        writer_format(out, "%s %llu %s", r > TAPE_EXACT ? "," : "", (unsigned long long)t->totals[r],
                      tape_result_name((enum tape_result)r));
    writer_cstr(out, ".\n");
}

static void write_count(struct writer *out, uint64_t count, const char *what)
{
    writer_format(out, "%llu %s%s", (unsigned long long)count, what, count == 1 ? "" : "s");
}

/* A report says nothing without the other side; whoever has put only half into the folder is told here. */
static void write_missing_side(struct writer *out, const struct run *run)
{
    bool bots = false, exchange = run->result->orders.count > 0;
    const struct store *store = run->evidence->store;
    for (size_t i = 0; i < store->events.count && !bots; i++)
        bots = store->events.items[i].kind == EVENT_BOT_ORDER || store->events.items[i].kind == EVENT_DEAL;
    if (!exchange) writer_cstr(out, "The files hold no order and no trade of an exchange");
    if (!exchange && !bots) writer_cstr(out, " and no bot record");
    if (exchange && !bots) writer_cstr(out, "The files hold no bot record, so nothing can be flagged");
    if (!exchange || !bots) writer_cstr(out, ": README.md, \"What to download\", says what is needed.\n");
}

static uint32_t venue_of(const struct result *r, const struct order *o)
{
    const struct store *s = r->evidence->store;
    const uint32_t venue = s->accounts.items[o->account].venue;
    return venue != 0 ? venue : s->markets.items[o->market].venue;
}

/* Whether the tickets are several: those ask about graded orders, and about the others when there are none. */
static bool flagged_at_several(const struct result *r)
{
    const bool graded = r->flag_orders[FLAG_STRONG] + r->flag_orders[FLAG_PROBABLE] > 0;
    const struct order *first = NULL;
    for (size_t i = 0; i < r->orders.count; i++) {
        const struct order *o = &r->orders.items[i];
        if (o->flag == FLAG_NONE || (graded && o->flag == FLAG_REVIEW)) continue;
        if (!first) first = o;
        if (venue_of(r, o) != venue_of(r, first)) return true;
    }
    return false;
}

/* Nothing flagged is the exit status 0; it says nothing of orders that were not looked at. */
static void write_unassessed(struct writer *out, const struct result *r)
{
    const uint64_t open = r->verdict_orders[VERDICT_NOT_COVERED] + r->verdict_orders[VERDICT_AMBIGUOUS];
    if (open == 0) return;
    writer_format(out, "NOT ASSESSED: %llu of ", (unsigned long long)open);
    write_count(out, r->orders.count, "order");
    writer_format(out, " (%llu outside of what the bot records cover, %llu with more than one explanation). ",
                  (unsigned long long)r->verdict_orders[VERDICT_NOT_COVERED],
                  (unsigned long long)r->verdict_orders[VERDICT_AMBIGUOUS]);
    writer_cstr(out, "Nothing is claimed about them");
    if (r->verdict_orders[VERDICT_UNISSUED] == 0)
        writer_cstr(out, ", and that nothing is flagged says nothing about them");
    writer_cstr(out, ". Page one says which records to fetch.\n");
}

static void print_counts(const struct run *run, struct writer *out)
{
    const struct result *r = run->result;
    const uint64_t otherwise =
        r->verdict_orders[VERDICT_MANUAL] + r->verdict_orders[VERDICT_SYSTEM] + r->verdict_orders[VERDICT_OTHER_ISSUER];
    write_count(out, evidence_files(run->evidence), "file");
    writer_cstr(out, " read, ");
    write_count(out, r->orders.count, "order");
    writer_cstr(out, ", ");
    write_count(out, r->fill_count, "fill");
    writer_cstr(out, ".\nExplained by a bot record: ");
    write_count(out, r->verdict_orders[VERDICT_BOT], "order");
    if (otherwise > 0) {
        writer_cstr(out, "; by hand, by another program or by the exchange itself: ");
        write_count(out, otherwise, "order");
    }
    writer_cstr(out, ". No bot record in covered time: ");
    write_count(out, r->verdict_orders[VERDICT_UNISSUED], "order");
    writer_format(out, " (%llu strong, %llu probable, %llu to review).\n",
                  (unsigned long long)r->flag_orders[FLAG_STRONG], (unsigned long long)r->flag_orders[FLAG_PROBABLE],
                  (unsigned long long)r->flag_orders[FLAG_REVIEW]);
    write_unassessed(out, r);
}

static void print_files(const struct run *run, struct writer *out)
{
    writer_format(
        out,
        "The report is %s/report.pdf (the same as text: report.txt, for a browser: report.html). START-HERE.txt "
        "beside it says what else is there%s.\n",
        run->options->output, run->redaction ? "" : " and what goes to whom");
    if (run->redaction) {
        writer_format(out,
                      "This is a copy to share, without %s. Look through it before you pass it on; send tickets and "
                      "letters from the full case folder.\n",
                      redaction_parts(run->redaction));
        return;
    }
    writer_cstr(out,
                "Paste ticket.txt into the exchange's support form; identifiers, letters and a declaration lie beside "
                "it.\n");
    if (flagged_at_several(run->result))
        writer_cstr(out, "A ticket is about one exchange: ticket-EXCHANGE.txt is for each other one.\n");
}

static void print_outcome(const struct run *run, const struct bag *bag)
{
    struct writer *out = writer_to_fd(STDOUT_FILENO);
    print_counts(run, out);
    print_compared(run, out);
    write_missing_side(out, run);
    if (run_is_incomplete(run))
        writer_cstr(out, "INCOMPLETE: some evidence could not be used; the warnings and the report name it.\n");
    print_files(run, out);
    writer_format(
        out,
        "SHA-256 of tagmanifest-sha256.txt: %s\nWrite it down or send it to somebody now: it covers everything in the "
        "folder, the reports too.\n",
        bag_tagmanifest_digest(bag));
    writer_close(out, NULL);
}

static int write_case(struct run *run, struct bag *bag)
{
    struct report_input input = {
        .result = run->result,
        .case_file = run->case_file,
        .formats = run->formats,
        .arguments = (const char *const *)run->options->inputs,
        .argument_count = run->options->input_count,
        .originals = run->options->hash_only ? "hash-only" : "copy",
        .passwords = &run->passwords,
        .with_passwords = run->options->password_path != NULL,
        .tape_dir = run->options->tape_dir,
        .leaked = run->leaked,
        .prices_dir = run->options->prices_dir,
        .fiat = run->options->fiat,
        .time_zone = run->options->time_zone,
        .language = run->options->language,
        .formats_dir = run->options->formats_dir,
    };
    char *error = NULL;
    const int status = run_redact(run, &input);
    if (status != EXIT_CLEAN) return status;
    if (bag_finish(bag, &input, &error)) return run_exit_status(run);
    message_error(run->messages, "%s", error);
    free(error);
    return EXIT_INTERNAL;
}

/* The folder is replaced as a whole at the end: evidence that lies in it would be gone. */
static const char *input_inside_output(const struct run *run)
{
    struct stat output;
    if (stat(run->options->output, &output) != 0) return NULL;
    if (files_lies_in(".", &output)) return "the present folder";
    for (size_t i = 0; i < run->files.items.count; i++)
        if (files_lies_in(run->files.items.items[i].path, &output)) return run->files.items.items[i].path;
    return NULL;
}

static int read_and_write(struct run *run)
{
    char *error = NULL;
    const char *inside = input_inside_output(run);
    if (inside) {
        message_error(run->messages, "%s lies in %s, which would be replaced: give another name with -o", inside,
                      run->options->output);
        return EXIT_USAGE;
    }
    struct bag *bag = bag_begin(run->options->output, &error);
    if (!bag) {
        message_error(run->messages, "%s", error);
        free(error);
        return EXIT_USAGE;
    }
    struct diag_sink rejected = bag_rejected_sink(bag);
    const bool copies = !run->options->hash_only && !run->options->redact;
    run_read(run, copies ? bag_originals_dir(bag) : NULL, &rejected);
    run_attribute(run);
    run_compare(run);
    run_value(run);
    int status = write_case(run, bag);
    if (status != EXIT_INTERNAL && status != EXIT_USAGE && !run->options->quiet) print_outcome(run, bag);
    bag_free(bag);
    return status;
}

int command_report(const struct options *options, struct messages *messages)
{
    return command_report_files(options, messages, NULL);
}

int command_report_files(const struct options *options, struct messages *messages, struct files *files)
{
    struct run run;
    int status = run_prepare(&run, options, messages, files);
    if (status == EXIT_CLEAN) status = read_and_write(&run);
    run_free(&run);
    return status;
}
