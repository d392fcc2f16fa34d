/* who - complainant, accounts and keys as declared and as the files name them.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/build.h"

/* ---- accounts ------------------------------------------------------------------------------------------------------ */

/* The account of the files that a declared one means, by venue and by uid or label; UINT32_MAX: none. */
static uint32_t find_account(const struct builder *b, const struct case_account *declared)
{
    for (size_t i = 1; i < b->store->accounts.count; i++) {
        const struct account *a = &b->store->accounts.items[i];
        if (!span_equal_nocase(store_get_text(b->store, a->venue), declared->venue)) continue;
        const struct span id = store_get_text(b->store, a->id), label = store_get_text(b->store, a->label);
        if (declared->uid.len > 0 && span_equal(id, declared->uid)) return (uint32_t)i;
        if (declared->label.len > 0 && (span_equal(label, declared->label) || span_equal(id, declared->label)))
            return (uint32_t)i;
    }
    return UINT32_MAX;
}

static bool is_nameless(const struct builder *b, uint32_t account)
{
    const struct account *a = &b->store->accounts.items[account];
    return a->id == 0 && a->label == 0;
}

/* The files hold records of that venue without saying of which account. */
static bool has_nameless(const struct builder *b, struct span venue)
{
    for (uint32_t i = 1; i < b->store->accounts.count; i++) {
        const struct account *a = &b->store->accounts.items[i];
        if (is_nameless(b, i) && span_equal_nocase(store_get_text(b->store, a->venue), venue)) return true;
    }
    return false;
}

static const char *name_declared(const struct builder *b, const struct case_account *declared)
{
    const char *venue = value_visible(b, declared->venue), *uid = value_visible(b, declared->uid);
    const char *name = *uid ? value_join(b, venue, " ", uid) : venue;
    if (declared->label.len == 0) return name;
    return words_account_declared(b->say, name, value_visible(b, declared->label));
}

const char *value_account_or_stated(const struct builder *b, uint32_t account)
{
    const struct span venue = store_get_text(b->store, b->store->accounts.items[account].venue);
    const struct case_account *only = NULL;
    for (size_t i = 0; i < b->case_file->account_count; i++) {
        const struct case_account *declared = &b->case_file->accounts[i];
        if (!span_equal_nocase(declared->venue, venue)) continue;
        if (only) return value_account(b, account);
        only = declared;
    }
    if (!only || !is_nameless(b, account)) return value_account(b, account);
    return words_account_stated(b->say, name_declared(b, only));
}

/* Whose records count to that account: 1 as the file names it, 2 though the file names none, 3 both. */
static void mark_files(const struct builder *b, uint32_t account, uint8_t *files)
{
    for (size_t i = 0; i < b->store->events.count; i++) {
        const uint32_t order = b->r->order_of_event[i];
        if (order == UINT32_MAX || b->r->orders.items[order].account != account) continue;
        const struct event *e = &b->store->events.items[i];
        files[e->source] |= b->store->accounts.items[e->account].id == 0 ? 2 : 1;
    }
}

const char *value_account_and_files(const struct builder *b, uint32_t account)
{
    const char *name = value_account_or_stated(b, account);
    const struct account *a = &b->store->accounts.items[account];
    if (a->id == 0) return name;
    uint8_t *files = ARENA_ARRAY(b->arena, uint8_t, b->evidence->sources.count + 1);
    mark_files(b, account, files);
    uint64_t all = 0, nameless = 0;
    for (size_t i = 0; i < b->evidence->sources.count; i++) {
        all += files[i] != 0;
        nameless += files[i] == 2;
    }
    if (nameless == 0) return name;
    return value_join(b, name, ": ",
                      words_account_merged(b->say, value_u64(b, nameless), words_n_file(b->say, all),
                                           value_visible(b, store_get_text(b->store, a->venue))));
}

static void declared_accounts(struct builder *b, struct table *facts)
{
    for (size_t i = 0; i < b->case_file->account_count; i++) {
        const struct case_account *declared = &b->case_file->accounts[i];
        const char *name = name_declared(b, declared);
        if (find_account(b, declared) == UINT32_MAX)
            name = value_join(b, name, ": ",
                              has_nameless(b, declared->venue) ? words_account_not_named(b->say)
                                                               : words_account_not_in_files(b->say));
        fact(facts, words_fact_account(b->say), name);
    }
}

