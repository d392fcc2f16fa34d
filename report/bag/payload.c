/* payload - data/: tables, findings, the case file and definitions that were used, and the check that the originals
 * lie there as they were read.
 *
 * SPDX-License-Identifier: MIT */
#include "report/bag/bag.h"
#include "report/problem.h"
#include "report/redaction/redaction.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEFINITION_MOST = 4 << 20 };

typedef void render_table(const struct report_input *in, struct writer *out);

static bool write_table(const struct bag *b, const struct report_input *in, const char *name, render_table *render,
                        char **error)
{
    struct writer *w = bag_create(b, name, error);
    if (!w) return false;
    render(in, w);
    return bag_close(b, name, w, NULL, error);
}

static bool write_rejected(const struct bag *b, const struct report_input *in, char **error)
{
    static const char name[] = "data/rejected.csv";
    struct writer *w = bag_create(b, name, error);
    if (!w) return false;
    bool whole = rejected_write(b->rejected, in, w);
    if (!bag_close(b, name, w, NULL, error)) return false;
    if (!whole) *error = problem_format("%s: the rejected records could not be kept (is the disk full?)", name);
    return whole;
}

static bool write_text(const struct bag *b, const char *name, struct span text, char **error)
{
    struct writer *w = bag_create(b, name, error);
    if (!w) return false;
    writer_text(w, text);
    return bag_close(b, name, w, NULL, error);
}

static bool write_case_file(const struct bag *b, const struct report_input *in, char **error)
{
    if (!in->case_file || in->case_file->text.len == 0) return true;
    return write_text(b, "data/case.json", in->case_file->text, error);
}

/* ---- the user's own definitions ------------------------------------------------------------------------------------- */

/* Letters, digits, ".", "_", "-": BagIt programs disagree about everything else. */
static bool is_definition(const char *name)
{
    struct span text = span_of(name);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && !(i > 0 && strchr("._-", c))) return false;
    }
    return span_ends_with(text, SPAN(".json"));
}

static bool copy_definition(const struct bag *b, const char *folder, const char *file, char **error)
{
    struct span text;
    if (!folder_text(folder, file, DEFINITION_MOST, &text)) return true; /* no regular file */
    char *name = problem_format("data/formats/%s", file);
    bool done = write_text(b, name, text, error);
    free(name);
    free((char *)text.ptr);
    return done;
}

static bool copy_definitions(const struct bag *b, const char *folder, char **error)
{
    if (!folder || !folder[0]) return true;
    char *target = bag_path(b, "data/formats");
    DIR *dir = opendir(folder);
    bool done = dir && mkdir(target, 0777) == 0;
    if (!done) *error = problem_errno(dir ? target : folder);
    struct dirent *entry;
    while (done && (entry = readdir(dir)))
        if (is_definition(entry->d_name)) done = copy_definition(b, folder, entry->d_name, error);
    if (dir) closedir(dir);
    free(target);
    return done;
}

/* ---- originals ------------------------------------------------------------------------------------------------------ */

/* As sha256sum prints it: a name with a backslash or line break starts the line with a backslash and is escaped. */
static void put_original(struct writer *w, const struct source_entry *entry, const char *folder)
{
    bool odd = strpbrk(entry->path, "\\\n\r") != NULL;
    writer_format(w, "%s%s  %s", odd ? "\\" : "", entry->facts.sha256, folder);
    for (const char *c = entry->path; *c; c++) {
        if (*c == '\\')
            writer_cstr(w, "\\\\");
        else if (*c == '\n')
            writer_cstr(w, "\\n");
        else if (*c == '\r')
            writer_cstr(w, "\\r");
        else
            writer_byte(w, *c);
    }
    writer_byte(w, '\n');
}

/* Without the originals, their digests at least are part of the payload. Those of a shared copy can be checked in the full
 * case folder. */
static bool write_original_digests(const struct bag *b, const struct report_input *in, char **error)
{
    const struct evidence *e = in->result->evidence;
    const char *folder = in->redaction ? "data/originals/" : "";
    static const char name[] = "data/originals.sha256";
    struct writer *w = bag_create(b, name, error);
    if (!w) return false;
    for (size_t i = 0; i < e->sources.count; i++)
        if (e->sources.items[i].readable && e->sources.items[i].parent == SOURCE_NONE)
            put_original(w, &e->sources.items[i], folder);
    return bag_close(b, name, w, NULL, error);
}

/* Every file that was read must lie in the folder with the digest of the bytes that were read. */
static bool check_originals(const struct evidence *e, const struct folder *payload, char **error)
{
    for (size_t i = 0; i < e->sources.count; i++) {
        const struct source_entry *entry = &e->sources.items[i];
        if (!entry->readable || entry->parent != SOURCE_NONE) continue;
        char name[64];
        source_copy_name(e, (uint32_t)i, name);
        char *path = problem_format("data/originals/%s", name);
        const struct folder_file *copy = folder_find(payload, span_of(path));
        if (!copy)
            *error = problem_format("%s, the copy of %s, was not written", path, entry->path);
        else if (strcmp(copy->sha256, entry->facts.sha256) != 0)
            *error = problem_format("%s is not what was read from %s: is the disk full, or has it changed?", path,
                                    entry->path);
        free(path);
        if (*error) return false;
    }
    return true;
}

static bool write_files(const struct bag *b, const struct report_input *in, bool hash_only, char **error)
{
    return write_table(b, in, "data/timeline.csv", report_timeline_csv, error) &&
           write_table(b, in, "data/flagged.csv", report_flagged_csv, error) && write_rejected(b, in, error) &&
           write_table(b, in, "data/findings.json", report_findings_json, error) && write_case_file(b, in, error) &&
           (in->redaction || copy_definitions(b, in->formats_dir, error)) &&
           (!hash_only || write_original_digests(b, in, error));
}

bool bag_write_payload(struct bag *b, const struct report_input *in, struct folder *payload, char **error)
{
    bool hash_only = in->originals && strcmp(in->originals, "hash-only") == 0;
    if (hash_only) rmdir(b->originals);
    if (!write_files(b, in, hash_only, error)) return false;
    if (!folder_read(b->root, "data", FOLDER_WHOLE, payload)) {
        *error = problem_errno(b->root);
        return false;
    }
    if (payload->problems.count > 0) {
        *error = problem_format("%s", payload->problems.items[0]);
        return false;
    }
    return hash_only || check_originals(in->result->evidence, payload, error);
}
