/* messages - see messages.h.
 *
 * SPDX-License-Identifier: MIT */
#include "cli/messages.h"

#include "base/memory.h"
#include "base/writer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct messages {
    struct writer *err;
    bool quiet, verbose, json, color, terminal;
    bool progress_shown; /* a progress line stands on the terminal */
    const struct diag_sink *next;
    size_t duplicates; /* files of which nothing was said, because they were given before */
};

struct messages *messages_new(const struct options *options)
{
    struct messages *m = memory_alloc(sizeof *m);
    m->err = writer_to_fd(STDERR_FILENO);
    m->quiet = options->quiet;
    m->verbose = options->verbose;
    m->json = options->json_log;
    m->terminal = isatty(STDERR_FILENO) == 1;
    m->color = m->terminal && !options->no_color && !options->json_log;
    return m;
}

void messages_free(struct messages *m)
{
    if (!m) return;
    messages_progress_end(m);
    writer_close(m->err, NULL);
    free(m);
}

/* standard error is shared with the C library's own messages, so nothing may stay in the buffer */
static void flush(struct messages *m)
{
    writer_close(m->err, NULL);
    m->err = writer_to_fd(STDERR_FILENO);
}

struct level {
    const char *name, *color;
};
static const struct level level_error = {"error", "\033[31m"};
static const struct level level_warning = {"warning", "\033[33m"};
static const struct level level_info = {"info", ""};

static void print_message(struct messages *m, const struct level *level, struct span text)
{
    messages_progress_end(m);
    if (m->json) {
        writer_cstr(m->err, "{\"level\":\"");
        writer_cstr(m->err, level->name);
        writer_cstr(m->err, "\",\"message\":");
        writer_json_string(m->err, text);
        writer_cstr(m->err, "}\n");
    } else {
        writer_cstr(m->err, "straykey: ");
        bool colored = m->color && *level->color;
        if (colored) writer_cstr(m->err, level->color);
        if (level != &level_info) writer_format(m->err, "%s: ", level->name);
        if (colored) writer_cstr(m->err, "\033[0m");
        writer_visible(m->err, text, true);
        writer_byte(m->err, '\n');
    }
    flush(m);
}

