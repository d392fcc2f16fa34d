/* verification - see verification.h.
 *
 * SPDX-License-Identifier: MIT */
#include "report/verify/verification.h"

#include "base/memory.h"
#include "base/writer.h"
#include "report/data/json_out.h"
#include "report/verify/check_commands.h"

struct verification *verification_new(const char *case_dir)
{
    struct verification *v = memory_alloc(sizeof *v);
    v->arena = arena_new(0);
    v->say = (struct speaker){&words_english, v->arena};
    v->case_dir = case_dir;
    return v;
}

void verification_free(struct verification *v)
{
    if (!v) return;
    for (size_t i = 0; i < v->steps.count; i++) {
        LIST_FREE(&v->steps.items[i]->files);
        LIST_FREE(&v->steps.items[i]->facts);
        LIST_FREE(&v->steps.items[i]->remarks);
    }
    LIST_FREE(&v->steps);
    arena_free(v->arena);
    free(v);
}

struct step *verification_step(struct verification *v, const char *code, const char *title)
{
    struct step *s = ARENA_NEW(v->arena, struct step);
    s->code = code;
    s->title = title;
    s->said = s->means = "";
    *LIST_ADD(&v->steps) = s;
    return s;
}

void step_end(struct step *s, enum step_result result, const char *said, const char *means)
{
    s->result = result;
    s->said = said;
    s->means = means;
}

void step_file(struct verification *v, struct step *s, struct span path, const char *what, bool harmless)
{
    *LIST_ADD(&s->files) = (struct step_file){arena_copy(v->arena, path).ptr, what, harmless};
}

void step_fact(struct step *s, const char *code, const char *label, const char *value)
{
    if (value) *LIST_ADD(&s->facts) = (struct step_fact){code, label, value};
}

void step_remark(struct step *s, const char *sentence)
{
    *LIST_ADD(&s->remarks) = sentence;
}

size_t step_findings(const struct step *s)
{
    size_t count = 0;
    for (size_t i = 0; i < s->files.count; i++) count += !s->files.items[i].harmless;
    return count;
}

static bool step_is_bad(const struct step *s)
{
    return s->result == STEP_FAILED || s->result == STEP_NOT_DONE;
}

bool verification_good(const struct verification *v)
{
    for (size_t i = 0; i < v->steps.count; i++)
        if (step_is_bad(v->steps.items[i])) return false;
    return true;
}

/* Steps with a witness outside of the folder, without which it could be made anew as a whole. */
static bool is_witnessed(const struct verification *v)
{
    for (size_t i = 0; i < v->steps.count; i++)
        if (v->steps.items[i]->witness && v->steps.items[i]->result == STEP_OK) return true;
    return false;
}

/* ---- for people ----------------------------------------------------------------------------------------------------- */

static const char *result_word(const struct verification *v, enum step_result result)
{
    switch (result) {
    case STEP_OK: return words_check_ok(&v->say);
    case STEP_FAILED: return words_check_failed(&v->say);
    case STEP_NONE: return words_check_none(&v->say);
    case STEP_NOT_DONE: return words_check_not_done(&v->say);
    }
    return "";
}

enum { RESULT_WIDTH = 10 };

static void put_indent(struct writer *out, size_t used)
{
    for (size_t i = used; i < RESULT_WIDTH; i++) writer_byte(out, ' ');
}

static void text_step(const struct verification *v, const struct step *s, struct writer *out)
{
    const char *result = result_word(v, s->result);
    writer_cstr(out, result);
    put_indent(out, strlen(result));
    writer_format(out, "%s: ", s->title);
    writer_visible(out, span_of(s->said), false);
    if (*s->means) writer_format(out, " %s", s->means);
    writer_byte(out, '\n');
    for (size_t i = 0; i < s->files.count; i++) {
        const struct step_file *f = &s->files.items[i];
        put_indent(out, 0);
        if (f->harmless) writer_format(out, "%s ", words_check_note(&v->say));
        writer_visible(out, span_of(f->path), false);
        writer_format(out, ": %s\n", f->what);
    }
    for (size_t i = 0; i < s->facts.count; i++) {
        put_indent(out, 0);
        writer_format(out, "%s: ", s->facts.items[i].label);
        writer_visible(out, span_of(s->facts.items[i].value), false);
        writer_byte(out, '\n');
    }
    for (size_t i = 0; i < s->remarks.count; i++) {
        put_indent(out, 0);
        writer_visible(out, span_of(s->remarks.items[i]), false);
        writer_byte(out, '\n');
    }
}

