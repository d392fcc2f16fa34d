/* sim_scenarios.c - how a scenario becomes a folder.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_scenarios.h"

#include <stdio.h>
#include <string.h>

struct stage { /* one scenario being built */
    const struct scenario *s;
    int form; /* enum exchange_form */
    int days;
    bool small;
    struct world *world;
    struct platform *real, *paper;
    struct world *paper_world;
    struct outbox out;
    int64_t theft_ms;
};

static bool has(const struct scenario *s, unsigned trait)
{
    return (s->traits & trait) != 0;
}

static void set_habits(const struct scenario *s, struct platform *p)
{
    p->late = has(s, TRAIT_LATE);
    p->replaces = has(s, TRAIT_REPLACES);
    p->retries = has(s, TRAIT_RETRIES);
    p->manual_safety = has(s, TRAIT_BY_USER);
    p->fee = has(s, TRAIT_FEE_IN_COIN) ? 100 : 75;
    if (has(s, TRAIT_GROSS)) p->fee = 100;
    if (p->world->venue->fee_rule != FEE_OWN_COIN) p->fee = p->world->venue->fee;
    p->counts_contracts = p->world->seed % 2 == 0;
    if (has(s, TRAIT_AHEAD)) p->clock_ms = 1400;
    if (has(s, TRAIT_BEHIND)) p->clock_ms = -1100;
}

static void let_them_trade(struct stage *g)
{
    const struct scenario *s = g->s;
    struct world *w = g->world;
    set_habits(s, g->real);
    if (has(s, TRAIT_BROKE)) {
        g->real->halt_ms = g->theft_ms - 2000;
        g->real->resume_ms = g->theft_ms + 5 * (int64_t)MS_DAY;
    }
    if (g->small)
        one_bot(g->real);
    else
        usual_bots(g->real);
    platform_run(g->real);
    if (has(s, TRAIT_TRADES)) trades_run(g->real);
    if (s->hand_orders > 0)
        people_trade(w, &(struct hand){.author = s->hand_author,
                                       .sender = s->hand_sender,
                                       .orders = g->small ? s->hand_orders / 5 : s->hand_orders,
                                       .from_ms = w->start_ms + 6 * (int64_t)MS_HOUR,
                                       .to_ms = w->end_ms - 12 * (int64_t)MS_HOUR,
                                       .thin = s->hand_author == AUTHOR_MANUAL});
    if (has(s, TRAIT_PROGRAM))
        people_trade(w, &(struct hand){.author = AUTHOR_UNDECLARED,
                                       .sender = SENDER_CCXT,
                                       .orders = 24,
                                       .from_ms = w->start_ms + 8 * (int64_t)MS_HOUR,
                                       .to_ms = w->end_ms - 12 * (int64_t)MS_HOUR});
    if (has(s, TRAIT_CONVERTS)) {
        people_convert(w, SENDER_WEB, g->theft_ms - (g->small ? 1 : 7) * (int64_t)MS_DAY);
        people_convert(w, SENDER_WEB, g->theft_ms + 20 * (int64_t)MS_MINUTE);
    }
    if (has(s, TRAIT_EVENING)) people_rebalance(w, SENDER_WEB, g->theft_ms);
    if (has(s, TRAIT_SELL_ALL)) people_sell_all(w, AUTHOR_PLATFORM, SENDER_PLATFORM, g->theft_ms);
    people_steal(w, g->real,
                 &(struct theft){.thief = (enum thief)s->thief,
                                 .sender = s->thief_sender,
                                 .quote = has(s, TRAIT_USDT) ? COIN_USDT : COIN_BUSD,
                                 .at_ms = g->theft_ms,
                                 .length_ms = s->thief == THIEF_SLOW || s->thief == THIEF_QUIET
                                                  ? 6 * (int64_t)MS_DAY
                                                  : 84 * (int64_t)MS_MINUTE,
                                 .orders = g->small ? s->thief_orders / 5 : s->thief_orders});
    world_finish(w);
    platform_finish(g->real);
}

static enum zone zone_of(const struct stage *g)
{
    if (shipments[g->form].zone_asked) {
        if (has(g->s, TRAIT_DST)) return ZONE_BERLIN;
        return g->world->seed % 2 == 0 ? ZONE_NEW_YORK : ZONE_SHANGHAI;
    }
    return shipments[g->form].zone_shown && g->world->seed % 2 == 1 ? ZONE_SHANGHAI : ZONE_UTC;
}

/* The file's name, with the zone where the site puts it there. */
static void name_file(char *out, size_t room, const char *pattern, const char *zone)
{
    const char *gap = strstr(pattern, "%s");
    if (gap)
        snprintf(out, room, "%.*s%s%s", (int)(gap - pattern), pattern, zone, gap + 2);
    else
        snprintf(out, room, "%s", pattern);
}

