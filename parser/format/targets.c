/* targets - the names that a definition may fill, and the engine's own words for their values.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/format/internal.h"

static const struct {
    const char *name;
    enum target_group group;
    enum amount amount;
} targets[TARGET_COUNT] = {
#define TARGET(name, group, amount) {#name, GROUP_##group, amount},
#include "parser/format/targets.def"
#undef TARGET
};

const char *target_name(enum target t)
{
    return targets[t].name;
}

enum target_group target_group(enum target t)
{
    return targets[t].group;
}

enum amount target_amount(enum target t)
{
    return targets[t].amount;
}

bool target_of(struct span name, enum target *out)
{
    for (int t = 0; t < TARGET_COUNT; t++) {
        if (!span_is(name, targets[t].name)) continue;
        *out = (enum target)t;
        return true;
    }
    return false;
}

static const char *const side_words[] = {"", "buy", "sell", NULL};
static const char *const channel_words[] = {"", "api", "web", "app", "system", NULL};
static const char *const basis_words[] = {"unknown", "net", "gross", NULL};
static const char *const mark_words[] = {"no", "yes", "false", "true", "0", "1", NULL};
/* In the order of enum event_status and enum role. */
static const char *const status_words[] = {"",          "placed",   "partial", "filled",   "cancel-requested",
                                           "cancelled", "rejected", "expired", "inactive", "failed",
                                           "open",      "closed",   NULL};
static const char *const role_words[] = {
    "",     "base",        "safety",     "manual-safety", "take-profit",    "stop-loss",
    "exit", "smart-entry", "smart-exit", "grid-line",     "grid-balancing", NULL};

static bool index_of(struct span word, const char *const *words, uint8_t *code)
{
    for (uint8_t i = 0; words[i]; i++) {
        if (!*words[i] || !span_is(word, words[i])) continue;
        *code = i;
        return true;
    }
    return false;
}

bool target_word(enum target t, struct span word, uint8_t *code)
{
    enum event_status status;
    enum role role;
    switch (t) {
    case TARGET_side: return index_of(word, side_words, code);
    case TARGET_channel: return index_of(word, channel_words, code);
    case TARGET_basis: return index_of(word, basis_words, code);
    case TARGET_status:
        if (index_of(word, status_words, code)) return true;
        if (!status_of(word, &status)) return false;
        *code = (uint8_t)status;
        return true;
    case TARGET_role:
        if (index_of(word, role_words, code)) return true;
        if (!role_of(word, &role)) return false;
        *code = (uint8_t)role;
        return true;
    default: break;
    }
    if (target_group(t) != GROUP_MARK || !index_of(word, mark_words, code)) return false;
    *code &= 1;
    return true;
}

const char *target_code_word(enum target t, uint8_t code)
{
    switch (t) {
    case TARGET_side: return side_words[code];
    case TARGET_channel: return channel_words[code];
    case TARGET_basis: return basis_words[code];
    case TARGET_status: return status_words[code];
    case TARGET_role: return role_words[code];
    default: return mark_words[code & 1];
    }
}

const char *target_words(enum target t)
{
    switch (t) {
    case TARGET_side: return "buy, sell";
    case TARGET_channel: return "api, web, app, system";
    case TARGET_basis: return "net, gross, unknown";
    case TARGET_status:
        return "placed, partial, filled, cancel-requested, cancelled, rejected, expired, inactive, failed, open, "
               "closed";
    case TARGET_role:
        return "base, safety, manual-safety, take-profit, stop-loss, exit, smart-entry, smart-exit, grid-line, "
               "grid-balancing";
    default: return target_group(t) == GROUP_MARK ? "yes, no" : "";
    }
}
