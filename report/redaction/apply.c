/* apply - puts marks in the place of what is taken out, in the evidence, the result and the case file.
 *
 * Two nets: fields that hold such a value by their meaning are always replaced; and ids and labels that stay are searched
 * for the values known (literals), because people write their names into client order ids and account labels.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/valuation/valuation.h"
#include "base/memory.h"
#include "report/data/compared.h"
#include "report/redaction/own.h"
#include "report/words/retell.h"

#include <stdio.h>

/* Shorter ones stand in too much by chance. */
enum { LITERAL_LEAST = 4, UID_LITERAL_LEAST = 6 };

/* ---- what is looked for everywhere ---------------------------------------------------------------------------------- */

static bool contains_nocase(struct span text, struct span needle)
{
    for (size_t i = 0; i + needle.len <= text.len; i++)
        if (span_equal_nocase(span_head(span_from(text, i), needle.len), needle)) return true;
    return false;
}

static void add_literal(struct redaction *r, struct span text, size_t least)
{
    text = span_trim(text);
    if (text.len >= least) *LIST_ADD(&r->literals) = text;
}

/* The whole, and each word of a name. */
static void add_words(struct redaction *r, struct span text)
{
    add_literal(r, text, LITERAL_LEAST);
    while (text.len > 0) add_literal(r, span_cut(&text, ' '), LITERAL_LEAST);
}

static void collect_literals(struct redaction *r, const struct case_file *c, const struct store *s)
{
    if (r->parts & HIDE_CONTACTS) {
        add_words(r, c->complainant_name);
        add_words(r, c->complainant_contact);
        struct span local = c->complainant_contact;
        add_literal(r, span_head(local, span_find(local, '@')), LITERAL_LEAST);
        add_literal(r, c->complainant_reference, LITERAL_LEAST);
    }
    if (!(r->parts & HIDE_UIDS)) return;
    for (size_t i = 0; i < c->account_count; i++) add_literal(r, c->accounts[i].uid, UID_LITERAL_LEAST);
    for (size_t i = 0; i < s->accounts.count; i++)
        add_literal(r, store_get_text(s, s->accounts.items[i].id), UID_LITERAL_LEAST);
}

/* Whether a text that would stay holds one of them. */
static bool is_telling(const struct redaction *r, struct span text)
{
    if ((r->parts & HIDE_CONTACTS) && span_find(text, '@') < text.len) return true;
    for (size_t i = 0; i < r->literals.count; i++)
        if (contains_nocase(text, r->literals.items[i])) return true;
    return false;
}

static bool goes(const struct redaction *r, enum hidden_part part, struct span text)
{
    return text.len > 0 && ((r->parts & part) || is_telling(r, text));
}

/* ---- accounts ------------------------------------------------------------------------------------------------------- */

static void add_alias(struct redaction *r, struct span venue, struct span label, struct span uid)
{
    if (label.len > 0 && uid.len > 0) *LIST_ADD(&r->aliases) = (struct alias){venue, label, uid};
}

static void collect_aliases(struct redaction *r, const struct case_file *c, const struct store *s)
{
    for (size_t i = 0; i < s->accounts.count; i++) {
        const struct account *a = &s->accounts.items[i];
        add_alias(r, store_get_text(s, a->venue), store_get_text(s, a->label), store_get_text(s, a->id));
    }
    for (size_t i = 0; i < c->account_count; i++)
        add_alias(r, c->accounts[i].venue, c->accounts[i].label, c->accounts[i].uid);
}

/* One account has one mark, whether files and case file call it by its id or by a label. */
static struct span account_mark(struct redaction *r, struct span venue, struct span name)
{
    for (size_t i = 0; i < r->aliases.count; i++) {
        const struct alias *a = &r->aliases.items[i];
        if (span_equal_nocase(a->venue, venue) && span_equal(a->label, name))
            return redaction_mark(r, HIDDEN_UID, venue, a->uid);
    }
    return redaction_mark(r, HIDDEN_UID, venue, name);
}

