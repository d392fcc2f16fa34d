/* package - the members of an archive and the sheets of a workbook, each read like a file of its own.
 *
 * Members are read in the order in which the archive holds them, in one pass; their entries are put into the order of
 * their paths when the whole file has been read (ingest/settle.c).
 *
 * SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/intern.h"
#include "base/memory.h"
#include "parser/container/archive_packed.h"
#include "parser/ingest/job.h"
#include "parser/ingest/walk.h"
#include "parser/xlsx/xlsx.h"

enum {
    DEPTH_MAX = 2,
    INNER_MAX = 256 << 20,
    RESTARTS_MAX = 1000,
    REWALKED_MAX = 2000000,
    PASSED_TOLD_MAX = 20,
    PIECE = 64 << 10
};

struct package {
    struct job *job; /* of the archive */
    const struct archive_input *in;
    unsigned depth;
    struct unpacker *unpacker;
    uint64_t members; /* passed so far, the present one included */
    uint64_t files;   /* that were read */
    uint64_t passed_over;
    size_t restarts;
    uint64_t rewalked;    /* members that were passed once more to get at another one */
    const char *password; /* that the unpacker was opened with */
    bool damaged;         /* the present member */
    char *begun; /* its first bytes, read to see whether the password opens it; [begun_at, begun_end) are left */
    size_t begun_at, begun_end;
};

/* ---- names ----------------------------------------------------------------------------------------------------- */

/* Which were given in the outermost archive, and how often: it may hold a hundred thousand of the same. And how much text
 * came out of all of it, since each archive inside it is read for itself. */
struct member_names {
    struct intern *paths;
    LIST(uint32_t) times; /* by id */
    uint64_t size, text;
};

/* True when nobody had that path before. */
static bool claim(struct member_names *names, const char *path, uint32_t *times)
{
    uint32_t id = intern_id(names->paths, span_of(path));
    while (names->times.count <= id) *LIST_ADD(&names->times) = 0;
    *times = ++names->times.items[id];
    return *times == 1;
}

/* "exports.zip!/a.csv"; a name that occurs again gets "#2", "#3". */
static char *path_of_member(const struct job *parent, struct span name)
{
    size_t room = strlen(parent->path) + name.len + 32;
    char *path = memory_alloc(room);
    int length = snprintf(path, room, "%s!/", parent->path);
    size_t start = (size_t)length;
    memcpy(path + start, name.ptr, name.len);
    uint32_t copy, again;
    if (claim(parent->names, path, &copy)) return path;
    do snprintf(path + start + name.len, 32 - 3, "#%" PRIu32, copy++);
    while (!claim(parent->names, path, &again));
    return path;
}

/* What systems add to archives and folders by themselves. */
static bool is_hidden(struct span name)
{
    while (name.len > 0) {
        if (ingest_is_leftover(span_cut(&name, '/'))) return true;
    }
    return false;
}

static void pass_over(struct package *p, struct span name, const char *why)
{
    char detail[300];
    if (p->passed_over++ >= PASSED_TOLD_MAX) return;
    snprintf(detail, sizeof detail, "%.*s: %s", SPAN_ARG(span_head(name, 200)), why);
    job_report(p->job, diag_passed_over, detail);
}

/* ---- passwords ------------------------------------------------------------------------------------------------- */

/* The archive once more, up to and including the present member; NULL when it can't be reached. */
static struct unpacker *open_at_member(struct package *p, const char *password, struct unpack_member *member)
{
    p->rewalked += p->members;
    if (p->rewalked > REWALKED_MAX) return NULL;
    struct unpacker *u = unpack_archive(p->in, password);
    for (uint64_t i = 0; i < p->members; i++) {
        if (unpack_next(u, member) == UNPACK_MEMBER) continue;
        unpack_close(u);
        return NULL;
    }
    return u;
}

static bool opens(struct package *p, const char *password)
{
    struct unpack_member member;
    struct unpacker *u = open_at_member(p, password, &member);
    if (!u) return false;
    char *piece = memory_alloc(PIECE);
    while (unpack_read(u, piece, PIECE) > 0) continue;
    bool good = unpack_damage(u) == DAMAGE_NONE;
    free(piece);
    unpack_close(u);
    return good;
}

