/* old - what lies in the case folder that stood there before. A signature, the answer to the time-stamp request or a
 * note that somebody has put there since is not ours to delete.
 *
 * SPDX-License-Identifier: MIT */
#include "report/bag/bag.h"
#include "report/bag/manifest.h"
#include "report/bag/papers.h"
#include "report/problem.h"

#include <dirent.h>
#include <sys/stat.h>

enum { TAG_MOST = 1 << 20 };

struct expected {
    const char *folder;
    const char *const *names; /* a '/' at the end: a folder */
    size_t count;
    bool (*also)(struct span name); /* NULL: nothing else */
};

static bool is_original(struct span name)
{
    struct span number = name.len > 0 ? span_head(span_from(name, 1), span_find(span_from(name, 1), '.')) : SPAN_NONE;
    uint64_t value;
    return name.len > 0 && name.ptr[0] == 'E' && span_to_u64(number, &value);
}

static bool is_report_or_paper(struct span name) /* reports in a second language, too */
{
    bool is_pdf;
    return folder_is_report(name, &is_pdf) || paper_is_name(name);
}

static bool is_definition(struct span name)
{
    return span_ends_with(name, SPAN(".json"));
}

static const char *const top[] = {
    "report.pdf",
    "report.txt",
    "report.html",
    "ticket.txt",
    "bagit.txt",
    "bag-info.txt",
    "custody.jsonl",
    "data/",
    "manifest-sha256.txt",
    "tagmanifest.tsq",
    "tagmanifest-sha256.txt",
};
static const char *const data[] = {
    "timeline.csv", "flagged.csv",      "rejected.csv", "findings.json",
    "case.json",    "originals.sha256", "originals/",   "formats/",
};
static const struct expected places[] = {
    {"", top, sizeof top / sizeof *top, is_report_or_paper},
    {"data/", data, sizeof data / sizeof *data, NULL},
    {"data/originals/", NULL, 0, is_original},
    {"data/formats/", NULL, 0, is_definition},
};

static bool is_expected(const struct expected *place, const char *name, mode_t mode)
{
    struct span text = span_of(name);
    for (size_t i = 0; i < place->count; i++) {
        struct span known = span_of(place->names[i]);
        bool folder = span_ends_with(known, SPAN("/"));
        if (!span_equal(text, span_head(known, known.len - folder))) continue;
        return folder ? S_ISDIR(mode) : S_ISREG(mode);
    }
    return place->also && S_ISREG(mode) && place->also(text);
}

/* ---- papers that may have been filled in ---------------------------------------------------------------------------- */

/* A paper is the run's own only as the tag manifest lists it: whoever has filled in its blanks wants to keep it. */
static bool is_as_written(const char *case_dir, const char *name)
{
    char sha256[DIGEST_HEX], *path = problem_format("%s/%s", case_dir, name);
    struct span text = SPAN_NONE;
    bool same = false;
    if (digest_of_file(path, sha256, NULL) && folder_text(case_dir, "tagmanifest-sha256.txt", TAG_MOST, &text)) {
        struct span rest = text;
        struct manifest_line line;
        for (enum manifest_status status; !same && (status = manifest_next(&rest, &line)) != MANIFEST_END;)
            same = status == MANIFEST_OK && span_is(line.path, name) && span_is(line.sha256, sha256);
    }
    free((char *)text.ptr);
    free(path);
    return same;
}

static char *changed_paper(const char *case_dir)
{
    char *found = NULL;
    DIR *dir = opendir(case_dir);
    struct dirent *entry;
    while (dir && !found && (entry = readdir(dir)))
        if (paper_is_name(span_of(entry->d_name)) && !is_as_written(case_dir, entry->d_name))
            found = problem_format("%s (as it stands)", entry->d_name);
    if (dir) closedir(dir);
    return found;
}

static char *stranger_in(const char *case_dir, const struct expected *place)
{
    char *folder = problem_format("%s/%s", case_dir, place->folder);
    char *found = NULL;
    DIR *dir = opendir(folder);
    struct dirent *entry;
    while (dir && !found && (entry = readdir(dir))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        char *path = problem_format("%s%s", folder, entry->d_name);
        struct stat info;
        bool ours = lstat(path, &info) != 0 || is_expected(place, entry->d_name, info.st_mode);
        if (!ours) found = problem_format("%s%s", place->folder, entry->d_name);
        free(path);
    }
    if (dir) closedir(dir);
    free(folder);
    return found;
}

char *bag_old_stranger(const char *case_dir)
{
    char *found = NULL;
    for (size_t i = 0; i < sizeof places / sizeof *places && !found; i++) found = stranger_in(case_dir, &places[i]);
    return found ? found : changed_paper(case_dir);
}
