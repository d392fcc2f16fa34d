/* internal - what the files of this room share: the compiled definition. Nobody else includes this.
 *
 * All memory lies in the set's arena; patterns and zones are freed with the set. Spans are followed by a NUL.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_PARSER_FORMAT_INTERNAL_H
#define STRAYKEY_PARSER_FORMAT_INTERNAL_H

#include "base/arena.h"
#include "parser/format/format.h"
#include "parser/format/pair.h"
#include "parser/pattern.h"
#include "parser/self_checks.h"

/* ---- targets ----------------------------------------------------------------------------------------------------- */

enum target {
#define TARGET(name, group, amount) TARGET_##name,
#include "parser/format/targets.def"
#undef TARGET
    TARGET_COUNT
};
enum target_group { GROUP_AMOUNT, GROUP_ID, GROUP_WORD, GROUP_MARK, GROUP_NAME, GROUP_COUNT, GROUP_PAIR };
const char *target_name(enum target t);
enum target_group target_group(enum target t);
enum amount target_amount(enum target t);
bool target_of(struct span name, enum target *out);
/* The engine's word for an enum target ("buy", "filled", "safety order"); false: not one of its words. */
bool target_word(enum target t, struct span word, uint8_t *code);
const char *target_code_word(enum target t, uint8_t code); /* the other way round */
const char *target_words(enum target t); /* "buy, sell" for complaints; "" when the target has no fixed words */

/* ---- the definition's JSON as a tree ----------------------------------------------------------------------------- */

enum node_type { NODE_NULL, NODE_BOOL, NODE_NUMBER, NODE_TEXT, NODE_LIST, NODE_OBJECT };
struct node {
    enum node_type type;
    struct span key;  /* of a member */
    struct span text; /* texts: unescaped; numbers: as written; booleans: true or false */
    struct span raw;  /* the value exactly as it stands in the file */
    const struct node *child, *next;
    size_t count;     /* of a list or object */
};

/* A text or key that begins with this is a blank of `straykey formats --new`: a definition that still holds one is not loaded. */
#define FILL_IN "FILL IN"

/* ---- compiled rules ---------------------------------------------------------------------------------------------- */

enum { SLOTS_MAX = 64, FALLBACKS_MAX = 4, SLOT_NONE = 0xFFFF };

/* A place to read a value from; names are resolved to cells once per file. */
struct slot {
    struct span name;
    int32_t fixed;  /* "#3": 2; else -1 */
    bool pointer;   /* "/a/b" into nested JSON */
    bool literal;   /* "=BTC": the text behind the sign stands in every record */
    bool of_market; /* "{BASE} Amount {BASE}": the name is made for each record, see format/slot.c */
    bool of_header; /* "<coin>": what the group of that name found in the header, see format/slot.c */
};
struct cell_source { /* the first that is there and not empty */
    uint16_t slots[FALLBACKS_MAX];
    uint8_t count;
    bool skip_zero;
    bool joined; /* of a `when`: not the first of them, all of them with a tab between */
};

struct value_map {
    struct span from, to;
    const struct pattern *pattern; /* when `from` begins with ^: every text that it matches; else NULL */
    uint8_t code; /* of `to`, for enum targets and marks */
};
enum value_type { VALUE_TEXT, VALUE_DECIMAL, VALUE_AMOUNT, VALUE_ID, VALUE_SIGN };
enum value_unit { UNIT_NONE, UNIT_BASE, UNIT_QUOTE, UNIT_ANY };
enum value_empty { EMPTY_ABSENT, EMPTY_ERROR };

struct appendix {
    uint16_t slot;
    struct span label; /* put before the text, may be empty */
};
struct column_rule {
    enum target target;
    enum target_group group;
    enum value_type type;
    enum value_unit unit;
    enum value_empty empty;
    bool zero_absent, negative_absent, too_long_absent, negate, absolute, may_be_negative;
    bool of_pair;                      /* names: the word base or quote stands for that asset of the pair */
    bool other_unit_absent;            /* an order given in the other asset of the pair says no such amount */
    struct cell_source from;
    uint16_t minus; /* slot or SLOT_NONE */
    uint8_t decimals; /* so many digits of the number stand behind the point: satoshis have 8 */
    const struct value_map *map;
    size_t map_count;
    const struct value_map *otherwise; /* "*" */
    const struct span *words;          /* texts that stand for "no number" */
    size_t word_count;
    struct span prefix;                /* put before an id that is there */
    const struct pattern *part;        /* the value is what its groups hold, one behind the other; NULL: the whole */
    const struct pattern *members;     /* asset: named by the only member of such a name that is not zero; or NULL */
    const struct appendix *append;     /* text targets: what follows, with `between` before each */
    size_t append_count;
    struct span between;
};

