/* sample_model - a report model made by hand for the tests of the PDF: every kind of block, many scripts, long ids.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_SAMPLE_MODEL_H
#define STRAYKEY_TESTS_SAMPLE_MODEL_H

#include "report/model/model.h"

#include <stdio.h>

static inline struct block *sample_block(struct report_model *m, enum block_kind kind, const char *text)
{
    struct block *b = LIST_ADD(&m->blocks);
    b->kind = kind;
    b->level = 1;
    b->text = span_of(text);
    return b;
}

static inline struct span sample_text(struct report_model *m, const char *text)
{
    return arena_copy(m->arena, span_of(text));
}

/* Ids of the sample table: a UUID, a client order id and 24 hex digits, all made from the row's number. */
static inline void sample_ids(unsigned row, char uuid[40], char client[40], char hex[32])
{
    unsigned long long mixed = (row + 1) * 0x9E3779B97F4A7C15ull;
    snprintf(uuid, 40, "%08llx-%04llx-4%03llx-a%03llx-%012llx", mixed >> 32, mixed >> 16 & 0xffff, mixed & 0xfff,
             mixed >> 4 & 0xfff, mixed & 0xffffffffffffull);
    snprintf(client, 40, "x-SAMPLE7Q%016llx", mixed * 31);
    snprintf(hex, 32, "%016llx%08llx", mixed * 7, mixed >> 32);
}

static inline void sample_table(struct report_model *m, unsigned rows)
{
    const struct table_column columns[] = {
        {SPAN_NONE, ALIGN_RIGHT, 0.05f, false},  {SPAN_NONE, ALIGN_LEFT, 0.15f, false},
        {SPAN_NONE, ALIGN_LEFT, 0.1f, false},    {SPAN_NONE, ALIGN_DECIMAL, 0.1f, false},
        {SPAN_NONE, ALIGN_DECIMAL, 0.1f, false}, {SPAN_NONE, ALIGN_LEFT, 0.2f, true},
        {SPAN_NONE, ALIGN_LEFT, 0.15f, true},    {SPAN_NONE, ALIGN_LEFT, 0.15f, true},
    };
    static const char *const titles[] = {"#",        "Time (UTC)", "Market",          "Price",
                                         "Quantity", "Order id",   "Client order id", "Trade id"};
    struct block *b = sample_block(m, BLOCK_TABLE, "The first rows; the whole list is in data/flagged.csv.");
    b->column_count = 8;
    b->columns = ARENA_ARRAY(m->arena, struct table_column, 8);
    memcpy(b->columns, columns, sizeof columns);
    for (size_t i = 0; i < 8; i++) b->columns[i].title = span_of(titles[i]);
    b->row_count = rows;
    b->rows_in_all = rows;
    b->rows = ARENA_ARRAY(m->arena, struct table_row, rows);
    for (unsigned i = 0; i < rows; i++) {
        char uuid[40], client[40], hex[32];
        sample_ids(i, uuid, client, hex);
        struct span *cells = ARENA_ARRAY(m->arena, struct span, 8);
        const char *texts[8] = {
            arena_format(m->arena, "%u", i + 1),
            arena_format(m->arena, "2022-12-25 21:%02u:%02u.%03u", i / 60 % 60, i % 60, i * 37 % 1000),
            i % 3 ? "AXS/BUSD" : "DMG/USD",
            arena_format(m->arena, "%u.%0*u", i * 17 % 900, (int)(i % 5) + 1, i % 10),
            i % 7 ? arena_format(m->arena, "%u", i * 131 % 10000) : "unknown",
            uuid,
            client,
            hex};
        for (size_t k = 0; k < 8; k++) cells[k] = sample_text(m, texts[k]);
        b->rows[i] = (struct table_row){cells, i % 29 == 28};
    }
}

