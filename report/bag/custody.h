/* custody - custody.jsonl: when, with which program, libraries and fonts, on which arguments the case folder was made. The
 * only file of the folder that knows the clock and the machine. The names of the user and of the host are left out.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_BAG_CUSTODY_H
#define STRAYKEY_REPORT_BAG_CUSTODY_H

#include "report/pdf/pdf.h"
#include "report/report.h"

struct custody {
    int64_t started_ns;
    const struct report_input *input;
    const struct pdf_record *pdf;
    const char *manifest_sha256;
};
void custody_write(const struct custody *c, struct writer *out);

int64_t custody_now(void); /* the clock, UTC nanoseconds */

#endif
