/* sim_random - numbers that look random and are the same on every machine for the same seed.
 *
 * Each part of the simulator takes a stream of its own (random_stream), so that a change in one part leaves the others
 * as they were.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_TESTS_SIM_RANDOM_H
#define STRAYKEY_TESTS_SIM_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct random {
    uint64_t state[2];
};

struct random random_stream(uint64_t seed, const char *name);
uint64_t random_next(struct random *r);
int64_t random_between(struct random *r, int64_t low, int64_t high); /* both inclusive */
bool random_chance(struct random *r, int per_mille);

/* `length` characters of `alphabet`, NUL-terminated. */
void random_text(struct random *r, const char *alphabet, size_t length, char *out);

#define RANDOM_HEX "0123456789abcdef"
#define RANDOM_DIGITS "0123456789"
#define RANDOM_ALNUM "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

#endif