enum epoch_mode { EPOCH_MODE_NONE, EPOCH_MODE_S, EPOCH_MODE_MS, EPOCH_MODE_US, EPOCH_MODE_NS, EPOCH_MODE_AUTO };
enum zone_source { ZONE_SOURCE_NONE, ZONE_SOURCE_FIXED, ZONE_SOURCE_VALUE, ZONE_SOURCE_HEADER, ZONE_SOURCE_PREAMBLE,
                   ZONE_SOURCE_FILE_NAME, ZONE_SOURCE_ASK };
struct time_rule {
    bool present;
    struct cell_source from;
    const char *const *layouts;
    size_t layout_count;
    enum epoch_mode epoch;
    enum value_empty empty;
    enum zone_source zone_source;
    struct span zone_name;             /* fixed */
    const struct zone *zone;           /* fixed */
    struct span header_group;          /* header */
    uint16_t with;                     /* slot of the clock when `from` is only the date, or SLOT_NONE */
    int64_t since_ns;                  /* nothing can have happened before; TIME_NONE: not said */
    const struct pattern *file_name;   /* file name, group "zone" */
};

struct market_rule {
    bool present, keep_unsplit, optional;
    struct cell_source from;
    uint16_t base, quote; /* slots of separate columns, or SLOT_NONE */
    bool by_units;        /* these columns hold amounts: their units are the assets */
    const struct pattern *pattern; /* groups base and quote, instead of a style; or NULL */
    const struct pattern *key;     /* JSON: the same, of the member whose name is the pair; or NULL */
    enum pair_style style;
    enum pair_sequence sequence;
    const struct span *quotes; size_t quote_count; /* the venue's quote assets; none: the known ones of all venues */
    uint16_t qty_with_unit, cost_with_unit; /* slots of amounts whose units prove the split, or SLOT_NONE */
};

struct skip_rule {
    struct cell_source from;
    const struct pattern *matches;
    struct span because;
};
struct mark_rule {
    struct cell_source from;
    const struct pattern *matches;
    uint16_t mark;
};
struct swap_rule { /* deals: what was bought and what was sold change places */
    struct cell_source from;
    const struct pattern *matches; /* NULL: there is no such rule */
};
enum { LEG_KEYS_MAX = 6, LEGS_WITHIN = 2000, LEGS_WITHIN_MAX = 65536 };
struct leg_rules { /* grouping legs: each record is one leg of a fill */
    bool present;
    uint16_t key[LEG_KEYS_MAX]; size_t key_count; /* slots whose texts all legs of a fill share */
    uint16_t same[LEG_KEYS_MAX]; size_t same_count; /* slots that tell fills under one key from each other */
    bool alone_moves; /* a leg without another half is a transfer: the half stands in the file of another asset */
    const struct span *quotes; size_t quote_count; /* the asset that stands first here is the quote */
    struct cell_source fee_from;
    const struct pattern *fee_matches; /* records that are nothing but a fee; NULL: none */
    bool by_side, sum, quote_given; /* quote_given: where neither asset is listed, the one that was given is the quote */
    uint32_t within;
};
struct constant_rule {
    enum target target;
    struct span text;
    uint8_t code;
};
enum side_rule { SIDE_RULE_NONE, SIDE_RULE_ENTRY, SIDE_RULE_EXIT };
enum message_group { MESSAGE_TARGET, MESSAGE_BASE, MESSAGE_QUOTE, MESSAGE_APPROXIMATE, MESSAGE_MARKET_PRICE };
struct message_field {
    size_t group; /* number in the pattern */
    enum message_group what;
    enum target target;
};
struct message_rule {
    struct span name;
    const struct pattern *pattern;
    struct span prefix; /* literal text that every match begins with; may be empty */
    enum event_kind kind;
    uint8_t status, role, basis;
    enum side_rule side;
    const struct value_map *roles;
    size_t role_count;
    const struct value_map *role_otherwise;
    const struct message_field *fields;
    size_t field_count;
};
struct context_rule { /* the places of one target stand one after the other */
    enum target target;
    struct span key;                  /* member of an enclosing object, or empty */
    const struct pattern *parent_key; /* or NULL */
    const struct pattern *file_name;  /* searched in the whole path, or NULL */
    struct span value;                /* fixed text instead of what was found, or empty */
    struct span prefix;               /* put before what was found, may be empty */
};

