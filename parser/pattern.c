/* pattern - PCRE2 behind four functions.
 *
 * A compiled pattern is never written to again, so many threads may match with it. The match block lives on the caller's
 * stack: PCRE2 gets an allocator that hands out a small buffer first, and asks for memory only when the interpreter (used
 * where the system forbids JIT) needs more.
 *
 * SPDX-License-Identifier: MIT */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "parser/pattern.h"

#include <pcre2.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

enum { SCRATCH_BYTES = 1536, HEAP_LIMIT_KIB = 8192 };

struct pattern {
    pcre2_code *code;
    pcre2_match_context *limits;
    uint32_t groups; /* without the whole match */
    uint32_t name_count, name_entry;
    PCRE2_SPTR names;
};

/* ---- compiling --------------------------------------------------------------------------------------------------- */

static void fill_error(struct pattern_error *error, int code, size_t at)
{
    if (!error) return;
    PCRE2_UCHAR text[sizeof error->message];
    if (pcre2_get_error_message(code, text, sizeof text) < 0)
        snprintf(error->message, sizeof error->message, "error %d of the pattern library", code);
    else
        snprintf(error->message, sizeof error->message, "%s", (const char *)text);
    error->at = at;
}

static void read_names(struct pattern *p)
{
    pcre2_pattern_info(p->code, PCRE2_INFO_CAPTURECOUNT, &p->groups);
    pcre2_pattern_info(p->code, PCRE2_INFO_NAMECOUNT, &p->name_count);
    pcre2_pattern_info(p->code, PCRE2_INFO_NAMEENTRYSIZE, &p->name_entry);
    pcre2_pattern_info(p->code, PCRE2_INFO_NAMETABLE, &p->names);
}

static pcre2_match_context *new_limits(void)
{
    pcre2_match_context *limits = pcre2_match_context_create(NULL);
    if (!limits) memory_exhausted(sizeof(void *));
    pcre2_set_match_limit(limits, PATTERN_MATCH_LIMIT);
    pcre2_set_heap_limit(limits, HEAP_LIMIT_KIB);
    return limits;
}

struct pattern *pattern_compile(struct span expression, struct pattern_error *error)
{
    /* Without DOLLAR_ENDONLY "^x$" would take "x\n" too. */
    const uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C;
    int code = 0;
    PCRE2_SIZE at = 0;
    PCRE2_SPTR text = (PCRE2_SPTR)(expression.ptr ? expression.ptr : "");
    pcre2_code *compiled = pcre2_compile(text, expression.len, options, &code, &at, NULL);
    if (!compiled) {
        fill_error(error, code, at);
        return NULL;
    }
    struct pattern *p = memory_alloc(sizeof *p);
    p->code = compiled;
    p->limits = new_limits();
    read_names(p);
    if (p->groups >= PATTERN_GROUPS_MAX) {
        if (error) {
            snprintf(error->message, sizeof error->message,
                     "%u groups, at most %d are allowed; write (?:...) for groups that name nothing",
                     (unsigned)p->groups, PATTERN_GROUPS_MAX - 1);
            error->at = 0;
        }
        pattern_free(p);
        return NULL;
    }
    (void)pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE); /* refused: the interpreter gives the same answers */
    return p;
}

void pattern_free(struct pattern *p)
{
    if (!p) return;
    pcre2_match_context_free(p->limits);
    pcre2_code_free(p->code);
    free(p);
}

/* ---- matching ---------------------------------------------------------------------------------------------------- */

struct scratch {
    alignas(max_align_t) unsigned char bytes[SCRATCH_BYTES];
    size_t used;
};

static void *scratch_alloc(size_t bytes, void *user)
{
    struct scratch *s = user;
    size_t rounded = (bytes + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    if (rounded < bytes || rounded > SCRATCH_BYTES - s->used) return memory_alloc(bytes);
    void *place = s->bytes + s->used;
    s->used += rounded;
    return place;
}

static void scratch_free(void *place, void *user)
{
    const struct scratch *s = user;
    uintptr_t at = (uintptr_t)place, from = (uintptr_t)s->bytes;
    if (at < from || at >= from + SCRATCH_BYTES) free(place);
}

static enum match_result result_of(int rc)
{
    if (rc >= 0) return MATCH_YES;
    if (rc == PCRE2_ERROR_NOMATCH) return MATCH_NO;
    if (rc <= PCRE2_ERROR_UTF8_ERR1 && rc >= PCRE2_ERROR_UTF8_ERR21) return MATCH_BAD_UTF8;
    return MATCH_TOO_COSTLY; /* a limit or an inner error: never to be taken for "no match" */
}

static void copy_groups(const struct pattern *p, const char *text, pcre2_match_data *data, struct match *m)
{
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(data);
    m->count = p->groups + 1;
    for (size_t i = 0; i < m->count; i++) {
        PCRE2_SIZE start = at[2 * i], end = at[2 * i + 1];
        m->groups[i] = start == PCRE2_UNSET || end < start ? SPAN_NONE : (struct span){text + start, end - start};
    }
}

enum match_result pattern_match(const struct pattern *p, struct span text, struct match *m)
{
    const char *subject = text.ptr ? text.ptr : "";
    struct scratch scratch;
    scratch.used = 0;
    pcre2_general_context *memory = pcre2_general_context_create(scratch_alloc, scratch_free, &scratch);
    pcre2_match_data *data = pcre2_match_data_create(p->groups + 1, memory);
    int rc = pcre2_match(p->code, (PCRE2_SPTR)subject, text.len, 0, 0, data, p->limits);
    if (rc == PCRE2_ERROR_JIT_STACKLIMIT)
        rc = pcre2_match(p->code, (PCRE2_SPTR)subject, text.len, 0, PCRE2_NO_JIT, data, p->limits);
    enum match_result result = result_of(rc);
    if (m) m->count = 0;
    if (m && result == MATCH_YES) copy_groups(p, subject, data, m);
    pcre2_match_data_free(data);
    pcre2_general_context_free(memory);
    return result;
}

/* ---- names of groups --------------------------------------------------------------------------------------------- */

/* An entry of PCRE2's table is the group's number, high byte first, and the name with its NUL. */
static size_t entry_number(const struct pattern *p, uint32_t i)
{
    PCRE2_SPTR entry = p->names + (size_t)i * p->name_entry;
    return (size_t)entry[0] << 8 | entry[1];
}

static const char *entry_name(const struct pattern *p, uint32_t i)
{
    return (const char *)(p->names + (size_t)i * p->name_entry + 2);
}

size_t pattern_group(const struct pattern *p, const char *name)
{
    for (uint32_t i = 0; i < p->name_count; i++)
        if (strcmp(entry_name(p, i), name) == 0) return entry_number(p, i);
    return 0;
}

const char *pattern_group_name(const struct pattern *p, size_t n)
{
    for (uint32_t i = 0; i < p->name_count; i++)
        if (entry_number(p, i) == n) return entry_name(p, i);
    return "";
}

size_t pattern_group_count(const struct pattern *p)
{
    return p->groups;
}