static void export_one(struct stage *g, int form, int file, bool second, int64_t from_ms, int64_t to_ms)
{
    const struct shipment *ship = &shipments[form];
    uint64_t seed = g->world->seed;
    char name[96];
    name_file(name, sizeof name, second ? ship->files[file].second_name : ship->files[file].name,
              zone_of(g) == ZONE_SHANGHAI ? "UTC+8" : "UTC");
    struct export_plan plan = {.name = name,
                               .from_ms = from_ms,
                               .to_ms = to_ms,
                               .quoted = seed % 2 == 0,
                               .bom = seed % 3 == 0,
                               .pretty = seed % 2 == 1,
                               .second_shape = seed % 2 == 0,
                               .zone = zone_of(g),
                               .without_ids = form == FORM_KUCOIN_NO_IDS};
    ship->files[file].write(&g->out, g->world, &plan);
}

static void ship_conversions(struct stage *g)
{
    const struct shipment_file *file = &conversions_of[shipments[g->form].venue];
    struct export_plan plan = {.name = file->name, .zone = zone_of(g)};
    if (file->write) file->write(&g->out, g->world, &plan);
}

static void ship_exchange(struct stage *g)
{
    if (has(g->s, TRAIT_CONVERTS)) ship_conversions(g);
    if (g->form == FORM_ALL) {
        export_one(g, FORM_TRADES_CSV, 0, false, 0, 0);
        export_one(g, FORM_ORDERS_CSV, 0, false, g->theft_ms - 6 * (int64_t)MS_DAY, g->theft_ms + 4 * (int64_t)MS_DAY);
        export_one(g, FORM_API, 0, false, g->theft_ms - 2 * (int64_t)MS_DAY, g->theft_ms + 2 * (int64_t)MS_DAY);
        export_one(g, FORM_API, 1, false, g->theft_ms - 1 * (int64_t)MS_DAY, g->theft_ms + 3 * (int64_t)MS_DAY);
        return;
    }
    for (int file = 0; file < 2 && shipments[g->form].files[file].write; file++) {
        if (!has(g->s, TRAIT_OVERLAP)) {
            export_one(g, g->form, file, false, 0, 0);
            continue;
        }
        /* the later file begins in the middle of the theft's day, so the overlap holds many rows alike */
        export_one(g, g->form, file, false, 0, g->theft_ms + 40 * (int64_t)MS_MINUTE);
        export_one(g, g->form, file, true, g->theft_ms - 3 * (int64_t)MS_DAY, 0);
    }
}

static struct log_plan log_plan_of(const struct stage *g)
{
    const struct scenario *s = g->s;
    struct log_plan plan = {.exchange_ids = has(s, TRAIT_EXCHANGE_IDS),
                            .bare_ids = g->world->venue->ids != IDS_PER_MARKET && g->world->seed % 2 == 0,
                            .gross_average = has(s, TRAIT_GROSS),
                            .packing = has(s, TRAIT_GZIP) ? PACK_GZIP : PACK_PLAIN,
                            .prefix = "3commas/"};
    if (s->trouble == TROUBLE_CUT) plan.cut_percent = 71;
    if (s->trouble == TROUBLE_CUT_GZIP) {
        plan.cut_percent = 71;
        plan.packing = PACK_GZIP;
    }
    if (s->trouble == TROUBLE_PAGE) plan.newest = 50;
    if (s->trouble == TROUBLE_ENDS) plan.as_of_ms = g->theft_ms - 2 * (int64_t)MS_DAY;
    if (s->trouble == TROUBLE_BEGINS) plan.since_ms = g->theft_ms + 2 * (int64_t)MS_DAY;
    return plan;
}

static void ship_log(struct stage *g, const struct platform *p, struct log_plan *plan)
{
    switch (g->s->log) {
    case LOG_FILES:
        log_deal_files(&g->out, p, plan);
        log_order_files(&g->out, p, plan);
        break;
    case LOG_KEYED:
        log_deals_list(&g->out, p, plan, false);
        log_orders_keyed(&g->out, p, plan);
        break;
    case LOG_EVENTS: {
        size_t whole = log_deals_list(&g->out, p, plan, true);
        if (plan->cut_percent > 0) plan->newest = whole;
        break;
    }
    case LOG_LINES:
        log_deals_lines(&g->out, p, plan);
        log_orders_lines(&g->out, p, plan);
        break;
    default: log_deals_csv(&g->out, p, plan); break;
    }
}

static void ship_paper(struct stage *g)
{
    struct log_plan plan = {.prefix = g->s->log == LOG_FILES ? "3commas/" : "3commas/paper-"};
    g->paper_world = world_new((enum venue_code)shipments[g->form].venue, g->world->seed, g->world->start_ms, g->days);
    g->paper = platform_new(g->paper_world, "paper");
    paper_disguise(g->paper);
    if (g->small)
        one_bot(g->paper);
    else
        usual_bots(g->paper);
    platform_run(g->paper);
    if (has(g->s, TRAIT_MIRROR)) paper_mirror(g->paper, g->world);
    world_finish(g->paper_world);
    platform_finish(g->paper);
    ship_log(g, g->paper, &plan);
}

