/* Tests of telling sites apart whose exports look alike.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/unit/ingest_world.h"

static struct span trades_json(struct writer *out, int count)
{
    for (int i = 0; i < count; i++) {
        writer_format(
            out,
            "%s{\"symbol\":\"ETHUSDT\",\"id\":%d,\"orderId\":2,\"price\":\"1.5\",\"qty\":\"2\",\"quoteQty\":\"3\","
            "\"commission\":\"0.1\",\"commissionAsset\":\"BNB\",\"time\":%d000,\"isBuyer\":true,\"isMaker\":false,"
            "\"isBestMatch\":true}",
            i ? "," : "[", i, 1671962400 + i);
    }
    writer_cstr(out, "]");
    return writer_memory(out);
}

/* Binance and Binance.US answer alike. */
static void sites_that_look_alike_are_told_apart_by_what_the_user_says(void **state)
{
    (void)state;
#define MAIN "{\"venue\":\"binance\",\"label\":\"main\"}"
#define OURS "{\"venue\":\"binance-us\",\"uid\":\"7\",\"label\":\"us\"}"
    static const struct {
        const char *case_text, *name, *venue;
        uint64_t notes;
    } rows[] = {
        {NULL, "a.json", "binance", 1},
        {NULL, "my Binance.US trades.json", "binance-us", 0},
        {NULL, "binance_usdt.json", "binance", 1},
        {"{\"accounts\":[" OURS "]}", "a.json", "binance-us", 0},
        {"{\"accounts\":[" MAIN "]}", "my Binance.US trades.json", "binance", 0},
        {"{\"accounts\":[" MAIN "," OURS "]}", "a.json", "binance", 1},
        {"{\"accounts\":[" MAIN "," OURS "],\"files\":[{\"match\":\"a.json\",\"account\":\"us\"}]}", "a.json",
         "binance-us", 0},
        {"{\"accounts\":[{\"venue\":\"kucoin\",\"label\":\"k\"}]}", "a.json", "binance", 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct world w;
        begin(&w, rows[i].case_text);
        struct writer *out = writer_to_memory();
        const struct source_entry *e = read_text(&w, rows[i].name, trades_json(out, 2));
        const struct store *s = w.evidence->store;
        assert_counts(e, 2, 2, 0);
        assert_true(span_is(store_get_text(s, s->accounts.items[e->account].venue), rows[i].venue));
        assert_true(span_is(store_get_text(s, s->markets.items[s->events.items[0].market].venue), rows[i].venue));
        assert_int_equal(note_count(e, diag_venue_assumed), rows[i].notes);
        assert_true(writer_close(out, NULL));
        end(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sites_that_look_alike_are_told_apart_by_what_the_user_says),
    };
    return cmocka_run_group_tests_name("ingest_venues", tests, load_formats, free_formats);
}
