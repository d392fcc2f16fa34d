/* finish - from cairo's PDF to PDF/A-3U: colour profile, XMP, attachments, the corrections that the standard asks for.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_PDF_FINISH_H
#define STRAYKEY_REPORT_PDF_FINISH_H

#include "report/model/model.h"

struct pdf_attachment {
    const char *path;        /* file to embed */
    const char *name;        /* as which */
    const char *description;
};

struct pdf_finish {
    const char *drawn; /* what pdf_draw wrote */
    const char *path;  /* the finished file */
    const struct report_model *model;
    const struct pdf_attachment *attachments;
    size_t attachment_count;
};
/* False: *error says what failed (free it). */
bool pdf_finish(const struct pdf_finish *job, char **error);

const char *pdf_finish_library(void); /* version of libqpdf */

#endif