/* Looks whether the password that opened the member before opens this one too. */
static bool still_opens(struct package *p)
{
    if (!p->password) return false;
    if (!p->begun) p->begun = memory_alloc(PIECE);
    p->begun_at = 0;
    p->begun_end = unpack_read(p->unpacker, p->begun, PIECE);
    return !unpack_wants_password(p->unpacker);
}

/* Makes the unpacker read the present member with a password that opens it. */
static bool choose_password(struct package *p)
{
    const struct passwords *all = p->job->options->passwords;
    if (still_opens(p)) return true;
    p->begun_at = p->begun_end = 0;
    const char *good = NULL;
    for (size_t i = 0; all && i < all->items.count && !good; i++)
        if (opens(p, all->items.items[i])) good = all->items.items[i];
    if (!good) return false;
    struct unpack_member member;
    struct unpacker *u = open_at_member(p, good, &member);
    if (!u) return false;
    unpack_close(p->unpacker);
    p->unpacker = u;
    p->password = good;
    return true;
}

static void report_encrypted(struct package *p, struct job *job)
{
    bool any = p->job->options->passwords && p->job->options->passwords->items.count > 0;
    const struct source_entry *archive = &p->job->evidence->sources.items[p->job->index]; /* the list may have moved */
    bool hopeless = archive->container == CONTAINER_7Z; /* libarchive reads no encrypted 7z */
    job_report(job, hopeless ? diag_archive_encrypted : any ? diag_password_wrong : diag_password_needed, "");
}

/* ---- one member ------------------------------------------------------------------------------------------------ */

static size_t read_member(void *user, char *out, size_t room)
{
    struct package *p = user;
    size_t left = p->begun_end - p->begun_at, n = left < room ? left : room;
    if (n == 0) return unpack_read(p->unpacker, out, room);
    memcpy(out, p->begun + p->begun_at, n);
    p->begun_at += n;
    return n;
}

static enum damage member_damage(void *user)
{
    return unpack_damage(((struct package *)user)->unpacker);
}

static void report_damage(struct job *job, const struct unpacker *u)
{
    enum damage damage = unpack_damage(u);
    enum diag_code code = damage == DAMAGE_BAD_CRC     ? diag_packed_bad_crc
                          : damage == DAMAGE_TRUNCATED ? diag_packed_truncated
                                                       : diag_packed_corrupt;
    if (damage == DAMAGE_NONE) return;
    if (unpack_stopped(u)) code = diag_archive_limit;
    job_report(job, code, unpack_problem(u));
}

static void read_inner(struct package *p, struct job *job)
{
    if (job->entry->container != CONTAINER_XLSX && p->depth >= DEPTH_MAX) {
        job_report(job, diag_archive_too_deep, "");
        return;
    }
    struct span bytes = {NULL, 0};
    char *all = source_take_bytes(job->source, INNER_MAX, &bytes.len);
    bytes.ptr = all;
    struct archive_input in = archive_input_memory(&bytes);
    if (all) {
        package_read(job, &in, p->depth + 1);
    } else {
        job_report(job, diag_archive_too_large, "");
    }
    free(all);
}

static void read_file(struct package *p, const struct unpack_member *member)
{
    char *path = path_of_member(p->job, member->name);
    struct job job = {
        .evidence = p->job->evidence, .options = p->job->options, .names = p->job->names, .limit = p->job->limit};
    job_begin(&job, p->job, path);
    free(path);
    p->files++;
    p->damaged = false;
    p->begun_at = p->begun_end = 0;
    if (member->encrypted && !choose_password(p)) {
        report_encrypted(p, &job);
        job_end(&job);
        return;
    }
    struct source_part part = {.name = job.path, .read = read_member, .damage = member_damage, .user = p};
    job.source = source_open_part(&part, &job.sink);
    job.entry->container = source_container(job.source);
    job.entry->readable = true;
    bool inner = container_has_members(job.entry->container);
    if (inner) read_inner(p, &job);
    if (!inner && job.entry->container != CONTAINER_OTHER) job_read(&job);
    job_close_source(&job);
    job.names->text += job.entry->facts.text_bytes;
    report_damage(&job, p->unpacker);
    p->damaged = unpack_damage(p->unpacker) != DAMAGE_NONE;
    job_end(&job);
}