static void print_formatted(struct messages *m, const struct level *level, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0) return;
    char *text = memory_alloc((size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    print_message(m, level, (struct span){text, (size_t)length});
    free(text);
}

void message_error(struct messages *m, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_formatted(m, &level_error, format, arguments);
    va_end(arguments);
}

void message_warning(struct messages *m, const char *format, ...)
{
    if (m->quiet) return;
    va_list arguments;
    va_start(arguments, format);
    print_formatted(m, &level_warning, format, arguments);
    va_end(arguments);
}

void message_info(struct messages *m, const char *format, ...)
{
    if (m->quiet) return;
    va_list arguments;
    va_start(arguments, format);
    print_formatted(m, &level_info, format, arguments);
    va_end(arguments);
}

static void report_json(struct messages *m, const struct diag *d)
{
    struct writer *w = m->err;
    writer_format(w, "{\"level\":\"%s\",\"code\":\"%s\",\"path\":", diag_severity_name(diag_severity(d->code)),
                  diag_name(d->code));
    writer_json_string(w, d->path);
    writer_format(w, ",\"line\":%lu,\"column\":%lu,\"field\":", (unsigned long)d->line, (unsigned long)d->column);
    writer_json_string(w, d->field);
    writer_cstr(w, ",\"value\":");
    writer_json_string(w, d->value);
    writer_cstr(w, ",\"message\":");
    writer_json_string(w, span_of(diag_meaning(d->code)));
    writer_cstr(w, "}\n");
}

static void report(void *user, const struct diag *d)
{
    struct messages *m = user;
    if (m->next) diag_report(m->next, d);
    if (!m->verbose || m->quiet) return;
    messages_progress_end(m);
    if (m->json)
        report_json(m, d);
    else
        diag_print(m->err, d);
    flush(m);
}

struct diag_sink messages_sink(struct messages *m, const struct diag_sink *next)
{
    m->next = next;
    return (struct diag_sink){report, m};
}

static void report_walk(void *user, const struct diag *d)
{
    struct messages *m = user;
    message_info(m, "%.*s: note: %s (%.*s) [%s]", SPAN_ARG(d->path), diag_meaning(d->code), SPAN_ARG(d->detail),
                 diag_name(d->code));
}

struct diag_sink messages_walk_sink(struct messages *m)
{
    return (struct diag_sink){report_walk, m};
}

static const char *records(uint64_t count)
{
    return count == 1 ? "record" : "records";
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void about_note(struct messages *m, const struct source_entry *entry, const struct source_note *note)
{
    enum diag_severity severity = diag_severity(note->code);
    if (severity == DIAG_SKIPPED || (severity == DIAG_NOTE && m->json)) return;
    if (note->code == diag_passed_over) { /* in an archive; those in folders are told one by one */
        message_info(m, "%s: note: hidden files or links in it, not read: %llu [%s]", entry->path,
                     (unsigned long long)note->count, diag_name(note->code));
        return;
    }
    if (note->code == diag_format_ambiguous && *entry->why) { /* which names both */
        message_warning(m, "%s: %s, such as \"files\": [{\"match\": \"%s\", \"format\": \"%.*s\"}] [%s]", entry->path,
                        entry->why, last_part(entry->path), (int)strcspn(entry->why, " "), entry->why,
                        diag_name(note->code));
        return;
    }
    if (note->code == diag_container_unsupported && *entry->why) { /* which says what it is, and what to do */
        message_warning(m, "%s: %s [%s]", entry->path, entry->why, diag_name(note->code));
        return;
    }
    if (severity == DIAG_REJECTED) {
        message_warning(m, "%s:%lu: %llu %s rejected: %s [%s]; %s", entry->path, (unsigned long)note->first_line,
                        (unsigned long long)note->count, records(note->count), diag_meaning(note->code),
                        diag_name(note->code), diag_advice(note->code));
        return;
    }
    const char *advice = diag_advice(note->code), *meaning = diag_meaning(note->code);
    if (note->code == diag_format_unknown && strstr(entry->why, "the nearest is")) meaning = entry->why;
    const char *separator = *advice ? "; " : "";
    if (severity == DIAG_FAILED)
        message_warning(m, "%s: %s [%s]%s%s", entry->path, meaning, diag_name(note->code), separator, advice);
    else
        message_info(m, "%s: note: %s [%s]%s%s", entry->path, meaning, diag_name(note->code), separator, advice);
}

void messages_about_source(struct messages *m, const struct source_entry *entry)
{
    if (m->verbose) return; /* everything was printed as it came */
    if (source_entry_has_note(entry, diag_duplicate_file)) {
        m->duplicates++;
        return;
    }
    for (size_t i = 0; i < entry->notes.count; i++) about_note(m, entry, &entry->notes.items[i]);
}

void messages_about_duplicates(struct messages *m)
{
    if (m->duplicates == 0) return;
    message_info(m, "note: %zu file%s given more than once, byte for byte; each counts once [%s]", m->duplicates,
                 m->duplicates == 1 ? " was" : "s were", diag_name(diag_duplicate_file));
    m->duplicates = 0;
}

void messages_progress(void *user, const char *path, uint64_t bytes_done, uint64_t bytes_total)
{
    struct messages *m = user;
    if (!m->terminal || m->quiet || m->json) return;
    const char *slash = strrchr(path, '/');
    writer_cstr(m->err, "\r\033[K");
    writer_visible(m->err, span_of(slash ? slash + 1 : path), false);
    if (bytes_total > 0) writer_format(m->err, "  %u %%", (unsigned)(bytes_done * 100 / bytes_total));
    m->progress_shown = true;
    flush(m);
}

void messages_progress_end(struct messages *m)
{
    if (!m->progress_shown) return;
    writer_cstr(m->err, "\r\033[K");
    m->progress_shown = false;
    flush(m);
}
