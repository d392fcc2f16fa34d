/* tape_day - an invented day of one market's tape, as Binance publishes it, and a victim whose fills are some of its trades.
 *
 *     tape_day PROFILE SEED DIR
 *
 * DIR/tape gets the zip and its .CHECKSUM; DIR/fills/PRECISION/fills.csv the same fills in four ways of writing them (second
 * or ms, with or without maker and taker), without trade ids; DIR/truth.tsv the trade id of each of their lines.
 *
 * The market: takers arrive in milliseconds whose rate changes from quiet to frantic; each takes what stands at the best
 * price, maker by maker, so that one order makes trades of the same millisecond; prices walk by ticks. Sizes are amounts of
 * money rounded to the lot, round quantities, or any, for takers and makers alike. Nothing of straykey's reading or matching
 * is used.
 *
 * SPDX-License-Identifier: MIT */
#include "base/digest.h"
#include "sim_random.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DAY_MS = 86400000, SECOND_MS = 1000, DECIMALS = 8, PATH_ROOM = 512 };
#define DAY_START_MS INT64_C(1671926400000) /* 25 December 2022 */

struct profile {
    const char *name, *symbol, *base;
    int64_t ticks; /* price at the start */
    int tick_decimals, lot_decimals;
    int takers_per_day; /* about */
    int64_t round_lots; /* the smallest round quantity */
    int attack_orders;  /* of the victim, within 84 minutes; 0: the fills are any of the day's */
    int sampled;        /* fills, when there is no attack */
    int moves;          /* how often a new maker stands at another price, per mille */
    int any_size;       /* sizes that are neither an amount of money nor round, per cent */
};
static const struct profile profiles[] = {
    {"btc-3m", "BTCUSDT", "BTC", 1680000, 2, 5, 1250000, 10, 0, 20000, 300, 50},
    {"btc-3m-alike", "BTCUSDT", "BTC", 1680000, 2, 5, 1250000, 10, 0, 20000, 30, 15},
    {"btc-1m", "BTCUSDT", "BTC", 1680000, 2, 5, 417000, 10, 0, 20000, 300, 50},
    {"eth-600k", "ETHUSDT", "ETH", 121800, 2, 4, 250000, 10, 0, 20000, 300, 50},
    {"thin-30k", "MIRUSDT", "MIR", 14000, 4, 1, 8500, 100, 4200, 0, 300, 50},
};

struct trade {
    int64_t ms, ticks, lots;
    bool buyer_maker, victims;
};
struct maker {
    int64_t lots;
};
struct market {
    const struct profile *p;
    struct random random;
    struct trade *trades;
    size_t count, room;
    int64_t ticks;        /* best bid; the best ask is a tick above */
    struct maker best[2]; /* bid, ask */
};

static int64_t power(int digits)
{
    int64_t value = 1;
    while (digits-- > 0) value *= 10;
    return value;
}

static int64_t lots_of_money(const struct market *m, int64_t dollars)
{
    const int64_t lots = dollars * power(m->p->lot_decimals) * power(m->p->tick_decimals) / m->ticks;
    return lots > 0 ? lots : 1;
}

/* Each doubling half as likely. */
static int64_t any_money(struct random *r)
{
    int64_t dollars = 10;
    while (dollars < 40000 && random_chance(r, 550)) dollars *= 2;
    return dollars;
}

static int64_t draw_lots(struct market *m)
{
    static const int64_t money[] = {10, 11, 12, 15, 20, 20, 25, 30, 50, 50, 100, 100, 200, 500, 1000, 5000};
    static const int64_t times[] = {1, 1, 2, 5, 5, 10, 10, 20, 50, 100, 100, 200, 500, 1000};
    struct random *r = &m->random;
    const int64_t kind = random_between(r, 1, 100), sized = 100 - m->p->any_size;
    if (kind <= sized * 3 / 5) return lots_of_money(m, money[random_between(r, 0, 15)]);
    if (kind <= sized) return m->p->round_lots * times[random_between(r, 0, 13)];
    const int64_t lots = lots_of_money(m, any_money(r));
    return lots + random_between(r, 0, lots); /* any digits */
}

static void add_trade(struct market *m, int64_t ms, int64_t ticks, int64_t lots, bool buyer_maker, bool victims)
{
    if (m->count == m->room) {
        m->room = m->room ? 2 * m->room : 1 << 16;
        m->trades = realloc(m->trades, m->room * sizeof *m->trades);
        if (!m->trades) abort();
    }
    m->trades[m->count++] = (struct trade){ms, ticks, lots, buyer_maker, victims};
}

