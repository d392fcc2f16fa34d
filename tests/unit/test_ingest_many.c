/* Tests of parser/ingest_many: many files, read two at a time, give what reading one after the other gives - numbers, order and
 * diagnostics included.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/ingest/job.h"
#include "tests/unit/ingest_world.h"
#include "tests/unit/packing.h"

#define HEADER "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n"
#define TRADE                                                                                                          \
    "[{\"symbol\":\"%s\",\"id\":%d,\"orderId\":%d,\"price\":\"1.5\",\"qty\":\"%s\",\"quoteQty\":\"3\",\"commission\":" \
    "\"0.1\",\"commissionAsset\":\"%s\",\"time\":%d000,\"isBuyer\":true,\"isMaker\":false,\"isBestMatch\":true}]"
#define BOT_ORDER                                                                                                      \
    "[{\"deal_id\":%d,\"pair\":\"USDT_ETH\",\"order_id\":\"%s\",\"order_type\":\"BUY\",\"deal_order_type\":"           \
    "\"Safety\","                                                                                                      \
    "\"cancellable\":false,\"status_string\":\"Filled\",\"created_at\":\"2022-12-25T10:00:01.000Z\",\"updated_at\":"   \
    "\"2022-12-25T10:00:01.050Z\",\"quantity\":\"1\",\"quantity_remaining\":\"0\",\"total\":\"2\",\"rate\":\"2\","     \
    "\"average_price\":\"2\"}]"

/* ---- all that was read, as text --------------------------------------------------------------------------------------- */

static void tell_diag(void *user, const struct diag *d)
{
    struct writer *out = user;
    writer_text(out, d->path);
    writer_format(out, ":%" PRIu32 ": %s ", d->line, diag_name(d->code));
    writer_text(out, d->detail);
    writer_byte(out, '|');
    writer_text(out, d->raw);
    writer_byte(out, '\n');
}

static void tell_done(void *user, const struct source_entry *entry)
{
    writer_format(user, "done %s\n", entry->path);
}

static void tell_ident(struct writer *out, const struct store *s, ident id)
{
    char scratch[24];
    writer_format(out, " %" PRIx64 "=", id);
    if (id != IDENT_NONE) writer_text(out, store_ident_text(s, id, scratch));
}

static void tell_event(struct writer *out, const struct store *s, const struct event *e)
{
    writer_format(out, "%" PRIu32 ":%" PRIu32 " %" PRId64 " market %" PRIu32 " account %" PRIu32 " fee %" PRIu32,
                  e->source, e->line, e->at_ns, e->market, e->account, e->fee_asset);
    tell_ident(out, s, e->order_id);
    tell_ident(out, s, e->trade_id);
    tell_ident(out, s, e->client_id);
    for (int i = 0; i < AMOUNT_COUNT; i++) writer_format(out, " %" PRId64 "/%d", e->mantissa[i], e->scale[i]);
    writer_byte(out, '\n');
}

static void tell_sources(struct writer *out, const struct evidence *e)
{
    for (size_t i = 0; i < e->sources.count; i++) {
        const struct source_entry *s = &e->sources.items[i];
        writer_format(out, "%zu %s in %" PRIu32 " account %" PRIu32 " %s %" PRIu64 "/%" PRIu64 " %" PRId64 "\n", i,
                      s->path, s->parent, s->account, s->facts.sha256, s->counts.events, s->counts.rejected,
                      s->first_ns);
        for (size_t n = 0; n < s->found.balances.count; n++)
            writer_format(out, "  balance of text %" PRIu32 "\n", s->found.balances.items[n].name);
        for (size_t n = 0; n < s->notes.count; n++)
            writer_format(out, "  %s %" PRIu64 "\n", diag_name(s->notes.items[n].code), s->notes.items[n].count);
    }
}

static void tell_names(struct writer *out, const struct store *s)
{
    for (uint32_t i = 0; i < intern_count(s->texts); i++)
        writer_format(out, "text %" PRIu32 " %s\n", i, intern_text(s->texts, i).ptr);
    for (size_t i = 0; i < s->markets.count; i++) {
        const struct market *m = &s->markets.items[i];
        writer_format(out, "market %" PRIu32 " %" PRIu32 " %" PRIu32 " %" PRIu32 "\n", m->venue, m->base, m->quote,
                      m->symbol);
    }
    for (size_t i = 0; i < s->accounts.count; i++) {
        const struct account *a = &s->accounts.items[i];
        writer_format(out, "account %" PRIu32 " %" PRIu32 " label %" PRIu32 " of %" PRIu32 " %d\n", a->venue, a->id,
                      a->label, a->market_venue, a->paper);
    }
}

static void tell_evidence(struct writer *out, const struct evidence *e)
{
    const struct store *s = e->store;
    tell_sources(out, e);
    tell_names(out, s);
    for (size_t i = 0; i < s->events.count; i++) tell_event(out, s, &s->events.items[i]);
    for (size_t i = 0; i < s->naive.count; i++) tell_event(out, s, &s->naive.items[i]);
    for (size_t i = 0; i < s->wide.count; i++)
        writer_format(out, "wide %" PRId64 "/%d\n", (int64_t)(s->wide.items[i].mantissa >> 32), s->wide.items[i].scale);
}

/* ---- both ways -------------------------------------------------------------------------------------------------------- */

