/* event_names - the words that definitions, tables and reports use for the kinds, sides, channels, states and roles.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/event.h"

#include <assert.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char *const kinds[] = {
    [EVENT_FILL] = "fill",           [EVENT_ORDER] = "order", [EVENT_BOT_ORDER] = "bot-order",
    [EVENT_BOT_EVENT] = "bot-event", [EVENT_DEAL] = "deal",   [EVENT_TRANSFER] = "transfer",
    [EVENT_ACCOUNT] = "account",
};
static const char *const sides[] = {[SIDE_NONE] = "", [SIDE_BUY] = "buy", [SIDE_SELL] = "sell"};
static const char *const channels[] = {
    [CHANNEL_NONE] = "",   [CHANNEL_API] = "api",       [CHANNEL_WEB] = "web",
    [CHANNEL_APP] = "app", [CHANNEL_SYSTEM] = "system",
};
static const char *const states[] = {
    [STATUS_NONE] = "",
    [STATUS_PLACED] = "placed",
    [STATUS_PARTIAL] = "partial",
    [STATUS_FILLED] = "filled",
    [STATUS_CANCEL_REQUESTED] = "cancel-requested",
    [STATUS_CANCELLED] = "cancelled",
    [STATUS_REJECTED] = "rejected",
    [STATUS_EXPIRED] = "expired",
    [STATUS_INACTIVE] = "inactive",
    [STATUS_FAILED] = "failed",
    [STATUS_OPEN] = "open",
    [STATUS_CLOSED] = "closed",
};
static const char *const roles[] = {
    [ROLE_NONE] = "",
    [ROLE_BASE] = "base order",
    [ROLE_SAFETY] = "safety order",
    [ROLE_MANUAL_SAFETY] = "manual safety order",
    [ROLE_TAKE_PROFIT] = "take-profit",
    [ROLE_STOP_LOSS] = "stop-loss",
    [ROLE_EXIT] = "exit",
    [ROLE_SMART_ENTRY] = "smart entry",
    [ROLE_SMART_EXIT] = "smart exit",
    [ROLE_GRID_LINE] = "grid line",
    [ROLE_GRID_BALANCING] = "grid balancing",
};

const char *event_kind_name(enum event_kind kind)
{
    assert(kind < COUNT(kinds));
    return kinds[kind];
}

const char *side_name(enum side side)
{
    assert(side < COUNT(sides));
    return sides[side];
}

const char *channel_name(enum channel channel)
{
    assert(channel < COUNT(channels));
    return channels[channel];
}

const char *role_name(enum role role)
{
    assert(role < COUNT(roles));
    return roles[role];
}

const char *status_name(enum event_status status)
{
    assert(status < COUNT(states));
    return states[status];
}

static char joint(char c)
{
    return c == '_' || c == ' ' ? '-' : c;
}

static bool same_word(struct span a, struct span b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++) {
        if (joint(a.ptr[i]) != joint(b.ptr[i])) return false;
    }
    return true;
}

static bool find_word(struct span name, const char *const *words, size_t count, size_t *found)
{
    for (size_t i = 0; i < count; i++) {
        if (!words[i][0] || !same_word(name, span_of(words[i]))) continue;
        *found = i;
        return true;
    }
    return false;
}

bool event_kind_of(struct span name, enum event_kind *out)
{
    size_t found;
    if (!find_word(name, kinds, COUNT(kinds), &found)) return false;
    *out = (enum event_kind)found;
    return true;
}

bool status_of(struct span name, enum event_status *out)
{
    size_t found;
    if (!find_word(name, states, COUNT(states), &found)) return false;
    *out = (enum event_status)found;
    return true;
}

bool role_of(struct span name, enum role *out)
{
    size_t found;
    if (!find_word(name, roles, COUNT(roles), &found)) return false;
    *out = (enum role)found;
    return true;
}
