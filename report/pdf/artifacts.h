/* artifacts - marks what is drawn outside the tags of a page (rules, boxes, bullets) as artefacts, so that a reader
 * without eyes is not read what is mere decoration: ISO 32000-1, 14.8.2.2; PDF/UA-1 asks it of all content (7.1). cairo
 * has no tag for it before 1.18.
 *
 * It reads content as cairo writes it: each path and each tag's end closes its line, and no string holds a whole line
 * "EMC". It is no parser of other programs' content.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_PDF_ARTIFACTS_H
#define STRAYKEY_REPORT_PDF_ARTIFACTS_H

#include "base/span.h"
#include "base/writer.h"

/* Writes the content stream with its artefacts marked. */
void pdf_artifacts_mark(struct span content, struct writer *out);

#endif
