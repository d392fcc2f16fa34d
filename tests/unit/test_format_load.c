/* Tests of loading and proving definitions: the built-in ones hold, every broken one is refused with its words.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/unit/format_reading.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#define BROKEN TEST_ROOT "/tests/broken-formats"

static char *file_text(const char *path)
{
    enum { LARGEST = 1 << 20 };
    FILE *in = fopen(path, "rb");
    if (!in) return NULL;
    char *text = calloc(1, LARGEST);
    size_t length = fread(text, 1, LARGEST - 1, in);
    text[length] = '\0';
    fclose(in);
    return text;
}

static void assert_no_complaints(struct format_complaints *c)
{
    for (size_t i = 0; i < c->items.count; i++) print_error("%s\n", c->items.items[i]);
    assert_int_equal(c->items.count, 0);
    format_complaints_free(c);
}

static bool any_complaint_has(const struct format_complaints *c, const char *part)
{
    for (size_t i = 0; i < c->items.count; i++)
        if (span_contains(span_of(c->items.items[i]), span_of(part))) return true;
    for (size_t i = 0; i < c->items.count; i++) print_error("%s\n", c->items.items[i]);
    return false;
}

static void builtin_definitions_load_and_prove_themselves(void **state)
{
    (void)state;
    struct format_complaints c = {LIST_EMPTY};
    struct format_set *set = format_set_load(NULL, &c);
    assert_true(format_count(set) > 20);
    assert_int_equal(format_check(set, &c), 0);
    assert_no_complaints(&c);
    format_set_free(set);
}

static void definitions_stand_in_order_of_their_ids(void **state)
{
    (void)state;
    struct format_complaints c = {LIST_EMPTY};
    struct format_set *set = format_set_load(NULL, &c);
    for (size_t i = 1; i < format_count(set); i++)
        assert_true(strcmp(format_id(format_at(set, i - 1)), format_id(format_at(set, i))) < 0);
    const struct format *f = format_by_id(set, SPAN("binance-spot-orders-csv-2021"));
    assert_non_null(f);
    assert_string_equal(format_record_set(f), "orders");
    assert_string_equal(format_system(f), "binance");
    assert_false(format_is_bot_side(f));
    assert_true(format_version(f) >= 1);
    assert_null(format_by_id(set, SPAN("binance")));
    assert_true(format_is_page_size(format_by_id(set, SPAN("binance-spot-orders-json")), 500));
    assert_false(format_is_page_size(format_by_id(set, SPAN("binance-spot-orders-json")), 501));
    format_set_free(set);
    assert_no_complaints(&c);
}

/* Only complaints that name the file count: the others would be the built-in definitions' own. */
static void assert_refused(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%.*s.expected", (int)strlen(name) - 5, name);
    char *want = file_text(path);
    assert_non_null(want);
    struct format_complaints c = {LIST_EMPTY};
    struct format_set *set = format_set_load(NULL, &c);
    format_set_add_file(set, name, &c);
    if (!c.items.count) format_check(set, &c);
    struct writer *got = writer_to_memory();
    for (size_t i = 0; i < c.items.count; i++) writer_format(got, "%s\n", c.items.items[i]);
    struct span text = writer_memory(got);
    if (!span_is(text, want)) {
        print_error("%s says:\n%.*s", name, SPAN_ARG(text));
        fail();
    }
    writer_close(got, NULL);
    format_complaints_free(&c);
    format_set_free(set);
    free(want);
}

static void broken_definitions_are_refused_with_their_words(void **state)
{
    (void)state;
    size_t count = 0;
    assert_int_equal(chdir(BROKEN), 0);
    DIR *folder = opendir(".");
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (!span_ends_with(span_of(entry->d_name), SPAN(".json"))) continue;
        assert_refused(entry->d_name);
        count++;
    }
    closedir(folder);
    assert_true(count > 60);
}

