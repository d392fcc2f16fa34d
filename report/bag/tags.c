/* tags - the top of the case folder: manifest, reports, bag declaration, custody, tag manifest, time-stamp request. In
 * the order that the digests need: the reports state the manifest's digest, the tag manifest covers the reports.
 *
 * SPDX-License-Identifier: MIT */
#include "report/bag/bag.h"
#include "report/bag/custody.h"
#include "report/bag/manifest.h"
#include "report/html/html.h"
#include "report/model/model.h"
#include "report/problem.h"
#include "report/redaction/redaction.h"
#include "report/verify/timestamp_request.h"

static bool write_manifest(const struct bag *b, const char *name, const struct folder *f, char sha256[DIGEST_HEX],
                           char **error)
{
    struct writer *w = bag_create(b, name, error);
    if (!w) return false;
    manifest_write(f, w);
    return bag_close(b, name, w, sha256, error);
}

/* ---- reports -------------------------------------------------------------------------------------------------------- */

typedef void render_report(const struct report_model *m, struct writer *out);

static bool write_report(const struct bag *b, const struct report_model *m, const char *name, render_report *render,
                         char **error)
{
    struct writer *w = bag_create(b, name, error);
    if (!w) return false;
    render(m, w);
    return bag_close(b, name, w, NULL, error);
}

static bool write_papers(const struct bag *b, const struct report_model *m, char **error)
{
    for (size_t i = 0; i < m->papers.count; i++) {
        const struct paper *paper = &m->papers.items[i];
        struct writer *w = bag_create(b, paper->name, error);
        if (!w) return false;
        writer_text(w, paper->text);
        if (!bag_close(b, paper->name, w, NULL, error)) return false;
    }
    return true;
}

static bool write_pdf(const struct bag *b, const struct report_model *m, const char *name, struct pdf_record *record,
                      char **error)
{
    char *timeline = bag_path(b, "data/timeline.csv"), *path = bag_path(b, name);
    bool done = pdf_write(m, timeline, path, record, error);
    free(timeline);
    free(path);
    return done;
}

/* What the reports of one run share: what they say of the evidence, and its lines for the pages. */
struct report_work {
    const struct report_input *in;
    const char *digest;
    struct pdf_record *record;
    struct html_raw *raw;
};

static bool write_html(const struct bag *b, const struct report_model *m, const char *name,
                       const struct report_work *work, char **error)
{
    struct writer *w = bag_create(b, name, error);
    if (!w) return false;
    report_html(m, work->in, work->raw, w);
    if (!bag_close(b, name, w, NULL, error)) return false;
    if (html_raw_failed(work->raw))
        *error = problem_format("%s: the lines of the evidence could not be kept (is the disk full?)", name);
    return *error == NULL;
}

static bool write_reports(const struct bag *b, const struct report_work *work, char **error)
{
    struct report_model *m = report_model_build(work->in, work->digest);
    bool done = write_report(b, m, "report.txt", report_text, error) &&
                write_report(b, m, "ticket.txt", report_ticket, error) && write_papers(b, m, error) &&
                write_html(b, m, "report.html", work, error) && write_pdf(b, m, "report.pdf", work->record, error);
    report_model_free(m);
    return done;
}

/* report.fr.txt, report.fr.html, report.fr.pdf, and those papers that not only companies read (model/papers.h). There is no
 * second ticket: exchanges want English. */
static bool write_translated(const struct bag *b, const struct report_work *work, char **error)
{
    struct report_model *m = report_model_translated(work->in, work->digest);
    if (!m) return true;
    char *text = problem_format("report.%.*s.txt", SPAN_ARG(m->language));
    char *html = problem_format("report.%.*s.html", SPAN_ARG(m->language));
    char *pdf = problem_format("report.%.*s.pdf", SPAN_ARG(m->language));
    const bool done = write_report(b, m, text, report_text, error) && write_papers(b, m, error) &&
                      write_html(b, m, html, work, error) && write_pdf(b, m, pdf, work->record, error);
    free(text);
    free(html);
    free(pdf);
    report_model_free(m);
    return done;
}

/* ---- bag declaration and information -------------------------------------------------------------------------------- */

static int64_t bagging_time(void)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    struct timestamp t;
    if (epoch && time_from_epoch(span_of(epoch), EPOCH_S, &t) == TIME_OK) return t.ns;
    return custody_now();
}

static void put_label(struct writer *w, const char *label, struct span value)
{
    if (value.len == 0) return;
    writer_format(w, "%s: ", label);
    writer_visible(w, value, false);
    writer_byte(w, '\n');
}

