/* folder - lists, hashes and removes folders without ever following a link.
 *
 * SPDX-License-Identifier: MIT */
#include "report/bag/folder.h"

#include "base/memory.h"
#include "report/problem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH_MOST = 16, BLOCK = 1 << 18 };

struct walk {
    struct folder *out;
    enum folder_depth depth;
    char *block; /* read buffer */
};

static char *join(const char *folder, const char *name)
{
    return problem_format("%s%s%s", folder, folder[0] ? "/" : "", name);
}

static void complain(struct walk *w, const char *path, const char *what)
{
    *LIST_ADD(&w->out->problems) = problem_format("%s: %s", path, what);
}

static bool hash_open_file(struct walk *w, int fd, struct folder_file *file)
{
    struct digest *digest = digest_new();
    ssize_t got = 0;
    do {
        got = read(fd, w->block, BLOCK);
        if (got <= 0) continue;
        digest_update(digest, (struct span){w->block, (size_t)got});
        file->bytes += (uint64_t)got;
    } while (got > 0 || (got < 0 && errno == EINTR));
    digest_hex(digest, file->sha256);
    digest_free(digest);
    return got == 0;
}

static void take_file(struct walk *w, int parent, const char *name, char *path)
{
    int fd = openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat info;
    struct folder_file file = {.path = path};
    if (fd < 0 || fstat(fd, &info) != 0 || !S_ISREG(info.st_mode) || !hash_open_file(w, fd, &file)) {
        complain(w, path, "can't be read");
        free(path);
    } else {
        *LIST_ADD(&w->out->files) = file;
    }
    if (fd >= 0) close(fd);
}

static void walk_folder(struct walk *w, int fd, const char *path, unsigned level);

static void take_folder(struct walk *w, int parent, const char *name, char *path, unsigned level)
{
    if (w->depth == FOLDER_TOP) {
        free(path);
        return;
    }
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 || level >= DEPTH_MOST) {
        complain(w, path, fd < 0 ? "can't be read" : "folders are nested too deeply");
        if (fd >= 0) close(fd);
    } else {
        walk_folder(w, fd, path, level + 1);
    }
    free(path);
}

static void take_entry(struct walk *w, int parent, const char *name, const char *folder, unsigned level)
{
    char *path = join(folder, name);
    struct stat info;
    if (fstatat(parent, name, &info, AT_SYMLINK_NOFOLLOW) != 0) {
        complain(w, path, "can't be read");
    } else if (S_ISREG(info.st_mode)) {
        take_file(w, parent, name, path);
        return;
    } else if (S_ISDIR(info.st_mode)) {
        take_folder(w, parent, name, path, level);
        return;
    } else {
        complain(w, path,
                 S_ISLNK(info.st_mode) ? "a symbolic link; it was not followed" : "neither a file nor a folder");
    }
    free(path);
}

static void walk_folder(struct walk *w, int fd, const char *path, unsigned level) /* closes fd */
{
    DIR *dir = fdopendir(fd);
    if (!dir) {
        close(fd);
        complain(w, path, "can't be read");
        return;
    }
    struct dirent *entry;
    while ((entry = readdir(dir))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        take_entry(w, fd, entry->d_name, path, level);
    }
    closedir(dir);
}

static int compare_files(const void *a, const void *b)
{
    return strcmp(((const struct folder_file *)a)->path, ((const struct folder_file *)b)->path);
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool folder_read(const char *root, const char *below, enum folder_depth depth, struct folder *out)
{
    *out = (struct folder){LIST_EMPTY, LIST_EMPTY};
    char *path = below[0] ? join(root, below) : memory_copy_text(root, strlen(root));
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(path);
    if (fd < 0) return false;
    struct walk w = {out, depth, memory_resize(NULL, BLOCK, 1)};
    walk_folder(&w, fd, below, 0);
    free(w.block);
    if (out->files.count > 1) qsort(out->files.items, out->files.count, sizeof out->files.items[0], compare_files);
    if (out->problems.count > 1)
        qsort(out->problems.items, out->problems.count, sizeof out->problems.items[0], compare_texts);
    return true;
}

void folder_free(struct folder *f)
{
    for (size_t i = 0; i < f->files.count; i++) free(f->files.items[i].path);
    for (size_t i = 0; i < f->problems.count; i++) free(f->problems.items[i]);
    LIST_FREE(&f->files);
    LIST_FREE(&f->problems);
}

const struct folder_file *folder_find(const struct folder *f, struct span path)
{
    size_t low = 0, high = f->files.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = span_compare(span_of(f->files.items[middle].path), path);
        if (order == 0) return &f->files.items[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static bool read_text(int fd, size_t size, struct span *text)
{
    char *bytes = memory_alloc(size + 1);
    size_t have = 0;
    while (have < size) {
        ssize_t got = read(fd, bytes + have, size - have);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        have += (size_t)got;
    }
    *text = (struct span){bytes, have};
    if (have == size) return true;
    free(bytes);
    return false;
}

bool folder_text(const char *root, const char *name, size_t most, struct span *text)
{
    char *path = join(root, name);
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    free(path);
    if (fd < 0) return false;
    struct stat info;
    bool done = fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && (uint64_t)info.st_size <= most &&
                read_text(fd, (size_t)info.st_size, text);
    close(fd);
    return done;
}

/* ---- removing ------------------------------------------------------------------------------------------------------- */

static bool empty_folder(int fd);

static bool remove_entry(int parent, const char *name)
{
    if (unlinkat(parent, name, 0) == 0) return true;
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return fd >= 0 && empty_folder(fd) && unlinkat(parent, name, AT_REMOVEDIR) == 0;
}

static bool empty_folder(int fd) /* closes fd */
{
    DIR *dir = fdopendir(fd);
    if (!dir) {
        close(fd);
        return false;
    }
    bool empty = true;
    struct dirent *entry;
    while ((entry = readdir(dir))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (!remove_entry(fd, entry->d_name)) empty = false;
    }
    closedir(dir);
    return empty;
}

bool folder_remove(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return fd >= 0 && empty_folder(fd) && rmdir(path) == 0;
}

bool folder_is_report(struct span name, bool *is_pdf)
{
    const struct span start = SPAN("report"), ends[] = {SPAN(".pdf"), SPAN(".txt"), SPAN(".html")};
    size_t kind = 0;
    while (kind < sizeof ends / sizeof *ends && !span_ends_with(name, ends[kind])) kind++;
    *is_pdf = kind == 0;
    if (kind == sizeof ends / sizeof *ends || !span_starts_with(name, start)) return false;
    if (name.len == start.len + ends[kind].len) return true;
    const struct span code = {name.ptr + start.len, name.len - start.len - ends[kind].len};
    if (code.len < 3 || code.len > 4 || code.ptr[0] != '.') return false;
    for (size_t i = 1; i < code.len; i++) {
        if (code.ptr[i] < 'a' || code.ptr[i] > 'z') return false;
    }
    return true;
}
