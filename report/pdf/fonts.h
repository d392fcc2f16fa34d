/* fonts - the typefaces of the report: a private fontconfig configuration over the Noto families, so that the user's
 * own font settings, locale and home folder change nothing in the PDF.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_PDF_FONTS_H
#define STRAYKEY_REPORT_PDF_FONTS_H

#include "base/span.h"

#include <pango/pangocairo.h>

struct pdf_fonts; /* opaque */

enum pdf_face { FACE_SANS, FACE_BOLD, FACE_MONO, FACE_MONO_BOLD, FACE_COUNT };

/* NULL: the families that every report needs are not installed; *error says which package brings them (free it). */
struct pdf_fonts *pdf_fonts_load(char **error);
void pdf_fonts_free(struct pdf_fonts *f);

PangoFontMap *pdf_fonts_map(const struct pdf_fonts *f);

/* A font description for the face; `language` ("en", "zh", "ja") decides which of the CJK faces comes first. The caller
 * frees it with pango_font_description_free. */
PangoFontDescription *pdf_fonts_description(const struct pdf_fonts *f, enum pdf_face face, double size,
                                            struct span language);

/* Whether any of the fonts can draw the character. */
bool pdf_fonts_cover(const struct pdf_fonts *f, uint32_t code);

/* For a character that is not covered: the package whose fonts draw it and are not installed, or NULL when it belongs to
 * no script that these packages promise (emoji, private use, future scripts). */
const char *pdf_fonts_missing_package(const struct pdf_fonts *f, uint32_t code);

#endif
