/* bag - the life of a case folder: made beside its place, moved there when it is complete (see bag.h).
 *
 * SPDX-License-Identifier: MIT */
#include "report/bag/bag.h"

#include "base/memory.h"
#include "report/bag/custody.h"
#include "report/pdf/pdf.h"
#include "report/problem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char mark[] = "straykey-unfinished";

char *bag_path(const struct bag *b, const char *name)
{
    return problem_format("%s/%s", b->root, name);
}

struct writer *bag_create(const struct bag *b, const char *name, char **error)
{
    char *path = bag_path(b, name);
    struct writer *w = writer_create(path);
    if (!w) *error = problem_errno(path);
    free(path);
    return w;
}

bool bag_close(const struct bag *b, const char *name, struct writer *w, char sha256[DIGEST_HEX], char **error)
{
    errno = 0;
    if (writer_close(w, sha256)) return true;
    char *path = bag_path(b, name);
    *error = errno ? problem_errno(path) : problem_format("%s: could not be written", path);
    free(path);
    return false;
}

/* ---- what lies there already ---------------------------------------------------------------------------------------- */

static bool is_regular(const char *folder, const char *name)
{
    char *path = problem_format("%s/%s", folder, name);
    struct stat info;
    bool regular = lstat(path, &info) == 0 && S_ISREG(info.st_mode);
    free(path);
    return regular;
}

static bool is_empty_folder(const char *path)
{
    DIR *dir = opendir(path);
    size_t entries = 0;
    while (dir && entries < 3 && readdir(dir)) entries++;
    if (dir) closedir(dir);
    return dir && entries == 2; /* "." and ".." */
}

/* A folder may be replaced when it is empty or a case folder that this program wrote, as it wrote it. */
static bool may_replace(const char *path, char **error)
{
    struct stat info;
    if (lstat(path, &info) != 0) {
        if (errno == ENOENT) return true;
        *error = problem_errno(path);
        return false;
    }
    if (S_ISDIR(info.st_mode) && is_empty_folder(path)) return true;
    if (!S_ISDIR(info.st_mode) || !is_regular(path, "bagit.txt") || !is_regular(path, "data/findings.json")) {
        *error =
            problem_format("%s exists and is no case folder, so it is not replaced: give another name with -o", path);
        return false;
    }
    char *stranger = bag_old_stranger(path);
    if (!stranger) return true;
    *error = problem_format("%s holds %s, which no run has put there, so it is not replaced: move that away or give "
                            "another name with -o",
                            path, stranger);
    free(stranger);
    return false;
}

static bool exists(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0;
}

/* ---- CASE.part ------------------------------------------------------------------------------------------------------ */

static bool take_lock(struct bag *b, const char *mark_path, int flags, char **error)
{
    b->lock = open(mark_path, flags | O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (b->lock < 0) {
        *error = problem_errno(mark_path);
        return false;
    }
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(b->lock, F_SETLK, &whole) == 0) return true;
    close(b->lock);
    b->lock = -1;
    *error = problem_format("another run is writing %s at this moment", b->case_dir);
    return false;
}

/* A run that was killed has left CASE.part: the old case folder is put back if it was moved away, the rest removed. */
static void clear_work(struct bag *b)
{
    char *old = problem_format("%s/old", b->work), *waiting = problem_format("%s/rejected.waiting", b->work);
    if (!exists(b->case_dir)) rename(old, b->case_dir);
    folder_remove(old);
    folder_remove(b->root);
    unlink(waiting);
    free(old);
    free(waiting);
}

static bool open_work(struct bag *b, char **error)
{
    char *mark_path = problem_format("%s/%s", b->work, mark);
    bool done = false;
    if (mkdir(b->work, 0777) == 0 || (errno == EEXIST && is_empty_folder(b->work))) {
        done = take_lock(b, mark_path, O_CREAT | O_EXCL, error);
    } else if (errno != EEXIST) {
        *error = problem_errno(b->work);
    } else if (!is_regular(b->work, mark)) {
        *error = problem_format("%s is in the way and was not made by this program: move it away", b->work);
    } else if (take_lock(b, mark_path, 0, error)) {
        clear_work(b);
        done = true;
    }
    free(mark_path);
    return done;
}

