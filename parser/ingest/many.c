/* many - many files, two at a time, with the result of reading one after the other.
 *
 * The files are cut into blocks by their sizes alone: a large file is one, small ones share one. Each block is read into an
 * evidence of its own, and its diagnostics wait; when it is the block's turn, all of it is put behind what is there. So neither
 * numbers nor order depend on the threads. Diagnostics that grow too large to wait (a large file of nothing but rejected rows)
 * make their block wait instead.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/turns.h"
#include "parser/ingest/job.h"

enum { BLOCK_BYTES = 1 << 20, BLOCK_FILES = 64, WAITING_BYTES = 4 << 20, PATH_ROOM = 4096, NAME_ROOM = 32 };

struct block {
    size_t first, end;
}; /* of the inputs */

struct many {
    struct evidence *evidence;
    const struct ingest_input *inputs;
    const struct ingest_options *options;
    const struct ingest_watcher *watcher;
    LIST(struct block) blocks;
    struct turns_work work;
};

struct file_end {
    size_t sources, waiting;
}; /* counts behind a file of the block */

struct part { /* one worker's block */
    const struct many *many;
    size_t block;
    struct evidence *evidence;
    LIST(struct file_end) ends;
    LIST(struct diag) waiting; /* their texts lie in the arena */
    struct arena *texts;
    size_t bytes; /* of those texts */
    size_t told;  /* of the waiting ones; the others of the block are told as they come once it is its turn */
    bool direct;
};

/* ---- diagnostics and progress of a block ------------------------------------------------------------------------------ */

static void tell_until(struct part *p, size_t end)
{
    for (; p->told < end; p->told++) diag_report(&p->many->options->sink, &p->waiting.items[p->told]);
}

static struct span keep(struct part *p, struct span text)
{
    p->bytes += text.len;
    return arena_copy(p->texts, text);
}

static void take_diag(void *user, const struct diag *d)
{
    struct part *p = user;
    if (p->direct) {
        diag_report(&p->many->options->sink, d);
        return;
    }
    struct diag *copy = LIST_ADD(&p->waiting);
    *copy = *d;
    copy->path = keep(p, d->path);
    copy->field = keep(p, d->field);
    copy->value = keep(p, d->value);
    copy->detail = keep(p, d->detail);
    copy->rule = keep(p, d->rule);
    copy->raw = keep(p, d->raw);
    p->bytes += sizeof *copy;
    if (p->bytes < WAITING_BYTES) return;
    turns_wait(&p->many->work, p->block);
    tell_until(p, p->waiting.count);
    p->direct = true;
}

/* Of the foremost block only: the terminal has one line for it. */
static void take_progress(void *user, const char *path, uint64_t done, uint64_t total)
{
    const struct part *p = user;
    const struct ingest_options *options = p->many->options;
    if (turns_reached(&p->many->work, p->block)) options->progress(options->progress_user, path, done, total);
}

/* ---- a block ----------------------------------------------------------------------------------------------------------- */

static void *begin_part(void *user)
{
    struct part *p = memory_alloc(sizeof *p);
    p->many = user;
    p->texts = arena_new(0);
    return p;
}

static void end_part(void *user, void *own)
{
    (void)user;
    struct part *p = own;
    LIST_FREE(&p->ends);
    LIST_FREE(&p->waiting);
    arena_free(p->texts);
    free(p);
}

static void name_of_copy(char out[NAME_ROOM], size_t input)
{
    snprintf(out, NAME_ROOM, "reading-%zu", input);
}

static void read_block(void *user, void *own, size_t index)
{
    const struct many *m = user;
    struct part *p = own;
    char copy_name[NAME_ROOM];
    struct ingest_options options = *m->options;
    options.sink = (struct diag_sink){take_diag, p};
    options.progress = m->options->progress ? take_progress : NULL;
    options.progress_user = p;
    options.copy_name = copy_name;
    p->block = index;
    p->evidence = evidence_new();
    p->ends.count = p->waiting.count = p->told = p->bytes = 0;
    p->direct = false;
    arena_reset(p->texts);
    for (size_t i = m->blocks.items[index].first; i < m->blocks.items[index].end; i++) {
        name_of_copy(copy_name, i);
        options.open_path = m->inputs[i].open_path;
        file_read(p->evidence, m->inputs[i].path, &options);
        *LIST_ADD(&p->ends) = (struct file_end){p->evidence->sources.count, p->waiting.count};
    }
}

/* ---- its turn ---------------------------------------------------------------------------------------------------------- */