/* One kind of record: the definition's own, a variant of it, the elements of a nested array, the sub-rows of a grouping. */
struct rules {
    struct span place; /* "", "/each/0", "/sub": begins the rule's name in diagnostics */
    struct span array; /* of an `each`: key or pointer */
    struct span record_set;
    struct cell_source when;              /* of a variant: which records it takes */
    const struct pattern *when_matches;
    enum event_kind kind;
    uint8_t status;
    struct time_rule time, until;
    struct market_rule market;
    const struct column_rule *columns;   size_t column_count;
    const struct constant_rule *constants; size_t constant_count;
    const struct skip_rule *skips;       size_t skip_count;
    const struct mark_rule *marks;       size_t mark_count;
    struct swap_rule swap;
    const struct context_rule *contexts; size_t context_count;
    const struct message_rule *messages; size_t message_count;
    struct cell_source message;
    bool check_cost;
    struct leg_rules legs;
    struct slot slots[SLOTS_MAX];
    size_t slot_count;
    const struct node *message_samples;
};

enum header_kind { HEADER_TEXT, HEADER_ANY, HEADER_PATTERN };
struct header_cell {
    enum header_kind kind;
    struct span text;    /* what must stand there; for patterns the expression */
    struct span name;    /* what columns call it; may be empty */
    const struct pattern *pattern;
};
struct header {
    const struct header_cell *cells;
    size_t count;
    const struct header_cell *group; /* cells that stand once or more often before cells[repeat_at]; or NULL */
    size_t group_count, repeat_at;
};
enum header_match { HEADER_EXACT, HEADER_PREFIX, HEADER_SHAPE };
enum grouping { GROUPING_NONE, GROUPING_BINANCE_NESTED, GROUPING_LEGS };
enum record_order { RECORDS_ANY, RECORDS_NEWEST_FIRST, RECORDS_OLDEST_FIRST };

struct value_test { struct span key; const struct pattern *matches; };
struct other_venue { struct span venue; const struct pattern *path; }; /* whose exports look the same */
enum { LENGTHS_MAX = 4 };

struct self_rules { /* see self_checks.h; columns are slots of the definition's own rules */
    struct cell_source created; /* the id that holds its second */
    bool created_by_order;      /* it is the order's: a fill may come at any time after it */
    enum numbering numbering;
    struct habits habits;
    uint16_t numbered;          /* the account's own number of the row, or SLOT_NONE */
    bool has_balance;
    uint16_t balance_asset, balance_apart, balance_change, balance_fee, balance_after; /* or SLOT_NONE */
};

struct format {
    struct span file; /* as shown in complaints */
    struct span id, title, system, export_text, provenance, record_set, venue, superseded_by;
    const struct other_venue *other_venues; size_t other_venue_count;
    uint32_t version, since, until; /* years; 0: not said */
    bool bot_side, from_user;
    uint64_t page_sizes[8];
    size_t page_size_count;
    bool json;
    bool accounting; /* numbers as a book-keeper shows them: ($1.92) */
    char delimiter, group_mark, decimal_mark; /* 0: not said */
    enum grouping grouping;
    enum record_order order;
    const struct header *headers; size_t header_count;
    enum header_match match;
    const struct pattern *file_name_hint; /* breaks ties */
    const struct pattern *preamble;       /* groups zone, uid */
    const struct span *keys;    size_t key_count;
    const struct span *without; size_t without_count;
    const struct value_test *values; size_t value_count;
    uint64_t lengths[LENGTHS_MAX]; size_t length_count; /* of lists that are records; no keys then */
    struct rules main, sub;
    struct header sub_header; /* of a grouping: the row that names the sub-rows' cells */
    const struct rules *each; size_t each_count;
    const struct rules *variants; size_t variant_count;
    bool absent[TARGET_COUNT];
    struct self_rules self_rules;
    const struct node *samples;
};

