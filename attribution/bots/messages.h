/* messages - the messages of one deal drawn together: "Placing ...", "... executed", "Cancelling ..." of one order.
 * Private to this room; bots/orders.c turns the result into bot orders.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_BOTS_MESSAGES_H
#define STRAYKEY_ATTRIBUTION_BOTS_MESSAGES_H

#include "attribution/work.h"

struct message_order {
    uint32_t placed, executed, ended; /* events, EVENT_NONE: no such message. ended: cancelled or being cancelled */
    uint32_t spent;                   /* of those that end it, the first that states a cost */
    int64_t from_ns, to_ns;           /* to TIME_NONE: nothing says that it ended */
    struct decimal asked, executed_qty; /* normalised; see the flags */
    bool has_asked, has_executed;
    bool failed;                      /* the message says that placing it went wrong */
    bool replaced;                    /* no message says that it was executed, and the same deal's next one took its place */
    uint8_t side, role, step;
};
typedef LIST(struct message_order) message_orders;

/* `events`: the messages in the order of time. owner[i] becomes the index in *out of the order that events[i] speaks of,
 * INDEX_NONE for none. */
void bot_messages_pair(const struct work *w, const uint32_t *events, size_t count, message_orders *out, uint32_t *owner);

/* What was executed of an order before it was cancelled. "Cancelling buy order. Price: P. Size: C (Q)" is seen with C = 0.0
 * where nothing was executed, in other wordings with C = P x Q; in between C is the cost of the part, with the fee in it as
 * in all amounts of these messages (none, 0.1 % or 0.075 %). True: just one quantity has exactly that cost to eight digits,
 * the one with the fewest decimals, and chance makes such a one in a thousandth of the cases at most. */
bool bot_messages_part(const struct work *w, const struct message_order *o, struct decimal *part);

/* Whether an executed size can be the placed one after a fee of at most 1 % in base coin was cut from it. */
bool bot_messages_net_of(struct decimal placed, struct decimal executed);
bool bot_messages_roles_agree(uint8_t a, uint8_t b);

#endif
