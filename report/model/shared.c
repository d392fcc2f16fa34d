/* shared - what page one says of a copy from which something was taken out.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/build.h"
#include "report/redaction/redaction.h"

static const char *parts_of(const struct builder *b)
{
    const struct redaction *r = b->in->redaction;
    const char *list = redaction_hides(r, HIDE_CONTACTS) ? words_shared_contacts(b->say) : "";
    if (redaction_hides(r, HIDE_UIDS)) list = value_join(b, list, "; ", words_shared_uids(b->say));
    if (redaction_hides(r, HIDE_AMOUNTS)) list = value_join(b, list, "; ", words_shared_amounts(b->say));
    return list;
}

void add_shared_copy(struct builder *b)
{
    const struct redaction *r = b->in->redaction;
    if (!r) return;
    add_notice(b, words_shared_notice(b->say, parts_of(b)));
    const char *marks = *redaction_key_mark(r)
                            ? words_shared_pseudonyms(b->say, "uid-0123456789", redaction_key_mark(r))
                            : words_shared_numbered(b->say, "[redacted uid 1]");
    const char *full = redaction_full_case(r);
    if (*full) marks = words_two_parts(b->say, marks, words_shared_full(b->say, full));
    add_paragraph(b, words_two_parts(b->say, marks, words_shared_originals(b->say)));
}
