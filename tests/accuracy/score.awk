# score.awk - counts one simulated case: truth against data/timeline.csv.
#
#   awk -v scenario=NAME -f csv.awk -f score.awk part=1 sources.tsv part=2 truth.tsv part=3 rows.tsv part=4 records.tsv part=5 rejected.csv \
#       part=6 timeline.csv
#
# With -v wrong_list=FILE, what went wrong is listed there, one order a line. sources.tsv is E01<TAB>path inside the folder. Prints one line of tab-separated counts; see scripts/accuracy.
# SPDX-License-Identifier: MIT

function strip_bom(text) { sub(/^\357\273\277/, "", text); return text }

BEGIN { FS = "\t" }

part == 1 { path[$1] = $2; next }

part == 2 {
    side[$1] = $4; qty[$1] = $5; placed[$1] = $6; updated[$1] = $7; author[$1] = $8; covered[$1] = $9; symbol[$1] = $2
    numbers[++orders] = $1
    next
}

part == 3 {
    order_at[$1 SUBSEP $3] = $4
    order_on[$1 SUBSEP $2] = $4
    if ($2 == 1) single_line[$1] = 1
    rows[$4]++
    next
}

part == 4 {
    n = ++records[$1 SUBSEP $2]
    begins[$1 SUBSEP $2, n] = $3
    ends[$1 SUBSEP $2, n] = $4
    next
}

# A rejected row is said to be so, with its place: nothing is claimed of its order, and nothing is lost.
part == 5 {
    split_csv($0)
    on = path[cell[1]] SUBSEP cell[3]
    if (on in order_on) refused[order_on[on]]++
    next
}

FNR == 1 {
    split_csv(strip_bom($0))
    for (i in cell) column[cell[i]] = i
    next
}
{
    split_csv($0)
    kind = cell[column["kind"]]
    if (kind != "fill" && kind != "order") next
    file = path[cell[column["source"]]]
    key = file SUBSEP cell[column["offset"]]
    on = file SUBSEP cell[column["line"]]
    if (key in order_at) o = order_at[key]
    else if (on in order_on && !(file in single_line)) o = order_on[on]
    else { unknown++; next }
    verdict = cell[column["verdict"]]; flag = cell[column["flag"]]
    seen[o]++
    hot[o] += flag == "strong" || flag == "probable"
    review[o] += flag == "review"
    as_bot[o] += verdict == "bot"
    open[o] += verdict == "not-covered"
    noticed[o] += flag != "" || verdict == "ambiguous"
    if (verdict == "") verdictless++
    said[o] = verdict " " flag " " cell[column["reasons"]] " " cell[column["source"]] ":" cell[column["line"]]
}

function list(o, what) {
    if (wrong_list != "")
        print what "\t" o "\t" symbol[o] "\t" side[o] "\t" qty[o] "\t" placed[o] "\t" updated[o] "\t" author[o] "\t" covered[o] "\t" said[o] > wrong_list
}

# A bot order of the same market and side began or ended within a minute of the order's last fill.
function joined_by_time(o,    k, n, t) {
    k = symbol[o] SUBSEP side[o]
    for (n = 1; n <= records[k]; n++) {
        t = updated[o] - begins[k, n]
        if (t >= -60000 && t <= 60000) return 1
        t = updated[o] - ends[k, n]
        if (t >= -60000 && t <= 60000) return 1
    }
    return 0
}

END {
    for (i = 1; i <= orders; i++) {
        o = numbers[i]
        if (!(o in rows)) continue
        total++
        if (!(o in seen) && o in refused) { rejected++; continue }
        if (!(o in seen)) { lost++; continue }
        flagged = hot[o] > 0
        if (author[o] == "attacker" && covered[o] != "no") {
            if (covered[o] == "yes") {
                attackers++
                found += hot[o] == seen[o]
                looked_at += noticed[o] == seen[o]
                if (hot[o] != seen[o]) list(o, "missed")
                cleared += as_bot[o] > 0
            }
            good += flagged
        } else if (author[o] == "unrecorded") {
            unknowable += flagged
        } else {
            wrong += flagged
            if (flagged) list(o, "flagged")
            if (covered[o] == "no") uncovered_flags += flagged
            own_review += review[o] > 0
        }
        if (covered[o] == "no" && author[o] != "manual" && author[o] != "declared") {
            uncovered++
            honest += open[o] == seen[o]
            if (open[o] != seen[o]) list(o, "claimed")
        }
        if (qty[o] + 0 == 0 || author[o] == "unrecorded") continue
        alarm = !joined_by_time(o)
        if (author[o] == "attacker" && covered[o] == "yes") { plain_found += alarm; plain_good += alarm }
        else if (author[o] == "attacker" && covered[o] == "edge") plain_good += alarm
        else plain_wrong += alarm
    }
    printf "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\n", scenario, total, attackers, found, good, wrong,
        cleared, uncovered_flags, uncovered, honest, own_review, unknowable, plain_found, plain_good, plain_wrong, lost,
        unknown + verdictless, rejected, looked_at
}
