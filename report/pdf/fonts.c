/* fonts - a private fontconfig set-up with the Noto families, and Droid for Chinese, only.
 *
 * fontconfig's usual configuration depends on the user, the locale and the home folder. Here there are only the folders
 * in which distributions put these fonts; the system's cache is used where it exists, because scanning the CJK
 * collections takes most of a second.
 *
 * SPDX-License-Identifier: MIT */
#include "report/pdf/fonts.h"

#include "base/memory.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>
#include <stdio.h>
#include <stdlib.h>

struct pdf_fonts {
    FcConfig *config;
    FcCharSet *covered; /* union over all fonts */
    PangoFontMap *map;
    bool has_mono; /* Noto Sans Mono; else the Latin letters of Noto Sans Mono CJK are used */
};

static const char configuration[] = "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>"
                                    "<dir>/usr/share/fonts/truetype/noto</dir>"
                                    "<dir>/usr/share/fonts/opentype/noto</dir>"
                                    "<dir>/usr/share/fonts/truetype/droid</dir>"
                                    "<dir>/usr/share/fonts/noto</dir>"
                                    "<dir>/usr/share/fonts/noto-cjk</dir>"
                                    "<dir>/usr/share/fonts/google-noto</dir>"
                                    "<dir>/usr/share/fonts/google-noto-cjk</dir>"
                                    "<dir>/usr/local/share/fonts/noto</dir>"
                                    "<cachedir>/var/cache/fontconfig</cachedir></fontconfig>";

/* Scripts that the two packages promise: when one of their characters can't be drawn and the family is not there, the
 * package is missing, which is an error. */
static const struct promised_script {
    uint32_t first, last;
    const char *family, *package;
} promised[] = {
    {0x0590, 0x05ff, "Noto Sans Hebrew", "fonts-noto-core"},
    {0x0600, 0x06ff, "Noto Sans Arabic", "fonts-noto-core"},
    {0x0900, 0x097f, "Noto Sans Devanagari", "fonts-noto-core"},
    {0x0e00, 0x0e7f, "Noto Sans Thai", "fonts-noto-core"},
    {0x0530, 0x058f, "Noto Sans Armenian", "fonts-noto-core"},
    {0x10a0, 0x10ff, "Noto Sans Georgian", "fonts-noto-core"},
    {0x3400, 0x9fff, "Droid Sans Fallback", "fonts-droid-fallback"},
    {0x2e80, 0x9fff, "Noto Sans CJK SC", "fonts-noto-cjk"},
    {0xac00, 0xd7af, "Noto Sans CJK SC", "fonts-noto-cjk"},
    {0xf900, 0xfaff, "Noto Sans CJK SC", "fonts-noto-cjk"},
    {0xff00, 0xffef, "Noto Sans CJK SC", "fonts-noto-cjk"},
};

static bool has_family(const struct pdf_fonts *f, const char *family)
{
    FcPattern *wanted = FcPatternCreate();
    FcPatternAddString(wanted, FC_FAMILY, (const FcChar8 *)family);
    FcObjectSet *nothing = FcObjectSetCreate();
    FcFontSet *found = FcFontList(f->config, wanted, nothing);
    bool has = found && found->nfont > 0;
    if (found) FcFontSetDestroy(found);
    FcObjectSetDestroy(nothing);
    FcPatternDestroy(wanted);
    return has;
}

static FcCharSet *all_characters(FcConfig *config)
{
    FcCharSet *all = FcCharSetCreate();
    FcFontSet *fonts = FcConfigGetFonts(config, FcSetSystem);
    for (int i = 0; fonts && i < fonts->nfont; i++) {
        FcCharSet *own;
        if (FcPatternGetCharSet(fonts->fonts[i], FC_CHARSET, 0, &own) == FcResultMatch) FcCharSetMerge(all, own, NULL);
    }
    return all;
}

static char *missing_family(const char *family, const char *package)
{
    char text[256];
    int n = snprintf(text, sizeof text,
                     "the font family \"%s\" is not installed, and the PDF can't be drawn without it: install %s",
                     family, package);
    return memory_copy_text(text, (size_t)n);
}

