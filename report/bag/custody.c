/* custody - one JSON object a line: run, libraries, fonts, time zones, arguments, evidence, end.
 *
 * SPDX-License-Identifier: MIT */
#include "report/bag/custody.h"

#include "base/zone.h"
#include "report/redaction/redaction.h"

#include <stdlib.h>
#include <time.h>

int64_t custody_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * NS_PER_SECOND + now.tv_nsec;
}

static void put_member(struct writer *out, const char *name, const char *value)
{
    writer_format(out, ",\"%s\":", name);
    writer_json_string(out, span_of(value ? value : ""));
}

static void put_event(struct writer *out, const char *event, int64_t time_ns)
{
    writer_format(out, "{\"event\":\"%s\",\"time\":\"", event);
    writer_time(out, time_ns, 0);
    writer_byte(out, '"');
}

static void put_run(const struct custody *c, struct writer *out)
{
    put_event(out, "started", c->started_ns);
    put_member(out, "tool", "straykey");
    put_member(out, "version", STRAYKEY_VERSION);
    put_member(out, "user_and_host", "left out on purpose");
    writer_cstr(out, "}\n");
}

/* verify compares these two lines as they are, so they hold nothing else. */
static void put_libraries(struct writer *out)
{
    writer_cstr(out, "{\"event\":\"drawing libraries\",");
    pdf_library_versions(out);
    writer_cstr(out, "}\n");
}

static void put_fonts(const struct pdf_record *pdf, struct writer *out)
{
    writer_cstr(out, "{\"event\":\"fonts\",\"files\":[");
    for (size_t i = 0; i < pdf->fonts.items.count; i++) {
        const char *path = pdf->fonts.items.items[i], *slash = strrchr(path, '/');
        char sha256[DIGEST_HEX] = "";
        if (!digest_of_file(path, sha256, NULL)) sha256[0] = '\0';
        writer_cstr(out, i > 0 ? ",{\"name\":" : "{\"name\":");
        writer_json_string(out, span_of(slash ? slash + 1 : path));
        put_member(out, "sha256", sha256);
        writer_byte(out, '}');
    }
    writer_cstr(out, "]}\n");
}

static void put_zones(struct writer *out)
{
    char version[32];
    zone_database_version(version);
    writer_cstr(out, "{\"event\":\"time zone database\"");
    put_member(out, "version", version[0] ? version : "not stated by this system");
    writer_cstr(out, "}\n");
}

/* That it was given, and where it lay unless that is taken out. */
static const char *folder_told(const struct report_input *in, const char *folder)
{
    return in->redaction && folder && *folder ? REDACTED : folder;
}

static void put_arguments(const struct report_input *in, struct writer *out)
{
    writer_cstr(out, "{\"event\":\"arguments\",\"inputs\":[");
    for (size_t i = 0; i < in->argument_count; i++) {
        if (i > 0) writer_byte(out, ',');
        writer_json_string(out, span_of(in->redaction ? REDACTED : in->arguments[i]));
    }
    writer_byte(out, ']');
    put_member(out, "originals", in->originals);
    put_member(out, "password_file", in->with_passwords ? "given" : "");
    put_member(out, "tape", folder_told(in, in->tape_dir));
    put_member(out, "leaked_file", in->leaked ? "given" : "");
    put_member(out, "prices", folder_told(in, in->prices_dir));
    put_member(out, "fiat", in->fiat);
    put_member(out, "time_zone", in->time_zone);
    put_member(out, "language", in->language);
    put_member(out, "formats_dir", folder_told(in, in->formats_dir));
    if (in->redaction) {
        put_member(out, "redact", redaction_parts(in->redaction));
        put_member(out, "pseudonyms", *redaction_key_mark(in->redaction) ? "given" : "");
        put_member(out, "full_case", redaction_full_case(in->redaction));
    }
    put_member(out, "source_date_epoch", getenv("SOURCE_DATE_EPOCH"));
    writer_cstr(out, "}\n");
}

static void put_evidence(const struct evidence *e, struct writer *out)
{
    for (size_t i = 0; i < e->sources.count; i++) {
        const struct source_entry *entry = &e->sources.items[i];
        char label[16];
        source_label((uint32_t)i, label);
        writer_format(out, "{\"event\":\"%s\"", entry->readable ? "read" : "could not be read");
        put_member(out, "id", label);
        put_member(out, "path", entry->path);
        if (entry->readable) put_member(out, "sha256", entry->facts.sha256);
        writer_cstr(out, "}\n");
    }
}

void custody_write(const struct custody *c, struct writer *out)
{
    put_run(c, out);
    put_libraries(out);
    put_fonts(c->pdf, out);
    put_zones(out);
    put_arguments(c->input, out);
    put_evidence(c->input->result->evidence, out);
    put_event(out, "finished", custody_now());
    put_member(out, "manifest_sha256", c->manifest_sha256);
    writer_cstr(out, "}\n");
}