static void hide_accounts(struct redaction *r, struct store *s)
{
    for (size_t i = 0; i < s->accounts.count; i++) {
        struct account *a = &s->accounts.items[i];
        const struct span venue = store_get_text(s, a->venue);
        const struct span id = store_get_text(s, a->id), label = store_get_text(s, a->label);
        const bool id_goes = goes(r, HIDE_UIDS, id), label_goes = goes(r, HIDE_UIDS, label);
        if (id_goes) a->id = store_text(s, account_mark(r, venue, id));
        if (label_goes) a->label = id.len > 0 ? 0 : store_text(s, account_mark(r, venue, label));
    }
}

/* ---- events --------------------------------------------------------------------------------------------------------- */

static bool is_bot_side(const struct event *e)
{
    return e->kind == EVENT_BOT_ORDER || e->kind == EVENT_BOT_EVENT || e->kind == EVENT_DEAL ||
           e->kind == EVENT_ACCOUNT;
}

static struct span venue_of(const struct store *s, uint32_t account)
{
    return store_get_text(s, s->accounts.items[account].venue);
}

static ident hide_bot(struct redaction *r, struct store *s, uint32_t account, ident bot)
{
    char scratch[24];
    if (bot == IDENT_NONE || !(r->parts & HIDE_UIDS)) return bot;
    return store_ident(s, redaction_mark(r, HIDDEN_BOT, venue_of(s, account), store_ident_text(s, bot, scratch)));
}

/* Ids stay, but for one that tells more than which order it is. */
static ident hide_telling(struct redaction *r, struct store *s, ident id)
{
    char scratch[24];
    if (id == IDENT_NONE || (r->literals.count == 0 && !(r->parts & HIDE_CONTACTS))) return id;
    const struct span text = store_ident_text(s, id, scratch);
    uint64_t number;
    if (span_to_u64(text, &number) || !is_telling(r, text)) return id;
    return store_ident(s, redaction_mark(r, HIDDEN_CLIENT_ID, SPAN_NONE, text));
}

static ident hide_transfer(struct redaction *r, struct store *s, ident id)
{
    char scratch[24];
    if (id == IDENT_NONE || !(r->parts & (HIDE_UIDS | HIDE_AMOUNTS))) return hide_telling(r, s, id);
    return store_ident(s, redaction_mark(r, HIDDEN_TRANSFER, SPAN_NONE, store_ident_text(s, id, scratch)));
}

/* The id of an account record is that of a key or a login, which are texts; of a bot, its own. */
static void hide_ids(struct redaction *r, struct store *s, struct event *e)
{
    if (e->kind == EVENT_TRANSFER) {
        e->order_id = hide_transfer(r, s, e->order_id);
        e->trade_id = hide_transfer(r, s, e->trade_id);
        e->client_id = hide_transfer(r, s, e->client_id);
        return;
    }
    e->order_id = hide_telling(r, s, e->order_id);
    e->trade_id = hide_telling(r, s, e->trade_id);
    e->client_id = is_bot_side(e) ? hide_bot(r, s, e->account, e->client_id) : hide_telling(r, s, e->client_id);
}

static void hide_events(struct redaction *r, struct store *s)
{
    const uint32_t hidden = store_text(s, SPAN(REDACTED));
    for (size_t i = 0; i < s->events.count; i++) {
        struct event *e = &s->events.items[i];
        const struct span key = store_get_text(s, e->key);
        if (goes(r, HIDE_UIDS, key))
            e->key = store_text(s, redaction_mark(r, HIDDEN_KEY, venue_of(s, e->account), key));
        if (e->text != 0) e->text = hidden;
        hide_ids(r, s, e);
    }
}

/* ---- the result ----------------------------------------------------------------------------------------------------- */

static void hide_orders(struct redaction *r, struct result *result)
{
    struct store *s = result->evidence->store;
    for (size_t i = 0; i < result->orders.count; i++) {
        struct order *o = &result->orders.items[i];
        o->order_id = hide_telling(r, s, o->order_id);
        o->client_id = hide_telling(r, s, o->client_id);
    }
    for (size_t i = 0; i < result->bot_orders.count; i++) {
        struct bot_order *o = &result->bot_orders.items[i];
        o->bot = hide_bot(r, s, o->account, o->bot);
        o->deal = hide_telling(r, s, o->deal);
        o->exchange_id = hide_telling(r, s, o->exchange_id);
    }
}

