# table.awk - the counts of all cases as a table, one line a scenario, whether the goals are met, and README.md's table.
#
# Cases named silent-... have a goal of their own: nothing in their files tells a quiet thief from the user's own hand. None of the
# thief's orders may be cleared, and each must be flagged for review or ambiguous; how many are flagged strongly is told, and in no
# total. What is flagged wrongly there counts as everywhere.
# SPDX-License-Identifier: MIT
function share(part, whole) { return whole > 0 ? sprintf("%.3f", part / whole) : "-" }
function grouped(n) { n = sprintf("%d", n); while (match(n, /[0-9][0-9][0-9][0-9]($|,)/)) n = substr(n, 1, RSTART) "," substr(n, RSTART + 1); return n }
function line(name, k) {
    printf "%-22s %7d %8d %9s %6s %7d %7d %11s %6d %10d   %9s %6s\n", name, sum[k, 2], sum[k, 3],
        share(sum[k, 5], sum[k, 5] + sum[k, 6]), share(sum[k, 4], sum[k, 3]), sum[k, 7], sum[k, 8],
        share(sum[k, 10], sum[k, 9]), sum[k, 11], sum[k, 12], share(sum[k, 14], sum[k, 14] + sum[k, 15]), share(sum[k, 13], sum[k, 3])
}
BEGIN { FS = "\t" }
{
    if (!($1 in known)) { known[$1] = 1; names[++count] = $1 }
    silent = $1 ~ /^silent-/
    for (i = 2; i <= NF; i++) {
        sum[$1, i] += $i
        if (silent) sum["silent", i] += $i
        if (!silent || i == 2 || i == 6 || i == 8 || i == 9 || i == 10 || i == 11 || i >= 16) sum["total", i] += $i
    }
    if ($1 ~ /^clean/) clean_flags += $6
    if ($1 ~ /(^|-)ids$|^(orders|api|kucoin|okx)-(same-pair|overlap|broke)$|^api-same-tag$/ && $1 !~ /(own|no)-ids$/) id_clearances += $7
}
END {
    printf "%-22s %7s %8s %9s %6s %7s %7s %11s %6s %10s   %s\n", "", "", "attacker", "", "", "cleared", "flags", "not-covered", "review", "flags on", "60 s join"
    printf "%-22s %7s %8s %9s %6s %7s %7s %11s %6s %10s   %9s %6s\n", "scenario", "orders", "orders", "precision", "recall", "as bot", "uncov.",
        "honest", "on own", "unrecorded", "precision", "recall"
    for (n = 1; n <= count; n++) line(names[n], names[n])
    line("total", "total")
    printf "\nrecords that never reached the timeline: %d orders; timeline rows without a place in the truth or a verdict: %d\n",
        sum["total", 16], sum["total", 17]
    printf "orders whose rows were rejected with a reason, so nothing is said of them: %d\n", sum["total", 18]
    if (sum["silent", 3] > 0)
        printf "quiet thieves in files that say nothing of who traded (silent-...): of %d orders %d cleared, %s flagged for review or ambiguous, %s flagged strong or probable\n",
            sum["silent", 3], sum["silent", 7], share(sum["silent", 19], sum["silent", 3]), share(sum["silent", 4], sum["silent", 3])
    p = sum["total", 5] / (sum["total", 5] + sum["total", 6] + (sum["total", 5] + sum["total", 6] == 0))
    r = sum["total", 4] / (sum["total", 3] + (sum["total", 3] == 0))
    missed = 0
    if (sum["total", 3] > 0 && (p < 0.995 || r < 0.995)) missed = missed " precision-or-recall"
    if (sum["total", 7] * 1000 >= sum["total", 3] && sum["total", 7] > 0) missed = missed " attackers-cleared"
    if (sum["silent", 7] > 0 || sum["silent", 19] < 0.995 * sum["silent", 3]) missed = missed " quiet-thief-not-noticed"
    if (sum["total", 10] < 0.995 * sum["total", 9]) missed = missed " claims-in-uncovered-time"
    if (id_clearances > 0) missed = missed " attacker-cleared-although-ids-join"
    if (clean_flags > 0) missed = missed " clean-victim-flagged"
    if (sum["total", 8] > 0) missed = missed " flags-in-uncovered-time"
    if (sum["total", 16] > 0 || sum["total", 17] > 0) missed = missed " records-lost"
    if (readme) {
        printf "\nREADME.md: %d kinds of cases, %s orders\n", count, grouped(sum["total", 2])
        printf "| of the orders flagged `strong` or `probable`: really the thief's | %.3f | %s |\n", p, share(sum["total", 14], sum["total", 14] + sum["total", 15])
        printf "| of the thief's orders in covered time: flagged `strong` or `probable` | %.3f | %s |\n", r, share(sum["total", 13], sum["total", 3])
        printf "| thief's orders cleared as `bot` | %d of %s | not measured |\n", sum["total", 7], grouped(sum["total", 3])
        printf "| of the orders in time that no bot record covers: `not-covered` | %s | not measured |\n", share(sum["total", 10], sum["total", 9])
        printf "| flags in such time, and on victims whom nobody robbed | %d | not measured |\n", sum["total", 8] + clean_flags
        printf "| a quiet thief's orders in files that do not say who traded: cleared as `bot` | %d of %s | not measured |\n", sum["silent", 7], grouped(sum["silent", 3])
        printf "| of these: flagged `review` or `ambiguous` | %s | not measured |\n", share(sum["silent", 19], sum["silent", 3])
    }
    print missed == 0 ? "goals: met" : "goals: missed:" substr(missed, 2)
    exit missed != 0
}
