/* bag_compare - a case folder and its repetition, file by file.
 *
 * Left out are the files that know the clock, and those that cover them. The PDF is compared byte for byte only when both
 * were drawn with the same libraries and fonts; otherwise its content is compared through report.txt, which is made from
 * the same model.
 *
 * SPDX-License-Identifier: MIT */
#include "report/folder.h"
#include "report/report.h"

enum { CUSTODY_MOST = 64 << 20 };

static const char *const left_out[] = {"bag-info.txt", "custody.jsonl", "tagmanifest-sha256.txt", "tagmanifest.tsq"};

static bool is_left_out(struct span path)
{
    for (size_t i = 0; i < sizeof left_out / sizeof left_out[0]; i++)
        if (span_is(path, left_out[i])) return true;
    /* Further files at the top (signatures, time stamps) are the owner's, not the run's. */
    bool payload = span_starts_with(path, SPAN("data/"));
    bool ours = span_is(path, "report.pdf") || span_is(path, "report.txt") || span_is(path, "ticket.txt") ||
                span_is(path, "bagit.txt") || span_is(path, "manifest-sha256.txt");
    return !payload && !ours;
}

/* The line of custody.jsonl that starts so; empty when there is none. */
static struct span line_of(struct span text, struct span start)
{
    while (text.len > 0) {
        struct span line = span_cut(&text, '\n');
        if (span_starts_with(line, start)) return line;
    }
    return SPAN_NONE;
}

static bool same_line(struct span a, struct span b, struct span start)
{
    struct span of_a = line_of(a, start), of_b = line_of(b, start);
    return of_a.len > 0 && span_equal(of_a, of_b);
}

static bool drawn_alike(const char *a, const char *b)
{
    struct span of_a = SPAN_NONE, of_b = SPAN_NONE;
    bool read =
        folder_text(a, "custody.jsonl", CUSTODY_MOST, &of_a) && folder_text(b, "custody.jsonl", CUSTODY_MOST, &of_b);
    bool alike = read && same_line(of_a, of_b, SPAN("{\"event\":\"drawing libraries\",")) &&
                 same_line(of_a, of_b, SPAN("{\"event\":\"fonts\","));
    free((char *)of_a.ptr);
    free((char *)of_b.ptr);
    return alike;
}

struct comparison {
    const struct folder *a, *b;
    struct writer *out;
    bool drawn_alike;
    size_t compared, different;
};

static void differ(struct comparison *c, const char *path, const char *what)
{
    writer_visible(c->out, span_of(path), false);
    writer_format(c->out, ": %s\n", what);
    c->different++;
}

static void compare_file(struct comparison *c, const struct folder_file *file)
{
    struct span path = span_of(file->path);
    if (is_left_out(path)) return;
    const struct folder_file *other = folder_find(c->b, path);
    bool by_text = span_is(path, "report.pdf") && !c->drawn_alike;
    if (!other) {
        differ(c, file->path, "the repeated run did not write it");
    } else if (by_text) {
        return;
    } else if (strcmp(file->sha256, other->sha256) != 0) {
        differ(c, file->path, "the repeated run wrote other bytes");
    }
    c->compared++;
}

static void compare_folders(struct comparison *c)
{
    for (size_t i = 0; i < c->a->files.count; i++) compare_file(c, &c->a->files.items[i]);
    for (size_t i = 0; i < c->b->files.count; i++) {
        struct span path = span_of(c->b->files.items[i].path);
        if (!is_left_out(path) && !folder_find(c->a, path))
            differ(c, c->b->files.items[i].path, "only the repeated run wrote it");
    }
}

static void conclude(const struct comparison *c)
{
    if (c->different > 0)
        writer_format(c->out, "NOT reproduced: %zu of the files differ.\n", c->different);
    else
        writer_format(c->out, "Reproduced: the repeated run wrote the same bytes in all %zu files compared.\n",
                      c->compared);
    if (c->drawn_alike)
        writer_cstr(c->out, "report.pdf was compared byte for byte: libraries and fonts are the recorded ones.\n");
    else
        writer_cstr(c->out, "report.pdf was not compared byte for byte, because libraries or fonts are other ones than "
                            "recorded; its content was compared through report.txt.\n");
    writer_cstr(c->out, "Not compared, because they tell of the run itself: bag-info.txt, custody.jsonl, "
                        "tagmanifest-sha256.txt and tagmanifest.tsq.\n");
}

bool bag_compare(const char *a, const char *b, struct writer *out)
{
    struct folder of_a = {LIST_EMPTY, LIST_EMPTY}, of_b = {LIST_EMPTY, LIST_EMPTY};
    bool same = false;
    if (!folder_read(a, "", FOLDER_WHOLE, &of_a) || !folder_read(b, "", FOLDER_WHOLE, &of_b)) {
        writer_format(out, "The two case folders can't be compared: one of them can't be read.\n");
    } else {
        struct comparison c = {.a = &of_a, .b = &of_b, .out = out, .drawn_alike = drawn_alike(a, b)};
        compare_folders(&c);
        conclude(&c);
        same = c.different == 0;
    }
    folder_free(&of_a);
    folder_free(&of_b);
    return same;
}