static char *kept(struct result *result, struct span text)
{
    return (char *)arena_copy(result->arena, text).ptr;
}

/* A tag is the beginning of client order ids; a name may be one that the case file gives to a program. */
static void hide_issuers(struct redaction *r, const struct case_file *c, struct result *result)
{
    for (size_t i = 0; i < result->issuers.count; i++) {
        struct issuer_stat *stat = &result->issuers.items[i];
        const struct span name = span_of(stat->name), tag = span_of(stat->tag);
        bool own = false;
        for (size_t k = 0; k < c->issuer_count && !own; k++) own = span_equal(c->issuers[k].name, name);
        if ((own && (r->parts & HIDE_CONTACTS)) || is_telling(r, name))
            stat->name = kept(result, redaction_mark(r, HIDDEN_PROGRAM, SPAN_NONE, name));
        if (is_telling(r, tag)) stat->tag = kept(result, redaction_mark(r, HIDDEN_CLIENT_ID, SPAN_NONE, tag));
    }
}

/* What the rows show of a sign: its sums go, and all of it when it can't be taken apart or tells a name. */
static void hide_signals(struct redaction *r, struct result *result)
{
    static const char *const sums[] = {"paid",      "received", "proceeds", "spent", "amount",
                                       "otherwise", "first",    "last",     NULL};
    static const char *const nothing[] = {NULL};
    const bool amounts = r->parts & HIDE_AMOUNTS;
    for (size_t i = 0; i < result->incidents.count; i++) {
        struct incident *n = &result->incidents.items[i];
        for (size_t k = 0; k < n->signals.count; k++) {
            struct signal_hit *hit = &n->signals.items[k];
            if (!hit->value || !*hit->value) continue;
            const char *text = words_masked(r->arena, hit->value, amounts ? sums : nothing, REDACTED);
            if (is_telling(r, span_of(text))) text = REDACTED;
            hit->value = kept(result, span_of(text));
        }
    }
}

/* ---- files ---------------------------------------------------------------------------------------------------------- */