static char *read_both(struct world *w, const struct ingest_input *inputs, size_t count, bool together)
{
    struct writer *out = writer_to_memory();
    const struct ingest_watcher watcher = {tell_done, out};
    struct evidence *e = evidence_new();
    struct ingest_options options = w->options;
    options.sink = (struct diag_sink){tell_diag, out};
    if (together) ingest_files(e, inputs, count, &options, &watcher);
    for (size_t i = 0; i < count && !together; i++) {
        size_t first = e->sources.count;
        options.open_path = inputs[i].open_path;
        file_read(e, inputs[i].path, &options);
        file_finish(e, first, e->sources.count, &options);
        for (; first < e->sources.count; first++) tell_done(out, &e->sources.items[first]);
    }
    if (!together) evidence_label_accounts(e, options.case_file);
    tell_evidence(out, e);
    struct span text = writer_memory(out);
    char *copy = memory_copy_text(text.ptr, text.len);
    writer_close(out, NULL);
    evidence_free(e);
    return copy;
}

static void assert_same(struct world *w, const struct ingest_input *inputs, size_t count, const char *holds)
{
    char *apart = read_both(w, inputs, count, false), *together = read_both(w, inputs, count, true);
    const char *held = strstr(apart, holds);
    size_t same = 0;
    while (apart[same] && apart[same] == together[same]) same++;
    if (!held) fail_msg("nothing says \"%s\"", holds);
    if (strcmp(apart, together) != 0) fail_msg("apart: %.300s\ntogether: %.300s", apart + same, together + same);
    free(apart);
    free(together);
}

/* ---- files ------------------------------------------------------------------------------------------------------------ */

typedef LIST(struct ingest_input) input_list;

static const char *add(struct world *w, input_list *inputs, const char *name, struct span text)
{
    const char *path = make_file(w, name, text);
    *LIST_ADD(inputs) = (struct ingest_input){path, NULL};
    return path;
}

static void add_formatted(struct world *w, input_list *inputs, const char *name, const char *format, ...)
{
    char text[2000];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    assert_in_range(length, 1, sizeof text - 1);
    add(w, inputs, name, (struct span){text, (size_t)length});
}

/* Trades of one market after the other, and orders of bots whose ids are texts, names with numbers and numbers. */
static void add_small_files(struct world *w, input_list *inputs, int from, int count)
{
    static const char *const markets[] = {"ETHUSDT", "BTCUSDT", "SOLBUSD"};
    static const char *const ids[] = {"USDTETH_17", "0x5f", "BTCUSDT_900", "12345678"};
    for (int i = from; i < from + count; i++) {
        char name[40];
        snprintf(name, sizeof name, "%05d.json", i);
        if (i % 3 == 0)
            add_formatted(w, inputs, name, BOT_ORDER, 1000 + i, ids[i / 3 % 4]);
        else
            add_formatted(w, inputs, name, TRADE, markets[i % 5 % 3], i, i / 2, i % 7 ? "2" : "12345678901234567890.25",
                          i % 4 ? "BNB" : "ETH", 1671962400 + i);
    }
}

static struct span rows(struct writer *out, int count, const char *row)
{
    writer_cstr(out, HEADER);
    for (int i = 0; i < count; i++) writer_format(out, row, i % 60);
    return writer_memory(out);
}
#define GOOD_ROW "2022-12-25 10:00:%02d,LTCBTC,BUY,1200.5,0.5000000000LTC,600.25000000BTC,0.0005000000LTC\n"
#define BAD_ROW "2022-12-25 10:00:%02d,LTCBTC,BUY,12oo.5,0.5000000000LTC,600.25000000BTC,0.0005000000LTC\n"

static void small_files_are_read_alike(void **state)
{
    (void)state;
    struct world w;
    begin(&w, "{\"accounts\":[{\"venue\":\"binance\",\"uid\":\"77\",\"label\":\"main\"}],"
              "\"files\":[{\"match\":\"000[0-4]*\",\"account\":\"main\"}]}");
    input_list inputs = LIST_EMPTY;
    add_small_files(&w, &inputs, 0, 300);
    add(&w, &inputs, "nothing.txt", SPAN("no export\n"));
    *LIST_ADD(&inputs) = (struct ingest_input){"/tmp/straykey-no-such-file.csv", NULL};
    *LIST_ADD(&inputs) = (struct ingest_input){"known-by-another-name.json", inputs.items[1].path};
    assert_same(&w, inputs.items, inputs.count, "duplicate-file the same as E02");
    LIST_FREE(&inputs);
    end(&w);
}

/* Rejected rows of more than may wait, between files that share blocks, and an archive that is put into order. */
static void large_files_are_read_alike(void **state)
{
    (void)state;
    struct world w;
    begin(&w, NULL);
    input_list inputs = LIST_EMPTY;
    add_small_files(&w, &inputs, 0, 10);
    struct writer *good = writer_to_memory(), *bad = writer_to_memory();
    add(&w, &inputs, "good.csv", rows(good, 20000, GOOD_ROW));
    add_small_files(&w, &inputs, 10, 10);
    add(&w, &inputs, "bad.csv", rows(bad, 20000, BAD_ROW));
    add(&w, &inputs, "bad-too.csv", rows(bad, 20000, BAD_ROW));
    const struct packed_member members[] = {
        {.name = "b.csv", .text = SPAN(HEADER "2022-12-25 10:00:00,DOGEEUR,BUY,1,2DOGE,2EUR,0EUR\n")},
        {.name = "a.csv", .text = writer_memory(good)}};
    struct span zip = pack("zip", "none", members, 2);
    add(&w, &inputs, "c.zip", zip);
    pack_free(zip);
    add_small_files(&w, &inputs, 20, 10);
    assert_same(&w, inputs.items, inputs.count, "bad.csv:20001: not-a-number");
    LIST_FREE(&inputs);
    writer_close(good, NULL);
    writer_close(bad, NULL);
    end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_files_are_read_alike),
        cmocka_unit_test(large_files_are_read_alike),
    };
    return cmocka_run_group_tests(tests, load_formats, free_formats);
}