static const char again[] =
    "{\"schema\": \"format-v1\", \"id\": \"%s\", \"version\": 7, \"title\": \"t\","
    " \"source\": {\"system\": \"s\", \"side\": \"exchange\", \"export\": \"e\", \"provenance\": \"p\"},"
    " \"container\": {\"type\": \"csv\"}, \"recognise\": {\"header\": %s}, \"venue\": \"v\", \"emits\": {\"kind\": "
    "\"fill\"},"
    " \"time\": {\"from\": \"#1\", \"layouts\": [\"%%Y-%%m-%%d %%H:%%M:%%S\"], \"zone\": {\"fixed\": \"UTC\"}},"
    " \"columns\": {\"qty\": \"#5\"}, \"absent\": [\"order_id\", \"trade_id\", \"client_order_id\", \"channel\", "
    "\"key\"],"
    " \"samples\": [{\"rows\": [\"2020-01-01 00:00:00,LTCUSDT,BUY,1,1,1,0\"], \"expect\": [{\"qty\": \"1\"}]},"
    " {\"rows\": [\"x,LTCUSDT,BUY,1,1,1,0\"], \"rejected\": {\"code\": \"not-a-time\"}}]}";

static struct format_set *set_with_again(const char *id, const char *header, struct format_complaints *c)
{
    char text[2048];
    snprintf(text, sizeof text, again, id, header);
    return set_with(id, text, c);
}

static void a_users_definition_takes_the_place_of_the_builtin_one(void **state)
{
    (void)state;
    struct format_complaints c = {LIST_EMPTY};
    struct format_set *plain = format_set_load(NULL, &c);
    size_t count = format_count(plain);
    struct format_set *set =
        set_with_again("binance-spot-trades-csv-2018", "[\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\"]", &c);
    assert_int_equal(format_count(set), count);
    assert_int_equal(format_version(format_by_id(set, SPAN("binance-spot-trades-csv-2018"))), 7);
    format_check(set, &c);
    assert_no_complaints(&c);
    format_set_free(set);
    format_set_free(plain);
}

static void two_definitions_for_one_header_are_found_out(void **state)
{
    (void)state;
    struct format_complaints c = {LIST_EMPTY};
    struct format_set *set = set_with_again(
        "rival", "[\"Date(UTC)\", \"Pair\", \"Side\", \"Price\", \"Executed\", \"Amount\", \"Fee\"]", &c);
    assert_int_equal(c.items.count, 0);
    assert_true(format_check(set, &c) > 0);
    assert_true(any_complaint_has(&c, "is not recognised as"));
    format_complaints_free(&c);
    format_set_free(set);
}

static void what_cannot_be_read_is_a_complaint(void **state)
{
    (void)state;
    struct format_complaints c = {LIST_EMPTY};
    struct format_set *set = format_set_load("/nowhere/at/all", &c);
    format_set_add_file(set, "/nowhere/x.json", &c);
    assert_int_equal(c.items.count, 2);
    assert_string_equal(c.items.items[0], "/nowhere/at/all: can't be read");
    assert_string_equal(c.items.items[1], "/nowhere/x.json: can't be read");
    format_complaints_free(&c);
    format_set_free(set);
}

/* The schema for editors must not fall behind the loader. */
static void the_schema_names_every_target(void **state)
{
    (void)state;
    static const char *const targets[] = {
#define TARGET(name, group, amount) #name,
#include "parser/format/targets.def"
#undef TARGET
    };
    char *text = file_text(TEST_ROOT "/formats/format-v1.schema.json");
    assert_non_null(text);
    cJSON *schema = cJSON_Parse(text);
    assert_non_null(schema);
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(
        cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(schema, "$defs"), "target"), "enum");
    assert_int_equal(cJSON_GetArraySize(list), sizeof targets / sizeof *targets);
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        bool found = false;
        const cJSON *item;
        cJSON_ArrayForEach(item, list) found = found || strcmp(item->valuestring, targets[i]) == 0;
        if (!found) fail_msg("the schema lacks %s", targets[i]);
    }
    cJSON_Delete(schema);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(builtin_definitions_load_and_prove_themselves),
        cmocka_unit_test(definitions_stand_in_order_of_their_ids),
        cmocka_unit_test(broken_definitions_are_refused_with_their_words),
        cmocka_unit_test(a_users_definition_takes_the_place_of_the_builtin_one),
        cmocka_unit_test(two_definitions_for_one_header_are_found_out),
        cmocka_unit_test(what_cannot_be_read_is_a_complaint),
        cmocka_unit_test(the_schema_names_every_target),
    };
    return cmocka_run_group_tests_name("format_load", tests, NULL, NULL);
}
