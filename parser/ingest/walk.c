/* walk - see ingest/walk.h.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/ingest/walk.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

static void add_path(struct path_list *l, const char *path)
{
    *LIST_ADD(&l->items) = memory_copy_text(path, strlen(path));
}

void path_list_free(struct path_list *l)
{
    for (size_t i = 0; i < l->items.count; i++) free(l->items.items[i]);
    LIST_FREE(&l->items);
}

static char *join(const char *folder, const char *name)
{
    size_t length = strlen(folder);
    bool slash = length > 0 && folder[length - 1] == '/';
    size_t room = length + strlen(name) + 2;
    char *path = memory_alloc(room);
    snprintf(path, room, "%s%s%s", folder, slash ? "" : "/", name);
    return path;
}

static bool has_file(const char *folder, const char *name)
{
    char *path = join(folder, name);
    struct stat info;
    bool there = stat(path, &info) == 0 && S_ISREG(info.st_mode);
    free(path);
    return there;
}

static void note(const struct diag_sink *sink, const char *path, struct span why)
{
    struct diag d = {.code = diag_passed_over, .path = span_of(path), .detail = why};
    diag_report(sink, &d);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The sorted names in a folder; false when it can't be listed. */
static bool list_names(const char *folder, struct path_list *names)
{
    DIR *dir = opendir(folder);
    if (!dir) return false;
    for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) add_path(names, entry->d_name);
    }
    closedir(dir);
    if (names->items.count > 0) qsort(names->items.items, names->items.count, sizeof(char *), by_bytes);
    return true;
}

bool ingest_is_leftover(struct span name)
{
    bool hidden = name.len > 1 && name.ptr[0] == '.' && !span_is(name, "..");
    return hidden || span_is(name, "__MACOSX") || span_equal_nocase(name, SPAN("Thumbs.db")) ||
           span_equal_nocase(name, SPAN("desktop.ini")) || span_starts_with(name, SPAN("~$"));
}

static void walk_folder(const char *folder, const struct diag_sink *sink, struct path_list *out);

/* A folder from somebody else must not be able to name files of ours, which would be copied into the case folder: a link
 * is followed to a plain file beside it alone. */
static bool leads_elsewhere(const char *folder, const char *path)
{
    char target[256];
    ssize_t length = readlink(path, target, sizeof target);
    if (length <= 0 || (size_t)length == sizeof target || memchr(target, '/', (size_t)length)) return true;
    target[length] = '\0';
    char *beside = join(folder, target);
    struct stat info;
    bool plain = lstat(beside, &info) == 0 && S_ISREG(info.st_mode);
    free(beside);
    return !plain;
}

static void take(const char *folder, const char *name, const struct diag_sink *sink, struct path_list *out)
{
    char *path = join(folder, name);
    struct stat link, target;
    bool known = lstat(path, &link) == 0 && stat(path, &target) == 0;
    if (ingest_is_leftover(span_of(name))) {
        note(sink, path, SPAN("hidden"));
    } else if (known && S_ISREG(target.st_mode) && S_ISLNK(link.st_mode) && leads_elsewhere(folder, path)) {
        note(sink, path, SPAN("a link that leads elsewhere; give the file itself"));
    } else if (!known || S_ISREG(target.st_mode)) {
        add_path(out, path); /* a dangling link is reported when it is read */
    } else if (S_ISDIR(target.st_mode) && S_ISLNK(link.st_mode)) {
        note(sink, path, SPAN("a link to a folder"));
    } else if (S_ISDIR(target.st_mode)) {
        walk_folder(path, sink, out);
    } else {
        note(sink, path, SPAN("not a regular file"));
    }
    free(path);
}

static void walk_folder(const char *folder, const struct diag_sink *sink, struct path_list *out)
{
    if (has_file(folder, "bagit.txt") && has_file(folder, "data/findings.json")) {
        note(sink, folder, SPAN("a case folder that this program wrote"));
        return;
    }
    struct path_list names = {LIST_EMPTY};
    if (!list_names(folder, &names)) add_path(out, folder);
    for (size_t i = 0; i < names.items.count; i++) take(folder, names.items.items[i], sink, out);
    path_list_free(&names);
}

bool ingest_walk(const char *path, const struct diag_sink *sink, struct path_list *out)
{
    struct stat info;
    if (strcmp(path, "-") == 0) {
        add_path(out, path);
        return true;
    }
    if (stat(path, &info) != 0) return false;
    if (S_ISDIR(info.st_mode)) {
        walk_folder(path, sink, out);
    } else {
        add_path(out, path);
    }
    return true;
}
