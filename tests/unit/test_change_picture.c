/* Tests of report/model_changes: the picture of what an incident changed, beside its table.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attribution/valuation/valuation.h"
#include "report_model.h"

enum { PARTS_MOST = 40 };

struct picture { /* incident 1 of a demo, with changes that are invented */
    struct demo d;
    struct fiat_part parts[PARTS_MOST];
    struct valuation v;
    struct report_model *m;
};

static struct decimal number(const char *text)
{
    struct decimal d;
    assert_int_equal(decimal_parse(span_of(text), &d), DECIMAL_OK);
    return d;
}

static void add_part(struct picture *p, const char *asset, const char *amount, const char *counted)
{
    struct fiat_total *t = &p->v.changes.items[0];
    struct fiat_part *part = &t->parts[t->part_count++];
    *part = (struct fiat_part){.asset = store_text(p->d.evidence.store, span_of(asset)),
                               .amount = number(amount),
                               .known = true,
                               .basis = counted ? FIAT_SOLD : FIAT_LEFT_OUT,
                               .day_ns = TIME_NONE};
    part->through.state = part->price.state = REFERENCE_NONE;
    part->price.price = number("1");
    part->price.against = t->unit;
    if (!counted) {
        t->left_out++;
        return;
    }
    part->fiat = number(counted);
    assert_true(decimal_add(t->total, part->fiat, &t->total));
}

static void begin(struct picture *p)
{
    demo_raid(&p->d, 12);
    p->v = (struct valuation){.with_prices = false};
    struct fiat_total *t = LIST_ADD(&p->v.changes);
    *t = (struct fiat_total){.method = "net-change", .incident = 1, .by_orders = true, .computed = true};
    t->unit = store_text(p->d.evidence.store, SPAN("USD"));
    t->parts = p->parts;
    t->day_ns = TIME_NONE;
    p->d.result.valuation = &p->v;
}

/* NULL: there is no such picture. */
static const struct block *draw(struct picture *p)
{
    p->m = model_of(&p->d);
    return find_block(p->m, BLOCK_CHART, "change in the account by these orders, counted in USD");
}

static void end(struct picture *p)
{
    report_model_free(p->m);
    LIST_FREE(&p->v.changes);
    p->d.result.valuation = NULL;
    demo_free(&p->d);
}

static void assert_bar(const struct chart_bar *b, const char *label, const char *amount, const char *value,
                       uint32_t length)
{
    assert_true(span_is(b->label, label));
    assert_true(span_is(b->amount, amount));
    assert_true(span_is(b->value, value));
    assert_int_equal(b->length, length);
    assert_true(b->less == (value[0] == '-'));
}

static void losses_come_first_then_gains_then_the_sum(void **state)
{
    (void)state;
    struct picture p;
    begin(&p);
    add_part(&p, "ADA", "-4", "-250.00");
    add_part(&p, "BTC", "-0.5", "-8000.00");
    add_part(&p, "DMG", "100", NULL);
    add_part(&p, "ETH", "-0.001", "-0.01");
    add_part(&p, "USDT", "3000", "3000.00");
    add_part(&p, "XRP", "0", "0.00");
    const struct chart *c = draw(&p)->chart;
    assert_int_equal(c->bar_count, 5); /* what did not change and what has no price has no bar */
    assert_bar(&c->bars[0], "BTC", "-0.5", "-8000.00", 1000);
    assert_bar(&c->bars[1], "ADA", "-4", "-250.00", 31);
    assert_bar(&c->bars[2], "ETH", "-0.001", "-0.01", 0);
    assert_bar(&c->bars[3], "USDT", "+3000", "+3000.00", 375);
    assert_bar(&c->bars[4], "All that have a price", "", "-5250.01", 656);
    assert_true(c->bars[4].sum && !c->bars[3].sum);
    assert_says(p.m, "no price of it can be named: +100 DMG.");
    assert_true(span_contains(c->spoken, SPAN("-0.5 BTC: -8000.00 USD; -4 ADA: -250.00 USD; -0.001 ETH: -0.01 USD; "
                                              "+3000 USDT: +3000.00 USD; All that have a price: -5250.01 USD")));
    end(&p);
}

