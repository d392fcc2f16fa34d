/* status - complete or incomplete, and why.
 *
 * SPDX-License-Identifier: MIT */
#include "report/status.h"

const char *why_incomplete_name(enum why_incomplete why)
{
    switch (why) {
    case WHY_NO_FILES: return "no-files";
    case WHY_UNREADABLE: return "unreadable";
    case WHY_UNRECOGNISED: return "unrecognised";
    case WHY_DAMAGED: return "damaged";
    case WHY_CUT: return "cut-off";
    case WHY_FAILED: return "failed";
    case WHY_REJECTED: return "rejected";
    case WHY_COUNT: break;
    }
    return "";
}

static bool has_failed(const struct source_entry *entry)
{
    for (size_t i = 0; i < entry->notes.count; i++) {
        if (diag_severity(entry->notes.items[i].code) == DIAG_FAILED) return true;
    }
    return false;
}

/* What is wrong with the file as a whole; WHY_COUNT when nothing is. Trailing bytes behind gzip data lose nothing. */
static enum why_incomplete fault_of(const struct source_entry *entry)
{
    if (!entry->readable) return WHY_UNREADABLE;
    bool empty = source_entry_has_note(entry, diag_no_records) || source_entry_has_note(entry, diag_sheet_empty);
    bool package = entry->package && !source_entry_has_note(entry, diag_archive_empty);
    if (entry->formats.count == 0 && !empty && !package) return WHY_UNRECOGNISED;
    if (entry->facts.damage != DAMAGE_NONE && entry->facts.damage != DAMAGE_TRAILING) return WHY_DAMAGED;
    if (entry->text_cut) return WHY_CUT;
    return has_failed(entry) ? WHY_FAILED : WHY_COUNT;
}

bool report_source_is_at_fault(const struct source_entry *entry)
{
    if (source_entry_has_note(entry, diag_duplicate_file)) return false;
    return fault_of(entry) != WHY_COUNT || entry->counts.rejected > 0;
}

struct report_status report_status_of(const struct evidence *e)
{
    struct report_status status = {0};
    if (e->sources.count == 0) status.counts[WHY_NO_FILES] = 1;
    for (size_t i = 0; i < e->sources.count; i++) {
        const struct source_entry *entry = &e->sources.items[i];
        const bool again = source_entry_has_note(entry, diag_duplicate_file); /* its fault was counted before */
        const enum why_incomplete fault = again ? WHY_COUNT : fault_of(entry);
        if (fault != WHY_COUNT) status.counts[fault]++;
        status.counts[WHY_REJECTED] += entry->counts.rejected;
    }
    for (size_t i = 0; i < WHY_COUNT; i++) status.incomplete |= status.counts[i] > 0;
    return status;
}