/* A market order of that size, or a limit order that takes as much at once. */
static void take(struct market *m, int64_t ms, bool sells, int64_t lots, bool victims)
{
    struct maker *best = &m->best[sells ? 0 : 1];
    while (lots > 0) {
        const int64_t part = lots < best->lots ? lots : best->lots;
        add_trade(m, ms, m->ticks + !sells, part, sells, victims);
        lots -= part;
        best->lots -= part;
        if (best->lots > 0) continue;
        best->lots = draw_lots(m);
        if (random_chance(&m->random, m->p->moves)) m->ticks += (sells ? -1 : 1) * random_between(&m->random, 1, 4);
        if (m->ticks < 10) m->ticks = 10;
    }
}

/* How busy a second is, in per cent of the average. */
static int next_pace(struct random *r, int pace)
{
    static const int paces[] = {15, 30, 30, 50, 50, 80, 80, 120, 250, 900};
    return random_chance(r, 80) ? paces[random_between(r, 0, 9)] : pace;
}
enum { AVERAGE_PACE = 160 };

static void make_day(struct market *m)
{
    enum { ATTACK_START = 77340000, ATTACK_MS = 84 * 60 * SECOND_MS }; /* 21:29 */
    int pace = 100;
    const int64_t scale = INT64_C(1000000) * m->p->takers_per_day / DAY_MS; /* per million milliseconds */
    for (int64_t ms = 0; ms < DAY_MS; ms++) {
        if (ms % SECOND_MS == 0) pace = next_pace(&m->random, pace);
        const uint64_t chance = (uint64_t)(scale * pace / AVERAGE_PACE);
        while (random_next(&m->random) % 1000000 < chance)
            take(m, ms, random_chance(&m->random, 500), draw_lots(m), false);
        const int64_t into = ms - ATTACK_START;
        if (m->p->attack_orders == 0 || into < 0 || into >= ATTACK_MS) continue;
        if (random_between(&m->random, 1, ATTACK_MS) <= m->p->attack_orders)
            take(m, ms, random_chance(&m->random, 400), draw_lots(m), true);
    }
}

static void choose_fills(struct market *m)
{
    for (int chosen = 0; chosen < m->p->sampled;) {
        struct trade *t = &m->trades[random_between(&m->random, 0, (int64_t)m->count - 1)];
        chosen += !t->victims;
        t->victims = true;
    }
}

/* ---- writing ---------------------------------------------------------------------------------------------------------- */

static void put_decimal(char **at, int64_t value, int decimals)
{
    const int64_t unit = power(decimals);
    *at += sprintf(*at, "%lld.%0*lld", (long long)(value / unit), decimals, (long long)(value % unit));
    for (int i = decimals; i < DECIMALS; i++) *(*at)++ = '0';
    **at = '\0';
}

static FILE *create(const char *dir, const char *name)
{
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *out = fopen(path, "wb");
    if (out) return out;
    perror(path);
    exit(1);
}

static void folder(const char *dir, const char *name)
{
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    mkdir(path, 0777);
}

static char *tape_text(const struct market *m, uint64_t first_id, size_t *length)
{
    char *text = malloc(m->count * 128 + 1), *at = text;
    if (!text) abort();
    for (size_t i = 0; i < m->count; i++) {
        const struct trade *t = &m->trades[i];
        at += sprintf(at, "%llu,", (unsigned long long)(first_id + i));
        put_decimal(&at, t->ticks, m->p->tick_decimals);
        *at++ = ',';
        put_decimal(&at, t->lots, m->p->lot_decimals);
        *at++ = ',';
        put_decimal(&at, t->ticks * t->lots, m->p->tick_decimals + m->p->lot_decimals);
        at += sprintf(at, ",%lld,%s,True\n", (long long)(DAY_START_MS + t->ms), t->buyer_maker ? "True" : "False");
    }
    *length = (size_t)(at - text);
    return text;
}

static void write_zip(const char *path, const char *member, const char *text, size_t length)
{
    struct archive *a = archive_write_new();
    struct archive_entry *entry = archive_entry_new();
    archive_write_set_format_zip(a);
    archive_entry_set_pathname(entry, member);
    archive_entry_set_size(entry, (int64_t)length);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    if (archive_write_open_filename(a, path) != ARCHIVE_OK || archive_write_header(a, entry) != ARCHIVE_OK ||
        archive_write_data(a, text, length) != (la_ssize_t)length || archive_write_close(a) != ARCHIVE_OK) {
        fprintf(stderr, "tape_day: %s\n", archive_error_string(a));
        exit(1);
    }
    archive_entry_free(entry);
    archive_write_free(a);
}