static inline void sample_chart(struct report_model *m)
{
    enum { STEPS = 60 };
    struct chart *c = ARENA_NEW(m->arena, struct chart);
    *c = (struct chart){.caption = SPAN("Orders per day, stacked. The same numbers stand in the table below."),
                        .from_label = SPAN("2022-10-27"),
                        .to_label = SPAN("2022-12-26"),
                        .series_names = {SPAN("explained by a bot"), SPAN("flagged"), SPAN("other")},
                        .steps = STEPS};
    for (size_t k = 0; k < 3; k++) c->counts[k] = ARENA_ARRAY(m->arena, uint32_t, STEPS);
    for (size_t i = 0; i < STEPS; i++) {
        c->counts[0][i] = (uint32_t)(18 + i * 7 % 23);
        c->counts[1][i] = i > 55 ? (uint32_t)(i - 55) * 160 : 0;
        c->counts[2][i] = (uint32_t)(i % 4);
        uint32_t sum = c->counts[0][i] + c->counts[1][i] + c->counts[2][i];
        if (sum > c->highest) c->highest = sum;
    }
    sample_block(m, BLOCK_CHART, "")->chart = c;
}

static inline void sample_bands(struct report_model *m)
{
    static struct band_stretch stretches[] = {{0, 1000, false}, {100, 300, true}, {500, 501, true}};
    static uint32_t marks[] = {0, 500, 1000};
    static struct chart_band bands[] = {{.stretches = stretches, .stretch_count = 3, .marks = marks, .mark_count = 3},
                                        {.stretches = stretches, .stretch_count = 1}};
    bands[0].label = sample_text(m, "BTC/USDT");
    bands[1].label = sample_text(m, "a market with a name that is too long for the place that there is for it");
    struct chart *c = ARENA_NEW(m->arena, struct chart);
    *c = (struct chart){.caption = SPAN("Which records reach where."),
                        .from_label = SPAN("2022-10-27"),
                        .to_label = SPAN("2022-12-26"),
                        .series_names = {SPAN("exchange"), SPAN("bots"), SPAN("flagged")},
                        .steps = 1000,
                        .bands = bands,
                        .band_count = 2};
    sample_block(m, BLOCK_CHART, "")->chart = c;
}

static inline void sample_bars(struct report_model *m)
{
    struct chart_bar list[] = {{SPAN("BTC"), SPAN("-0.5"), SPAN("-8000.00"), 800, true, false},
                               {SPAN("ETH"), SPAN("-2.25"), SPAN("-3000.00"), 300, true, false},
                               {SPAN("DUST"), SPAN("+0.00000001"), SPAN("+0.00"), 0, false, false},
                               {SPAN("USDT"), SPAN("+1000"), SPAN("+1000.00"), 100, false, false},
                               {SPAN("all together"), SPAN(""), SPAN("-10000.00"), 1000, true, true}};
    struct chart_bar *bars = ARENA_ARRAY(m->arena, struct chart_bar, sizeof list / sizeof *list);
    memcpy(bars, list, sizeof list);
    struct chart *c = ARENA_NEW(m->arena, struct chart);
    *c = (struct chart){.caption = SPAN("What was changed."),
                        .series_names = {SPAN("less"), SPAN("more")},
                        .bar_titles = {SPAN("Asset"), SPAN("Amount"), SPAN("In USD")},
                        .bars = bars,
                        .longest_less = 1000,
                        .longest_more = 100,
                        .bar_count = sizeof list / sizeof *list,
                        .spoken = SPAN("What was changed. -0.5 BTC: -8000.00 USD; -2.25 ETH: -3000.00 USD")};
    sample_block(m, BLOCK_CHART, "What was changed.")->chart = c;
}

