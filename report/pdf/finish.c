/* finish - the finishing pass with libqpdf's C interface.
 *
 * What cairo 1.16 leaves out and PDF/A-3U demands: an output intent with its profile, XMP that agrees with the document
 * information, /CIDToGIDMap on TrueType descendants, the print flag on link annotations, dates that start with "D:",
 * line feeds before endstream, an identifier that depends on the content alone; the marks on what is decoration, and what the
 * headers of tables stand for.
 *
 * SPDX-License-Identifier: MIT */
#include "report/pdf/finish.h"

#include "base/deflate.h"
#include "base/memory.h"
#include "base/timestamp.h"
#include "base/utf8.h"
#include "base/writer.h"
#include "report/pdf/artifacts.h"
#include "report/pdf/srgb.h"

#include <cairo.h>
#include <errno.h>
#include <pango/pango.h>
#include <qpdf/qpdf-c.h>
#include <stdio.h>

struct finish {
    const struct pdf_finish *job;
    qpdf_data q;
    qpdf_oh root;
    struct arena *arena;
    char iso_date[TIME_TEXT_MAX]; /* 2022-12-29T12:00:00Z */
    char pdf_date[TIME_TEXT_MAX]; /* D:20221229120000Z */
    char *producer;
};

/* ---- small words for qpdf ------------------------------------------------------------------------------------------- */

static void put(struct finish *f, qpdf_oh dictionary, const char *key, qpdf_oh value)
{
    qpdf_oh_replace_key(f->q, dictionary, key, value);
}

static void put_name(struct finish *f, qpdf_oh dictionary, const char *key, const char *value)
{
    put(f, dictionary, key, qpdf_oh_new_name(f->q, value));
}

static void put_text(struct finish *f, qpdf_oh dictionary, const char *key, const char *utf8)
{
    put(f, dictionary, key, qpdf_oh_new_unicode_string(f->q, utf8));
}

/* A stream with a copy of the bytes; its dictionary goes to *dictionary. */
static qpdf_oh new_stream(struct finish *f, struct span bytes, qpdf_oh *dictionary)
{
    qpdf_oh stream = qpdf_oh_new_stream(f->q);
    qpdf_oh none = qpdf_oh_new_null(f->q);
    qpdf_oh_replace_stream_data(f->q, stream, (const unsigned char *)bytes.ptr, bytes.len, none, none);
    *dictionary = qpdf_oh_get_dict(f->q, stream);
    return stream;
}

/* What XML 1.0 has characters for, but for those that reading it back may change (a carriage return), and for U+FFFD, which qpdf
 * 11 writes as a byte that means nothing. */
static bool is_of_xml(uint32_t code)
{
    return code >= 0x20 && code != 0x7f && (code < 0xfffd || code > 0xffff);
}

/* Document information and XMP must agree, whatever the text holds: what can not stand in XML is '?' in both. */
static struct span clean_text(struct finish *f, struct span text)
{
    struct writer *w = writer_to_memory();
    while (text.len > 0) {
        uint32_t code = 0;
        const size_t length = utf8_decode(text, &code);
        if (length > 0 && is_of_xml(code)) {
            writer_text(w, span_head(text, length));
        } else {
            writer_byte(w, '?');
        }
        text = span_from(text, length > 0 ? length : 1);
    }
    const struct span cleaned = arena_copy(f->arena, writer_memory(w));
    writer_close(w, NULL);
    return cleaned;
}

static const char *text_of(struct finish *f, struct span text)
{
    return clean_text(f, text).ptr;
}

/* ---- document information and XMP, which must agree ----------------------------------------------------------------- */

static void prepare_texts(struct finish *f)
{
    time_format(f->job->model->date_ns, 0, f->iso_date);
    const char *d = f->iso_date;
    snprintf(f->pdf_date, sizeof f->pdf_date, "D:%.4s%.2s%.2s%.2s%.2s%.2sZ", d, d + 5, d + 8, d + 11, d + 14, d + 17);
    f->producer = arena_format(f->arena, "cairo %s, Pango %s, qpdf %s", cairo_version_string(), pango_version_string(),
                               qpdf_get_qpdf_version());
}

