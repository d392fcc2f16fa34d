/* srgb - an sRGB colour profile (ICC version 2.1, matrix and tone curve), made from the published primaries and
 * transfer curve. PDF/A wants one inside the file.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_PDF_SRGB_H
#define STRAYKEY_REPORT_PDF_SRGB_H

#include "base/writer.h"

/* The same bytes on every machine. */
void pdf_srgb_profile(struct writer *out);

#endif
