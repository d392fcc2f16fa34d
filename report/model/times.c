/* times - what rests on how the times of the files were read: the table of verdicts that would be others, and the zones
 * that somebody gave.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/build.h"

/* ---- verdicts now and then ------------------------------------------------------------------------------------------------ */

const char *value_judged(const struct builder *b, unsigned verdict, unsigned flag)
{
    const char *name = verdict_name((enum verdict)verdict);
    return flag == FLAG_NONE ? name : words_judged(b->say, name, flag_name((enum flag)flag));
}

enum { JUDGEMENTS = VERDICT_COUNT * FLAG_COUNT };
struct change { /* orders judged alike as the times were read, and alike as they might have been */
    uint64_t orders;
    uint32_t first, last;
};

static unsigned judgement(unsigned verdict, unsigned flag)
{
    return verdict * FLAG_COUNT + flag;
}

static struct change *sum_changes(const struct builder *b, const effects *list)
{
    struct change *changes = ARENA_ARRAY(b->arena, struct change, JUDGEMENTS * JUDGEMENTS);
    for (size_t i = 0; i < JUDGEMENTS * JUDGEMENTS; i++) changes[i] = (struct change){0};
    for (size_t i = 0; i < list->count; i++) {
        const struct effect *e = &list->items[i];
        const struct order *o = &b->r->orders.items[e->order];
        unsigned now = judgement(o->verdict, o->flag), then = judgement(e->verdict, e->flag);
        struct change *c = &changes[now * JUDGEMENTS + then];
        if (c->orders++ == 0) c->first = e->order;
        c->last = e->order;
    }
    return changes;
}

void add_effects(struct builder *b, const effects *list, const char *then_title)
{
    const struct change *changes = sum_changes(b, list);
    const struct column columns[] = {{words_col_judged(b->say), ALIGN_LEFT, 24, true},
                                     {then_title, ALIGN_LEFT, 24, true},
                                     {words_col_orders(b->say), ALIGN_RIGHT, 12, false},
                                     {words_col_first_row(b->say), ALIGN_LEFT, 20, true},
                                     {words_col_last_row(b->say), ALIGN_LEFT, 20, true}};
    struct table t = table_begin(b, columns, 5, JUDGEMENTS);
    size_t rows = 0;
    for (unsigned i = 0; i < JUDGEMENTS * JUDGEMENTS; i++) {
        const unsigned now = i / JUDGEMENTS, then = i % JUDGEMENTS;
        if (changes[i].orders == 0 || rows++ >= JUDGEMENTS) continue;
        table_row(&t, false,
                  (const char *[]){value_judged(b, now / FLAG_COUNT, now % FLAG_COUNT),
                                   value_judged(b, then / FLAG_COUNT, then % FLAG_COUNT),
                                   value_u64(b, changes[i].orders),
                                   value_order_row(b, &b->r->orders.items[changes[i].first]),
                                   value_order_row(b, &b->r->orders.items[changes[i].last])});
    }
    table_end(&t, rows, words_coverage_extract(b->say));
}

/* ---- zones that somebody gave ------------------------------------------------------------------------------------------- */

static const char *files_of(const struct builder *b, const struct zone_rival *rival)
{
    enum { NAMED_MOST = 8 };
    const char *list = "";
    for (size_t i = 0; i < rival->file_count && i < NAMED_MOST; i++)
        list = value_join(b, list, ", ", value_source(b, rival->files[i].source));
    if (rival->file_count <= NAMED_MOST) return list;
    return value_join(b, list, " ", words_and_more(b->say, value_u64(b, rival->file_count - NAMED_MOST)));
}

static uint64_t unplaced(const struct builder *b, const struct zone_rival *rival)
{
    uint64_t records = 0;
    for (size_t i = 0; i < rival->file_count; i++)
        for (size_t k = 0; k < b->r->zone_checks.count; k++)
            if (b->r->zone_checks.items[k].source == rival->files[i].source)
                records += b->r->zone_checks.items[k].unplaced;
    return records;
}

static void add_rival(struct builder *b, const struct zone_rival *rival)
{
    const char *orders = words_n_order(b->say, rival->effects.count);
    const char *text = words_method_zone(b->say, files_of(b, rival), rival->zone,
                                         words_retell(b->say, zone_origin_name(rival->origin)));
    const uint64_t left_out = unplaced(b, rival);
    text = value_join(b, text, " ",
                      rival->by_records ? words_method_zone_records(b->say, rival->other, orders)
                                        : words_method_zone_utc(b->say, orders));
    if (left_out > 0)
        text =
            value_join(b, text, " ", words_method_zone_unplaced(b->say, words_n_record(b->say, left_out), rival->zone));
    if (rival->effects.count > 0) text = value_join(b, text, " ", words_method_zone_effects(b->say));
    add_paragraph(b, text);
    if (rival->effects.count > 0) add_effects(b, &rival->effects, words_col_judged_zone(b->say));
}

static const char *agreement(const struct builder *b, const struct zone_rival *rival)
{
    uint64_t compared = 0, agreeing = 0;
    for (size_t i = 0; i < rival->file_count; i++)
        for (size_t k = 0; k < b->r->zone_checks.count; k++) {
            if (b->r->zone_checks.items[k].source != rival->files[i].source) continue;
            compared += b->r->zone_checks.items[k].compared;
            agreeing += b->r->zone_checks.items[k].agreeing;
        }
    return compared > 0 ? words_zone_first_agree(b->say, value_u64(b, agreeing), words_n_record(b->say, compared))
                        : words_zone_first_alone(b->say);
}

static bool is_graded(unsigned flag)
{
    return flag == FLAG_STRONG || flag == FLAG_PROBABLE;
}

const char *zones_given(const struct builder *b)
{
    enum { ZONES_TOLD = 2 };
    const uint64_t graded = b->figures->graded_count;
    const char *text = "";
    for (size_t i = 0; graded > 0 && i < b->r->zone_rivals.count && i < ZONES_TOLD; i++) {
        const struct zone_rival *rival = &b->r->zone_rivals.items[i];
        uint64_t lost = 0;
        for (size_t k = 0; k < rival->effects.count; k++) {
            const struct effect *e = &rival->effects.items[k];
            lost += is_graded(b->r->orders.items[e->order].flag) && !is_graded(e->flag);
        }
        const char *zone = words_zone_first(b->say, files_of(b, rival), rival->zone,
                                            words_retell(b->say, zone_origin_name(rival->origin)), agreement(b, rival));
        zone = words_two_parts(
            b->say, zone,
            words_zone_first_kept(b->say, rival->other, value_u64(b, graded - lost), value_u64(b, graded)));
        text = value_join(b, text, " ", zone);
    }
    return text;
}

void add_zone_effects(struct builder *b)
{
    for (size_t i = 0; i < b->r->zone_rivals.count; i++) add_rival(b, &b->r->zone_rivals.items[i]);
}