static void put_information(struct finish *f)
{
    const struct report_model *m = f->job->model;
    qpdf_oh info = qpdf_oh_new_dictionary(f->q);
    put_text(f, info, "/Title", text_of(f, m->title));
    put_text(f, info, "/Author", text_of(f, m->author));
    put_text(f, info, "/Subject", text_of(f, m->subject));
    put_text(f, info, "/Creator", "straykey " STRAYKEY_VERSION);
    put_text(f, info, "/Producer", f->producer);
    put_text(f, info, "/CreationDate", f->pdf_date);
    put_text(f, info, "/ModDate", f->pdf_date);
    put(f, qpdf_get_trailer(f->q), "/Info", qpdf_make_indirect_object(f->q, info));
}

static void xml_text(struct finish *f, struct writer *w, struct span text)
{
    text = clean_text(f, text);
    for (size_t i = 0; i < text.len; i++) {
        switch (text.ptr[i]) {
        case '&': writer_cstr(w, "&amp;"); break;
        case '<': writer_cstr(w, "&lt;"); break;
        case '>': writer_cstr(w, "&gt;"); break;
        default: writer_byte(w, text.ptr[i]);
        }
    }
}

static void xml_group(struct writer *w, const char *namespace_text)
{
    writer_format(w, "<rdf:Description rdf:about=\"\" xmlns:%s>\n", namespace_text);
}

static void xml_default_language(struct finish *f, struct writer *w, const char *tag, struct span text)
{
    writer_format(w, "<%s><rdf:Alt><rdf:li xml:lang=\"x-default\">", tag);
    xml_text(f, w, text);
    writer_format(w, "</rdf:li></rdf:Alt></%s>\n", tag);
}