static void write_tape(const struct market *m, uint64_t first_id, const char *dir)
{
    char name[128], path[PATH_ROOM], hex[DIGEST_HEX];
    size_t length;
    char *text = tape_text(m, first_id, &length);
    folder(dir, "tape");
    snprintf(name, sizeof name, "%s-trades-2022-12-25.csv", m->p->symbol);
    snprintf(path, sizeof path, "%s/tape/%s-trades-2022-12-25.zip", dir, m->p->symbol);
    write_zip(path, name, text, length);
    free(text);
    if (!digest_of_file(path, hex, NULL)) exit(1);
    snprintf(name, sizeof name, "tape/%s-trades-2022-12-25.zip.CHECKSUM", m->p->symbol);
    FILE *out = create(dir, name);
    fprintf(out, "%s  %s-trades-2022-12-25.zip\n", hex, m->p->symbol);
    fclose(out);
}

static void put_fill(const struct market *m, const struct trade *t, bool ms, bool role, bool sells, FILE *out)
{
    char price[64], qty[64], *at = price;
    const int64_t second = t->ms / SECOND_MS;
    put_decimal(&at, t->ticks, m->p->tick_decimals);
    at = qty;
    put_decimal(&at, t->lots, m->p->lot_decimals);
    fprintf(out, "2022-12-25 %02d:%02d:%02d", (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
    if (ms) fprintf(out, ".%03d", (int)(t->ms % SECOND_MS));
    fprintf(out, ",%s/USDT,%s,%s,%s,", m->p->base, sells ? "sell" : "buy", price, qty);
    fprintf(out, "%s\n", !role ? "" : t->buyer_maker == !sells ? "maker" : "taker");
}

/* Takers and makers are victims alike; one in two is a seller. */
static void write_fills(const struct market *m, const char *dir, const char *name, bool ms, bool role)
{
    char path[PATH_ROOM];
    struct random r = random_stream(7, "sides");
    folder(dir, "fills");
    snprintf(path, sizeof path, "fills/%s", name);
    folder(dir, path);
    snprintf(path, sizeof path, "fills/%s/fills.csv", name);
    FILE *out = create(dir, path);
    fputs("tape_time,market,side,price,quantity,role\n", out);
    for (size_t i = 0; i < m->count; i++) {
        const bool any = random_chance(&r, 500), sells = m->p->attack_orders > 0 ? m->trades[i].buyer_maker : any;
        if (m->trades[i].victims) put_fill(m, &m->trades[i], ms, role, sells, out);
    }
    fclose(out);
}

static void write_truth(const struct market *m, uint64_t first_id, const char *dir)
{
    FILE *out = create(dir, "truth.tsv");
    unsigned line = 1;
    for (size_t i = 0; i < m->count; i++)
        if (m->trades[i].victims) fprintf(out, "%u\t%llu\n", ++line, (unsigned long long)(first_id + i));
    fclose(out);
}

int main(int argc, char **argv)
{
    const uint64_t first_id = UINT64_C(2400000000);
    const struct profile *p = NULL;
    for (size_t i = 0; argc == 4 && i < sizeof profiles / sizeof *profiles; i++)
        if (!strcmp(argv[1], profiles[i].name)) p = &profiles[i];
    if (!p) {
        fputs("tape_day PROFILE SEED DIR; profiles:", stderr);
        for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++) fprintf(stderr, " %s", profiles[i].name);
        fputs("\n", stderr);
        return 2;
    }
    struct market m = {.p = p, .ticks = p->ticks};
    m.random = random_stream((uint64_t)strtoull(argv[2], NULL, 10), p->name);
    m.best[0].lots = m.best[1].lots = 1;
    make_day(&m);
    choose_fills(&m);
    mkdir(argv[3], 0777);
    write_tape(&m, first_id, argv[3]);
    write_truth(&m, first_id, argv[3]);
    write_fills(&m, argv[3], "second", false, false);
    write_fills(&m, argv[3], "second-role", false, true);
    write_fills(&m, argv[3], "ms", true, false);
    write_fills(&m, argv[3], "ms-role", true, true);
    printf("%zu\n", m.count);
    free(m.trades);
    return 0;
}
