/* self - a definition's "self_checks": what is known of the site's own files, so that they can be held against it.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/internal.h"

static uint16_t optional_slot(struct loader *l, const struct node *object, const char *key, struct rules *r)
{
    const struct span name = load_text(l, object, key, false);
    return name.len ? load_slot(l, name, r) : SLOT_NONE;
}

static void load_created(struct loader *l, const struct node *object, struct format *f)
{
    static const char *const whose[] = {"row", "order", NULL};
    const struct node *created = load_object(l, object, "created", false);
    if (!created) return;
    const size_t mark = load_enter(l, "created");
    load_known_keys(l, created, "column of");
    load_source(l, node_get(created, "column"), NULL, &f->main, &f->self_rules.created);
    f->self_rules.created_by_order = load_word(l, created, "of", whose, 0) == 1;
    load_leave(l, mark);
}

static void load_balance(struct loader *l, const struct node *object, struct format *f)
{
    struct self_rules *r = &f->self_rules;
    const struct node *balance = load_object(l, object, "balance", false);
    if (!balance) return;
    const size_t mark = load_enter(l, "balance");
    load_known_keys(l, balance, "asset apart change fee after");
    const char *const needed[] = {"asset", "change", "after"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) load_text(l, balance, needed[i], true);
    r->balance_asset = optional_slot(l, balance, "asset", &f->main);
    r->balance_apart = optional_slot(l, balance, "apart", &f->main);
    r->balance_change = optional_slot(l, balance, "change", &f->main);
    r->balance_fee = optional_slot(l, balance, "fee", &f->main);
    r->balance_after = optional_slot(l, balance, "after", &f->main);
    r->has_balance = true;
    load_leave(l, mark);
}

static void load_written(struct loader *l, const struct node *object, struct format *f)
{
    static const char *const delimiters[] = {"", ",", ";", "\t", NULL}, *const ends[] = {"", "lf", "crlf", NULL};
    static const char *const marks[] = {"", "yes", "no", NULL}, *const quotes[] = {"", "all", "none", NULL};
    const struct node *written = load_object(l, object, "written", false);
    if (!written) return;
    const size_t mark = load_enter(l, "written");
    load_known_keys(l, written, "delimiter line_ends byte_order_mark quotes");
    if (f->json) load_complain(l, "for csv only");
    f->self_rules.habits =
        (struct habits){.delimiter = delimiters[load_word(l, written, "delimiter", delimiters, 0)][0],
                        .line_ends = ends[load_word(l, written, "line_ends", ends, 0)][0],
                        .mark = marks[load_word(l, written, "byte_order_mark", marks, 0)][0],
                        .quotes = quotes[load_word(l, written, "quotes", quotes, 0)][0]};
    load_leave(l, mark);
}

static void load_numbered(struct loader *l, const struct node *object, struct format *f)
{
    const struct node *numbered = load_object(l, object, "numbered", false);
    if (!numbered) return;
    const size_t mark = load_enter(l, "numbered");
    load_known_keys(l, numbered, "column");
    load_text(l, numbered, "column", true);
    f->self_rules.numbered = optional_slot(l, numbered, "column", &f->main);
    load_leave(l, mark);
}

void load_self_checks(struct loader *l, const struct node *root, struct format *f)
{
    static const char *const numberings[] = {"", "market", "site", NULL};
    const struct node *checks = load_object(l, root, "self_checks", false);
    f->self_rules.numbered = SLOT_NONE;
    if (!checks) return;
    const size_t mark = load_enter(l, "self_checks");
    load_known_keys(l, checks, "created trade_ids_rise balance numbered written");
    load_created(l, checks, f);
    load_balance(l, checks, f);
    load_numbered(l, checks, f);
    load_written(l, checks, f);
    f->self_rules.numbering = (enum numbering)load_word(l, checks, "trade_ids_rise", numberings, 0);
    load_leave(l, mark);
}