/* A figure of the picture that no table had could not be checked by anybody. */
static void every_number_of_the_picture_stands_in_the_table_below(void **state)
{
    (void)state;
    struct picture p;
    char asset[8], amount[16], counted[16];
    begin(&p);
    for (unsigned i = 0; i < 30; i++) {
        snprintf(asset, sizeof asset, "A%02u", i);
        snprintf(amount, sizeof amount, "%s%u", i % 3 ? "-" : "", i + 1);
        snprintf(counted, sizeof counted, "%s%u.50", i % 3 ? "-" : "", (i * 7 + 3) % 30);
        add_part(&p, asset, amount, counted);
    }
    const struct block *b = draw(&p), *table = b + 1;
    assert_int_equal(b->chart->bar_count, 24 + 1); /* the largest, and the sum of all */
    assert_true(span_contains(b->text, SPAN("Left out of the picture: 6 smaller ones")));
    assert_int_equal(table->kind, BLOCK_TABLE);
    assert_int_equal(table->row_count, 30 + 1);
    for (size_t i = 0; i < b->chart->bar_count; i++) {
        const struct chart_bar *bar = &b->chart->bars[i];
        size_t row = 0;
        while (row < table->row_count && !span_equal(table->rows[row].cells[0], bar->label)) row++;
        assert_true(row < table->row_count);
        assert_true(span_equal(table->rows[row].cells[1], bar->amount));
        assert_true(span_equal(table->rows[row].cells[3], bar->value));
        assert_true(i == 0 || bar->sum || bar->less != bar[-1].less || bar->length <= bar[-1].length);
    }
    end(&p);
}

static void where_nothing_has_a_price_there_is_no_picture(void **state)
{
    (void)state;
    struct picture p;
    begin(&p);
    add_part(&p, "DMG", "100", NULL);
    assert_null(draw(&p));
    end(&p);
}

static void the_text_report_has_the_same_bars(void **state)
{
    (void)state;
    struct picture p;
    begin(&p);
    add_part(&p, "BTC", "-0.5", "-8000.00");
    add_part(&p, "ETH", "-2.25", "-4000.00");
    add_part(&p, "USDT", "4000", "4000.00");
    assert_non_null(draw(&p));
    struct writer *out = writer_to_memory();
    report_text(p.m, out);
    const struct span text = writer_memory(out);
    assert_true(
        span_contains(text, SPAN("  BTC              -0.5  ########################|              -8000.00\n"
                                 "  ETH             -2.25              ############|              -4000.00\n"
                                 "  USDT            +4000                          |============  +4000.00\n"
                                 "  All that have a price  ########################|              -8000.00\n")));
    writer_close(out, NULL);
    end(&p);
}

/* ---- what was held ------------------------------------------------------------------------------------------------------ */

static struct held_row row_of(const char *balance, uint32_t line)
{
    return (struct held_row){.stated = true, .balance = number(balance), .line = line, .offset = OFFSET_UNKNOWN};
}

static void stated_balances_stand_below_the_picture(void **state)
{
    (void)state;
    struct picture p;
    begin(&p);
    add_part(&p, "BTC", "-0.5", "-8000.00");
    struct store *s = p.d.evidence.store;
    *LIST_ADD(&p.d.result.held) = (struct held){.incident = 1,
                                                .asset = store_text(s, SPAN("BTC")),
                                                .wallet = store_text(s, SPAN("spot / main")),
                                                .before = row_of("0.7500", 7),
                                                .after = row_of("0.2500", 9)};
    *LIST_ADD(&p.d.result.held) = (struct held){.incident = 2, .asset = store_text(s, SPAN("ETH"))};
    draw(&p);
    const struct block *t = find_block(p.m, BLOCK_PARAGRAPH, "Balances that a statement of this account itself prints");
    assert_non_null(t);
    t++;
    assert_int_equal(t->kind, BLOCK_TABLE);
    assert_int_equal(t->row_count, 1); /* of this incident alone */
    static const char *const cells[] = {"BTC, spot / main", "0.7500", "E01:7", "0.2500", "E01:9", "-0.5000"};
    for (size_t i = 0; i < 6; i++) assert_true(span_is(t->rows[0].cells[i], cells[i]));
    assert_false(says(p.m, "The supplied files state no balances of this account for that time."));
    LIST_FREE(&p.d.result.held);
    end(&p);
}

static void without_a_statement_the_report_says_so(void **state)
{
    (void)state;
    struct picture p;
    begin(&p);
    add_part(&p, "BTC", "-0.5", "-8000.00");
    draw(&p);
    assert_says(p.m, "The supplied files state no balances of this account for that time.");
    assert_false(says(p.m, "Held before"));
    end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(losses_come_first_then_gains_then_the_sum),
        cmocka_unit_test(every_number_of_the_picture_stands_in_the_table_below),
        cmocka_unit_test(where_nothing_has_a_price_there_is_no_picture),
        cmocka_unit_test(the_text_report_has_the_same_bars),
        cmocka_unit_test(stated_balances_stand_below_the_picture),
        cmocka_unit_test(without_a_statement_the_report_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
