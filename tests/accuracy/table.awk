# table.awk - the counts of all cases as a table, one line a scenario, and whether the goals are met.
# SPDX-License-Identifier: MIT
function share(part, whole) { return whole > 0 ? sprintf("%.3f", part / whole) : "-" }
function line(name, k) {
    printf "%-18s %7d %8d %9s %6s %7d %7d %11s %6d %10d   %9s %6s\n", name, sum[k, 2], sum[k, 3],
        share(sum[k, 5], sum[k, 5] + sum[k, 6]), share(sum[k, 4], sum[k, 3]), sum[k, 7], sum[k, 8],
        share(sum[k, 10], sum[k, 9]), sum[k, 11], sum[k, 12], share(sum[k, 14], sum[k, 14] + sum[k, 15]), share(sum[k, 13], sum[k, 3])
}
BEGIN { FS = "\t" }
{
    if (!($1 in known)) { known[$1] = 1; names[++count] = $1 }
    for (i = 2; i <= NF; i++) { sum[$1, i] += $i; sum["total", i] += $i }
    if ($1 ~ /^clean/) clean_flags += $6
    if ($1 ~ /(^|-)ids$|^(orders|api|kucoin|okx)-(same-pair|overlap|broke)$|^api-same-tag$/ && $1 !~ /(own|no)-ids$/) id_clearances += $7
}
END {
    printf "%-18s %7s %8s %9s %6s %7s %7s %11s %6s %10s   %s\n", "", "", "attacker", "", "", "cleared", "flags", "not-covered", "review", "flags on", "60 s join"
    printf "%-18s %7s %8s %9s %6s %7s %7s %11s %6s %10s   %9s %6s\n", "scenario", "orders", "orders", "precision", "recall", "as bot", "uncov.",
        "honest", "on own", "unrecorded", "precision", "recall"
    for (n = 1; n <= count; n++) line(names[n], names[n])
    line("total", "total")
    printf "\nrecords that never reached the timeline: %d orders; timeline rows without a place in the truth or a verdict: %d\n",
        sum["total", 16], sum["total", 17]
    printf "orders whose rows were rejected with a reason, so nothing is said of them: %d\n", sum["total", 18]
    p = sum["total", 5] / (sum["total", 5] + sum["total", 6] + (sum["total", 5] + sum["total", 6] == 0))
    r = sum["total", 4] / (sum["total", 3] + (sum["total", 3] == 0))
    missed = 0
    if (p < 0.995 || r < 0.995) missed = missed " precision-or-recall"
    if (sum["total", 7] * 1000 >= sum["total", 3] && sum["total", 7] > 0) missed = missed " attackers-cleared"
    if (sum["total", 10] < 0.995 * sum["total", 9]) missed = missed " claims-in-uncovered-time"
    if (id_clearances > 0) missed = missed " attacker-cleared-although-ids-join"
    if (clean_flags > 0) missed = missed " clean-victim-flagged"
    if (sum["total", 8] > 0) missed = missed " flags-in-uncovered-time"
    if (sum["total", 16] > 0 || sum["total", 17] > 0) missed = missed " records-lost"
    print missed == 0 ? "goals: met" : "goals: missed:" substr(missed, 2)
    exit missed != 0
}
