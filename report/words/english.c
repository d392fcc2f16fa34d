/* english - the report's sentences in English: plain, short, for a reader who is neither a trader nor a programmer.
 *
 * Three rules hold for every language. A sentence says what the files record and never more ("no bot record for this
 * order in the files supplied"). A word of the trade gets half a sentence of explanation where it first occurs. Text is
 * ASCII where the language allows it, so that it survives being pasted into a support form.
 *
 * SPDX-License-Identifier: MIT */
#include "report/words/words.h"

static unsigned plural(uint64_t count)
{
    return count == 1 ? 0 : 1;
}

const struct language words_english = {
    .code = "en",
    .forms = 2,
    .plural = plural,
#include "report/words/english_outside.def"

    /* ---- counted things and small words */
    .n_order = {"{n} order", "{n} orders"},
    .n_fill = {"{n} fill", "{n} fills"},
    .n_record = {"{n} record", "{n} records"},
    .n_file = {"{n} file", "{n} files"},
    .n_bot_order = {"{n} bot order", "{n} bot orders"},
    .n_second = {"{n} second", "{n} seconds"},
    .n_minute = {"{n} minute", "{n} minutes"},
    .n_hour = {"{n} hour", "{n} hours"},
    .n_day = {"{n} day", "{n} days"},
    .n_byte = {"{n} byte", "{n} bytes"},
    .n_transfer = {"{n} transfer", "{n} transfers"},
    .n_deposit = {"{n} deposit", "{n} deposits"},
    .n_withdrawal = {"{n} withdrawal", "{n} withdrawals"},
    .n_balance_change = {"{n} balance change", "{n} balance changes"},
    .n_event = {"{n} event", "{n} events"},
    .n_account_record = {"{n} account record", "{n} account records"},
    .n_deal = {"{n} bot deal", "{n} bot deals"},
    .n_bot_event = {"{n} bot message", "{n} bot messages"},
    .two_parts = "{first} {second}",
    .numbered = "{number}: {what}",
    .orders_and_fills = "{orders} ({fills})",
    .from_to = "{from} to {to}",
    .utc = "{time} UTC",
    .not_stated = "not stated",
    .none = "none",
    .unnamed_account = "(account not named)",
    .every_market = "every market not named on its own",
    .no_market = "(no market named)",
    .yes = "yes",
    .no = "no",
    .computed_price = "{price}*",
    .no_further_reason = "(none besides no-bot-record)",
    .not_added_up = "(too many digits to add up exactly)",
    .rows_long = "{rows} ({count}; see data/flagged.csv)",
    .rows_in_timeline = "{rows} ({count}; see data/timeline.csv)",
    .and_more = "and {count} more",
    /* ---- title and page one */
    .title = "Exchange orders without a bot record",
    .subject = "Comparison of exchange and bot records for {accounts}",
    .footer = "{reference} - manifest digest {digest}",
    .footer_plain = "Manifest digest {digest}",
    .head_summary = "Summary",
    .notice_incomplete = "INCOMPLETE: {why}. The figures below are what could be read. They may change when the "
                         "missing parts are supplied; see \"Register of evidence\".",
    .shared_notice =
        "SHARED COPY. Taken out: {parts}. Left out of every shared copy: the original files, their names, the case "
        "file, texts of bots and transfers, the cells of rejected rows. Ids of orders and trades, times, markets and "
        "prices stay. Where an exchange publishes its trades, they can lead to a size.",
    .shared_contacts = "names and contacts",
    .shared_uids = "account ids, keys, ids of bots",
    .shared_amounts = "amounts (quantities, costs, fees, sums, average prices)",
    .shared_numbered = "A mark such as {mark} stands for the same value everywhere in this copy.",
    .shared_pseudonyms = "A pseudonym such as {example} stands for the same value in every copy that was made with the "
                         "same key (HMAC-SHA-256). The key is not in this folder; copies made with it carry the key "
                         "mark {mark}.",
    .shared_full = "The full case folder has the manifest digest {digest}.",
    .shared_originals =
        "data/originals.sha256 lists the digests of the original files. They can be checked in the full "
        "case folder.",
    .status_complete = "complete: every record of every file was used, or left out for a stated reason",
    .why_unreadable = "{count} could not be opened",
    .why_unrecognised = "{count} could not be recognised as an export or log",
    .why_damaged = "{count} had damaged contents",
    .why_cut = "{count} ended in the middle of a record",
    .why_rejected = "{count} could not be used",
    .why_failed = "{count} could not be read to the end",
    .why_no_files = "no file was supplied",
    .story_fills = "{orders} (in {fills}, that is, single executions)",
    .story_flagged = "{when}, the records of {accounts} show {orders} for which there is no bot record in the files "
                     "supplied, although the records of both the exchange "
                     "and the bots cover that account, market and time. (A bot is a program that trades by itself with "
                     "an API key, an access code that the account holder gave it; its platform records each order.)",
    .when_between = "Between {from} and {to} UTC",
    .when_at = "At {at} UTC",
    .story_by_key = "{orders} of them carry, in the exchange's own record, a channel or a kind of client order id that "
                    "orders sent by a program with an API key have.",
    .story_review_only = "None of these orders carries a further sign (all are graded review): they may well have "
                         "been placed by hand, and are listed for the account holder to look at.",
    .story_means = "This is a statement about records: the bots' own records, where they are complete, do not contain "
                   "these orders. It does not say who sent them; the exchange's own logs can show that.",
    .story_explained = "By the same comparison a bot record explains {orders} in these files, {by_id} of them by "
                       "naming the exchange's own order number.",
    .story_nothing = "No order was found without a bot record in covered time.",
    .story_nothing_means = "This means that each order in the time that both sides' records cover has a bot record "
                           "or another stated explanation. It does not mean that every order was authorised: orders "
                           "outside that time were not assessed, and an order that was run through the bot platform "
                           "itself would have a record there.",
    .story_uncovered = "Nothing could be compared. An order can only be called unexplained where the records of the "
                       "exchange and of the bots cover the same account, market and time.",
    .story_no_exchange = "The files supplied hold no orders or fills of an exchange.",
    .story_no_bots = "The files supplied hold no orders or deals of a bot.",
    .story_no_overlap =
        "The files hold records of both sides, but at no time do both cover the same account and market.",
    .get_exchange = "How to get it: at the exchange, open the order or trade history, choose the whole period "
                    "(several exports if the site limits the length), download it as CSV, and supply the file as it "
                    "was downloaded. Do not open it in a spreadsheet first.",
    .get_bots = "How to get it: in 3Commas, export the deals of every bot, the finished and the active ones; through "
                "its programming interface also the orders of each deal (deals/ID/market_orders), smart trades, grid "
                "bots and the account list. Supply the files as they were downloaded.",
    .get_overlap = "How to get it: compare the periods and accounts in \"Coverage\" below, then download the side "
                   "that is missing for the time in question. If the account numbers differ in spelling, connect "
                   "them in the case file.",
    .story_where = "Where: {markets}.",
    .story_trip = "In {market}, {buys} bought {bought} for {paid}, and {sells} sold {sold} for {received}.",
    .story_sold = "Besides, {orders} sold other assets for {sum} in all: {assets}.",
    .story_others = "Further: {markets}.",
    .story_cost = "Net change in the account by these orders (bought minus sold minus fees, added up from their rows; "
                  "a minus sign: less than before): {amounts}.",
    .story_cost_none = "No change of holdings could be computed from these orders.",
    .story_asked =
        "Asked: that the exchange keeps and discloses, for each order, the key that sent it, the network address "
        "and program it came from and the account on the other side of each trade, and that the police have "
        "this preserved before it is deleted (see \"What is asked\").",
    .story_digest = "The manifest digest is the SHA-256 of the list of all originals and results. Write it down or "
                    "send it to somebody now: a later change to these then shows. This report is covered by the digest "
                    "that the program prints last when it has run.",
    .cost_rest = "Other assets: {amounts}.",
    .fact_complainant = "Complainant",
    .fact_contact = "Contact",
    .fact_reference = "Reference",
    .fact_account = "Exchange account",
    .fact_key = "API key",
    .fact_window = "When, UTC",
    .fact_window_local = "The same in {zone}",
    .fact_incidents = "Incidents",
    .fact_flagged = "No bot record for",
    .fact_idle = "Of these not executed",
    .fact_result = "Bought and sold again",
    .fact_result_own = "Against prices before",
    .fact_local = "When, local time",
    .local_unknown = "not stated; time_zone in the case file adds it",
    .result_own = "{amounts} for {valued} of {orders}: paid or received, less the same at the account's own last price "
                  "before; the others have no such price and are in no figure",
    .result_own_none =
        "no figure: none of the {orders} has a price of the account's own in that market in the {days} days before",
    .fact_exchange_records = "Exchange records",
    .fact_bot_records = "Bot records",
    .fact_evidence = "Evidence read",
    .fact_status = "Status",
    .fact_digest = "Manifest digest",
    .value_records = "{count}, {from} to {to} UTC",
    .value_evidence = "{files}, {records}; of these {events} (orders, executions and the like), put in order of time",
    .value_flagged = "{strong} orders graded strong, {probable} probable; apart from these, {review} to review",
    .value_idle = "{graded}; an order of which nothing was executed cost nothing",
    .value_window = "{period} ({what})",
    .result_realised =
        "{amounts}, received minus paid for what was bought and sold again (first bought, first sold; no fees)",
    .result_net = "{amounts}, net change (bought minus sold minus fees)",
/* ---- page one, further */
#include "report/words/english_first.def"

    /* ---- who */
    .head_who = "Complainant, accounts and keys",
    .who_intro = "Names, labels and dates in this section are the complainant's own statements in the case file, "
                 "unless it says \"as the files name it\".",
    .account_declared = "{account}, called \"{label}\"",
    .account_in_files = "{account}, as the files name it",
    .account_not_in_files = "stated, but no record of this account is in the files",
    .account_not_named = "stated; the files do not name their account",
    .account_stated = "{account}, as stated; the files do not name it",
    .accounts_none = "No account is named in the case file or in the files.",
    .keys_intro = "An API key lets a program trade in an account. Keys that the complainant declares (only a label, "
                  "the last four characters and a fingerprint are shown, never a whole key or a secret):",
    .keys_none = "The case file declares no API keys.",
    .col_key = "Key",
    .col_last_four = "Ends in",
    .col_fingerprint = "Fingerprint",
    .col_given_to = "Given to",
    .col_created = "Created",
    .col_deleted = "Deleted",
    .keys_seen = "Keys that the exchange's records name, with the orders that carry their name:",
    .manual_never = "The complainant states that nothing was traded by hand in these accounts. Because of this "
                    "statement an unexplained order whose record does not say how it was placed is graded probable.",
    .manual_sometimes = "The complainant states that some trading was done by hand.",
    .manual_unknown = "The complainant has made no statement about trading by hand.",
    .incident_declared = "The complainant states that the incident lasted from {from} to {to} UTC. Orders without a "
                         "bot record within that time were taken together as one incident for that reason; which "
                         "orders have no bot record does not depend on it.",
    .issuers_declared = "Other programs that the complainant declares: {list}.",
    /* ---- last authorised action */
    .head_last = "Last action that the records explain",
    .last_intro = "The last actions before the unexplained orders that the records do explain.",
    .last_before_incident = "Before incident {number}, which began at {from} UTC in {account}:",
    .last_before_first = "Before the first flagged order, at {from} UTC, in {account}:",
    .last_nothing_flagged = "Nothing is flagged, so there is no point in time to look back from.",
    .last_order = "Last explained order: {what}, at {at} UTC, verdict \"{verdict}\", row {row}.",
    .last_order_none = "No explained order lies before it in the files supplied.",
    .last_bot_record = "Last bot record: {what}, at {at} UTC, row {row}.",
    .last_bot_none = "No bot record lies before it in the files supplied.",
    .last_login = "Logins are not in these exports; the account holder's last login must be asked of the exchange.",
    /* ---- incidents */
    .head_incidents = "Timeline of the flagged orders",
    .incidents_none = "The flagged orders do not form a group that stands out in time.",
    .incidents_none_flagged = "Nothing is flagged, so there is no incident to describe.",
    .incidents_intro = "Flagged orders that lie close together in time form one group, here called an incident. The "
                       "signs listed with each are computed from the rows. They support the finding; none of them "
                       "flags an order by itself.",
    .incidents_extract = "{shown} of {all} incidents are described here, the largest first by number of orders and "
                         "then put in order of time. All are in data/findings.json.",
    .head_incident = "Incident {number}",
    .incident_story = "From {from} to {to} UTC: {orders} ({fills}) in {account}.",
    .incident_markets = "Markets ({count}): {markets}.",
    .incident_rows = "Rows: {rows}.",
    .incident_no_signals = "None of the signs that are looked for was found.",
    .col_signal = "Sign",
    .col_seen = "What the rows show",
    .col_from_rows = "Rows",
    .chart_caption = "Incident {number}, {account}: orders in steps of {step}, {period} UTC. Each bar is one step.",
    .chart_value = "orders in {step}",
    .chart_series = "{name}: {count}",
    .chart_bot = "explained by a bot",
    .chart_flagged = "no bot record",
    .chart_other = "other",
    .chart_table = "The same numbers. Steps without any order are left out.",
    .change_intro =
        "What these orders changed in the account, counted in {unit}. A bar to the left: less than before; to the "
        "right: more. This is the change alone.",
    .held_none = "The supplied files state no balances of this account for that time.",
    .held_intro =
        "Balances that a statement of this account itself prints: the last one before the first of these orders, and "
        "the last one up to the end of the incident. Other things than these orders may have moved them in between. "
        "An empty cell: no row states it. Nothing is said of assets without a row.",
    .held_before = "Held before",
    .held_after = "Held after",
    .held_difference = "Difference",
    .change_by_own =
        "Other assets count at the price of the account's own last trade before these orders, at most {days} days "
        "old and not itself flagged.",
    .change_by_prices = "Other assets count at the last supplied price before these orders.",
    .change_by_orders =
        "Assets that these orders sold and did not buy count at the average price that they were sold at.",
    .change_in_dollars = "Coins that stand for a US dollar count as one dollar each.",
    .change_caption = "{what}: change in the account by these orders, counted in {unit}.",
    .change_less = "less than before",
    .change_more = "more than before",
    .change_sum = "All that have a price",
    .change_value = "In {unit}",
    .change_more_bars = "Left out of the picture: {count} smaller ones of the table below.",
    .change_not_drawn = "Not drawn and not in the sum, because no price of it can be named: {list}.",
    .part_as_dollar = "counted as US dollars",
    .part_sold = "{price} {unit} each, the average at which these orders sold it",
    .col_step = "From (UTC)",
    .signal_1 = "S1: no bot record in covered time (the base condition)",
    .signal_2 = "S2: a market that no bot used and that the supplied records do not hold before",
    .signal_3 = "S3: holdings sold into one currency, and at least half of it put into one coin",
    .signal_4 = "S4: at least ten orders, eight of them executed within ten minutes, and three times the most in the "
                "supplied records otherwise",
    .signal_5 = "S5: at least three purchases and three sales of one market, sold below what was paid (a round trip: a "
                "purchase and the sale after it)",
    .signal_6 = "S6: the price of what was bought rose by a tenth or more from the first to the last purchase",
    .signal_7 = "S7: at least nine in ten executions took the price on offer",
    .signal_8 = "S8: a kind of client order id that the account's own bots carry nowhere in the supplied records",
    .signal_9 = "S9: no bot was active in that account at that time",
    .signal_10 = "S10: an hour of the day at which the account hardly traded otherwise",
    .signal_11 = "S11: a period in which such trades were publicly reported (context only)",
    .signal_12 = "S12: the bot records name the exchange's order numbers for other orders, but not for these",
    .signal_13 = "S13: during it or up to 6 hours later the bots recorded missing funds",
    .signal_14 = "S14: orders of the very size of one that a bot had running, or in its very minute, again and again",
    /* ---- schedule */
    .head_schedule = "Schedule of orders without a bot record",
    .head_orders = "The orders one by one",
    .schedule_none = "No order is graded strong or probable.",
    .schedule_intro = "{count} graded strong or probable, in order of time. Times are UTC; one row is one order.",
    .schedule_extract = "Printed are the first {shown} of {all}. All of them, with all ids, are in "
                        "data/findings.json; their fills are in data/flagged.csv and, with all other events, in "
                        "data/timeline.csv.",
    .embedded_timeline = "data/timeline.csv, which holds every event with its verdict, is embedded in the PDF.",
    .embedded_flagged = "data/flagged.csv, which holds the flagged fills, is embedded in the PDF. "
                        "(data/timeline.csv, which holds every event with its verdict, is too large for that.)",
    .schedule_extract_text = "An extract; all are in data/findings.json, their fills in data/flagged.csv.",
    .schedule_notes = "\"Row\" names the file and the line in it (E03:1842 is line 1842 of evidence file E03; where "
                      "several records share a line, @ and the byte offset follow). Where an order has several rows, "
                      "the first is named. A price with * is cost divided by quantity, cut after 12 decimals. Rows in "
                      "bold are graded strong. Trades "
                      "inside an exchange have no blockchain transaction hash; the order and trade ids identify them.",
    .schedule_idle =
        "Of {orders} among these the records say that nothing was executed. They moved nothing and are in no sum.",
    .schedule_no_ids = "Some of these orders have no order number, because the export they come from carries none. "
                       "They are identified by account, market, side and time; the exchange can find them by these.",
    .head_review = "Orders to be looked at by the account holder (review)",
    .review_none = "No order is graded review.",
    .review_intro =
        "{count} without a bot record in covered time that meet no condition of a higher grade (see \"What the "
        "verdicts mean\"). Many orders placed by hand look like this. Please mark the ones that were your "
        "own in the case file (manual_orders).",
    .reasons_intro =
        "What the codes mean (no-bot-record holds for every order in the tables and is not repeated above):",
    .head_whys = "Why each order is listed",
    .whys_intro = "Orders with the same grade and the same reasons share a letter, which stands in the column \"Why\" "
                  "of the tables. The codes of each single order and fill are in data/timeline.csv.",
    .col_no = "No.",
    .col_time = "Time (UTC)",
    .col_market = "Market",
    .col_side = "Side",
    .col_qty = "Quantity",
    .col_price = "Price",
    .col_cost = "Cost",
    .col_fee = "Fee",
    .col_ids = "Order, trade and client ids",
    .col_reasons = "Reasons",
    .col_why = "Why",
    .col_idle = "Not executed",
    .col_row = "Row",
    .col_code = "Code",
    .col_meaning = "Meaning",
    .id_order = "order {id}",
    .id_client = "client {id}",
    .id_trades = "trade {ids}",
    .id_none = "(the export carries no ids)",
    .key_named = "key {key}",
    .side_buy = "buy",
    .side_sell = "sell",
    .head_markets = "Flagged orders by market",
    .markets_intro =
        "Orders graded strong or probable. Quantity is in the first asset of the market, cost in the second.",
    .markets_intro_review = "Orders graded review. Quantity is in the first asset of the market, cost in the second.",
    .col_orders = "Orders",
    .col_flagged = "Flagged",
    .col_fills = "Fills",
    .col_first = "First (UTC)",
    .col_last = "Last (UTC)",
    .col_account = "Account",
    /* ---- transfers and losses */
    .head_transfers = "Deposits and withdrawals",
    .transfers_none =
        "The files supplied hold no record of a deposit or withdrawal. The records that they hold, counted as they "
        "stand (an order may have several, or only its fills): {kinds}.",
    .transfers_none_means = "This does not show that there were none; it shows that no such record was among the "
                            "files.",
    .transfers_no_hash = "The flagged orders are trades inside the exchange. Such trades are not written to a "
                         "blockchain and have no transaction hash; the exchange finds them by order and trade id.",
    .transfers_intro =
        "Recorded in the files supplied: {deposits}, {withdrawals}, and {others} of another kind (such as "
        "interest, conversions, or transfers between wallets). They are listed as recorded and were not "
        "assessed.",
    .transfers_legs =
        "Statements hold {count} more: the two sides of trades, and their fees. They moved nothing into or out "
        "of the account, stand in data/timeline.csv (kind transfer) and are not listed here.",
    .moved_in = "deposit",
    .moved_out = "withdrawal",
    .moved_otherwise = "other",
    .col_moved = "What",
    .transfers_extract = "An extract; all rows are in data/timeline.csv (kind transfer).",
    .col_asset = "Asset",
    .col_amount = "Amount",
    .col_text = "As recorded",
    .head_losses = "Losses, by method",
    .losses_intro = "Every figure is added up exactly from the rows named beside it and belongs to one method. Figures "
                    "of different methods, and those of an incident and of all orders, overlap and must not be added "
                    "together. A minus sign means that the account has less of it by these orders.",
    .losses_none = "No loss was computed: no order is graded strong or probable.",
    .losses_same = "Incident {number} consists of the same orders; its figures are the same.",
    .losses_idle = "Of {orders} nothing was executed, by the records; they are in none of the figures.",
    .losses_uncomputed = "not computed: an amount is missing in the files, or the exact sum has more than 38 digits",
    .losses_limits = "No market prices from outside the files were used. What the assets would have been worth in "
                     "another currency is not stated here; it needs a price source that both sides accept.",
    .loss_group = "{group}, {method}; rows {rows}:",
    .group_all = "All orders graded strong or probable",
    .group_incident = "Incident {number}",
    .method_net_change = "net change per asset (bought minus sold minus fees)",
    .method_realised =
        "result of what was bought and sold again (first bought, first sold; received minus paid; no fees)",
    /* ---- verdicts and coverage */
    .head_verdicts = "What the verdicts mean, and how many of each",
    .verdicts_intro = "Each order of the exchange, and each fill with it, has exactly one verdict.",
    .col_verdict = "Verdict",
    .col_flag = "Flag",
    .verdict_bot = "a record of one of the account holder's own bots explains it",
    .verdict_manual = "the exchange's record says website or app, or the case file declares it as placed by hand",
    .verdict_system = "the exchange itself made it: liquidation, deleveraging, settlement, dust, conversion",
    .verdict_other_issuer = "another program that the case file declares",
    .verdict_unissued = "in covered time, and no bot record for this order in the files supplied",
    .verdict_ambiguous = "two bot records explain it equally well, or one bot record fits two orders; none was picked",
    .verdict_not_covered = "the bot records do not cover that account, market or time: nothing is claimed",
    .flag_strong =
        "the exchange's own record carries the sign of a program (channel, kind of client order id, or key), or "
        "names a key that was not declared, or the order numbers of the other orders are found in the bot records "
        "and this one is not",
    .flag_probable = "the exchange's record is silent about how it was sent, and it belongs to an incident, or the "
                     "account holder declares that nothing is traded by hand",
    .flag_review =
        "neither; or nothing of it was executed, outside of an incident; or a bot record speaks of such an order "
        "without explaining it. It may well be an order placed by hand",
    .flags_intro = "Orders with the verdict \"unissued\" are graded:",
    .head_coverage = "Coverage",
    .coverage_intro =
        "Absence of a record means something only where the record is complete. These are the periods that each file "
        "covers, for each account and market. An order is judged only where both sides, exchange and bot, have a line "
        "for it. Markets with the same period in the same file share a line. A period goes from the first to the last "
        "record of a file, or as far as a complete list goes; a record that is missing in between leaves no trace in "
        "it. "
        "A line for every market means that the file would list the orders of any market.",
    .coverage_account = "All lines are of {account}.",
    .coverage_none = "No period is covered by any of the files.",
    .coverage_extract = "An extract; all lines are in data/findings.json.",
    .margins_intro =
        "How much this rests on the edges: the flagged order closest to the beginning or end of a covered "
        "stretch is {row}, {span} from it. Were every covered stretch shorter at both ends by the span on "
        "the left, this many of the flagged orders would lie outside, and nothing would be claimed of them:",
    .col_shorter = "Shorter by",
    .col_records_of = "Records of",
    .col_from = "From (UTC)",
    .col_to = "To (UTC)",
    .col_file = "File",
    .side_exchange = "exchange",
    .side_bot = "bot",

/* ---- method */
#include "report/words/english_method.def"

    /* ---- limits */
    .head_limits = "Limits, and innocent explanations that remain",
    .limits_intro = "What a sceptical reader should keep in mind:",
    .limits_ambiguous = "{orders} could not be told apart and are left open (\"ambiguous\").",
    .limits_not_covered = "{orders} lie outside what both sides' records cover. Nothing is said about them "
                          "(\"not-covered\").",
    .limits_incomplete = "The evidence is incomplete: {why}.",
    .limits_zones =
        "Records of {files} are left out because nothing says the time zone of their times; the register says "
        "which zone would fit.",
    .limits_who = "Unless the schedule names a key, the files do not show which key sent an order. They never show "
                  "which network address or which person it came from, nor who was on the other side. Only the "
                  "exchange's own logs can.",
    .limits_files = "The comparison rests on the files as they were supplied. Their digests show that they have not "
                    "changed since; they do not show that they are what the exchange or the bot platform issued. "
                    "Both can check that against their own records by the order and trade ids.",
    .limits_innocent = "An order without a bot record can have an innocent cause. For the {orders} flagged here, "
                       "each of these known causes should be ruled out:",
    .limits_innocent_none =
        "An order without a bot record can have an innocent cause. Should one be flagged, each of these known "
        "causes should be ruled out:",
    .innocent_manual = "The account holder, or somebody with access, placed it by hand on the website or app, and "
                       "the export does not say so.",
    .innocent_other_program = "Another program of the account holder sent it: a second bot, a script, copy trading, "
                              "a second API key, a sub-account.",
    .innocent_platform = "The bot platform sent it outside a deal: a smart trade, a grid bot's balancing order, "
                         "funds added by hand, a panic sale, a sale of everything, a conversion of small balances.",
    .innocent_system = "The exchange made it: liquidation, settlement, delisting, conversion, savings or staking "
                       "products, small balances.",
    .innocent_holes = "The bot records have a hole that does not show: a list that stops after one page (10, 50, "
                      "100, 250 or 1000 records), an export without active deals, an export limit of the exchange, "
                      "or the wrong account.",
    .innocent_deleted = "A bot or an exchange connection was deleted from the bot platform, and its records with it.",
    .innocent_time = "Times disagree: a zone that was stated wrongly, summer time, clocks that differ, an order "
                     "placed days before it was executed.",
    .innocent_price = "Prices disagree: bot records print prices with the fee included (up to 0.6 percent was seen), "
                      "averages over many fills, or the word \"market\".",
    .innocent_qty = "Quantities disagree: a fee taken from the coin itself, rounding to the exchange's smallest "
                    "step, an order that was executed in part or placed again after an error.",
    .innocent_pairs = "A coin was renamed, or the market is written in another way than the program knows.",
    .innocent_reset =
        "From 29 December 2022, 18:00 UTC, by its own notice, 3Commas reset the exchange keys it held. Deals "
        "could fail, and sales after that may have been made by hand.",
    .innocent_words = "The bot platform changed the wording of its messages, and a message was not understood. Such "
                      "messages are kept and counted.",
    .limits_missed = "The comparison can also miss orders that the account holder never wanted:",
    .missed_platform = "orders sent with a leaked key through somebody else's account on the same bot platform carry "
                       "the platform's mark; they can still be found, because the account holder's own records lack "
                       "them;",
    .missed_login = "orders sent by somebody who was logged in to the account holder's own bot platform account have "
                    "a bot record and are not found;",
    .missed_hidden = "an order that agrees by chance with a bot record in market, side, quantity and time can be "
                     "taken for the bot's.",
    .limits_paper = "Records of paper (demo) accounts are in the files. They were not used to explain any order.",
    .limits_unrecognised = "{messages} could not be understood; they are kept on the timeline as they are (rows "
                           "{rows}).",
    .limits_ladder = "How firm a statement is: \"recorded in a file\" is the lowest step; \"the same in several "
                     "files\" is firmer; \"confirmed by the exchange\" is the firmest, and nothing in this report "
                     "claims it.",

/* ---- requests */
#include "report/words/english_requests.def"

/* ---- register of evidence */
#include "report/words/english_register.def"

/* ---- one order explained */
#include "report/words/english_explain.def"

/* ---- what the case was compared with */
#include "report/words/english_compared.def"

/* ---- what the losses come to in prices and in a fiat currency */
#include "report/words/english_valued.def"

/* ---- what the files can be held against */
#include "report/words/english_auth.def"

/* ---- verification, custody, declaration */
#include "report/words/english_closing.def"

/* ---- what verify says */
#include "report/words/english_verify.def"
/* ---- papers for single receivers */
#include "report/words/english_papers.def"

/* ---- report.html */
#include "report/words/english_html.def"

    /* ---- ticket.txt */
    .tickets_several =
        "ticket.txt, beside this report, is for {exchange}. Each other exchange has a ticket of its own: {files}.",
    .ticket_subject = "Orders in my account without a record of my bots - request to preserve and disclose",
    .ticket_account = "Account: {accounts}",
    .ticket_mine = "uid and e-mail of my account, as registered with you",
    .ticket_history = "my last login; when and how I noticed; state of e-mail and two-factor login; case number of the "
                      "police, if any",
    .paper_shared =
        "SHARED COPY, from which names, ids or amounts were taken out: not for sending. Send the text in the "
        "full case folder.",
    .ticket_reference = "Reference: {reference}",
    .ticket_window = "Time: {from} to {to} UTC",
    .ticket_incident = "  incident {number}: {period} UTC ({orders})",
    .ticket_counts = "Found: {orders} with no bot record for them in the files supplied, although the "
                     "records of my bots cover that account, market and time.",
    .ticket_idle = "Of {orders} among these nothing was executed.",
    .ticket_review_only = "They are all still for me to review (placed by hand?).",
    .ticket_review_too = "Not counted here: {orders} without a bot record that I still have to review.",
    .ticket_means = "I do not claim to know who sent them. Your logs can show it.",
    .ticket_markets = "Markets: {markets}",
    .ticket_result = "Result: {result}",
    .ticket_loss = "Change of holdings by these orders: {losses}",
    .ticket_loss_method = "(bought minus sold minus fees, exact sums of the rows)",
    .ticket_ids = "Order ids:",
    .ticket_ids_more = "and {count} more ({file})",
    .ticket_ids_none = "The export carries no order ids; see {file} for market, side, time and amounts.",
    .ticket_requests = "Please:",
    .ticket_ask_preserve = "1. preserve all logs for this account around this time now;",
    .ticket_ask_disclose = "2. disclose per order: API key id, source IP, user agent, client order id, broker tag, "
                           "and per trade id the counterparty account;",
    .ticket_ask_freeze = "3. hold the proceeds in the counterparty accounts while this is examined;",
    .ticket_ask_confirm = "4. confirm or deny in writing that the attached rows agree with your records.",
    .ticket_nothing = "No order was found without a bot record in covered time, so this text names no order to the "
                      "exchange.",
    .ticket_incomplete = "Note: the evidence is incomplete ({why}).",
    .ticket_digest = "SHA-256 of manifest-sha256.txt (covers all originals and results):\n{digest}",
    .ticket_attached = "Attached: report.pdf, {files} (ids, markets, sides, times, amounts), and on request the whole "
                       "case folder with the "
                       "exports as they were supplied.",
    .ticket_attached_several = "Attached: {files} (ids, markets, sides, times, amounts). The report covers my accounts "
                               "at other exchanges too; "
                               "it and the case folder follow on request.",
};