static void report_hiding(struct package *p, const struct unpack_member *member)
{
    char *path = path_of_member(p->job, member->name);
    struct job job = {.evidence = p->job->evidence, .options = p->job->options, .limit = p->job->limit};
    job_begin(&job, p->job, path);
    free(path);
    p->files++;
    snprintf(job.entry->why, sizeof job.entry->why, "it is marked as a folder or a device, and holds data");
    job_report(&job, diag_packed_corrupt, job.entry->why);
    job_end(&job);
}

static void take_member(struct package *p, const struct unpack_member *member)
{
    if (is_hidden(member->name)) {
        if (member->kind != UNPACK_FOLDER) pass_over(p, member->name, "hidden");
    } else if (member->hides_text) {
        report_hiding(p, member);
    } else if (member->kind == UNPACK_LINK) {
        pass_over(p, member->name, "a link");
    } else if (member->kind == UNPACK_SPECIAL) {
        pass_over(p, member->name, "not a regular file");
    } else if (member->kind == UNPACK_FILE) {
        read_file(p, member);
    }
    p->job->entry = &p->job->evidence->sources.items[p->job->index]; /* the list may have moved */
}

/* ---- archives -------------------------------------------------------------------------------------------------- */

/* A zip archive's members stand each for themselves: behind a damaged one the next can be read. */
static bool restart(struct package *p)
{
    struct unpack_member member;
    if (!p->damaged || p->job->entry->container != CONTAINER_ZIP || unpack_stopped(p->unpacker)) return false;
    if (p->restarts++ >= RESTARTS_MAX) return false;
    p->damaged = false;
    struct unpacker *u = open_at_member(p, p->password, &member);
    if (!u) return false;
    unpack_close(p->unpacker);
    p->unpacker = u;
    return true;
}

static void report_broken(struct package *p)
{
    struct job *job = p->job;
    const char *why = unpack_problem(p->unpacker);
    if (unpack_stopped(p->unpacker)) {
        job_report(job, diag_archive_limit, why);
    } else if (unpack_wants_password(p->unpacker)) {
        job_report(job, diag_archive_encrypted, "");
    } else {
        job_report(job, diag_archive_damaged, why);
    }
    job->entry->facts.damage = unpack_damage(p->unpacker);
}

static void tell_rest_passed_over(const struct package *p)
{
    char detail[80];
    if (p->passed_over <= PASSED_TOLD_MAX) return;
    snprintf(detail, sizeof detail, "and %" PRIu64 " more members of these kinds", p->passed_over - PASSED_TOLD_MAX);
    job_report(p->job, diag_passed_over, detail);
}

/* Many small archives in an archive, each of which stays below the limit for itself. */
static bool yields_too_much(const struct package *p)
{
    const struct member_names *all = p->job->names;
    return unpack_allowance(all->size, all->text, 1) == 0;
}

static void read_archive(struct package *p)
{
    struct unpack_member member;
    p->unpacker = unpack_archive(p->in, NULL);
    enum unpack_status status;
    while ((status = unpack_next(p->unpacker, &member)) != UNPACK_END) {
        if (status == UNPACK_BROKEN && restart(p)) continue;
        if (status == UNPACK_BROKEN || yields_too_much(p)) break;
        p->members++;
        take_member(p, &member);
    }
    struct job *job = p->job;
    tell_rest_passed_over(p);
    if (status == UNPACK_MEMBER) {
        job_report(job, diag_archive_limit, UNPACK_BOMB);
        job->entry->facts.damage = DAMAGE_TRUNCATED;
    } else if (status == UNPACK_BROKEN) {
        report_broken(p);
    } else if (p->files == 0) {
        job_report(job, diag_archive_empty, "");
    }
    if (status == UNPACK_END && unpack_damage(p->unpacker) == DAMAGE_TRAILING) {
        job_report(job, diag_packed_trailing, "");
        job->entry->facts.damage = DAMAGE_TRAILING;
    }
    if (job->entry->why[0] == '\0')
        snprintf(job->entry->why, sizeof job->entry->why, "%s, %" PRIu64 " file%s in it",
                 container_name(job->entry->container), p->files, p->files == 1 ? "" : "s");
    unpack_close(p->unpacker);
    free(p->begun);
}

