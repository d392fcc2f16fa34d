/* Tests of parser/relay: with a thread and without one the same records and diagnostics come out in the same order, and
 * nothing of them needs the reader's memory any more.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/list.h"
#include "base/memory.h"
#include "base/writer.h"
#include "parser/relay.h"

enum { LARGE = 300 << 10, TEXT_MAX = 64 };

/* Makes records "k:17=v:17" of one memory that it overwrites each time, as the true readers do: the name lies in the raw
 * text, the value of every third one elsewhere. Every seventh is rejected with a diagnostic, one is large. */
struct reader {
    const struct diag_sink *sink;
    size_t count, wanted;
    bool fails;
    char *raw;
    char elsewhere[TEXT_MAX];
    struct cell cells[2], context;
};

static struct span number_into(char *out, char letter, size_t number)
{
    int length = snprintf(out, TEXT_MAX, "%c:%zu", letter, number);
    return (struct span){out, (size_t)length};
}

static enum read_status reject(struct reader *r)
{
    struct span text = number_into(r->raw, 'r', r->count);
    struct diag d = {.code = diag_json_syntax, .line = (uint32_t)r->count, .raw = text, .value = text, .detail = text};
    diag_report(r->sink, &d);
    memset(r->raw, '#', text.len);
    return READ_REJECTED;
}

static enum read_status next(void *user, struct record *out)
{
    struct reader *r = user;
    if (r->count == r->wanted) return r->fails ? READ_FAILED : READ_END;
    memset(r->raw, '#', LARGE);
    memset(r->elsewhere, '#', sizeof r->elsewhere);
    r->count++;
    if (r->count % 7 == 0) return reject(r);
    struct span name = number_into(r->raw, 'k', r->count);
    struct span value =
        r->count % 3 == 0 ? number_into(r->elsewhere, 'v', r->count) : number_into(r->raw + TEXT_MAX, 'v', r->count);
    size_t length = r->count == 100 ? LARGE : 2 * TEXT_MAX;
    r->cells[0] = (struct cell){.name = name, .text = value, .column = 1, .line = (uint32_t)r->count};
    r->cells[1] = (struct cell){.name = SPAN_NONE, .text = {r->raw + length - 1, 1}};
    r->context = (struct cell){.name = name, .text = SPAN("context")};
    *out = (struct record){.raw = {r->raw, length},
                           .offset = r->count * 1000,
                           .line = (uint32_t)r->count,
                           .cells = r->cells,
                           .count = 2,
                           .context = &r->context,
                           .context_count = 1,
                           .shape = 5};
    return READ_RECORD;
}

static void note_diag(void *user, const struct diag *d)
{
    writer_format(user, "! %u %.*s %.*s %.*s\n", d->line, SPAN_ARG(d->raw), SPAN_ARG(d->value), SPAN_ARG(d->detail));
}

static void note_record(struct writer *out, const struct record *r)
{
    writer_format(out, "%u %llu %zu", r->line, (unsigned long long)r->offset, r->raw.len);
    for (size_t i = 0; i < r->count; i++)
        writer_format(out, " %.*s=%.*s", SPAN_ARG(r->cells[i].name), SPAN_ARG(r->cells[i].text));
    writer_format(out, " (%.*s=%.*s)\n", SPAN_ARG(r->context[0].name), SPAN_ARG(r->context[0].text));
}

/* Reads at most `most` records; returns what came out, as text. */
static char *read_all(size_t count, bool fails, bool threaded, size_t most)
{
    struct writer *out = writer_to_memory();
    struct diag_sink sink = {note_diag, out};
    struct reader reader = {.wanted = count, .fails = fails, .raw = memory_alloc(LARGE)};
    struct relay *relay = relay_new(&sink);
    struct record record;
    enum read_status status = READ_RECORD;
    reader.sink = relay_sink(relay);
    relay_start(relay, next, &reader, threaded, false);
    for (size_t i = 0; i < most && status != READ_END && status != READ_FAILED; i++) {
        status = relay_next(relay, &record);
        if (status == READ_RECORD && threaded) assert_int_equal(arena_copy(record.scratch, SPAN("x")).ptr[0], 'x');
        if (status == READ_RECORD)
            note_record(out, &record);
        else
            writer_format(out, "status %d\n", (int)status);
    }
    relay_free(relay);
    free(reader.raw);
    struct span text = writer_memory(out);
    char *copy = memory_copy_text(text.ptr, text.len);
    writer_close(out, NULL);
    return copy;
}

static void assert_same(size_t count, bool fails, size_t most)
{
    char *plain = read_all(count, fails, false, most);
    char *threaded = read_all(count, fails, true, most);
    assert_string_equal(plain, threaded);
    free(plain);
    free(threaded);
}

static void a_thread_changes_nothing(void **state)
{
    (void)state;
    assert_same(5000, false, SIZE_MAX);
    assert_same(5000, true, SIZE_MAX);
    assert_same(1, false, SIZE_MAX);
}

static void records_are_what_the_reader_made(void **state)
{
    (void)state;
    char *text = read_all(100, false, true, SIZE_MAX);
    assert_non_null(strstr(text, "1 1000 128 k:1=v:1 =# (k:1=context)\n"));
    assert_non_null(strstr(text, "\n3 3000 128 k:3=v:3 =#"));
    assert_non_null(strstr(text, "\n6 6000 128 k:6=v:6 =# (k:6=context)\n! 7 r:7 r:7 r:7\nstatus 1\n8 8000"));
    assert_non_null(strstr(text, "\n100 100000 307200 k:100=v:100"));
    assert_non_null(strstr(text, "\nstatus 2\n"));
    free(text);
}

static void may_be_left_at_any_time(void **state)
{
    (void)state;
    static const size_t after[] = {0, 1, 6, 7, 255, 256, 257, 1100, 4000};
    for (size_t i = 0; i < sizeof after / sizeof *after; i++) assert_same(5000, false, after[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thread_changes_nothing),
        cmocka_unit_test(records_are_what_the_reader_made),
        cmocka_unit_test(may_be_left_at_any_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
