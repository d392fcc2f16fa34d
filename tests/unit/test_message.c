/* Tests of report/message: a bot order that comes from a message is told in the bot's own words.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "report/data/table_row.h"

static void expect_sentence(const char *said, uint16_t marks, const char *want)
{
    struct evidence *evidence = evidence_new();
    struct result result = {.evidence = evidence};
    struct event e;
    event_clear(&e);
    e.kind = EVENT_BOT_ORDER;
    e.side = SIDE_BUY;
    e.marks = marks;
    e.text = store_text(evidence->store, span_of(said));
    struct row row = {0};
    row.cells[COLUMN_role] = SPAN("base order");
    row.cells[COLUMN_qty] = SPAN("49.0");
    row.cells[COLUMN_base] = SPAN("ABC");
    row.cells[COLUMN_status] = SPAN("placed");
    row.cells[COLUMN_deal] = SPAN("1700123");
    struct text_buffer b = {0};
    message_build(&b, &result, &e, &row);
    if (!span_is((struct span){b.text, b.used}, want)) fail_msg("got \"%.*s\", want \"%s\"", (int)b.used, b.text, want);
    free(b.text);
    evidence_free(evidence);
}

static void a_placed_order_is_not_called_executed(void **state)
{
    (void)state;
    const char *said = "Placing base order. Price: 0.4125 USDT Size: 20.2125 USDT (49.0 ABC)";
    expect_sentence(said, 0,
                    "Bot message: Placing base order. Price: 0.4125 USDT Size: 20.2125 USDT (49.0 ABC); deal 1700123");
    expect_sentence(
        said, MARK_PAPER,
        "Paper bot message: Placing base order. Price: 0.4125 USDT Size: 20.2125 USDT (49.0 ABC); deal 1700123");
}

static void an_order_record_is_told_from_its_cells(void **state)
{
    (void)state;
    expect_sentence("", 0, "Bot: base order to buy ABC; 49.0 ABC executed; placed; deal 1700123");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_placed_order_is_not_called_executed),
        cmocka_unit_test(an_order_record_is_told_from_its_cells),
    };
    return cmocka_run_group_tests_name("message", tests, NULL, NULL);
}
