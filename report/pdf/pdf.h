/* pdf - the report as PDF/A-3U, with what has to be recorded about how it was drawn. report_pdf (report.h) is the plain
 * form of this.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_PDF_PDF_H
#define STRAYKEY_REPORT_PDF_PDF_H

#include "report/model/model.h"
#include "report/pdf/text.h"

struct pdf_record { /* zero it before; pdf_record_free after. Of several reports: of all of them */
    struct pdf_font_files fonts;
    uint32_t pages;
};
void pdf_record_free(struct pdf_record *r);

/* Draws and finishes. `timeline_csv` is embedded, or the flagged.csv beside it when that is too large. */
bool pdf_write(const struct report_model *m, const char *timeline_csv, const char *path, struct pdf_record *record, char **error);

/* Whether the fonts for any report are there: asked before the evidence is read, so nobody waits for nothing. */
bool pdf_ready(char **error);

/* Versions of the libraries that decide how the PDF looks, as JSON members: "cairo":"1.16.0",... */
struct writer;
void pdf_library_versions(struct writer *out);

#endif