static void remove_work(struct bag *b)
{
    if (b->lock < 0) return;
    folder_remove(b->work);
    close(b->lock);
    b->lock = -1;
}

static bool make_folders(struct bag *b, char **error)
{
    char *data = bag_path(b, "data");
    const char *folders[] = {b->root, data, b->originals};
    bool done = true;
    for (size_t i = 0; done && i < sizeof folders / sizeof folders[0]; i++) {
        done = mkdir(folders[i], 0777) == 0;
        if (!done) *error = problem_errno(folders[i]);
    }
    free(data);
    return done;
}

static bool open_rejected(struct bag *b, char **error)
{
    char *path = problem_format("%s/rejected.waiting", b->work);
    b->rejected = rejected_new(path);
    if (!b->rejected) *error = problem_errno(path);
    free(path);
    return b->rejected != NULL;
}

/* The path without slashes at its end; NULL when its last part names no folder of its own ("", "/", "."). */
static char *plain_path(const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') length--;
    size_t start = length;
    while (start > 0 && path[start - 1] != '/') start--;
    struct span last = {path + start, length - start};
    if (last.len == 0 || span_is(last, ".") || span_is(last, "..")) return NULL;
    return memory_copy_text(path, length);
}

struct bag *bag_begin(const char *case_dir, char **error)
{
    *error = NULL;
    char *path = plain_path(case_dir);
    if (!path) {
        *error = problem_format("\"%s\" can't be a case folder: give the name of a new folder with -o", case_dir);
        return NULL;
    }
    struct bag *b = memory_alloc(sizeof *b);
    b->case_dir = path;
    b->work = problem_format("%s.part", path);
    b->root = problem_format("%s/new", b->work);
    b->originals = problem_format("%s/data/originals", b->root);
    b->lock = -1;
    b->started_ns = custody_now();
    if (pdf_ready(error) && may_replace(path, error) && open_work(b, error) && make_folders(b, error) &&
        open_rejected(b, error))
        return b;
    bag_free(b);
    return NULL;
}

const char *bag_originals_dir(const struct bag *b)
{
    return b->originals;
}

struct diag_sink bag_rejected_sink(struct bag *b)
{
    return rejected_sink(b->rejected);
}

const char *bag_tagmanifest_digest(const struct bag *b)
{
    return b->tagmanifest_sha256;
}

void bag_free(struct bag *b)
{
    if (!b) return;
    rejected_free(b->rejected);
    remove_work(b);
    free(b->case_dir);
    free(b->work);
    free(b->root);
    free(b->originals);
    free(b);
}

/* ---- the end -------------------------------------------------------------------------------------------------------- */

/* The old folder away, the new one to its place; back again when that fails. */
static bool move_into_place(struct bag *b, char **error)
{
    if (!may_replace(b->case_dir, error)) return false;
    char *old = problem_format("%s/old", b->work);
    bool moved = exists(b->case_dir), done = true;
    if (moved && rename(b->case_dir, old) != 0) {
        *error = problem_errno(b->case_dir);
        done = false;
    } else if (rename(b->root, b->case_dir) != 0) {
        *error = problem_errno(b->case_dir);
        if (moved) rename(old, b->case_dir);
        done = false;
    }
    free(old);
    return done;
}

bool bag_finish(struct bag *b, const struct report_input *in, char **error)
{
    struct folder payload = {LIST_EMPTY, LIST_EMPTY};
    *error = NULL;
    bool done = bag_write_payload(b, in, &payload, error) && bag_write_tags(b, in, &payload, error);
    folder_free(&payload);
    if (!done || !move_into_place(b, error)) return false;
    remove_work(b);
    return true;
}
