/* verify - is a case folder what its own lists say? A step for each list, every difference named.
 *
 * The folder may come from an opponent: it is walked once without following links, and the manifests' paths are only
 * looked up in what was found. A bag whose tag manifest was taken away passes other validators; here it does not.
 *
 * SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "report/bag/manifest.h"
#include "report/report.h"
#include "report/verify/verification.h"

enum { MANIFEST_MOST = 64 << 20, TAG_MOST = 1 << 20 };

static const char *const required_tags[] = {"bag-info.txt", "bagit.txt",  "custody.jsonl", "manifest-sha256.txt",
                                            "report.html",  "report.pdf", "report.txt",    "ticket.txt"};

struct check {
    const char *root;
    struct folder folder;
    bool *listed; /* per file: a manifest names it */
    struct verification *v;
    const struct speaker *say;
    struct step *step; /* the one being done */
};

static void complain(struct check *c, struct span path, const char *what)
{
    step_file(c->v, c->step, path, what, false);
}

static void begin(struct check *c, const char *code, const char *title)
{
    c->step = verification_step(c->v, code, title);
}

/* True: nothing was found. */
static bool end(struct check *c, const char *good, const char *good_means, const char *bad, const char *bad_means)
{
    bool found = step_findings(c->step) > 0;
    c->v->problems += step_findings(c->step);
    step_end(c->step, found ? STEP_FAILED : STEP_OK, found ? bad : good, found ? bad_means : good_means);
    return !found;
}

static bool is_payload(struct span path)
{
    return span_starts_with(path, SPAN("data/"));
}

static const char *counted_files(const struct check *c, uint64_t count)
{
    return words_n_file(c->say, count);
}

/* ---- lists ---------------------------------------------------------------------------------------------------------- */

static void check_line(struct check *c, const struct manifest_line *line, const char *name)
{
    const struct folder_file *file = folder_find(&c->folder, line->path);
    if (!file) {
        complain(c, line->path, words_check_missing(c->say));
        return;
    }
    bool *listed = &c->listed[file - c->folder.files.items];
    if (*listed) complain(c, line->path, words_check_twice(c->say));
    *listed = true;
    if (!span_equal_nocase(span_of(file->sha256), line->sha256))
        complain(c, line->path, words_check_changed(c->say, name));
}

/* Each line is checked and marks its file. `payload`: the manifest of data/, else that of the top. */
static void check_manifest(struct check *c, const char *name, bool payload)
{
    struct span text;
    if (!folder_text(c->root, name, MANIFEST_MOST, &text)) {
        complain(c, span_of(name), words_check_no_list(c->say));
        return;
    }
    struct span rest = text;
    struct manifest_line line = {.line = 0};
    enum manifest_status status;
    while ((status = manifest_next(&rest, &line)) != MANIFEST_END) {
        if (status == MANIFEST_OK && is_payload(line.path) == payload)
            check_line(c, &line, name);
        else
            complain(c, span_of(name), words_check_bad_line(c->say, arena_format(c->v->arena, "%zu", line.line)));
    }
    free((char *)text.ptr);
}

static uint64_t count_listed(const struct check *c, bool payload)
{
    uint64_t count = 0;
    for (size_t i = 0; i < c->folder.files.count; i++)
        count += c->listed[i] && is_payload(span_of(c->folder.files.items[i].path)) == payload;
    return count;
}

static bool step_payload(struct check *c)
{
    begin(c, "manifest", words_check_payload(c->say));
    check_manifest(c, "manifest-sha256.txt", true);
    return end(c, words_check_payload_ok(c->say, counted_files(c, count_listed(c, true))),
               words_check_payload_ok_means(c->say), words_check_payload_bad(c->say),
               words_check_payload_bad_means(c->say));
}

/* ---- the top -------------------------------------------------------------------------------------------------------- */

static bool is_named(const struct step *s, struct span path)
{
    for (size_t i = 0; i < s->files.count; i++)
        if (span_is(path, s->files.items[i].path)) return true;
    return false;
}

