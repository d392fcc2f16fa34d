/* resaved - signs that a file was saved again by another program than the site's: what spreadsheets do to long numbers and
 * to times, and what the layout's definition knows of the site's own files.
 *
 * A sign says nothing of why: people open their exports to look at them. And none is left by who edits the text itself.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution/authenticity/work.h"

enum { ROWS_LEAST = 8, EMPTY_COLUMNS_LEAST = 2 }; /* fewer rows are no habit */

struct signs {
    struct auth_finding *f;
    const struct source_entry *entry;
    struct places rows;
};

static void look(struct signs *s, enum resaved_sign sign, bool looked_for, bool found)
{
    if (!looked_for) return;
    s->f->counted++;
    if (!found) return;
    s->f->deviating++;
    s->f->signs |= 1u << sign;
}

static void look_at_note(struct signs *s, enum resaved_sign sign, enum diag_code code)
{
    bool found = false;
    for (size_t i = 0; i < s->entry->notes.count; i++) {
        const struct source_note *note = &s->entry->notes.items[i];
        if (note->code != code) continue;
        found = true;
        if (note->first_line > 0) places_add(&s->rows, note->first_line, OFFSET_UNKNOWN);
    }
    look(s, sign, true, found);
}

static void look_at_events(struct signs *s)
{
    const struct first_events *first = &s->entry->found.first_events;
    const bool enough = first->trades >= ROWS_LEAST && s->entry->formats.count == 1;
    look(s, SIGN_ID_ZEROS, first->long_ids >= ROWS_LEAST, first->zero_ids.count * 2 > first->long_ids);
    if (s->f->signs & 1u << SIGN_ID_ZEROS) places_append(&s->rows, &first->zero_ids);
    look(s, SIGN_NO_SECONDS, enough && format_states_seconds(s->entry->formats.items[0]),
         first->whole_minutes == first->trades);
}

static void look_at_text(struct signs *s)
{
    const struct habits *h = format_habits(s->entry->formats.items[0]);
    const struct written *w = &s->entry->written;
    const struct source_facts *facts = &s->entry->facts;
    if (w->delimiter == 0 || w->sheet || facts->utf16) return;
    look(s, SIGN_DELIMITER, h->delimiter != 0, w->delimiter != h->delimiter);
    look(s, SIGN_LINE_ENDS, h->line_ends != 0, h->line_ends == 'l' ? facts->crlf || facts->cr : facts->lf || facts->cr);
    look(s, SIGN_BYTE_MARK, h->mark != 0, facts->bom != (h->mark == 'y'));
    look(s, SIGN_QUOTES, h->quotes != 0 && w->rows > 0, h->quotes == 'a' ? w->quoted < w->rows : w->plain < w->rows);
    look(s, SIGN_EMPTY_COLUMNS, w->rows > 0, w->extra >= EMPTY_COLUMNS_LEAST);
}

void resaved_check(struct auth_work *w)
{
    for (uint32_t i = 0; i < w->evidence->sources.count; i++) {
        const struct source_entry *entry = &w->evidence->sources.items[i];
        if (entry->counts.read == 0 || entry->formats.count == 0) continue;
        struct signs s = {.f = auth_add(w, AUTH_RESAVED, i), .entry = entry};
        look_at_note(&s, SIGN_ID_EXPONENT, diag_id_damaged);
        look_at_note(&s, SIGN_NUMBER_DAMAGED, diag_number_damaged);
        if (entry->written.delimiter != 0 && !entry->written.sheet) look_at_note(&s, SIGN_TIMES, diag_not_a_time);
        look_at_events(&s);
        look_at_text(&s);
        s.f->result = s.f->deviating == 0 ? AUTH_AGREES : AUTH_EXCEPT;
        auth_take_rows(w, s.f, &s.rows);
    }
}
