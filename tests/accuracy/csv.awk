# What the scripts that read timeline.csv share.
# SPDX-License-Identifier: MIT

# Splits a CSV line into cell[1..]; quotes doubled inside quotes. Cells of timeline.csv hold no newlines.
function split_csv(line,    n, c, i, quoted, text) {
    n = 1; quoted = 0
    split("", cell)
    cell[1] = ""
    if (index(line, "\"") == 0) return split(line, cell, ",")
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (quoted && c == "\"" && substr(line, i + 1, 1) == "\"") { cell[n] = cell[n] "\""; i++ }
        else if (c == "\"") quoted = !quoted
        else if (c == "," && !quoted) cell[++n] = ""
        else cell[n] = cell[n] c
    }
    return n
}