static void check_required(struct check *c)
{
    for (size_t i = 0; i < sizeof required_tags / sizeof required_tags[0]; i++) {
        struct span name = span_of(required_tags[i]);
        const struct folder_file *file = folder_find(&c->folder, name);
        if (!file && !is_named(c->step, name))
            complain(c, name, words_check_gone(c->say));
        else if (file && !c->listed[file - c->folder.files.items])
            complain(c, name, words_check_not_covered(c->say));
    }
}

/* Witnesses of other kinds, or under other names, are not looked at; that must not pass for a check. */
static const char *words_about(const struct check *c, struct span path)
{
    if (span_ends_with(path, SPAN(".tsr"))) return words_check_beside_stamp(c->say);
    if (span_ends_with(path, SPAN(".p7s"))) return words_check_beside_signature(c->say);
    if (span_ends_with(path, SPAN(".sig"))) return words_check_beside_ssh(c->say);
    if (span_ends_with(path, SPAN(".minisig"))) return words_check_beside_minisign(c->say);
    return words_check_beside(c->say);
}

/* Whatever lies at the top without being listed: verify looks at stamps and signatures by itself, and names the rest. */
static void note_others(struct check *c)
{
    static const char *const known[] = {"tagmanifest-sha256.txt", "tagmanifest.tsq", BAG_STAMP, BAG_SIGNATURE,
                                        "fetch.txt"};
    for (size_t i = 0; i < c->folder.files.count; i++) {
        struct span path = span_of(c->folder.files.items[i].path);
        bool looked_at = c->listed[i] || is_payload(path);
        for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) looked_at = looked_at || span_is(path, known[k]);
        if (!looked_at) step_file(c->v, c->step, path, words_about(c, path), true);
    }
}

static bool step_tags(struct check *c)
{
    begin(c, "tag-manifest", words_check_tags(c->say));
    check_manifest(c, "tagmanifest-sha256.txt", false);
    check_required(c);
    note_others(c);
    return end(c, words_check_tags_ok(c->say, counted_files(c, count_listed(c, false))),
               words_check_tags_ok_means(c->say), words_check_tags_bad(c->say), words_check_tags_bad_means(c->say));
}

static bool step_declaration(struct check *c)
{
    struct span text = SPAN_NONE;
    begin(c, "declaration", words_check_declaration(c->say));
    if (!folder_text(c->root, "bagit.txt", TAG_MOST, &text))
        complain(c, SPAN("bagit.txt"), words_check_gone(c->say));
    else if (!span_is(text, "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"))
        complain(c, SPAN("bagit.txt"), words_check_no_bag(c->say));
    free((char *)text.ptr);
    if (folder_find(&c->folder, SPAN("fetch.txt"))) complain(c, SPAN("fetch.txt"), words_check_fetch(c->say));
    return end(c, words_check_declaration_ok(c->say), words_check_declaration_ok_means(c->say),
               words_check_declaration_bad(c->say), words_check_declaration_bad_means(c->say));
}

/* ---- completeness --------------------------------------------------------------------------------------------------- */

/* "Payload-Oxum: BYTES.FILES" of bag-info.txt. */
static bool stated_size(struct span text, uint64_t *bytes, uint64_t *files)
{
    const struct span label = SPAN("Payload-Oxum: ");
    while (text.len > 0) {
        struct span line = span_cut(&text, '\n');
        if (!span_starts_with(line, label)) continue;
        struct span value = span_trim(span_from(line, label.len));
        struct span first = span_cut(&value, '.');
        return span_to_u64(first, bytes) && span_to_u64(value, files);
    }
    return false;
}

static void check_size(struct check *c, uint64_t bytes, uint64_t files)
{
    struct span text;
    uint64_t stated_bytes, stated_files;
    if (!folder_text(c->root, "bag-info.txt", TAG_MOST, &text)) return; /* the tag manifest's step names it */
    if (!stated_size(text, &stated_bytes, &stated_files))
        complain(c, SPAN("bag-info.txt"), words_check_no_size(c->say));
    else if (bytes != stated_bytes || files != stated_files)
        complain(c, SPAN("bag-info.txt"), words_check_other_size(c->say));
    free((char *)text.ptr);
}

