# canonical.awk - what a case folder says, without saying which file and line it read it in.
#
#   awk -f csv.awk -f canonical.awk part=timeline timeline.csv part=rows timeline.csv | sort      each row of the timeline
#   awk -f csv.awk -f canonical.awk part=timeline timeline.csv part=rows flagged.csv | sort       each row of the schedule
#   awk -f csv.awk -f canonical.awk part=report report.txt | sort                                 each word of the report
#
# Of a row all columns count but source, line, offset and also; instead of the row that `match` names stands what it says. Of the
# report the parts are left out that are about the files: the register, what they can be held against, how to check it, the first digest, the warning that something is
# damaged, which file covers which
# time, how many files and records were read and found twice, the lists of the files without a zone of their own, and the references to rows. Its words
# are compared, not its lines: the tables are as wide as the references in them. For the same reason the titles of their columns are left
# out: a table that gets too wide becomes a list, which says the titles again in each row.
# SPDX-License-Identifier: MIT

function says(count, without_match,    i, text) {
    text = ""
    for (i = 1; i <= count; i++)
        if (!(name[i] in of_place) && !(without_match && name[i] == "match")) text = text "\t" name[i] "=" cell[i]
    return text
}

BEGIN { split("source line offset also", list, " "); for (i in list) of_place[list[i]] = 1 }

part != "report" && FNR == 1 {
    n = split_csv($0)
    for (i = 1; i <= n; i++) { name[i] = cell[i]; column[cell[i]] = i }
    next
}

# A record with several events stands for all of them.
part == "timeline" {
    n = split_csv($0)
    if (cell[column["kind"]] !~ /^(bot|deal)/) next
    text = says(n, 1)
    place = cell[column["source"]] ":" cell[column["line"]]
    meaning[place] = meaning[place] text
    place = place "@" cell[column["offset"]]
    meaning[place] = meaning[place] text
    next
}

part == "rows" {
    n = split_csv($0)
    match_at = column["match"]
    if (cell[match_at] != "" && !(cell[match_at] in meaning)) cell[match_at] = "NO SUCH ROW " cell[match_at]
    else cell[match_at] = meaning[cell[match_at]]
    print says(n, 0)
    next
}

# The files whose zone somebody gave, and how many of their records that zone could not place: both of the files, not of the verdicts.
function without_files(text) {
    gsub(/E[0-9][0-9]+, /, "", text)
    gsub(/ and [0-9,]+ more:/, ":", text)
    gsub(/ and [0-9,]+ more were/, " were", text)
    sub(/; of [0-9,]+ records? that other files hold too, [0-9,]+ agree\)/, ")", text)
    sub(/Rejected and not compared, [^.]*: [0-9,]+ records?\./, "", text)
    return text
}

function put_words(line,    i, count, words) {
    count = split(line, words, " ")
    for (i = 1; i <= count; i++) if (words[i] !~ /^-+$/ && words[i] !~ /^(E[,;]?|\.\.\.)$/) print section "\t" words[i]
}

function put_held(    i) {
    for (i = 1; i <= held_count; i++) put_words(held[i])
    held_count = 0
}

part == "report" {
    # What stood indented may be the titles of a table: a line of dashes says so.
    if ($0 !~ /^  [^-]/ && $0 !~ /^  -[- ]*$/) put_held()
    if ($0 ~ /^[0-9]+\. /) section = $0
    if (section ~ /^[0-9]+\. (Register of evidence|What the files can be held against|How to check this report)$/) next
    if (section ~ /^[0-9]+\. Coverage$/ && $0 ~ /^How much this rests on the edges:/) edges = 1
    if (section ~ /^[0-9]+\. Coverage$/ && !edges) next
    if ($0 ~ /^  (Manifest digest|Evidence read) /) { skipping = 1; next }
    if (skipping && $0 ~ /^                  /) next
    skipping = 0
    # How many files name no account.
    if ($0 ~ /^  Exchange account /) in_account = 1
    if (in_account && (paragraph == "" || $0 ~ /^                  /)) { paragraph = paragraph " " $0; next }
    if (in_account) {
        gsub(/ +/, " ", paragraph)
        gsub(/[0-9]+ of [0-9]+ files? with/, "files with", paragraph)
        put_words(paragraph)
        in_account = 0
        paragraph = ""
    }
    if ($0 ~ /^!! /) next
    if ($0 ~ /found in more than one file and counted once/) next
    if ($0 !~ /^  /) incomplete = 0
    if ($0 ~ /^  - /) incomplete = $0 ~ /^  - The evidence is incomplete:/
    if (incomplete) next
    if (section ~ /^[0-9]+\. Summary$/ && $0 ~ /^The times of E[0-9]/) in_zones = 1
    if (section ~ /^[0-9]+\. Method$/ && $0 ~ /^E[0-9][0-9]+[:,]/) in_zones = 1
    if (in_zones && NF) { paragraph = paragraph " " $0; next }
    if (in_zones) { in_zones = 0; $0 = without_files(paragraph); paragraph = "" }
    gsub(/E[0-9][0-9]+(:[0-9]+(@[0-9]+)?(-[0-9]+(@[0-9]+)?)?)?/, "E")
    if ($0 ~ /^  -[- ]*$/) { held_count = 0; next }
    if ($0 ~ /^       ([A-Z][A-Za-z ]*: |.*   [A-Z][A-Za-z ]*: )/) gsub(/(^ +|   )[A-Z][A-Za-z ]*: /, "   ")
    if ($0 ~ /^  [^-]/) held[++held_count] = $0
    else put_words($0)
}

END { put_held() }
