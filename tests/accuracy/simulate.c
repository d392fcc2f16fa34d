/* simulate.c - writes an invented victim's folder with known truth: simulate SCENARIO SEED DIR.
 *
 * `simulate --list` prints the scenarios; `small-SCENARIO` is a short one for golden cases; `demo` is the case
 * of tests/fixtures/demo.
 *
 * SPDX-License-Identifier: MIT */
#include "base/span.h"
#include "tests/accuracy/sim_scenarios.h"

#include <stdio.h>
#include <string.h>

static int usage(void)
{
    fputs("usage: simulate SCENARIO SEED DIR | simulate --list\n", stderr);
    return 2;
}

int main(int argc, char **argv)
{
    const struct scenario *s;
    if (argc == 2 && strcmp(argv[1], "--list") == 0) {
        for (size_t i = 0; (s = scenario_at(i)); i++) printf("%s\t%s\n", s->name, s->story);
        return 0;
    }
    uint64_t seed;
    if (argc != 4 || !span_to_u64(span_of(argv[2]), &seed)) return usage();
    if (strcmp(argv[1], "demo") == 0) {
        demo_build(seed, argv[3]);
        return 0;
    }
    bool small = strncmp(argv[1], "small-", 6) == 0;
    const char *name = small ? argv[1] + 6 : argv[1];
    for (size_t i = 0; (s = scenario_at(i)); i++) {
        if (strcmp(s->name, name) != 0) continue;
        scenario_build(s, seed, argv[3], small ? SCENARIO_SMALL : SCENARIO_FULL);
        return 0;
    }
    return usage();
}