/* Entries name their account and the assets of their balances by numbers that the store they come to gives anew. */
static void move_entry(struct evidence *into, const struct source_entry *entry, const struct store *old, uint32_t first)
{
    const struct account account = old->accounts.items[entry->account];
    struct source_entry *moved = LIST_ADD(&into->sources);
    *moved = *entry;
    if (moved->parent != SOURCE_NONE) moved->parent += first;
    moved->account = store_account(into->store, store_get_text(old, account.venue), store_get_text(old, account.id));
    for (size_t i = 0; i < moved->found.balances.count; i++) {
        struct balance_chain *chain = &moved->found.balances.items[i];
        chain->name = store_text(into->store, store_get_text(old, chain->name));
    }
    for (size_t i = 0; i < moved->found.stated.count; i++) {
        struct stated_balance *stated = &moved->found.stated.items[i];
        stated->asset = store_text(into->store, store_get_text(old, stated->asset));
        stated->wallet = store_text(into->store, store_get_text(old, stated->wallet));
    }
}

static void absorb(struct evidence *into, struct evidence *from)
{
    const uint32_t first = (uint32_t)into->sources.count;
    const bool adopted = store_absorb(into->store, from->store, first);
    const struct store *old = adopted ? into->store : from->store;
    for (size_t i = 0; i < from->sources.count; i++) move_entry(into, &from->sources.items[i], old, first);
    from->sources.count = 0; /* what the entries own is the other's now */
    evidence_free(from);
}

static void name_copy(const struct many *m, size_t input, uint32_t source)
{
    char waiting[NAME_ROOM], name[64], from[PATH_ROOM], to[PATH_ROOM];
    const char *folder = m->options->copy_dir;
    if (!folder) return;
    name_of_copy(waiting, input);
    source_copy_name(m->evidence, source, name);
    int before = snprintf(from, PATH_ROOM, "%s/%s", folder, waiting);
    int after = snprintf(to, PATH_ROOM, "%s/%s", folder, name);
    const bool fits = before >= 0 && before < PATH_ROOM && after >= 0 && after < PATH_ROOM;
    if (fits && access(from, F_OK) != 0) return; /* the file could not be opened */
    if (!fits || access(to, F_OK) == 0 || rename(from, to) != 0)
        m->evidence->sources.items[source].facts.copy_failed = true;
}

static void take_block(void *user, void *own, size_t index)
{
    struct many *m = user;
    struct part *p = own;
    const size_t first = m->evidence->sources.count, inputs = m->blocks.items[index].first;
    absorb(m->evidence, p->evidence);
    for (size_t i = 0, begin = first; i < p->ends.count; i++) {
        const size_t end = first + p->ends.items[i].sources;
        name_copy(m, inputs + i, (uint32_t)begin);
        tell_until(p, p->ends.items[i].waiting);
        file_finish(m->evidence, begin, end, m->options);
        for (; begin < end; begin++) m->watcher->done(m->watcher->user, &m->evidence->sources.items[begin]);
    }
}

/* ---- all of them ------------------------------------------------------------------------------------------------------- */

/* Of what is no file (a pipe) nobody knows the size: it counts as large. */
static uint64_t size_of(const struct ingest_input *input)
{
    struct stat info;
    bool known = stat(input->open_path ? input->open_path : input->path, &info) == 0 && S_ISREG(info.st_mode);
    return known ? (uint64_t)info.st_size : BLOCK_BYTES;
}

static void cut_blocks(struct many *m, size_t count)
{
    uint64_t bytes = BLOCK_BYTES;
    for (size_t i = 0; i < count; i++) {
        const uint64_t size = size_of(&m->inputs[i]);
        const struct block *last = m->blocks.count > 0 ? &m->blocks.items[m->blocks.count - 1] : NULL;
        if (!last || bytes + size > BLOCK_BYTES || last->end - last->first == BLOCK_FILES) {
            *LIST_ADD(&m->blocks) = (struct block){i, i};
            bytes = 0;
        }
        m->blocks.items[m->blocks.count - 1].end++;
        bytes += size;
    }
}

static void read_one_by_one(const struct many *m, size_t count)
{
    struct ingest_options options = *m->options;
    for (size_t i = 0; i < count; i++) {
        size_t first = m->evidence->sources.count;
        options.open_path = m->inputs[i].open_path;
        file_read(m->evidence, m->inputs[i].path, &options);
        file_finish(m->evidence, first, m->evidence->sources.count, &options);
        for (; first < m->evidence->sources.count; first++)
            m->watcher->done(m->watcher->user, &m->evidence->sources.items[first]);
    }
}

void ingest_files(struct evidence *e, const struct ingest_input *inputs, size_t count,
                  const struct ingest_options *options, const struct ingest_watcher *watcher)
{
    struct many m = {.evidence = e, .inputs = inputs, .options = options, .watcher = watcher};
    cut_blocks(&m, count);
    if (m.blocks.count > 1) {
        m.work = (struct turns_work){&m, begin_part, read_block, take_block, end_part, NULL};
        turns_run(&m.work, m.blocks.count);
    } else {
        read_one_by_one(&m, count);
    }
    evidence_label_accounts(e, options->case_file);
    LIST_FREE(&m.blocks);
}
