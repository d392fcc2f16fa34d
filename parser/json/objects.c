/* objects - is this object a record, a wrapper, or something that should have been a record?
 *
 * SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>

#include "base/memory.h"
#include "parser/json/reader.h"

/* ---- classifying ----------------------------------------------------------------------------------------------- */

static bool is_list(const struct json_reader *r)
{
    return json_rest(r).ptr[0] == '[';
}

static enum json_status scan_here(struct json_reader *r)
{
    return is_list(r) ? json_scan_list(&r->scan) : json_scan_object(&r->scan);
}

/* Shows the object at r->at to the classifier: whole, or its first JSON_VIEW_MAX bytes. The scan stays as it ended. */
static enum json_class classify(struct json_reader *r, const struct place *place, const void **tag,
                                enum json_status *status)
{
    struct span text;
    for (;;) {
        text = span_head(json_rest(r), JSON_VIEW_MAX);
        r->scan.memo = NULL;
        json_scan_here(r, text);
        *status = scan_here(r);
        if (*status != JSON_MORE || text.len == JSON_VIEW_MAX || r->window.at_end) break;
        json_read_on(r);
    }
    struct json_object_view view = {.cells = r->scan.cells,
                                    .count = r->scan.count,
                                    .list = is_list(r),
                                    .complete = *status == JSON_OK,
                                    .place = place_path(r->scratch, place)};
    *tag = place->tag;
    return r->classifier->classify(r->classifier->user, &view, tag);
}

/* True when the object that the scan stopped in has no list or object in it: it can't be a wrapper. */
static bool is_leaf(const struct json_scan *s)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->cells[i].kind == CELL_NESTED) return false;
    }
    return true;
}

/* ---- objects that are no records --------------------------------------------------------------------------------- */

static void keep_raw(struct frame *f, struct span text)
{
    if (f->raw.capacity < text.len) {
        f->raw.items = memory_resize(f->raw.items, text.len, 1);
        f->raw.capacity = text.len;
    }
    if (text.len > 0) memcpy(f->raw.items, text.ptr, text.len);
    f->raw.count = text.len;
}

/* Descends into an object that classify() has just scanned. */
static enum step open_wrapper(struct json_reader *r, struct place *place, enum json_status status)
{
    struct span rest = json_rest(r);
    size_t length = status == JSON_OK ? (size_t)(r->scan.p - rest.ptr) : JSON_VIEW_MAX;
    if (r->depth == JSON_FRAMES_MAX) {
        r->scan.error = json_error_here(r, diag_json_too_deep, "");
        r->scan.error.at = rest.ptr;
        r->scan.depth = 1;
        return json_broken(r, place);
    }
    struct frame *f = json_open(r, place);
    f->shown = true;
    keep_raw(f, span_head(rest, length));
    f->raw_cut = status != JSON_OK;
    return STEP_ON;
}

static void report_unknown(struct json_reader *r, const struct waiting *w)
{
    struct diag d = {.code = diag_record_unknown,
                     .line = w->line,
                     .column = w->column,
                     .offset = w->offset,
                     .detail = w->cut ? SPAN("the raw text is cut") : SPAN_NONE,
                     .raw = {w->raw, w->length}};
    diag_report(r->sink, &d);
    r->yielded++;
}

static void wait_for_records(struct json_reader *r, struct waiting w)
{
    bool room = r->waiting_bytes + w.length <= JSON_WAITING_TEXT_MAX;
    w.cut = w.cut || !room;
    w.raw = memory_copy_text(room ? w.raw : "", room ? w.length : 0);
    w.length = room ? w.length : 0;
    r->waiting_bytes += w.length;
    *LIST_ADD(&r->waiting) = w;
}