struct format_set {
    struct arena *arena;
    LIST(struct format *) formats;
    LIST(struct pattern *) patterns;
    LIST(struct zone *) zones;
};

/* ---- loading ----------------------------------------------------------------------------------------------------- */

struct loader {
    struct format_set *set;
    struct arena *arena;  /* the set's */
    const char *file;
    char place[256];      /* "/columns/price" */
    size_t place_len;
    struct format_complaints *complaints;
    size_t complained;
};
void load_complain(struct loader *l, const char *format, ...) __attribute__((format(printf, 2, 3)));
size_t load_enter(struct loader *l, const char *key);         /* returns what load_leave wants */
size_t load_enter_index(struct loader *l, size_t index);
void load_leave(struct loader *l, size_t mark);
/* NULL for an object whose every key is one of the blank-separated `known`; complains about the rest. */
void load_known_keys(struct loader *l, const struct node *object, const char *known);
const struct node *node_get(const struct node *object, const char *key); /* NULL: not there */
/* Complain and give a neutral value when the type is wrong. A missing optional member is neutral too. */
struct span load_text(struct loader *l, const struct node *object, const char *key, bool required);
bool load_flag(struct loader *l, const struct node *object, const char *key);
uint32_t load_number(struct loader *l, const struct node *object, const char *key);
const struct node *load_object(struct loader *l, const struct node *object, const char *key, bool required);
const struct node *load_list(struct loader *l, const struct node *object, const char *key, bool required);
/* Index of the member's text among the NULL-ended words, or `otherwise` (complained about when it is not one). */
int load_word(struct loader *l, const struct node *object, const char *key, const char *const *words, int otherwise);
void load_unknown_target(struct loader *l, struct span name);
const struct pattern *load_pattern(struct loader *l, struct span expression);
const struct zone *load_zone(struct loader *l, struct span name);

/* One definition from memory, for tests and fuzzing. */
void format_set_add_text(struct format_set *set, const char *name, struct span text, struct format_complaints *complaints);

/* The steps of a definition, each in its own file. */
void load_legs(struct loader *l, const struct node *object, struct format *f, struct rules *r);  /* format/legs.c */
const struct pattern *load_when(struct loader *l, const struct node *rule, struct rules *r,
                                struct cell_source *from);                                       /* format/rules.c */
void load_definition(struct loader *l, const struct node *root, struct format *f);               /* format/define.c */
void load_self_checks(struct loader *l, const struct node *root, struct format *f);              /* format/self.c */
void load_rules(struct loader *l, const struct node *object, struct format *f, struct rules *r); /* format/rules.c */
void load_columns(struct loader *l, const struct node *columns, struct format *f, struct rules *r); /* format/columns.c */
void load_constants(struct loader *l, const struct node *constants, struct rules *r);            /* format/columns.c */
/* A record set of its own for some of the records: `whole` is the definition, `object` the variant. */
void load_variant(struct loader *l, const struct node *whole, const struct node *object, struct format *f,
                  struct rules *r);                                                              /* format/rules.c */
bool load_source(struct loader *l, const struct node *from, const struct node *else_from, struct rules *r,
                 struct cell_source *out);                                                       /* format/rules.c */
uint16_t load_slot(struct loader *l, struct span name, struct rules *r);                         /* format/rules.c */
struct value_map *load_map(struct loader *l, const struct node *map, enum target t, size_t *count,
                           const struct value_map **otherwise);                                  /* format/columns.c */
void load_check_names(struct loader *l, const struct rules *r, const struct header *headers, size_t count);
void load_check_header_words(struct loader *l, const struct rules *r, const struct header *headers, size_t count);
void load_messages(struct loader *l, const struct node *object, struct rules *r);                /* format/messages.c */
void load_expectation(struct loader *l, const struct node *event);                               /* format/samples.c */
void load_samples(struct loader *l, const struct node *root, struct format *f);                  /* format/samples.c */