static bool is_known_ending(struct span ending)
{
    static const char *const known[] = {"csv", "tsv", "txt",  "log", "json", "jsonl", "xlsx",
                                        "xls", "ods", "html", "htm", "pdf",  "gz",    "zip",
                                        "tar", "tgz", "7z",   "xz",  "zst",  "bz2",   "rar"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (span_is(ending, known[i])) return true;
    return false;
}

/* "E01.csv": the name of the copy in data/originals of a full case folder, but for endings of the user's own invention. */
static const char *plain_name(const struct redaction *r, const struct evidence *e, uint32_t source)
{
    char name[64];
    source_copy_name(e, source, name);
    struct span rest = span_of(name), label = span_cut(&rest, '.');
    const char *out = arena_copy(r->arena, label).ptr;
    while (rest.len > 0) {
        const struct span ending = span_cut(&rest, '.');
        if (is_known_ending(ending)) out = arena_format(r->arena, "%s.%.*s", out, SPAN_ARG(ending));
    }
    return out;
}

static void hide_sources(struct redaction *r, struct evidence *e)
{
    const char **names = ARENA_ARRAY(r->arena, const char *, e->sources.count + 1);
    r->paths = ARENA_ARRAY(r->arena, struct span, e->sources.count + 1);
    for (size_t i = 0; i < e->sources.count; i++) {
        const uint32_t parent = e->sources.items[i].parent;
        names[i] = plain_name(r, e, (uint32_t)i);
        if (parent != SOURCE_NONE) names[i] = arena_format(r->arena, "%s!/%s", names[parent], names[i]);
    }
    for (size_t i = 0; i < e->sources.count; i++) {
        struct source_entry *entry = &e->sources.items[i];
        r->paths[i] = arena_copy(r->arena, span_of(entry->path));
        free(entry->path);
        entry->path = memory_copy_text(names[i], strlen(names[i]));
        free(entry->first_line);
        entry->first_line = NULL;
        entry->why[0] = '\0'; /* names columns, and a file without a header has none but its values */
    }
}

/* The names under which exchanges publish files tell nothing; folders and names of the user's own do. */
static bool is_public_name(struct span name)
{
    size_t symbol = 0;
    while (symbol < name.len && ((name.ptr[symbol] >= 'A' && name.ptr[symbol] <= 'Z') ||
                                 (name.ptr[symbol] >= '0' && name.ptr[symbol] <= '9') || name.ptr[symbol] == '_'))
        symbol++;
    struct span rest = span_from(name, symbol);
    static const char *const kinds[] = {"-trades-", "-aggTrades-", "-1m-"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (symbol == 0 || !span_starts_with(rest, span_of(kinds[i]))) continue;
        rest = span_from(rest, strlen(kinds[i]));
        size_t date = 0;
        while (date < rest.len && strchr("0123456789-", rest.ptr[date])) date++;
        const struct span ending = span_from(rest, date);
        return span_is(ending, ".zip") || span_is(ending, ".csv") || span_is(ending, ".csv.gz");
    }
    return false;
}

static void hide_reference_path(char **path)
{
    const char *slash = strrchr(*path, '/'), *name = slash ? slash + 1 : *path;
    if (!is_public_name(span_of(name))) name = REDACTED;
    char *plain = memory_copy_text(name, strlen(name));
    free(*path);
    *path = plain;
}

static void hide_formats(struct redaction *r, const struct source_entry *entry)
{
    for (size_t i = 0; i < entry->formats.count; i++) {
        const struct format *format = entry->formats.items[i];
        if (!format_is_from_user(format) || redaction_format_id(r, format) != format_id(format)) continue;
        const struct span mark = redaction_mark(r, HIDDEN_FORMAT, SPAN_NONE, span_of(format_id(format)));
        LIST_ADD(&r->formats)->format = format;
        r->formats.items[r->formats.count - 1].mark = mark;
    }
}

static void hide_references(struct tape *tape, struct valuation *valuation)
{
    for (size_t i = 0; tape && i < tape->files.count; i++) hide_reference_path(&tape->files.items[i].path);
    for (size_t i = 0; valuation && i < valuation->files.count; i++)
        hide_reference_path(&valuation->files.items[i].path);
}

/* ---- the case file -------------------------------------------------------------------------------------------------- */

static bool is_platform(const struct store *s, struct span name)
{
    if (span_equal_nocase(name, SPAN("3commas"))) return true;
    for (size_t i = 0; i < s->accounts.count; i++)
        if (name.len > 0 && span_equal_nocase(store_get_text(s, s->accounts.items[i].venue), name)) return true;
    return false;
}

static struct span program_mark(struct redaction *r, const struct store *s, struct span name)
{
    if (is_platform(s, name) || !goes(r, HIDE_CONTACTS, name)) return name;
    return redaction_mark(r, HIDDEN_PROGRAM, SPAN_NONE, name);
}

static void hide_declared_accounts(struct redaction *r, struct case_file *c)
{
    const struct case_account *before = c->accounts;
    c->accounts = ARENA_ARRAY(r->arena, struct case_account, c->account_count + 1);
    for (size_t i = 0; i < c->account_count; i++) {
        struct case_account *a = &c->accounts[i];
        *a = before[i];
        if (goes(r, HIDE_UIDS, a->label)) a->label = a->uid.len > 0 ? SPAN_NONE : account_mark(r, a->venue, a->label);
        if (goes(r, HIDE_UIDS, a->uid)) a->uid = account_mark(r, a->venue, a->uid);
    }
}

static void hide_declared_keys(struct redaction *r, const struct store *s, struct case_file *c)
{
    const struct case_key *before = c->keys;
    c->keys = ARENA_ARRAY(r->arena, struct case_key, c->key_count + 1);
    for (size_t i = 0; i < c->key_count; i++) {
        struct case_key *k = &c->keys[i];
        *k = before[i];
        const struct span name = k->label.len > 0 ? k->label : k->id;
        if (goes(r, HIDE_UIDS, name)) k->label = redaction_mark(r, HIDDEN_KEY, k->venue, name);
        if (r->parts & HIDE_UIDS) k->id = SPAN_NONE;
        k->given_to = program_mark(r, s, k->given_to);
    }
}

static void hide_declared_issuers(struct redaction *r, const struct store *s, struct case_file *c)
{
    const struct case_issuer *before = c->issuers;
    c->issuers = ARENA_ARRAY(r->arena, struct case_issuer, c->issuer_count + 1);
    for (size_t i = 0; i < c->issuer_count; i++) {
        struct case_issuer *own = &c->issuers[i];
        *own = before[i];
        own->name = program_mark(r, s, own->name);
        if (is_telling(r, own->client_order_id_prefix))
            own->client_order_id_prefix = redaction_mark(r, HIDDEN_CLIENT_ID, SPAN_NONE, own->client_order_id_prefix);
    }
}

static const struct case_file *hide_case_file(struct redaction *r, const struct store *s,
                                              const struct case_file *before)
{
    struct case_file *c = ARENA_NEW(r->arena, struct case_file);
    *c = *before;
    c->arena = NULL; /* what it points at is not its own */
    c->text = SPAN_NONE;
    c->rules = NULL;
    c->rule_count = 0;
    if (r->parts & HIDE_CONTACTS) {
        c->complainant_name = redaction_mark(r, HIDDEN_NAME, SPAN_NONE, c->complainant_name);
        c->complainant_contact = redaction_mark(r, HIDDEN_CONTACT, SPAN_NONE, c->complainant_contact);
        c->complainant_reference = redaction_mark(r, HIDDEN_REFERENCE, SPAN_NONE, c->complainant_reference);
    }
    hide_declared_accounts(r, c);
    hide_declared_keys(r, s, c);
    hide_declared_issuers(r, s, c);
    return c;
}

/* ---- keys held against a list --------------------------------------------------------------------------------------- */

static void compare_keys(struct redaction *r, const struct report_input *in)
{
    if (!(r->parts & HIDE_UIDS) || !in->leaked) return;
    r->key_count = compared_keys(in, r->arena, &r->keys);
    r->keys_known = true;
}

/* What the answers are told of, once the keys themselves are marks. */
static void hide_compared_keys(struct redaction *r, const struct case_file *c, const struct store *s)
{
    for (size_t i = 0; i < r->key_count; i++) {
        struct known_key *k = &r->keys[i];
        if (k->declared) k->declared = &c->keys[i]; /* those of the case file come first, in its order */
        k->label = k->declared ? k->declared->label : store_get_text(s, s->events.items[k->event].key);
        k->last_four = k->fingerprint = "";
    }
}

/* ---- all of it ------------------------------------------------------------------------------------------------------ */

void redaction_apply(struct redaction *r, struct report_input *in, struct result *result, struct tape *tape,
                     struct valuation *valuation)
{
    static const struct case_file none = {.incident_from_ns = TIME_NONE, .incident_to_ns = TIME_NONE};
    const struct case_file *before = in->case_file ? in->case_file : &none;
    struct store *s = result->evidence->store;
    compare_keys(r, in);
    collect_literals(r, before, s);
    collect_aliases(r, before, s);
    hide_issuers(r, before, result);
    hide_signals(r, result);
    in->case_file = hide_case_file(r, s, before);
    hide_orders(r, result);
    hide_events(r, s);
    hide_accounts(r, s);
    hide_sources(r, result->evidence);
    for (size_t i = 0; i < result->evidence->sources.count; i++) hide_formats(r, &result->evidence->sources.items[i]);
    hide_references(tape, valuation);
    hide_compared_keys(r, in->case_file, s);
    in->originals = "hash-only";
    in->redaction = r;
}