/* folder.c says "path: what"; a path may hold a colon, so the parts are not taken apart. */
static void name_unreadable(struct check *c)
{
    for (size_t i = 0; i < c->folder.problems.count; i++) {
        struct span all = span_of(c->folder.problems.items[i]), rest = all;
        size_t colon = 0;
        while (rest.len > 0) { /* the last ": " */
            size_t at = span_find(rest, ':');
            if (at + 1 < rest.len && rest.ptr[at + 1] == ' ') colon = (size_t)(rest.ptr - all.ptr) + at;
            rest = span_from(rest, at + 1);
        }
        complain(c, span_head(all, colon), arena_copy(c->v->arena, span_from(all, colon + 2)).ptr);
    }
}

static bool step_complete(struct check *c)
{
    uint64_t bytes = 0, files = 0;
    begin(c, "completeness", words_check_complete(c->say));
    for (size_t i = 0; i < c->folder.files.count; i++) {
        const struct folder_file *file = &c->folder.files.items[i];
        if (!is_payload(span_of(file->path))) continue;
        if (!c->listed[i]) complain(c, span_of(file->path), words_check_extra(c->say));
        bytes += file->bytes;
        files++;
    }
    name_unreadable(c);
    check_size(c, bytes, files);
    return end(c, words_check_complete_ok(c->say, counted_files(c, files), words_n_byte(c->say, bytes)),
               words_check_complete_ok_means(c->say), words_check_complete_bad(c->say),
               words_check_complete_bad_means(c->say));
}

/* ---- what the reports print ----------------------------------------------------------------------------------------- */

static bool step_printed(struct check *c)
{
    static const char *const reports[] = {"report.txt", "ticket.txt"};
    const struct folder_file *manifest = folder_find(&c->folder, SPAN("manifest-sha256.txt"));
    begin(c, "printed-digest", words_check_printed(c->say));
    for (size_t i = 0; i < sizeof reports / sizeof reports[0]; i++) {
        struct span text = SPAN_NONE;
        bool read = folder_text(c->root, reports[i], MANIFEST_MOST, &text);
        if (!read)
            complain(c, span_of(reports[i]), words_check_gone(c->say));
        else if (!manifest || !span_contains(text, span_of(manifest->sha256)))
            complain(c, span_of(reports[i]), words_check_no_digest_in_it(c->say));
        if (read) free((char *)text.ptr);
    }
    return end(c, words_check_printed_ok(c->say, manifest ? manifest->sha256 : ""),
               words_check_printed_ok_means(c->say), words_check_printed_bad(c->say),
               words_check_printed_bad_means(c->say));
}

static bool check_all(struct check *c)
{
    bool declared = step_declaration(c), payload = step_payload(c);
    bool complete = step_complete(c), tags = step_tags(c), printed = step_printed(c);
    const struct folder_file *tagmanifest = folder_find(&c->folder, SPAN("tagmanifest-sha256.txt"));
    if (tagmanifest) memcpy(c->v->tagmanifest_sha256, tagmanifest->sha256, DIGEST_HEX);
    c->v->listed = count_listed(c, true) + count_listed(c, false);
    return c->v->intact = declared && payload && complete && tags && printed;
}

bool bag_verify(const char *case_dir, struct verification *v)
{
    struct check c = {.root = case_dir, .v = v, .say = &v->say};
    if (!folder_read(case_dir, "", FOLDER_WHOLE, &c.folder)) {
        begin(&c, "folder", words_check_complete(c.say));
        complain(&c, span_of(case_dir), words_check_unreadable(c.say));
        step_end(c.step, STEP_FAILED, words_check_unreadable_said(c.say), "");
        v->problems = step_findings(c.step);
        return false;
    }
    c.listed = memory_alloc((c.folder.files.count + 1) * sizeof *c.listed);
    bool intact = check_all(&c);
    free(c.listed);
    folder_free(&c.folder);
    return intact;
}
