/* pdf - the PDF report from model to file: plan the pages, draw them, finish the file.
 *
 * SPDX-License-Identifier: MIT */
#include "report/pdf/pdf.h"

#include "base/memory.h"
#include "report/pdf/draw.h"
#include "report/pdf/finish.h"
#include "report/report.h"

#include <fontconfig/fontconfig.h>
#include <hb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const uint64_t embed_at_most = (uint64_t)32 << 20;

bool report_pdf_embeds(uint64_t timeline_bytes)
{
    return timeline_bytes <= embed_at_most;
}

void pdf_record_free(struct pdf_record *r)
{
    pdf_font_files_free(&r->fonts);
}

static char *copy(const char *text)
{
    return memory_copy_text(text, strlen(text));
}

static bool draw(const struct report_model *m, const char *path, struct pdf_record *record, char **error)
{
    struct pdf_fonts *fonts = pdf_fonts_load(error);
    if (!fonts) return false;
    struct pdf_text *text = pdf_text_new(fonts, m->language);
    struct pdf_pages *pages = pdf_layout(text, m);
    const char *problem = pdf_text_error(text);
    if (!problem) problem = pdf_draw(text, m, pages, path);
    if (!problem) problem = pdf_text_error(text);
    if (problem) *error = copy(problem);
    pdf_text_font_files(text, &record->fonts);
    record->pages += pages->count;
    pdf_layout_free(pages);
    pdf_text_free(text);
    pdf_fonts_free(fonts);
    return *error == NULL;
}

/* The table to attach: the timeline, or the flagged fills beside it when the timeline is too large. */
static struct pdf_attachment choose_attachment(struct arena *arena, const char *timeline_csv)
{
    struct stat info;
    if (stat(timeline_csv, &info) != 0 || report_pdf_embeds((uint64_t)info.st_size))
        return (struct pdf_attachment){timeline_csv, "timeline.csv", "data/timeline.csv of the case folder"};
    const char *slash = strrchr(timeline_csv, '/');
    int folder = slash ? (int)(slash - timeline_csv) + 1 : 0;
    char *flagged = arena_format(arena, "%.*sflagged.csv", folder, timeline_csv);
    return (struct pdf_attachment){flagged, "flagged.csv", "data/flagged.csv of the case folder"};
}

bool pdf_write(const struct report_model *m, const char *timeline_csv, const char *path, struct pdf_record *record,
               char **error)
{
    struct arena *arena = arena_new(0);
    char *drawn = arena_format(arena, "%s.drawn", path);
    *error = NULL;
    bool done = draw(m, drawn, record, error);
    if (done) {
        struct pdf_attachment attachment = choose_attachment(arena, timeline_csv);
        struct pdf_finish job = {
            .drawn = drawn, .path = path, .model = m, .attachments = &attachment, .attachment_count = 1};
        done = pdf_finish(&job, error);
    }
    unlink(drawn);
    arena_free(arena);
    return done;
}

bool report_pdf(const struct report_model *m, const char *timeline_csv, const char *path, char **error)
{
    struct pdf_record record = {.pages = 0};
    bool done = pdf_write(m, timeline_csv, path, &record, error);
    pdf_record_free(&record);
    return done;
}

bool pdf_ready(char **error)
{
    struct pdf_fonts *fonts = pdf_fonts_load(error);
    pdf_fonts_free(fonts);
    return fonts != NULL;
}

void pdf_library_versions(struct writer *out)
{
    int fontconfig = FcGetVersion();
    writer_format(out,
                  "\"cairo\":\"%s\",\"pango\":\"%s\",\"harfbuzz\":\"%s\",\"fontconfig\":\"%d.%d.%d\",\"qpdf\":\"%s\"",
                  cairo_version_string(), pango_version_string(), hb_version_string(), fontconfig / 10000,
                  fontconfig / 100 % 100, fontconfig % 100, pdf_finish_library());
}