/* ---- recognising ------------------------------------------------------------------------------------------------- */

enum { HEADER_CELLS_MAX = 128, HEADER_SEARCH_ROWS = 20 };
/* The alternative of f's headers that the cells match, or NULL. *bid grows with what was verified. */
const struct header *format_match_header(const struct format *f, const struct span *cells, size_t count, uint32_t *bid);
/* What f's header says about cell i of a row of `count` cells that it matches; NULL: nothing, it follows a prefix. */
const struct header_cell *header_cell_at(const struct header *h, size_t i, size_t count);
/* Cells of a row, trimmed, without a byte order mark before them and without empty cells at the end. The texts lie in the
 * arena. Returns how many, at most HEADER_CELLS_MAX. */
size_t format_header_cells(const struct record *row, struct arena *arena, struct span *out);

/* Says in *why which definition comes nearest to a table that none knows, and what differs; leaves it alone otherwise. */
void format_tell_nearest(const struct format_set *set, struct span head, char *why, size_t room); /* format/nearest.c */

/* ---- mapping ----------------------------------------------------------------------------------------------------- */

struct market_entry {
    struct span symbol;      /* as the export spells it; in the mapper's arena */
    struct span base, quote; /* upper case, in the store's pool */
    uint32_t market;
};
enum { MARKET_CACHE = 1024 };

struct section { /* run-time side of struct rules */
    const struct rules *rules;
    struct event base;     /* constants applied */
    uint64_t constants;    /* bits of the targets that constants fill */
    int32_t at[SLOTS_MAX]; /* cell index or -1; of JSON records that of the last shape, and a hint for others */
    struct span told[SLOTS_MAX]; /* by the header, for slots that are of_header */
    uint64_t shape;        /* of the JSON record that `at` is right for; 0: of none */
    size_t layout_hint;
    bool expects_deal;     /* something should tie its bot orders to a deal */
};
struct mapper {
    const struct format *f;
    struct map_context context;
    struct arena *arena;
    struct section main, sub;
    struct section *each, *variants;
    struct market_entry *markets; /* MARKET_CACHE of them */
    const struct header *matched;
    struct span header[HEADER_CELLS_MAX];
    size_t header_count;
    size_t cells_wanted;          /* cells that a row must have */
    struct span file_name;        /* last part of the path */
    struct span zone_name;        /* "": ask */
    enum zone_origin zone_origin;
    const struct zone *zone;      /* of the file; NULL: unknown */
    struct zone *own_zone;        /* named by the file itself; freed with the mapper */
    struct span venue;            /* of the file; for bot platforms their system */
    bool venue_told;              /* by the case file or the path, or there is only one */
    uint32_t account;             /* of the file, when a record does not say its own */
    struct span last_account, last_asset; /* one-entry caches, texts in the store's pool */
    uint32_t last_account_id, last_asset_id;
    struct event above;           /* groupings: the order that sub-rows belong to */
    const struct market_entry *above_entry;
    size_t sub_cells; /* of the row of names above the fills */
    bool above_usable, above_named;
    struct decimal above_filled;  /* by the sub-rows so far */
    struct self_found found;
    struct intern *chain_names;   /* of found.balances; NULL: none so far */
    struct leg_book *legs;        /* grouping legs: those that wait for the rest of their fill; NULL: none so far */
};

struct row { /* one record on its way to an event */
    struct mapper *m;
    struct section *s;
    const struct record *r;
    const struct event *parent; /* of the enclosing record, NULL for top-level ones */
    const struct market_entry *entry;
    const struct diag_sink *sink;
    uint64_t filled;            /* bits of targets */
    uint32_t asset;             /* of a leg: id of store->texts; an event has no room for it beside the fee's */
    struct event e;
    bool zone_given;            /* the time read last stood in a zone that somebody gave */
    bool zoneless;              /* rejected because nothing says the zone of this time: */
    struct timestamp wall_clock;
};