enum step json_close(struct json_reader *r)
{
    struct frame *f = json_top(r);
    json_pass(r, 1);
    r->depth--;
    r->context_stale = true;
    json_value_done(r);
    if (r->depth > 0 && f->has_scalars) json_top(r)->has_scalars = true;
    bool barren = f->shown && f->has_scalars && f->yielded == r->yielded;
    if (!barren) return STEP_ON;
    struct waiting w = {.place = f->place,
                        .offset = f->offset,
                        .line = f->line,
                        .column = f->column,
                        .raw = f->raw.items,
                        .length = f->raw.count,
                        .cut = f->raw_cut};
    if (f->place->has_records) {
        report_unknown(r, &w);
        return STEP_REJECTED;
    }
    if (r->waiting.count < JSON_WAITING_MAX) {
        wait_for_records(r, w);
    } else {
        f->place->beyond++;
    }
    return STEP_ON;
}

static void report_beyond(struct json_reader *r)
{
    const char *detail = arena_format(
        r->scratch, "and %" PRIu64 " more such objects before the first record of this list", r->telling->beyond);
    struct diag d = {.code = diag_record_unknown, .line = r->line, .detail = span_of(detail)};
    diag_report(r->sink, &d);
    r->telling->beyond = 0;
    r->yielded++;
}

bool json_tell_waiting(struct json_reader *r)
{
    for (size_t i = 0; r->telling && i < r->waiting.count; i++) {
        struct waiting *w = &r->waiting.items[i];
        if (w->told || w->place != r->telling) continue;
        report_unknown(r, w);
        w->told = true;
        r->waiting_bytes -= w->length;
        free(w->raw);
        w->raw = NULL;
        return true;
    }
    bool more = r->telling && r->telling->beyond > 0;
    if (more) report_beyond(r);
    r->telling = NULL;
    return more;
}

/* ---- records --------------------------------------------------------------------------------------------------- */

static void fill_context(struct json_reader *r, struct record *out)
{
    out->context = r->context.items;
    out->context_count = r->context.count;
    if (!r->context_stale) return;
    r->context_stale = false;
    r->context.count = 0;
    for (size_t i = 0; i < r->depth; i++) {
        struct frame *f = &r->frames[i];
        if (!f->object) continue;
        for (size_t k = 0; k < f->members.count; k++) *LIST_ADD(&r->context) = f->members.items[k];
        struct cell *key = LIST_ADD(&r->context);
        key->text = (struct span){f->key.items, f->key.count};
        key->kind = CELL_TEXT;
        key->line = f->line;
    }
    out->context = r->context.items;
    out->context_count = r->context.count;
}

static void fill_record(struct json_reader *r, const struct place *place, struct record *out)
{
    struct span rest = json_rest(r);
    *out = (struct record){.raw = span_head(rest, (size_t)(r->scan.p - rest.ptr)),
                           .offset = r->window.offset + r->at,
                           .line = r->line,
                           .cells = r->scan.cells,
                           .count = r->scan.count,
                           .shape = json_scan_shape(&r->scan),
                           .list = is_list(r),
                           .tag = place->tag,
                           .scratch = r->scratch};
    fill_context(r, out);
}

/* Scans all of the object at r->at, however much must be read for it. JSON_MORE: the text ends before the object does,
 * or the object is larger than a record may be. */
static enum json_status scan_whole(struct json_reader *r, const struct place *place)
{
    for (;;) {
        struct span text = json_rest(r);
        r->scan.memo = place->memo;
        json_scan_here(r, text);
        enum json_status status = scan_here(r);
        if (status != JSON_MORE || r->window.at_end || text.len > SOURCE_RECORD_MAX) return status;
        json_read_on(r);
    }
}

/* {"deal": {"id": 1782, ...}, "market_orders": [...]}: what a record says of itself is context for its later siblings,
 * under names such as "deal/id". Objects whose keys are ids are a list, whose elements say nothing of each other. */
static void remember_sibling(struct json_reader *r, const struct place *place)
{
    if (place->kind != PLACE_MEMBER) return;
    struct frame *f = json_top(r);
    for (size_t i = 0; i < r->scan.count && f->members.count < JSON_SIBLING_MEMBERS_MAX; i++) {
        const struct cell *value = &r->scan.cells[i];
        if (value->kind == CELL_NESTED || value->text.len > JSON_MEMBER_TEXT_MAX) continue;
        struct cell *member = LIST_ADD(&f->members);
        *member = *value;
        member->name =
            span_of(arena_format(f->texts, "%.*s/%.*s", (int)f->key.count, f->key.items, SPAN_ARG(value->name)));
        member->text = arena_copy(f->texts, value->text);
    }
    r->context_stale = true;
}