static const char *bad_steps(const struct verification *v)
{
    const char *names = "";
    for (size_t i = 0; i < v->steps.count; i++) {
        const struct step *s = v->steps.items[i];
        if (!step_is_bad(s)) continue;
        names = arena_format(v->arena, "%s%s%s", names, *names ? ", " : "", s->title);
        if (s->result == STEP_NOT_DONE) names = arena_format(v->arena, "%s (%s)", names, words_check_not_done(&v->say));
    }
    return names;
}

/* A command to copy, which may go on in a second line. */
static void text_command(struct writer *out, const char *command)
{
    struct span rest = span_of(command);
    while (rest.len > 0) {
        struct span line = span_cut(&rest, '\n');
        writer_format(out, "    %.*s\n", SPAN_ARG(line));
    }
}

static void text_no_witness(const struct verification *v, struct writer *out)
{
    writer_format(out, "%s\n", words_check_no_witness(&v->say));
    text_command(out, CHECK_COMMAND_STAMP);
    text_command(out, CHECK_COMMAND_SIGN);
    writer_format(out, "%s\n", words_check_no_witness_early(&v->say));
}

static void text_folder(const struct verification *v, struct writer *out)
{
    if (v->intact)
        writer_format(out, "%s\n", words_check_intact(&v->say, words_n_file(&v->say, v->listed)));
    else if (v->problems > 0)
        writer_format(out, "%s\n", words_check_not_intact(&v->say, words_n_problem(&v->say, v->problems)));
    if (!v->intact || !*v->tagmanifest_sha256) return;
    writer_format(out, "%s\n", words_check_digest(&v->say, v->tagmanifest_sha256));
    writer_format(out, "%s\n", words_check_digest_use(&v->say));
}

void verification_text(const struct verification *v, struct writer *out)
{
    for (size_t i = 0; i < v->steps.count; i++) text_step(v, v->steps.items[i], out);
    text_folder(v, out);
    bool good = verification_good(v);
    if (good && !is_witnessed(v)) text_no_witness(v, out);
    writer_format(out, "%s\n", good ? words_check_good(&v->say) : words_check_bad(&v->say, bad_steps(v)));
}

void verification_findings(const struct verification *v, struct writer *out)
{
    for (size_t i = 0; i < v->steps.count; i++) {
        const struct step *s = v->steps.items[i];
        if (!step_is_bad(s)) continue;
        if (step_findings(s) == 0) writer_format(out, "%s: %s\n", s->title, s->said);
        for (size_t k = 0; k < s->files.count; k++) {
            const struct step_file *f = &s->files.items[k];
            if (f->harmless) continue;
            writer_visible(out, span_of(f->path), false);
            writer_format(out, ": %s\n", f->what);
        }
    }
}

/* ---- for programs --------------------------------------------------------------------------------------------------- */

static void json_file(struct json_out *j, const struct step_file *f)
{
    json_out_open(j, '{');
    json_put_text(j, "path", f->path);
    json_put_text(j, "what", f->what);
    json_put_bool(j, "harmless", f->harmless);
    json_out_close(j, '}');
}

static void json_step(struct json_out *j, const struct step *s)
{
    static const char *const results[] = {"ok", "failed", "none", "not-done"};
    json_out_open(j, '{');
    json_put_text(j, "step", s->code);
    json_put_text(j, "result", results[s->result]);
    json_put_text(j, "said", s->said);
    json_put_text(j, "means", s->means);
    json_out_key(j, "files");
    json_out_open(j, '[');
    for (size_t i = 0; i < s->files.count; i++) json_file(j, &s->files.items[i]);
    json_out_close(j, ']');
    json_out_key(j, "facts");
    json_out_open(j, '{');
    for (size_t i = 0; i < s->facts.count; i++) json_put_text(j, s->facts.items[i].code, s->facts.items[i].value);
    json_out_close(j, '}');
    json_out_key(j, "remarks");
    json_out_open(j, '[');
    for (size_t i = 0; i < s->remarks.count; i++) json_out_cstr(j, s->remarks.items[i]);
    json_out_close(j, ']');
    json_out_close(j, '}');
}

void verification_json(const struct verification *v, struct writer *out)
{
    struct json_out j = {.out = out};
    json_out_open(&j, '{');
    json_put_text(&j, "case", v->case_dir);
    json_put_text(&j, "tagmanifest_sha256", v->tagmanifest_sha256);
    json_put_bool(&j, "verified", verification_good(v));
    json_put_bool(&j, "witnessed", is_witnessed(v));
    json_out_key(&j, "steps");
    json_out_open(&j, '[');
    for (size_t i = 0; i < v->steps.count; i++) json_step(&j, v->steps.items[i]);
    json_out_close(&j, ']');
    json_out_close(&j, '}');
    writer_byte(out, '\n');
}