static void write_xmp(struct finish *f, struct writer *w)
{
    const struct report_model *m = f->job->model;
    writer_cstr(w, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                   "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                   "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n");
    xml_group(w, "dc=\"http://purl.org/dc/elements/1.1/\"");
    xml_default_language(f, w, "dc:title", m->title);
    writer_cstr(w, "<dc:creator><rdf:Seq><rdf:li>");
    xml_text(f, w, m->author);
    writer_cstr(w, "</rdf:li></rdf:Seq></dc:creator>\n");
    xml_default_language(f, w, "dc:description", m->subject);
    writer_cstr(w, "<dc:language><rdf:Bag><rdf:li>");
    xml_text(f, w, m->language.len > 0 ? m->language : SPAN("en"));
    writer_cstr(w, "</rdf:li></rdf:Bag></dc:language>\n");
    writer_cstr(w, "</rdf:Description>\n");
    xml_group(w, "xmp=\"http://ns.adobe.com/xap/1.0/\"");
    writer_format(w, "<xmp:CreateDate>%s</xmp:CreateDate>\n<xmp:ModifyDate>%s</xmp:ModifyDate>\n", f->iso_date,
                  f->iso_date);
    writer_cstr(w, "<xmp:CreatorTool>straykey " STRAYKEY_VERSION "</xmp:CreatorTool>\n</rdf:Description>\n");
    xml_group(w, "pdf=\"http://ns.adobe.com/pdf/1.3/\"");
    writer_format(w, "<pdf:Producer>%s</pdf:Producer>\n</rdf:Description>\n", f->producer);
    xml_group(w, "pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"");
    writer_cstr(w, "<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>U</pdfaid:conformance>\n</rdf:Description>\n"
                   "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>\n");
}

static void put_xmp(struct finish *f)
{
    struct writer *w = writer_to_memory();
    write_xmp(f, w);
    qpdf_oh dictionary, stream = new_stream(f, writer_memory(w), &dictionary);
    put_name(f, dictionary, "/Type", "/Metadata");
    put_name(f, dictionary, "/Subtype", "/XML");
    put(f, f->root, "/Metadata", stream);
    writer_close(w, NULL);
}

static void put_colour_profile(struct finish *f)
{
    struct writer *w = writer_to_memory();
    pdf_srgb_profile(w);
    qpdf_oh dictionary, profile = new_stream(f, writer_memory(w), &dictionary);
    put(f, dictionary, "/N", qpdf_oh_new_integer(f->q, 3));
    writer_close(w, NULL);
    qpdf_oh intent = qpdf_oh_new_dictionary(f->q);
    put_name(f, intent, "/Type", "/OutputIntent");
    put_name(f, intent, "/S", "/GTS_PDFA1");
    put_text(f, intent, "/OutputConditionIdentifier", "sRGB IEC61966-2.1");
    put_text(f, intent, "/RegistryName", "http://www.color.org");
    put_text(f, intent, "/Info", "sRGB IEC61966-2.1");
    put(f, intent, "/DestOutputProfile", profile);
    qpdf_oh intents = qpdf_oh_new_array(f->q);
    qpdf_oh_append_item(f->q, intents, qpdf_make_indirect_object(f->q, intent));
    put(f, f->root, "/OutputIntents", intents);
}

static void put_viewing(struct finish *f)
{
    struct span language = f->job->model->language;
    put_text(f, f->root, "/Lang", language.len > 0 ? text_of(f, language) : "en");
    qpdf_oh preferences = qpdf_oh_new_dictionary(f->q);
    put(f, preferences, "/DisplayDocTitle", qpdf_oh_new_bool(f->q, QPDF_TRUE));
    put(f, f->root, "/ViewerPreferences", preferences);
}

/* ---- attachments ---------------------------------------------------------------------------------------------------- */

/* Compressed beforehand: such a table is large, and qpdf would hold it whole. */
static qpdf_oh embedded_file(struct finish *f, struct span compressed, uint64_t size)
{
    qpdf_oh parameters = qpdf_oh_new_dictionary(f->q);
    put(f, parameters, "/Size", qpdf_oh_new_integer(f->q, (long long)size));
    put_text(f, parameters, "/CreationDate", f->pdf_date);
    put_text(f, parameters, "/ModDate", f->pdf_date);
    qpdf_oh stream = qpdf_oh_new_stream(f->q);
    qpdf_oh_replace_stream_data(f->q, stream, (const unsigned char *)compressed.ptr, compressed.len,
                                qpdf_oh_new_name(f->q, "/FlateDecode"), qpdf_oh_new_null(f->q));
    qpdf_oh dictionary = qpdf_oh_get_dict(f->q, stream);
    put_name(f, dictionary, "/Type", "/EmbeddedFile");
    put_name(f, dictionary, "/Subtype", "/text#2fcsv");
    put(f, dictionary, "/Params", parameters);
    return stream;
}

static qpdf_oh file_specification(struct finish *f, const struct pdf_attachment *a, qpdf_oh stream)
{
    qpdf_oh files = qpdf_oh_new_dictionary(f->q);
    put(f, files, "/F", stream);
    put(f, files, "/UF", stream);
    qpdf_oh specification = qpdf_oh_new_dictionary(f->q);
    put_name(f, specification, "/Type", "/Filespec");
    put_text(f, specification, "/F", a->name);
    put_text(f, specification, "/UF", a->name);
    put_text(f, specification, "/Desc", a->description);
    put_name(f, specification, "/AFRelationship", "/Data");
    put(f, specification, "/EF", files);
    return qpdf_make_indirect_object(f->q, specification);
}

static bool put_attachments(struct finish *f, char **error)
{
    qpdf_oh names = qpdf_oh_new_array(f->q), associated = qpdf_oh_new_array(f->q);
    for (size_t i = 0; i < f->job->attachment_count; i++) {
        const struct pdf_attachment *a = &f->job->attachments[i];
        struct writer *compressed = writer_to_memory();
        uint64_t size;
        if (!deflate_file(a->path, compressed, &size)) {
            char *text = arena_format(f->arena, "%s: %s", a->path, strerror(errno));
            writer_close(compressed, NULL);
            *error = memory_copy_text(text, strlen(text));
            return false;
        }
        qpdf_oh specification = file_specification(f, a, embedded_file(f, writer_memory(compressed), size));
        writer_close(compressed, NULL);
        qpdf_oh_append_item(f->q, names, qpdf_oh_new_unicode_string(f->q, a->name));
        qpdf_oh_append_item(f->q, names, specification);
        qpdf_oh_append_item(f->q, associated, specification);
    }
    if (f->job->attachment_count == 0) return true;
    qpdf_oh tree = qpdf_oh_new_dictionary(f->q);
    put(f, tree, "/Names", names);
    qpdf_oh all = qpdf_oh_get_key(f->q, f->root, "/Names");
    if (!qpdf_oh_is_dictionary(f->q, all)) {
        put(f, f->root, "/Names", qpdf_oh_new_dictionary(f->q));
        all = qpdf_oh_get_key(f->q, f->root, "/Names");
    }
    put(f, all, "/EmbeddedFiles", qpdf_make_indirect_object(f->q, tree));
    put(f, f->root, "/AF", associated);
    return true;
}

/* ---- corrections ---------------------------------------------------------------------------------------------------- */

static void correct_object(struct finish *f, qpdf_oh object)
{
    if (qpdf_oh_is_dictionary_of_type(f->q, object, "/Font", "/CIDFontType2") &&
        !qpdf_oh_has_key(f->q, object, "/CIDToGIDMap"))
        put_name(f, object, "/CIDToGIDMap", "/Identity");
    if (qpdf_oh_is_dictionary_of_type(f->q, object, "/Annot", "") && !qpdf_oh_has_key(f->q, object, "/F"))
        put(f, object, "/F", qpdf_oh_new_integer(f->q, 4));
}

static void correct_objects(struct finish *f)
{
    int end = qpdf_oh_get_int_value_as_int(f->q, qpdf_oh_get_key(f->q, qpdf_get_trailer(f->q), "/Size"));
    for (int i = 1; i < end; i++) {
        qpdf_oh object = qpdf_get_object_by_id(f->q, i, 0);
        correct_object(f, object);
        qpdf_oh_release(f->q, object);
    }
}

static void mark_artifacts(struct finish *f)
{
    struct writer *w = writer_to_memory();
    int pages = qpdf_get_num_pages(f->q);
    for (int i = 0; i < pages; i++) {
        qpdf_oh page = qpdf_get_page_n(f->q, (size_t)i), dictionary;
        unsigned char *content = NULL;
        size_t length = 0;
        if (qpdf_oh_get_page_content_data(f->q, page, &content, &length) & QPDF_ERRORS) continue;
        writer_memory_clear(w);
        pdf_artifacts_mark((struct span){(char *)content, length}, w);
        put(f, page, "/Contents", new_stream(f, writer_memory(w), &dictionary));
        qpdf_oh_release(f->q, page);
        free(content);
    }
    writer_close(w, NULL);
}

static bool has_tag(struct finish *f, qpdf_oh object, const char *tag)
{
    if (!qpdf_oh_is_dictionary_of_type(f->q, object, "/StructElem", "")) return false;
    qpdf_oh role = qpdf_oh_get_key(f->q, object, "/S");
    const bool has = strcmp(qpdf_oh_get_name(f->q, role), tag) == 0;
    qpdf_oh_release(f->q, role);
    return has;
}

/* One for all headers of its kind. */
static qpdf_oh new_scope(struct finish *f, const char *scope)
{
    qpdf_oh attributes = qpdf_oh_new_dictionary(f->q);
    put_name(f, attributes, "/O", "/Table");
    put_name(f, attributes, "/Scope", scope);
    return qpdf_make_indirect_object(f->q, attributes);
}

/* A row that ends in a header has nothing else: they stand for their columns. Other headers stand for their row. */
static void scope_headers(struct finish *f, qpdf_oh row, qpdf_oh of_column, qpdf_oh of_row)
{
    qpdf_oh kids = qpdf_oh_get_key(f->q, row, "/K"), cells = qpdf_oh_wrap_in_array(f->q, kids);
    qpdf_oh scope = of_row;
    for (int i = qpdf_oh_get_array_n_items(f->q, cells) - 1, last = i; i >= 0; i--) {
        qpdf_oh cell = qpdf_oh_get_array_item(f->q, cells, i);
        const bool header = has_tag(f, cell, "/TH");
        if (header && i == last) scope = of_column;
        if (header) put(f, cell, "/A", scope);
        qpdf_oh_release(f->q, cell);
    }
    qpdf_oh_release(f->q, cells);
    qpdf_oh_release(f->q, kids);
}

/* What a reader without eyes is told about a chart: its caption, or all that it shows. Charts are numbered in the order of the
 * pages; *block is where the last one was. */
static void describe_figure(struct finish *f, qpdf_oh object, size_t *block)
{
    const struct report_model *m = f->job->model;
    while (*block < m->blocks.count && m->blocks.items[*block].kind != BLOCK_CHART) ++*block;
    if (*block == m->blocks.count) return;
    const struct chart *chart = m->blocks.items[(*block)++].chart;
    put_text(f, object, "/Alt", text_of(f, chart->spoken.len > 0 ? chart->spoken : chart->caption));
}

/* What cairo's tags lack. */
static void complete_tags(struct finish *f)
{
    const int end = qpdf_oh_get_int_value_as_int(f->q, qpdf_oh_get_key(f->q, qpdf_get_trailer(f->q), "/Size"));
    const qpdf_oh of_column = new_scope(f, "/Column"), of_row = new_scope(f, "/Row");
    size_t block = 0;
    for (int i = 1; i < end; i++) {
        qpdf_oh object = qpdf_get_object_by_id(f->q, i, 0);
        if (has_tag(f, object, "/Figure")) describe_figure(f, object, &block);
        if (has_tag(f, object, "/TR")) scope_headers(f, object, of_column, of_row);
        qpdf_oh_release(f->q, object);
    }
}

static char *qpdf_problem(qpdf_data q, const char *what)
{
    char text[512];
    const char *detail = qpdf_has_error(q) ? qpdf_get_error_full_text(q, qpdf_get_error(q)) : "unknown reason";
    int n = snprintf(text, sizeof text, "%s: %.400s", what, detail);
    return memory_copy_text(text, (size_t)n);
}

static bool write_finished(struct finish *f, char **error)
{
    bool failed = (qpdf_init_write(f->q, f->job->path) & QPDF_ERRORS) != 0;
    if (!failed) {
        qpdf_set_newline_before_endstream(f->q, QPDF_TRUE);
        qpdf_set_deterministic_ID(f->q, QPDF_TRUE);
        qpdf_set_object_stream_mode(f->q, qpdf_o_generate);
        qpdf_set_compress_streams(f->q, QPDF_TRUE);
        qpdf_set_minimum_pdf_version(f->q, "1.7");
        failed = (qpdf_write(f->q) & QPDF_ERRORS) != 0 || qpdf_has_error(f->q);
    }
    if (failed) *error = qpdf_problem(f->q, "the PDF could not be written");
    return !failed;
}

static bool finish(struct finish *f, char **error)
{
    if (qpdf_read(f->q, f->job->drawn, NULL) & QPDF_ERRORS) {
        *error = qpdf_problem(f->q, "the drawn PDF could not be read again");
        return false;
    }
    f->root = qpdf_get_root(f->q);
    prepare_texts(f);
    put_information(f);
    put_xmp(f);
    put_colour_profile(f);
    put_viewing(f);
    if (!put_attachments(f, error)) return false;
    correct_objects(f);
    complete_tags(f);
    mark_artifacts(f);
    return write_finished(f, error);
}

bool pdf_finish(const struct pdf_finish *job, char **error)
{
    struct finish f = {.job = job, .q = qpdf_init(), .arena = arena_new(0)};
    qpdf_set_suppress_warnings(f.q, QPDF_TRUE);
    qpdf_silence_errors(f.q);
    bool done = finish(&f, error);
    qpdf_cleanup(&f.q);
    arena_free(f.arena);
    return done;
}

const char *pdf_finish_library(void)
{
    return qpdf_get_qpdf_version();
}