static const char *contact_label(struct span contact)
{
    if (span_find(contact, '@') < contact.len) return "Contact-Email";
    bool digits = contact.len > 0 && strchr("+0123456789", contact.ptr[0]);
    return digits ? "Contact-Phone" : "Contact-Details";
}

static void put_contact(struct writer *w, const struct case_file *c)
{
    put_label(w, "Contact-Name", c->complainant_name);
    put_label(w, contact_label(c->complainant_contact), c->complainant_contact);
    put_label(w, "External-Identifier", c->complainant_reference);
}

static void put_information(struct writer *w, const struct report_input *in, const struct folder *payload)
{
    char date[TIME_TEXT_MAX];
    uint64_t bytes = 0;
    for (size_t i = 0; i < payload->files.count; i++) bytes += payload->files.items[i].bytes;
    time_format(bagging_time(), 0, date);
    writer_cstr(w, "Bag-Software-Agent: straykey " STRAYKEY_VERSION "\n");
    writer_format(w, "Bagging-Date: %.10s\n", date);
    writer_format(w, "Payload-Oxum: %llu.%zu\n", (unsigned long long)bytes, payload->files.count);
    if (in->case_file) put_contact(w, in->case_file);
    if (in->redaction)
        writer_format(w, "External-Description: shared copy without %s\n", redaction_parts(in->redaction));
}

static bool write_declaration(const struct bag *b, const struct report_input *in, const struct folder *payload,
                              char **error)
{
    struct writer *w = bag_create(b, "bagit.txt", error);
    if (!w) return false;
    writer_cstr(w, "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
    if (!bag_close(b, "bagit.txt", w, NULL, error)) return false;
    w = bag_create(b, "bag-info.txt", error);
    if (!w) return false;
    put_information(w, in, payload);
    return bag_close(b, "bag-info.txt", w, NULL, error);
}

static bool write_custody(const struct bag *b, const struct custody *c, char **error)
{
    struct writer *w = bag_create(b, "custody.jsonl", error);
    if (!w) return false;
    custody_write(c, w);
    return bag_close(b, "custody.jsonl", w, NULL, error);
}

/* ---- what covers them ----------------------------------------------------------------------------------------------- */

static bool write_tagmanifest(struct bag *b, char **error)
{
    struct folder top;
    if (!folder_read(b->root, "", FOLDER_TOP, &top)) {
        *error = problem_errno(b->root);
        return false;
    }
    bool done = write_manifest(b, "tagmanifest-sha256.txt", &top, b->tagmanifest_sha256, error);
    folder_free(&top);
    return done;
}

/* Lies outside the tag manifest, whose digest it holds. */
static bool write_request(const struct bag *b, char **error)
{
    struct writer *w = bag_create(b, "tagmanifest.tsq", error);
    if (!w) return false;
    bool made = timestamp_request(b->tagmanifest_sha256, w);
    if (!bag_close(b, "tagmanifest.tsq", w, NULL, error)) return false;
    if (!made) *error = problem_format("the time-stamp request could not be made");
    return made;
}

static uint64_t size_in(const struct folder *f, const char *path)
{
    const struct folder_file *file = folder_find(f, span_of(path));
    return file ? file->bytes : 0;
}

static bool write_all_reports(const struct bag *b, struct report_work *work, char **error)
{
    const struct report_input *in = work->in;
    const bool hash_only = in->originals && strcmp(in->originals, "hash-only") == 0;
    const bool lines = !hash_only && redaction_shows_raw(in->redaction);
    char *waiting = problem_format("%s/lines.waiting", b->work);
    work->raw = html_raw_new(in, lines ? b->originals : NULL, waiting, error);
    free(waiting);
    const bool done = work->raw && write_reports(b, work, error) && write_translated(b, work, error);
    html_raw_free(work->raw);
    return done;
}

bool bag_write_tags(struct bag *b, const struct report_input *in, const struct folder *payload, char **error)
{
    char digest[DIGEST_HEX];
    if (!write_manifest(b, "manifest-sha256.txt", payload, digest, error)) return false;
    struct report_input known = *in;
    known.timeline_bytes = size_in(payload, "data/timeline.csv");
    struct pdf_record record = {.pages = 0};
    struct custody custody = {.started_ns = b->started_ns, .input = in, .pdf = &record, .manifest_sha256 = digest};
    struct report_work work = {.in = &known, .digest = digest, .record = &record};
    bool done = write_all_reports(b, &work, error) && write_declaration(b, in, payload, error) &&
                write_custody(b, &custody, error) && write_tagmanifest(b, error) && write_request(b, error);
    pdf_record_free(&record);
    return done;
}
