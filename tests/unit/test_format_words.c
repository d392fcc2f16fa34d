/* Tests of columns that are none (words of the header) and of columns that are looked at together.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/internal.h"
#include "tests/unit/format_reading.h"

#include <string.h>

/* The header names the coin and the currency; whether a row sells the coin of the note, two cells tell together. */
static const char definition[] =
    "{\"schema\":\"format-v1\",\"id\":\"words\",\"version\":1,\"title\":\"t\",\"source\":{\"system\":\"s\",\"side\":"
    "\"exchange\",\"export\":\"e\",\"provenance\":\"p\"},\"record_set\":\"fills\",\"container\":{\"type\":\"csv\"},"
    "\"recognise\":{\"header\":[\"At\",{\"re\":\"^(?<coin>[A-Z]{3})$\",\"name\":\"Number\"},\"Of\",\"Note\","
    "{\"re\":\"^(?<money>[A-Z]{3}) Fee$\",\"name\":\"Fee\"}]},\"venue\":\"s\",\"emits\":{\"kind\":\"fill\"},"
    "\"time\":{\"from\":\"At\",\"layouts\":[\"%Y-%m-%d %H:%M:%S\"],\"zone\":{\"fixed\":\"UTC\"}},"
    "\"market\":{\"base\":\"<coin>\",\"quote\":\"<money>\"},\"constant\":{\"side\":\"buy\"},\"columns\":{\"qty\":"
    "\"Number\",\"fee\":\"Fee\",\"fee_asset\":\"<money>\"},\"skip\":[{\"when\":{\"column\":[\"Of\",\"Note\",\"Fee\"],"
    "\"matches\":\"^\\\\t\\\\t$\"},\"because\":\"nothing\"}],\"variants\":[{\"when\":{\"column\":[\"Of\",\"Note\"],"
    "\"matches\":\"^([A-Z]+)\\\\tfor \\\\1$\"},\"emits\":{\"kind\":\"transfer\"},\"columns\":{\"asset\":\"<coin>\","
    "\"amount\":\"Number\"}}],\"absent\":[\"order_id\",\"trade_id\",\"client_order_id\",\"channel\",\"key\"],"
    "\"samples\":[{\"header\":[\"At\",\"BTC\",\"Of\",\"Note\",\"EUR Fee\"],\"rows\":[\"2020-01-02 03:04:05,1,a,b,0\"],"
    "\"expect\":[{\"qty\":\"1\"}]},{\"refused_header\":[\"At\",\"btc\",\"Of\",\"Note\",\"EUR Fee\"]}]}";

static const struct {
    const char *name, *text, *want;
} cases[] = {
    {"assets from the header", "At,LTC,Of,Note,CHF Fee\n2020-01-02 03:04:05,2,a,b,0.5\n",
     "2 2020-01-02T03:04:05Z fill buy LTC/CHF qty=2 fee=0.5 asset=CHF\n"},
    {"two cells that say the same",
     "At,LTC,Of,Note,CHF Fee\n2020-01-02 03:04:05,2,XLM,for XLM,\n2020-01-02 03:04:05,2,XLM,for ADA,1\n",
     "2 2020-01-02T03:04:05Z transfer  qty=2 asset=LTC\n3 2020-01-02T03:04:05Z fill buy LTC/CHF qty=2 fee=1 "
     "asset=CHF\n"},
    {"empty cells look like nothing", "At,LTC,Of,Note,CHF Fee\n2020-01-02 03:04:05,2,,,\n",
     "2:0 skip-rule (nothing)\n"},
};

static void the_header_and_several_cells_tell(void **state)
{
    (void)state;
    struct format_complaints complaints = {LIST_EMPTY};
    struct format_set *set = format_set_load(NULL, &complaints);
    format_set_add_text(set, "words.json", span_of(definition), &complaints);
    for (size_t i = 0; i < complaints.items.count; i++) print_message("%s\n", complaints.items.items[i]);
    assert_int_equal(complaints.items.count, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading r;
        reading_start(&r, set);
        print_message("           %s\n", cases[i].name);
        reading_csv(&r, span_of(cases[i].text));
        assert_told(&r, cases[i].want);
        reading_end(&r);
    }
    format_set_free(set);
    format_complaints_free(&complaints);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_header_and_several_cells_tell)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