static void ship_case_file(struct stage *g)
{
    struct text t = {NULL, 0, 0, 0};
    bool zone = shipments[g->form].zone_asked && !has(g->s, TRAIT_NO_ZONE);
    bool venue =
        g->form == FORM_BINANCE_US_API; /* its files look as Binance's: the folder's name or this tells them apart */
    if (!has(g->s, TRAIT_NEVER) && g->s->hand_author != AUTHOR_DECLARED && !zone && !venue) return;
    text_add(&t, "{\n  \"accounts\": [{\"venue\": \"%s\", \"uid\": \"\", \"label\": \"main\"}]", g->world->venue->name);
    if (zone) text_add(&t, ",\n  \"time_zone\": \"%s\"", zone_names[zone_of(g)]);
    if (has(g->s, TRAIT_NEVER)) text_add(&t, ",\n  \"manual_trading\": \"never\"");
    if (g->s->hand_author == AUTHOR_DECLARED)
        text_add(&t, ",\n  \"other_issuers\": [{\"name\": \"my own script\", \"venue\": \"binance\", "
                     "\"client_order_id_prefix\": \"x-R4BD3S82\"}]");
    text_add(&t, "\n}\n");
    text_save(&t, g->out.dir, "case.json", PACK_PLAIN, 100);
    text_free(&t);
}

/* A list that was cut in or behind just so many deals looks like a page of them. */
static bool is_page(size_t deals)
{
    return deals == 10 || deals == 50 || deals == 100 || deals == 250 || deals == 1000;
}

static void ship_records(struct stage *g, const char *dir)
{
    struct log_plan plan = log_plan_of(g);
    struct cover cover = {.from_ms = INT64_MAX, .to_ms = INT64_MIN};
    const struct platform *platforms[2];
    size_t count = 0;
    bool real = g->s->trouble != TROUBLE_PAPER_ONLY;
    if (has(g->s, TRAIT_PAPER)) ship_paper(g);
    if (real) platforms[count++] = g->real;
    if (g->paper) platforms[count++] = g->paper;
    log_accounts(&g->out, platforms, count);
    log_bots(&g->out, platforms, count);
    if (real) {
        ship_log(g, g->real, &plan);
        log_note(&g->out, g->real, &plan, &cover.from_ms, &cover.to_ms);
        if (has(g->s, TRAIT_TRADES)) trades_ship(&g->out, g->real, &cover.from_ms, &cover.to_ms);
        cover.platform = g->real;
        cover.plan = plan;
        cover.doubtful = g->s->trouble == TROUBLE_PAGE ||
                         (plan.cut_percent > 0 && (is_page(plan.newest) || is_page(plan.newest + 1)));
        cover.closed_only = g->s->log == LOG_TABLE;
    }
    truth_save(&g->out, g->world, &cover, dir);
}

/* Whatever is wrong with a log must be seen through with every export, so these take turns by seed. */
static int form_of(const struct scenario *s, uint64_t seed)
{
    bool turns = s->exchange < FORM_ALL && (s->trouble != TROUBLE_NONE || has(s, TRAIT_PAPER));
    return turns ? (int)(((uint64_t)s->exchange + seed - 1) % 3) : s->exchange;
}

const struct scenario *scenario_at(size_t index)
{
    if (index < scenarios_spot.count) return &scenarios_spot.items[index];
    index -= scenarios_spot.count;
    return index < scenarios_wide.count ? &scenarios_wide.items[index] : NULL;
}

void scenario_build(const struct scenario *s, uint64_t seed, const char *dir, enum scenario_size size)
{
    struct stage g = {.s = s, .form = form_of(s, seed), .small = size == SCENARIO_SMALL};
    g.days = g.small ? 4 : 20;
    snprintf(g.out.dir, sizeof g.out.dir, "%s/files", dir);
    int venue = shipments[g.form].venue;
    int64_t start_ms = venue == VENUE_FTX || venue == VENUE_FTX_PERP
                           ? moment_of(2022, 10, has(s, TRAIT_DST) ? 19 : 7, 0, 0, 0)
                           : moment_of(2022, 12, 8, 0, 0, 0);
    g.world = world_new((enum venue_code)venue, seed, start_ms, g.days);
    g.world->fee_in_bnb = !has(s, TRAIT_FEE_IN_COIN);
    g.theft_ms = g.world->start_ms + (g.small ? 2 : 11) * (int64_t)MS_DAY + 21 * (int64_t)MS_HOUR;
    g.world->deposit[COIN_USDT] = 9000 * (int64_t)UNIT;
    g.world->deposit[COIN_BTC] = UNIT / 4;
    g.world->deposit[COIN_ETH] = 3 * (int64_t)UNIT;
    g.world->deposit[COIN_BNB] = 12 * (int64_t)UNIT;
    g.world->deposit[COIN_XRP] = 2500 * (int64_t)UNIT;
    g.real = platform_new(g.world, "real");
    let_them_trade(&g);
    ship_exchange(&g);
    ship_case_file(&g);
    ship_records(&g, dir);
    platform_free(g.real);
    world_free(g.world);
    if (g.paper) platform_free(g.paper);
    if (g.paper_world) world_free(g.paper_world);
}
