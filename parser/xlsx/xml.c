/* xml - expat with the settings and the little that a workbook needs.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/xlsx/xml.h"

#include <expat.h>
#include <limits.h>
#include <stdlib.h>

#include "base/memory.h"

enum { NAMESPACE_MARK = '|' };

struct xml {
    XML_Parser parser;
    const struct xml_handler *handler;
    void *user;
    const char *problem;
    uint64_t pushed;
    unsigned depth;
    bool last; /* the piece that is being parsed is the last one */
};

static struct span local_name(const char *name)
{
    const char *mark = strrchr(name, NAMESPACE_MARK);
    return span_of(mark ? mark + 1 : name);
}

struct span xml_attribute(const char *const *attributes, const char *name)
{
    for (; attributes[0]; attributes += 2)
        if (span_is(local_name(attributes[0]), name)) return span_of(attributes[1]);
    return SPAN_NONE;
}

static void on_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
    struct xml *x = user;
    if (++x->depth > XML_DEPTH_MAX) xml_stop(x, "its elements are nested deeper than those of any workbook");
    if (!x->problem) x->handler->start(x->user, local_name(name), (const char *const *)attributes);
}

static void on_end(void *user, const XML_Char *name)
{
    struct xml *x = user;
    x->depth--;
    if (!x->problem) x->handler->end(x->user, local_name(name));
}

static void on_text(void *user, const XML_Char *text, int length)
{
    struct xml *x = user;
    if (!x->problem) x->handler->text(x->user, (struct span){text, (size_t)length});
}

static void on_doctype(void *user, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    xml_stop(user, "it declares a document type, as no workbook does");
}

struct xml *xml_new(const struct xml_handler *handler, void *user)
{
    struct xml *x = memory_alloc(sizeof *x);
    x->handler = handler;
    x->user = user;
    x->parser = XML_ParserCreateNS(NULL, NAMESPACE_MARK);
    if (!x->parser) memory_exhausted(1);
    XML_SetUserData(x->parser, x);
    XML_SetElementHandler(x->parser, on_start, on_end);
    if (handler->text) XML_SetCharacterDataHandler(x->parser, on_text);
    XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
    return x;
}

void xml_free(struct xml *x)
{
    if (!x) return;
    XML_ParserFree(x->parser);
    free(x);
}

/* For the end of a tag: expat keeps its beginning, and looks through it anew with each piece. */
static bool is_waiting_long(struct xml *x)
{
    XML_Index done = XML_GetCurrentByteIndex(x->parser);
    if (done >= 0 && x->pushed - (uint64_t)done > XML_TOKEN_MAX) x->problem = "it has a tag of more than a mebibyte";
    return x->problem != NULL;
}

static enum xml_status status_of(struct xml *x, enum XML_Status status)
{
    if (x->problem) return XML_WRONG;
    if (status == XML_STATUS_SUSPENDED) return XML_PAUSED;
    if (status == XML_STATUS_OK) return x->last ? XML_DONE : is_waiting_long(x) ? XML_WRONG : XML_MORE;
    enum XML_Error error = XML_GetErrorCode(x->parser);
    if (error == XML_ERROR_NO_MEMORY) memory_exhausted(1);
    x->problem = XML_ErrorString(error);
    return XML_WRONG;
}

enum xml_status xml_push(struct xml *x, struct span piece, bool last)
{
    if (x->problem) return XML_WRONG;
    x->last = last;
    if (piece.len > INT_MAX) memory_exhausted(piece.len);
    x->pushed += piece.len;
    return status_of(x, XML_Parse(x->parser, piece.len ? piece.ptr : "", (int)piece.len, last));
}

enum xml_status xml_go_on(struct xml *x)
{
    return x->problem ? XML_WRONG : status_of(x, XML_ResumeParser(x->parser));
}

void xml_pause(struct xml *x)
{
    XML_ParsingStatus now;
    XML_GetParsingStatus(x->parser, &now);
    if (now.parsing == XML_PARSING) XML_StopParser(x->parser, XML_TRUE);
}

void xml_stop(struct xml *x, const char *why)
{
    if (x->problem) return;
    x->problem = why;
    XML_StopParser(x->parser, XML_FALSE);
}

const char *xml_problem(const struct xml *x)
{
    return x->problem ? x->problem : "";
}
