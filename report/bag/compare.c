/* compare - a case folder and its repetition, file by file.
 *
 * Left out are the files that know the clock, and those that cover them. The PDF is compared byte for byte only when both
 * were drawn with the same libraries and fonts; otherwise its content is compared through report.txt, which is made from
 * the same model. So it is with a report in a second language (report.fr.pdf, report.fr.txt).
 *
 * SPDX-License-Identifier: MIT */
#include "report/bag/folder.h"
#include "report/bag/papers.h"
#include "report/report.h"
#include "report/verify/verification.h"

enum { CUSTODY_MOST = 64 << 20 };

static const char *const left_out[] = {"bag-info.txt", "custody.jsonl", "tagmanifest-sha256.txt", "tagmanifest.tsq"};

static bool is_left_out(struct span path)
{
    for (size_t i = 0; i < sizeof left_out / sizeof left_out[0]; i++)
        if (span_is(path, left_out[i])) return true;
    /* Further files at the top (signatures, time stamps) are the owner's, not the run's. */
    bool payload = span_starts_with(path, SPAN("data/"));
    bool is_pdf;
    bool ours = folder_is_report(path, &is_pdf) || span_is(path, "ticket.txt") || span_is(path, "bagit.txt") ||
                span_is(path, "manifest-sha256.txt") || paper_is_name(path);
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
    struct verification *v;
    struct step *step;
    bool drawn_alike;
    size_t compared;
};

static void differ(struct comparison *c, const char *path, const char *what)
{
    step_file(c->v, c->step, span_of(path), what, false);
}

static void compare_file(struct comparison *c, const struct folder_file *file)
{
    struct span path = span_of(file->path);
    if (is_left_out(path)) return;
    const struct folder_file *other = folder_find(c->b, path);
    bool is_pdf;
    bool by_text = folder_is_report(path, &is_pdf) && is_pdf && !c->drawn_alike;
    if (!other) {
        differ(c, file->path, words_check_not_repeated(&c->v->say));
    } else if (by_text) {
        return;
    } else if (strcmp(file->sha256, other->sha256) != 0) {
        differ(c, file->path, words_check_other_bytes(&c->v->say));
    }
    c->compared++;
}

static void compare_folders(struct comparison *c)
{
    for (size_t i = 0; i < c->a->files.count; i++) compare_file(c, &c->a->files.items[i]);
    for (size_t i = 0; i < c->b->files.count; i++) {
        struct span path = span_of(c->b->files.items[i].path);
        if (!is_left_out(path) && !folder_find(c->a, path))
            differ(c, c->b->files.items[i].path, words_check_only_repeated(&c->v->say));
    }
}

static bool conclude(const struct comparison *c)
{
    const struct speaker *say = &c->v->say;
    size_t different = step_findings(c->step);
    if (different > 0)
        step_end(c->step, STEP_FAILED, words_check_repeat_bad(say, words_n_file(say, different)),
                 words_check_repeat_bad_means(say));
    else
        step_end(c->step, STEP_OK, words_check_repeat_ok(say, words_n_file(say, c->compared)),
                 words_check_repeat_ok_means(say));
    step_remark(c->step, c->drawn_alike ? words_check_pdf_bytes(say) : words_check_pdf_text(say));
    step_remark(c->step, words_check_left_out(say));
    return different == 0;
}

bool bag_compare(const char *a, const char *b, struct verification *v)
{
    struct folder of_a = {LIST_EMPTY, LIST_EMPTY}, of_b = {LIST_EMPTY, LIST_EMPTY};
    struct step *step = verification_step(v, "repeated-run", words_check_repeat(&v->say));
    bool same = false;
    if (!folder_read(a, "", FOLDER_WHOLE, &of_a) || !folder_read(b, "", FOLDER_WHOLE, &of_b)) {
        step_end(step, STEP_FAILED, words_check_repeat_unreadable(&v->say), "");
    } else {
        struct comparison c = {.a = &of_a, .b = &of_b, .v = v, .step = step, .drawn_alike = drawn_alike(a, b)};
        compare_folders(&c);
        same = conclude(&c);
    }
    folder_free(&of_a);
    folder_free(&of_b);
    return same;
}

void bag_not_compared(struct verification *v, const char *why)
{
    const struct speaker *say = &v->say;
    struct step *step = verification_step(v, "repeated-run", words_check_repeat(say));
    const char *said = why ? words_check_repeat_impossible(say, arena_copy(v->arena, span_of(why)).ptr)
                           : words_check_repeat_changed(say);
    step_end(step, STEP_NOT_DONE, said, words_check_repeat_not_done_means(say));
}