static void add_accounts(struct builder *b)
{
    uint32_t *found;
    const size_t count = accounts_concerned(b, &found);
    struct table facts = facts_begin(b, 4 + b->case_file->account_count + count);
    fact(&facts, words_fact_complainant(b->say), value_visible(b, b->case_file->complainant_name));
    fact(&facts, words_fact_contact(b->say), value_visible(b, b->case_file->complainant_contact));
    fact(&facts, words_fact_reference(b->say), value_visible(b, b->case_file->complainant_reference));
    declared_accounts(b, &facts);
    for (size_t i = 0; i < count; i++)
        fact(&facts, words_fact_account(b->say), words_account_in_files(b->say, value_account(b, found[i])));
    facts_end(&facts);
    if (b->case_file->account_count + count == 0) add_paragraph(b, words_accounts_none(b->say));
}

/* ---- keys ---------------------------------------------------------------------------------------------------------- */

static const char *date_or_nothing(const struct builder *b, int64_t ns)
{
    return ns == TIME_NONE ? "" : value_date(b, ns);
}

static void add_declared_keys(struct builder *b)
{
    const size_t count = b->case_file->key_count;
    if (count == 0) {
        add_paragraph(b, words_keys_none(b->say));
        return;
    }
    add_paragraph(b, words_keys_intro(b->say));
    const struct column columns[] = {
        {words_col_key(b->say), ALIGN_LEFT, 25, false},        {words_col_last_four(b->say), ALIGN_LEFT, 10, true},
        {words_col_fingerprint(b->say), ALIGN_LEFT, 23, true}, {words_col_given_to(b->say), ALIGN_LEFT, 16, false},
        {words_col_created(b->say), ALIGN_LEFT, 13, true},     {words_col_deleted(b->say), ALIGN_LEFT, 13, true},
    };
    struct table t = table_begin(b, columns, 6, count);
    for (size_t i = 0; i < count; i++) {
        const struct case_key *key = &b->case_file->keys[i];
        const char *name = value_join(b, value_visible(b, key->venue), " ", value_visible(b, key->label));
        table_row(&t, false,
                  (const char *[]){name, value_visible(b, span_of(figures_last_four(key->id, b->arena))),
                                   figures_fingerprint(key->id, b->arena), value_visible(b, key->given_to),
                                   date_or_nothing(b, key->created_ns), date_or_nothing(b, key->deleted_ns)});
    }
    table_end(&t, count, "");
}

static void add_keys_seen(struct builder *b)
{
    const struct figures *f = b->figures;
    if (f->key_count == 0) return;
    add_paragraph(b, words_keys_seen(b->say));
    const struct column columns[] = {{words_col_key(b->say), ALIGN_LEFT, 40, true},
                                     {words_col_account(b->say), ALIGN_LEFT, 30, false},
                                     {words_col_orders(b->say), ALIGN_RIGHT, 15, false},
                                     {words_col_flagged(b->say), ALIGN_RIGHT, 15, false}};
    const size_t shown = f->key_count < TABLE_MOST ? f->key_count : TABLE_MOST;
    struct table t = table_begin(b, columns, 4, shown);
    for (size_t i = 0; i < shown; i++) {
        const struct key_use *use = &f->keys[i];
        table_row(&t, use->flagged > 0,
                  (const char *[]){value_visible(b, store_get_text(b->store, use->key)), value_account(b, use->account),
                                   value_u64(b, use->orders), value_u64(b, use->flagged)});
    }
    table_end(&t, f->key_count, words_coverage_extract(b->say));
}

/* ---- statements ----------------------------------------------------------------------------------------------------- */

static const char *manual_statement(const struct builder *b)
{
    switch (b->case_file->manual_trading) {
    case MANUAL_NEVER: return words_manual_never(b->say);
    case MANUAL_SOMETIMES: return words_manual_sometimes(b->say);
    case MANUAL_UNKNOWN: break;
    }
    return words_manual_unknown(b->say);
}

static void add_statements(struct builder *b)
{
    const struct case_file *c = b->case_file;
    add_paragraph(b, manual_statement(b));
    if (c->incident_from_ns != TIME_NONE || c->incident_to_ns != TIME_NONE)
        add_paragraph(b, words_incident_declared(b->say, value_moment(b, c->incident_from_ns),
                                                 value_moment(b, c->incident_to_ns)));
    const char *list = "";
    for (size_t i = 0; i < c->issuer_count; i++) {
        const struct case_issuer *issuer = &c->issuers[i];
        const char *name = value_join(b, value_visible(b, issuer->venue), ": ", value_visible(b, issuer->name));
        const char *prefix = value_visible(b, issuer->client_order_id_prefix);
        list = value_join(b, list, "; ", *prefix ? arena_format(b->arena, "%s (%s...)", name, prefix) : name);
    }
    if (*list) add_paragraph(b, words_issuers_declared(b->say, list));
}

void section_who(struct builder *b)
{
    add_heading(b, words_head_who(b->say));
    add_paragraph(b, words_who_intro(b->say));
    add_accounts(b);
    add_declared_keys(b);
    add_keys_seen(b);
    add_leaked_keys(b);
    add_statements(b);
}