enum row_result { ROW_EVENT, ROW_SKIPPED, ROW_REJECTED };
/* Runs the section's rules over the record; on ROW_EVENT row->e is complete. Anything else has been reported. */
enum row_result row_map(struct row *row);                                           /* format/row.c */
void row_inherit_after_rejection(struct row *row);                                  /* format/row.c */
void row_keep_wall_clock(struct row *row); /* of a rejected row without a zone, for store->naive; format/row.c */
void row_store(struct row *row, enum row_result result, struct map_counts *counts); /* format/row.c */
bool row_reject(struct row *row, enum diag_code code, const struct cell *cell, const char *rule); /* always false */
bool row_reject_whole(struct row *row, enum diag_code code, struct span detail, const char *rule); /* always false */
void row_note(struct row *row, enum diag_code code, const struct cell *cell, const char *rule);
void row_skip(struct row *row, struct span because, const char *rule);
/* The text of the source's cell matches. */
bool row_agrees(struct row *row, const struct cell_source *from, const struct pattern *p);
void row_check_cost(struct row *row); /* a note when the event's cost is not its price times quantity */
bool row_is_skipped(struct row *row); /* by the section's skip rules; reported */
void row_choose_variant(struct row *row); /* the first variant whose `when` agrees becomes the row's section */
const struct cell *row_cell(struct row *row, uint16_t slot); /* NULL: not there */
/* The first of the source's cells that holds something; *text is its trimmed text, empty when none does. */
const struct cell *row_value(struct row *row, const struct cell_source *from, struct span *text);
/* The name of a column that depends on the record's market or asset, in the record's scratch; empty: they are not known. */
struct span row_slot_name(struct row *row, struct span name);                       /* format/slot.c */
bool slot_is_of_market(struct span name);                                           /* format/slot.c */
bool slot_is_of_header(struct span name);                                           /* format/slot.c */
struct span slot_group(struct span name, struct arena *arena); /* "coin" of "<coin>"; format/slot.c */
bool row_market(struct row *row);                                                   /* format/market.c */
bool row_market_found(struct row *row);   /* after the context: rejects a record whose market is told nowhere */
bool row_market_text(struct row *row, struct span symbol, const struct market_rule *rule, const struct cell *cell);
bool row_market_of(struct row *row, struct span base, struct span quote);           /* names that are split already */
bool row_split_again(struct row *row);                                              /* by the units of this row */
bool row_columns(struct row *row);                                                  /* format/value.c */
bool row_column(struct row *row, const struct column_rule *c);                      /* format/value.c */
/* Sets one target from text that is not empty; amounts are plain numbers. */
bool row_set(struct row *row, enum target t, struct span text, const struct cell *cell, const char *rule);
enum diag_code row_decimal(struct span text, const struct format *f, struct decimal *out); /* DIAG_CODE_COUNT: fine */
void row_set_name(struct row *row, enum target t, struct span text);                /* format/name.c */
struct span row_plain_list(struct span raw, struct arena *scratch);                 /* format/name.c */
bool row_message(struct row *row);                                                  /* format/wording.c */
void mapper_map_nested_binance(struct mapper *m, const struct record *r, struct map_counts *counts); /* grouping_binance.c */
void self_check_record(struct mapper *m, const struct record *r);                   /* self_checks.c */
void self_check_time(struct mapper *m, const struct row *mapped, bool has_time);    /* self_checks.c */
void self_check_event(struct mapper *m, const struct row *mapped);                  /* self_checks.c */
#define LEGS_SKIPPED "a leg of a fill that is told by several rows"
void leg_add(struct row *row, struct map_counts *counts);                           /* grouping_legs.c */
void legs_finish(struct mapper *m, struct map_counts *counts);                      /* grouping_legs.c */
void leg_book_free(struct leg_book *book);                                          /* grouping_legs.c */
struct row mapper_row(struct mapper *m, struct section *s, const struct record *r);
enum row_result mapper_csv_row(struct row *row, size_t wanted); /* with the number of cells judged */
bool mapper_is_header_again(const struct mapper *m, const struct record *r);

/* "2021-2023"; format/table.c */
void format_years(const struct format *f, char out[32]);

#define TARGET_BIT(t) ((uint64_t)1 << (t))

#endif
