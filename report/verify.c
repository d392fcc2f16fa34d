/* verify - is a case folder what its manifests say? Every difference gets a line of words.
 *
 * The folder may come from an opponent: it is walked once without following links, and the manifests' paths are only
 * looked up in what was found. A bag whose tag manifest was taken away passes other validators; here it does not.
 *
 * SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "report/manifest.h"
#include "report/report.h"

#include <stdio.h>

enum { MANIFEST_MOST = 64 << 20, TAG_MOST = 1 << 20 };

static const char *const required_tags[] = {"bag-info.txt", "bagit.txt",  "custody.jsonl", "manifest-sha256.txt",
                                            "report.pdf",   "report.txt", "ticket.txt"};

struct check {
    const char *root;
    struct folder folder;
    bool *listed; /* per file: a manifest names it */
    struct writer *out;
    size_t problems;
};

static void complain(struct check *c, struct span path, const char *what)
{
    writer_visible(c->out, path, false);
    writer_format(c->out, ": %s\n", what);
    c->problems++;
}

static bool is_payload(struct span path)
{
    return span_starts_with(path, SPAN("data/"));
}

static void check_line(struct check *c, const struct manifest_line *line, const char *name)
{
    const struct folder_file *file = folder_find(&c->folder, line->path);
    if (!file) {
        complain(c, line->path, "missing; the manifest lists it");
        return;
    }
    bool *listed = &c->listed[file - c->folder.files.items];
    if (*listed) complain(c, line->path, "listed twice");
    *listed = true;
    if (!span_equal_nocase(span_of(file->sha256), line->sha256)) {
        char what[128];
        int n = snprintf(what, sizeof what, "changed; it is not the file that %s lists", name);
        complain(c, line->path, n > 0 ? what : name);
    }
}

/* Each line is checked and marks its file. `payload`: the manifest of data/, else that of the top. */
static void check_manifest(struct check *c, const char *name, bool payload)
{
    struct span text;
    if (!folder_text(c->root, name, MANIFEST_MOST, &text)) {
        complain(c, span_of(name), "missing or unreadable, so nothing that it lists can be checked");
        return;
    }
    struct span rest = text;
    struct manifest_line line = {.line = 0};
    enum manifest_status status;
    while ((status = manifest_next(&rest, &line)) != MANIFEST_END) {
        char what[96];
        if (status == MANIFEST_OK && is_payload(line.path) == payload) {
            check_line(c, &line, name);
            continue;
        }
        snprintf(what, sizeof what, "line %zu is not a digest and a path that belongs here", line.line);
        complain(c, span_of(name), what);
    }
    free((char *)text.ptr);
}

/* Files that no manifest names. At the top further files are allowed: answers to the time-stamp request, signatures. */
static void check_unlisted(struct check *c)
{
    for (size_t i = 0; i < c->folder.files.count; i++) {
        struct span path = span_of(c->folder.files.items[i].path);
        bool own = span_is(path, "tagmanifest-sha256.txt") || span_is(path, "tagmanifest.tsq");
        if (c->listed[i] || own) continue;
        if (is_payload(path)) {
            complain(c, path, "extra; the manifest does not list it");
            continue;
        }
        writer_cstr(c->out, "note: ");
        writer_visible(c->out, path, false);
        writer_cstr(c->out, ": not part of the case folder as it was written; nothing is said about it\n");
    }
}

static void check_required(struct check *c)
{
    for (size_t i = 0; i < sizeof required_tags / sizeof required_tags[0]; i++) {
        struct span name = span_of(required_tags[i]);
        const struct folder_file *file = folder_find(&c->folder, name);
        if (!file)
            complain(c, name, "missing");
        else if (!c->listed[file - c->folder.files.items])
            complain(c, name, "the tag manifest does not cover it");
    }
    if (folder_find(&c->folder, SPAN("fetch.txt")))
        complain(c, SPAN("fetch.txt"), "a list of files to be fetched from elsewhere, which a case folder never has");
}

static void check_declaration(struct check *c)
{
    struct span text;
    if (!folder_text(c->root, "bagit.txt", TAG_MOST, &text)) return; /* reported as missing */
    if (!span_is(text, "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"))
        complain(c, SPAN("bagit.txt"), "not the declaration of a BagIt 1.0 folder");
    free((char *)text.ptr);
}

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

static void check_size(struct check *c)
{
    struct span text;
    if (!folder_text(c->root, "bag-info.txt", TAG_MOST, &text)) return; /* reported as missing */
    uint64_t bytes = 0, files = 0, stated_bytes, stated_files;
    for (size_t i = 0; i < c->folder.files.count; i++) {
        if (!is_payload(span_of(c->folder.files.items[i].path))) continue;
        bytes += c->folder.files.items[i].bytes;
        files++;
    }
    if (!stated_size(text, &stated_bytes, &stated_files))
        complain(c, SPAN("bag-info.txt"), "does not state the size of the payload");
    else if (bytes != stated_bytes || files != stated_files)
        complain(c, SPAN("bag-info.txt"), "states another number of files or bytes than lie in data/");
    free((char *)text.ptr);
}

static void check_all(struct check *c)
{
    for (size_t i = 0; i < c->folder.problems.count; i++) {
        writer_visible(c->out, span_of(c->folder.problems.items[i]), false);
        writer_byte(c->out, '\n');
    }
    c->problems += c->folder.problems.count;
    check_manifest(c, "manifest-sha256.txt", true);
    check_manifest(c, "tagmanifest-sha256.txt", false);
    check_declaration(c);
    check_required(c);
    check_size(c);
    check_unlisted(c);
}

static void conclude(struct check *c)
{
    size_t listed = 0;
    for (size_t i = 0; i < c->folder.files.count; i++) listed += c->listed[i];
    if (c->problems > 0) {
        writer_format(c->out, "NOT intact: %zu problem%s.\n", c->problems, c->problems == 1 ? "" : "s");
        return;
    }
    const struct folder_file *tags = folder_find(&c->folder, SPAN("tagmanifest-sha256.txt"));
    writer_format(c->out, "Intact: %zu files are as the manifests list them.\n", listed);
    writer_format(c->out, "SHA-256 of tagmanifest-sha256.txt: %s\n", tags ? tags->sha256 : "");
    writer_cstr(
        c->out,
        "This digest, and that on page one of the report, must be the ones that were handed over early: a folder "
        "alone can be made anew.\n");
}

bool bag_verify(const char *case_dir, struct writer *out)
{
    struct check c = {.root = case_dir, .out = out};
    if (!folder_read(case_dir, "", FOLDER_WHOLE, &c.folder)) {
        complain(&c, span_of(case_dir), "the folder can't be read");
        return false;
    }
    c.listed = memory_alloc((c.folder.files.count + 1) * sizeof *c.listed);
    check_all(&c);
    conclude(&c);
    free(c.listed);
    folder_free(&c.folder);
    return c.problems == 0;
}
