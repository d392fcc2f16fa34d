/* holdings - the member "holdings" of an incident in findings.json: the balances that statements print before and after it
 * (struct held). Its names and rows are shared with the report, so that both say the same.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_DATA_HOLDINGS_H
#define STRAYKEY_REPORT_DATA_HOLDINGS_H

#include "report/data/json_out.h"
#include "report/figures.h"

/* Owners name some wallets themselves: a mark in a copy that hides names or account ids. Empty without a wallet. */
struct span holdings_wallet(const struct report_input *in, const struct held *h);
/* "E03:1842", of a row that is stated. */
void holdings_row(const struct held_row *row, const bool *sharing_lines, char out[ROW_TEXT_MAX]);

/* [{"asset", "wallet" (where the statement names one), "before", "before_row", "after", "after_row"}]; null: no row states it. */
void findings_holdings(const struct report_input *in, const struct figures *f, struct json_out *j, uint32_t incident);

#endif