static enum step hand_over(struct json_reader *r, struct place *place)
{
    remember_sibling(r, place);
    if (place->first_key.len == 0 && r->scan.count > 0 && !is_list(r)) {
        place->first_key = arena_copy(r->places, r->scan.cells[0].name);
    }
    json_pass_scanned(r);
    json_value_done(r);
    r->yielded++;
    return STEP_RECORD;
}

static void set_tag(struct place *place, const void *tag)
{
    place->tag = tag;
    place->fitting_shape = 0;
}

/* Records with the keys of one that fits by its keys fit too. */
static bool still_fits(const struct json_reader *r, struct place *place, const struct record *record)
{
    if (record->shape != 0 && record->shape == place->fitting_shape) return true;
    enum json_fit fit = r->classifier->still_fits(r->classifier->user, place->tag, record);
    place->fitting_shape = fit == JSON_FITS_BY_KEYS ? record->shape : 0;
    return fit != JSON_UNFIT;
}

/* The object at r->at stands where records stand. */
static enum step expected_record(struct json_reader *r, struct place *place, struct record *out)
{
    enum json_status status = scan_whole(r, place);
    if (status == JSON_BAD) return is_list(r) ? json_walk_list(r, place) : json_broken(r, place);
    if (status == JSON_MORE && json_rest(r).len <= SOURCE_RECORD_MAX) return json_cut(r);
    size_t length = (size_t)(r->scan.p - json_rest(r).ptr);
    bool too_large = status == JSON_MORE || length > SOURCE_RECORD_MAX;
    if (!too_large && r->scan.fault.set) {
        struct json_error fault = r->scan.fault;
        json_reject(r, &fault, length);
        json_value_done(r);
        return STEP_REJECTED;
    }
    if (!too_large) {
        fill_record(r, place, out);
        if (still_fits(r, place, out)) return hand_over(r, place);
    }
    const void *tag;
    if (classify(r, place, &tag, &status) == JSON_WRAPPER) return open_wrapper(r, place, status);
    if (too_large) return json_too_large(r);
    set_tag(place, tag);
    scan_whole(r, place);
    fill_record(r, place, out);
    return hand_over(r, place);
}

enum step json_object(struct json_reader *r, struct place *place, struct record *out)
{
    if (place->has_records) return expected_record(r, place, out);
    const void *tag;
    enum json_status status;
    if (classify(r, place, &tag, &status) == JSON_RECORD) {
        place->has_records = true;
        set_tag(place, tag);
        place->memo = ARENA_NEW(r->places, struct json_memo);
        r->telling = place;
        return STEP_ON;
    }
    if (status == JSON_BAD && is_list(r)) return json_walk_list(r, place);
    if (status == JSON_BAD && is_leaf(&r->scan)) return json_broken(r, place);
    return open_wrapper(r, place, status);
}

/* The first byte behind the bracket and its space, or a blank when the text ends before it. */
static char first_in_list(struct json_reader *r)
{
    for (;;) {
        struct span text = json_rest(r);
        for (size_t i = 1; i < text.len; i++) {
            if ((unsigned char)text.ptr[i] > ' ') return text.ptr[i];
        }
        if (r->window.at_end || text.len > SOURCE_RECORD_MAX) return ' ';
        json_read_on(r);
    }
}

enum step json_list(struct json_reader *r, struct place *place, struct record *out)
{
    if (!r->classifier->lists) return json_walk_list(r, place);
    char first = first_in_list(r);
    bool scalar = first != '[' && first != '{' && first != ']' && first != ' ';
    return scalar ? json_object(r, place, out) : json_walk_list(r, place);
}
