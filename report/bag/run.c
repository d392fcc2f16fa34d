/* run - reads back from a case folder what is needed to repeat its run: the originals under the paths by which they
 * were given, the case file, definitions and options.
 *
 * The paths come from data/findings.json, the options from custody.jsonl. Both may have been written by anybody, so only
 * names of our own making are turned into paths of files.
 *
 * SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "report/bag/folder.h"
#include "report/problem.h"
#include "report/report.h"

#include <cjson/cJSON.h>

enum { FINDINGS_MOST = 512 << 20, CUSTODY_MOST = 64 << 20 };

static char *copy(const char *text)
{
    return memory_copy_text(text ? text : "", text ? strlen(text) : 0);
}

static const char *text_member(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

/* "data/originals/E07" followed by its extensions: the file of that label, or NULL. */
static const struct folder_file *original_of(const struct folder *originals, const char *label)
{
    char *start = problem_format("data/originals/%s", label);
    struct span whole = span_of(start);
    const struct folder_file *found = NULL;
    for (size_t i = 0; i < originals->files.count && !found; i++) {
        struct span path = span_of(originals->files.items[i].path);
        bool own = span_starts_with(path, whole) && (path.len == whole.len || path.ptr[whole.len] == '.');
        if (own) found = &originals->files.items[i];
    }
    free(start);
    return found;
}

static bool is_label(const char *text) /* E01, E123 */
{
    uint64_t number;
    return text && text[0] == 'E' && span_to_u64(span_of(text + 1), &number) && number > 0;
}

static int hex_value(char c)
{
    const char *const digits = "0123456789abcdef", *found = c ? strchr(digits, c) : NULL;
    return found ? (int)(found - digits) : -1;
}

/* Where the name is no UTF-8, path_bytes holds it in hex. What is no hex names no file. */
static char *path_of(const cJSON *entry, const char *path)
{
    const char *hex = text_member(entry, "path_bytes");
    if (!hex) return copy(path);
    size_t length = strlen(hex) / 2;
    char *bytes = memory_alloc(length + 1);
    for (size_t i = 0; i < length; i++) {
        int high = hex_value(hex[2 * i]), low = hex_value(hex[2 * i + 1]);
        bytes[i] = high < 0 || low < 0 ? '?' : (char)(high * 16 + low);
    }
    return bytes;
}

/* Members come with the archive that they lie in. */
static bool is_member(const cJSON *entry)
{
    return text_member(entry, "in") != NULL;
}

static bool add_source(const char *case_dir, const struct folder *originals, const cJSON *entry, struct bag_run *out,
                       char **error)
{
    const char *label = text_member(entry, "id"), *path = text_member(entry, "path");
    if (!is_label(label) || !path) {
        *error = copy("data/findings.json: an entry of sources has no id or no path");
        return false;
    }
    const struct folder_file *file = original_of(originals, label);
    const char *digest = text_member(entry, "sha256");
    if (!file && digest && digest[0]) { /* it could be read then */
        *error = problem_format("%s is not in data/originals", label);
        return false;
    }
    char *kept =
        file ? problem_format("%s/%s", case_dir, file->path) : problem_format("%s/data/originals/%s", case_dir, label);
    *LIST_ADD(&out->sources) = (struct bag_source){kept, path_of(entry, path)};
    return true;
}

static cJSON *parse_file(const char *case_dir, const char *name, size_t most)
{
    struct span text;
    if (!folder_text(case_dir, name, most, &text)) return NULL;
    cJSON *json = cJSON_ParseWithLength(text.ptr, text.len);
    free((char *)text.ptr);
    return json;
}

static bool read_sources(const char *case_dir, const struct folder *data, struct bag_run *out, char **error)
{
    cJSON *findings = parse_file(case_dir, "data/findings.json", FINDINGS_MOST);
    const cJSON *sources = cJSON_GetObjectItemCaseSensitive(findings, "sources");
    bool done = cJSON_IsArray(sources);
    if (!done) *error = copy("data/findings.json: can't be read, or holds no list of sources");
    const cJSON *entry;
    cJSON_ArrayForEach(entry, sources)
    {
        if (done && !is_member(entry)) done = add_source(case_dir, data, entry, out, error);
    }
    cJSON_Delete(findings);
    return done;
}

static bool take_arguments(const cJSON *line, struct bag_run *out)
{
    const char *event = text_member(line, "event");
    if (!event || strcmp(event, "arguments") != 0) return false;
    const char *originals = text_member(line, "originals");
    out->hash_only = originals && strcmp(originals, "hash-only") == 0;
    const char *passwords = text_member(line, "password_file");
    out->with_passwords = passwords && passwords[0];
    const char *tape = text_member(line, "tape"), *leaked = text_member(line, "leaked_file");
    out->with_tape = tape && tape[0];
    out->with_leaked = leaked && leaked[0];
    const char *prices = text_member(line, "prices");
    out->with_prices = prices && prices[0];
    out->redact = copy(text_member(line, "redact"));
    const char *pseudonyms = text_member(line, "pseudonyms"), *full = text_member(line, "full_case");
    out->with_pseudonyms = pseudonyms && pseudonyms[0];
    out->with_full_case = full && full[0];
    out->fiat = copy(text_member(line, "fiat"));
    out->time_zone = copy(text_member(line, "time_zone"));
    out->language = copy(text_member(line, "language"));
    out->source_date_epoch = copy(text_member(line, "source_date_epoch"));
    return true;
}

static bool read_options(const char *case_dir, struct bag_run *out, char **error)
{
    struct span text;
    bool found = false;
    if (folder_text(case_dir, "custody.jsonl", CUSTODY_MOST, &text)) {
        struct span rest = text;
        while (rest.len > 0 && !found) {
            struct span line = span_cut(&rest, '\n');
            cJSON *json = cJSON_ParseWithLength(line.ptr, line.len);
            found = take_arguments(json, out);
            cJSON_Delete(json);
        }
        free((char *)text.ptr);
    }
    if (!found) *error = copy("custody.jsonl: can't be read, or does not record the arguments of the run");
    return found;
}

static void find_extras(const char *case_dir, const struct folder *data, struct bag_run *out)
{
    if (folder_find(data, SPAN("data/case.json"))) out->case_file = problem_format("%s/data/case.json", case_dir);
    for (size_t i = 0; i < data->files.count && !out->formats_dir; i++)
        if (span_starts_with(span_of(data->files.items[i].path), SPAN("data/formats/")))
            out->formats_dir = problem_format("%s/data/formats", case_dir);
}

bool bag_read_run(const char *case_dir, struct bag_run *out, char **error)
{
    *out = (struct bag_run){.sources = LIST_EMPTY};
    *error = NULL;
    struct folder data;
    if (!folder_read(case_dir, "data", FOLDER_WHOLE, &data)) {
        *error = problem_errno(case_dir);
        return false;
    }
    bool done = read_options(case_dir, out, error);
    if (done && !out->hash_only) done = read_sources(case_dir, &data, out, error);
    find_extras(case_dir, &data, out);
    folder_free(&data);
    if (!done) bag_run_free(out);
    return done;
}

void bag_run_free(struct bag_run *run)
{
    for (size_t i = 0; i < run->sources.count; i++) {
        free(run->sources.items[i].copy);
        free(run->sources.items[i].path);
    }
    LIST_FREE(&run->sources);
    free(run->case_file);
    free(run->formats_dir);
    free(run->time_zone);
    free(run->language);
    free(run->source_date_epoch);
    free(run->fiat);
    free(run->redact);
    *run = (struct bag_run){.sources = LIST_EMPTY};
}
