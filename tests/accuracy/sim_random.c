/* sim_random.c - xoroshiro128+ seeded through splitmix64.
 *
 * SPDX-License-Identifier: MIT */
#include "tests/accuracy/sim_random.h"

#include <assert.h>
#include <string.h>

static uint64_t split_mix(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static uint64_t rotate(uint64_t value, int by)
{
    return (value << by) | (value >> (64 - by));
}

struct random random_stream(uint64_t seed, const char *name)
{
    uint64_t state = seed;
    for (const char *c = name; *c; c++) state = (state ^ (unsigned char)*c) * UINT64_C(0x100000001B3);
    struct random r;
    r.state[0] = split_mix(&state);
    r.state[1] = split_mix(&state);
    return r;
}

uint64_t random_next(struct random *r)
{
    uint64_t a = r->state[0], b = r->state[1], sum = a + b;
    b ^= a;
    r->state[0] = rotate(a, 24) ^ b ^ (b << 16);
    r->state[1] = rotate(b, 37);
    return sum;
}

int64_t random_between(struct random *r, int64_t low, int64_t high)
{
    assert(low <= high);
    uint64_t span = (uint64_t)(high - low) + 1;
    return low + (int64_t)((random_next(r) >> 11) % span);
}

bool random_chance(struct random *r, int per_mille)
{
    return random_between(r, 0, 999) < per_mille;
}

void random_text(struct random *r, const char *alphabet, size_t length, char *out)
{
    size_t letters = strlen(alphabet);
    for (size_t i = 0; i < length; i++) out[i] = alphabet[random_between(r, 0, (int64_t)letters - 1)];
    out[length] = '\0';
}