struct pdf_fonts *pdf_fonts_load(char **error)
{
    struct pdf_fonts *f = memory_alloc(sizeof *f);
    f->config = FcConfigCreate();
    bool loaded = FcConfigParseAndLoadFromMemory(f->config, (const FcChar8 *)configuration, FcTrue) &&
                  FcConfigBuildFonts(f->config);
    f->covered = all_characters(f->config);
    f->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    pango_fc_font_map_set_config((PangoFcFontMap *)f->map, f->config);
    pango_cairo_font_map_set_resolution((PangoCairoFontMap *)f->map, 72);
    f->has_mono = has_family(f, "Noto Sans Mono");
    *error = NULL;
    if (!loaded || !has_family(f, "Noto Sans"))
        *error = missing_family("Noto Sans", "fonts-noto-core");
    else if (!f->has_mono && !has_family(f, "Noto Sans Mono CJK SC"))
        *error = missing_family("Noto Sans Mono", "fonts-noto-cjk or fonts-noto-mono");
    if (!*error) return f;
    pdf_fonts_free(f);
    return NULL;
}

void pdf_fonts_free(struct pdf_fonts *f)
{
    if (!f) return;
    g_object_unref(f->map);
    FcCharSetDestroy(f->covered);
    FcConfigDestroy(f->config);
    free(f);
}

PangoFontMap *pdf_fonts_map(const struct pdf_fonts *f)
{
    return f->map;
}

/* The fallbacks are named in order, so that fontconfig does not choose by locale. Chinese stands in TrueType outlines as far as
 * they go: what cairo 1.16 embeds of a font with compact outlines (CFF, all of Noto CJK) lacks a character now and then, which
 * one depends on the text. It is drawn as nothing, though its text can be copied. */
#define HAN "Droid Sans Fallback"
static const char *fallbacks(struct span language)
{
    if (span_starts_with(language, SPAN("ja")))
        return HAN ",Noto Sans CJK JP,Noto Sans CJK SC,Noto Sans Arabic,Noto Sans Hebrew";
    if (span_starts_with(language, SPAN("ko")))
        return HAN ",Noto Sans CJK KR,Noto Sans CJK SC,Noto Sans Arabic,Noto Sans Hebrew";
    return "Noto Sans Arabic,Noto Sans Hebrew," HAN ",Noto Sans CJK SC,Noto Sans CJK JP";
}

PangoFontDescription *pdf_fonts_description(const struct pdf_fonts *f, enum pdf_face face, double size,
                                            struct span language)
{
    bool mono = face == FACE_MONO || face == FACE_MONO_BOLD;
    const char *first = !mono ? "Noto Sans" : f->has_mono ? "Noto Sans Mono" : "Noto Sans Mono CJK SC,Noto Sans";
    char families[256];
    snprintf(families, sizeof families, "%s,%s,Noto Sans Symbols,Noto Sans Symbols2,Noto Sans Math", first,
             fallbacks(language));
    PangoFontDescription *d = pango_font_description_new();
    pango_font_description_set_family(d, families);
    pango_font_description_set_size(d, (int)(size * PANGO_SCALE + 0.5));
    bool bold = face == FACE_BOLD || face == FACE_MONO_BOLD;
    pango_font_description_set_weight(d, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    return d;
}

bool pdf_fonts_cover(const struct pdf_fonts *f, uint32_t code)
{
    return FcCharSetHasChar(f->covered, code);
}

const char *pdf_fonts_missing_package(const struct pdf_fonts *f, uint32_t code)
{
    for (size_t i = 0; i < sizeof promised / sizeof promised[0]; i++) {
        if (code < promised[i].first || code > promised[i].last) continue;
        return has_family(f, promised[i].family) ? NULL : promised[i].package;
    }
    return NULL;
}

#ifdef __SANITIZE_ADDRESS__
/* fontconfig, cairo and Pango keep caches for the life of the process; only our own leaks are to be reported. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\nleak:libcairo\nleak:libpango\n";
}
#endif