/* ---- workbooks ------------------------------------------------------------------------------------------------- */

struct sheet_part {
    struct unpacker *unpacker;
};

static size_t read_sheet_part(void *user, char *out, size_t room)
{
    return unpack_read(((struct sheet_part *)user)->unpacker, out, room);
}

static enum damage sheet_part_damage(void *user)
{
    return unpack_damage(((struct sheet_part *)user)->unpacker);
}

static bool find_part(struct unpacker *u, struct span name)
{
    struct unpack_member member;
    while (unpack_next(u, &member) == UNPACK_MEMBER)
        if (span_equal_nocase(member.name, name)) return true;
    return false;
}

/* What was read is told of the job's entry, which is that of the workbook when it has a single sheet. */
static void read_sheet(struct job *job, const struct archive_input *in, const struct workbook *book,
                       const struct workbook_sheet *sheet)
{
    struct sheet_part part = {unpack_archive(in, NULL)};
    if (!find_part(part.unpacker, sheet->part)) {
        job_report(job, diag_sheet_damaged, "the workbook does not hold it");
        unpack_close(part.unpacker);
        return;
    }
    struct source_part source = {
        .name = job->path, .read = read_sheet_part, .damage = sheet_part_damage, .user = &part, .workbook = book};
    job->source = source_open_part(&source, &job->sink);
    job_read(job);
    job_close_source(job);
    report_damage(job, part.unpacker);
    unpack_close(part.unpacker);
}

static void read_only_sheet(struct job *job, const struct archive_input *in, const struct workbook *book)
{
    struct source_facts file = job->entry->facts;
    read_sheet(job, in, book, workbook_sheet_at(book, 0));
    struct source_facts *facts = &job->entry->facts;
    memcpy(facts->sha256, file.sha256, sizeof facts->sha256);
    facts->bytes = file.bytes;
    facts->copy_failed = file.copy_failed;
}

static void read_sheets(struct job *parent, const struct archive_input *in, const struct workbook *book)
{
    parent->entry->package = true;
    for (size_t i = 0; i < workbook_sheet_count(book); i++) {
        const struct workbook_sheet *sheet = workbook_sheet_at(book, i);
        char *path = path_of_member(parent, sheet->name);
        struct job job = {.evidence = parent->evidence,
                          .options = parent->options,
                          .names = parent->names,
                          .limit = parent->limit,
                          .named = parent->path};
        job_begin(&job, parent, path);
        free(path);
        job.entry->container = CONTAINER_XLSX;
        read_sheet(&job, in, book, sheet);
        job_end(&job);
    }
    parent->entry = &parent->evidence->sources.items[parent->index];
    size_t count = workbook_sheet_count(book);
    snprintf(parent->entry->why, sizeof parent->entry->why, "a workbook of %zu sheet%s", count, count == 1 ? "" : "s");
}

static void read_workbook(struct job *job, const struct archive_input *in)
{
    const char *problem;
    struct workbook *book = workbook_read(in, &problem);
    if (!book) {
        job_report(job, diag_workbook_damaged, problem);
        return;
    }
    if (workbook_sheet_count(book) == 0) {
        job_report(job, diag_workbook_damaged, "it has no sheet with cells");
    } else if (workbook_sheet_count(book) == 1) {
        read_only_sheet(job, in, book);
    } else {
        read_sheets(job, in, book);
    }
    workbook_free(book);
}

static void read_package(struct job *job, const struct archive_input *in, unsigned depth)
{
    if (job->entry->container == CONTAINER_XLSX) {
        read_workbook(job, in);
        return;
    }
    job->entry->package = true;
    struct package p = {.job = job, .in = in, .depth = depth};
    read_archive(&p);
}

void package_read(struct job *job, const struct archive_input *in, unsigned depth)
{
    struct member_names names = {.paths = intern_new(), .size = in->size};
    bool outermost = job->names == NULL;
    if (outermost) job->names = &names;
    read_package(job, in, depth);
    if (outermost) job->names = NULL;
    LIST_FREE(&names.times);
    intern_free(names.paths);
}