static inline void sample_facts(struct report_model *m)
{
    static const char *const facts[][2] = {
        {"Complainant", "Zoë Müller-Şahin"},
        {"Exchange account", "binance, label main"},
        {"Period of the incident", "2022-12-25T20:58:02Z to 2022-12-25T22:22:41Z"},
        {"SHA-256 of manifest-sha256.txt", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
        {"Status", "INCOMPLETE: one file could not be read"},
    };
    struct block *b = sample_block(m, BLOCK_FACTS, "");
    b->row_count = sizeof facts / sizeof facts[0];
    b->rows = ARENA_ARRAY(m->arena, struct table_row, b->row_count);
    for (size_t i = 0; i < b->row_count; i++) {
        struct span *cells = ARENA_ARRAY(m->arena, struct span, 2);
        for (size_t k = 0; k < 2; k++) cells[k] = span_of(facts[i][k]);
        b->rows[i] = (struct table_row){cells, i + 1 == b->row_count};
    }
}

static inline void sample_signature(struct report_model *m)
{
    static const char *const labels[] = {"Place and date", "Name", "Signature"};
    struct block *b = sample_block(m, BLOCK_SIGNATURE, "");
    b->row_count = 3;
    b->rows = ARENA_ARRAY(m->arena, struct table_row, 3);
    for (size_t i = 0; i < 3; i++) {
        b->rows[i].cells = ARENA_ARRAY(m->arena, struct span, 1);
        b->rows[i].cells[0] = span_of(labels[i]);
    }
}

static inline void sample_scripts(struct report_model *m)
{
    static const char *const lines[] = {
        "Trades that no bot issued: affluent office, efficient coffee shuffle.",
        "Relevé des ordres passés sans robot, à l’été 2022.",
        "Keine Aufzeichnung eines Bots für diese Größe.",
        "Botun vermediği emirler: İstanbul, ığdır.",
        "Сделки без записи бота.",
        "Συναλλαγές χωρίς εγγραφή.",
        "没有机器人记录的交易。",
        "ボットの記録がない取引。",
        "봇 기록이 없는 거래.",
        "صفقات بدون سجل للروبوت",
        "עסקאות ללא רישום של בוט",
        "कोई बॉट रिकॉर्ड नहीं",
        "ไม่มีบันทึกของบอท",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) sample_block(m, BLOCK_BULLET, lines[i]);
}

static inline struct report_model *sample_model(unsigned rows)
{
    static const char long_text[] = "For each order of the exchange the program looks for a bot record that issued it. "
                                    "Where the records of both sides cover "
                                    "the account, the market and the time, an order without such a record is listed "
                                    "here. Elsewhere nothing is claimed: the "
                                    "absence of a record counts only where the record is complete. Every figure names "
                                    "the rows that it was computed from.";
    struct arena *arena = arena_new(0);
    struct report_model *m = ARENA_NEW(arena, struct report_model);
    m->arena = arena;
    m->title = SPAN("Trades without a bot record");
    m->subject = SPAN("Report on the account “main” & its API key <3commas>");
    m->author = SPAN("straykey 0.1.0");
    m->language = SPAN("en");
    m->footer = SPAN("Reference 2023-0815 · manifest 9f86d081884c7d65");
    m->date_ns = INT64_C(1672056000000000000);
    sample_block(m, BLOCK_TITLE, "Trades without a bot record");
    sample_block(m, BLOCK_NOTICE,
                 "INCOMPLETE: one file could not be read. What it would have shown is not in this report; the register "
                 "of evidence names it.");
    sample_facts(m);
    sample_block(m, BLOCK_HEADING, "What happened");
    sample_block(m, BLOCK_PARAGRAPH, long_text);
    sample_chart(m);
    sample_bands(m);
    sample_bars(m);
    sample_block(m, BLOCK_HEADING, "Orders that no bot record explains");
    sample_block(m, BLOCK_HEADING, "Schedule")->level = 2;
    sample_table(m, rows);
    sample_block(m, BLOCK_HEADING, "Method");
    for (int i = 0; i < 9; i++) sample_block(m, BLOCK_PARAGRAPH, long_text);
    sample_scripts(m);
    sample_block(m, BLOCK_HEADING, "How to verify");
    sample_block(m, BLOCK_MONO,
                 "cd CASE_DIR\nsha256sum -c manifest-sha256.txt\n"
                 "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08  manifest-sha256.txt");
    sample_block(m, BLOCK_PAGE_BREAK, "");
    sample_block(m, BLOCK_HEADING, "Declaration");
    sample_block(m, BLOCK_PARAGRAPH, "I downloaded the files listed above and did not change them.");
    sample_signature(m);
    return m;
}

static inline void sample_model_free(struct report_model *m)
{
    LIST_FREE(&m->blocks);
    arena_free(m->arena);
}

#endif
