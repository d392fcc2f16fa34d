/* closing - how to check the report, custody, and the declaration to sign.
 *
 * SPDX-License-Identifier: MIT */
#include "report/bag/papers.h"
#include "report/model/build.h"
#include "report/redaction/redaction.h"
#include "report/verify/check_commands.h"

/* ---- how to verify ---------------------------------------------------------------------------------------------------- */

/* A row whose look-up is shown as an example: of the first flagged order, else of the first event. */
static uint32_t example_event(const struct builder *b)
{
    const struct figures *f = b->figures;
    if (f->graded_count > 0) return figures_order_event(b->r, &b->r->orders.items[f->graded[0]]);
    if (f->review_count > 0) return figures_order_event(b->r, &b->r->orders.items[f->review[0]]);
    return b->r->timeline_count > 0 ? b->r->timeline[0] : EVENT_NONE;
}

/* What somebody outside of the folder can do for it, with other people's tools too. */
static void add_witnesses(struct builder *b)
{
    add_paragraph(b, words_verify_stamp(b->say));
    add_mono(b, CHECK_COMMAND_STAMP "\n" CHECK_COMMAND_STAMP_CHECK);
    add_paragraph(b, words_verify_stamp_check(b->say));
    add_paragraph(b, words_verify_sign(b->say));
    add_mono(b, CHECK_COMMAND_SIGN "\n" CHECK_COMMAND_SIGN_CHECK);
    add_paragraph(b, words_verify_sign_ssh(b->say));
    add_mono(b, CHECK_COMMAND_SSH "\n" CHECK_COMMAND_SSH_CHECK);
    add_paragraph(b, words_verify_sign_minisign(b->say));
    add_mono(b, CHECK_COMMAND_MINISIGN "\n" CHECK_COMMAND_MINISIGN_CHECK);
    add_paragraph(b, words_verify_rehashed(b->say));
}

/* A shared copy holds no originals. */
static const char *shared_options(const struct builder *b)
{
    if (!b->in->redaction) return "";
    return *redaction_key_mark(b->in->redaction) ? " --full-case CASE --pseudonyms KEYFILE" : " --full-case CASE";
}

/* What is given for comparison stays outside of the folder, and has to be given again. */
static const char *reference_options(const struct builder *b)
{
    const char *fiat = b->in->fiat ? b->in->fiat : "";
    return arena_format(b->arena, "%s%s%s%s", b->r->tape ? " --tape TAPES" : "",
                        b->in->prices_dir ? " --prices PRICES" : "", *fiat ? " --fx RATES" : "",
                        b->in->leaked ? " --leaked LIST" : "");
}

void section_verify(struct builder *b)
{
    const uint32_t event = example_event(b);
    add_heading(b, words_head_verify(b->say));
    add_paragraph(b, words_verify_files(b->say));
    add_mono(b, "sha256sum -c manifest-sha256.txt\nsha256sum manifest-sha256.txt\nsha256sum -c tagmanifest-sha256.txt");
    add_paragraph(b, words_verify_digest(b->say));
    add_mono(b, b->digest);
    add_paragraph(b, words_verify_repeat(b->say));
    const char *references = reference_options(b);
    add_mono(b, arena_format(b->arena, "straykey verify%s%s%s .", shared_options(b), references,
                             b->in->with_passwords ? " --password-file FILE" : ""));
    if (*references) add_paragraph(b, words_verify_reference(b->say));
    if (span_is(span_of(b->in->originals), "hash-only")) {
        add_paragraph(b, words_verify_row_no_copy(b->say));
    } else if (event != EVENT_NONE) {
        add_row_lookup(b, event);
    }
    add_paragraph(b, words_verify_pdf(b->say));
    add_paragraph(b, report_pdf_embeds(b->in->timeline_bytes) ? words_embedded_timeline(b->say)
                                                              : words_embedded_flagged(b->say));
    add_paragraph(b, words_verify_proves(b->say));
    add_witnesses(b);
    add_tape_line(b);
}

/* ---- custody and declaration -------------------------------------------------------------------------------------------- */

void section_custody(struct builder *b)
{
    add_heading(b, words_head_custody(b->say));
    add_paragraph(b, words_custody_text(b->say));
    add_paragraph(b, words_custody_steps(b->say));
}

void section_declaration(struct builder *b)
{
    add_page_break(b);
    add_heading(b, words_head_declaration(b->say));
    add_paragraph(b, words_declare_intro(b->say));
    add_bullet(b, words_declare_origin(b->say));
    add_bullet(b, words_declare_unaltered(b->say));
    if (flagged_orders(b) > 0) {
        add_bullet(b, words_declare_orders(b->say));
        add_mono(b, "______________________________________________");
    }
    add_bullet(b, words_declare_truth(b->say));
    if (flagged_orders(b) > 0) add_paragraph(b, words_papers_declaration(b->say, paper_name(b, PAPER_SWORN)));
    const char *labels[] = {words_sign_name(b->say), words_sign_place(b->say), words_sign_signature(b->say),
                            words_sign_witness(b->say)};
    add_signature(b, labels, sizeof labels / sizeof *labels);
}
