/* Tests of attribution/movements: deposits and withdrawals told from the legs of trades.
 *
 * SPDX-License-Identifier: MIT */
#include "attribution_trial.h"

static const struct {
    const char *name, *text;
    uint64_t counts[MOVEMENT_COUNT];
} cases[] = {
    {"by their own words",
     "transfer 19T10:00:00 1 asset=BTC text=Deposit\ntransfer 19T10:00:00 -1 asset=BTC text=Withdraw-fee-included\n"
     "transfer 19T10:00:00 -1 asset=BTC text=Fee\ntransfer 19T10:00:00 5 asset=BTC text=Interest\n",
     {0, 1, 1, 1, 1}},
    {"a leg of a fill, whatever it is called",
     "fill 19T10:00:00.750 sell BTC/USDT 1.5 @17000 cost=25500 file=2\ntransfer 19T10:00:00 -1.50 asset=BTC text=x\n"
     "transfer 19T10:00:00 25500.00 asset=USDT text=x\ntransfer 19T10:00:01 25500 asset=USDT text=x\n",
     {0, 0, 0, 2, 1}},
    {"a deposit stays one beside a fill of the same size",
     "fill 19T10:00:00 buy BTC/USDT 1.5 @17000 file=2\ntransfer 19T10:00:00 1.5 asset=BTC text=Deposit\n",
     {0, 1, 0, 0, 0}},
    {"a list of deposits and withdrawals needs no words",
     "file 0 transfers\ntransfer 19T10:00:00 1 asset=BTC text=Completed\ntransfer 19T10:00:00 -1 asset=BTC "
     "text=Completed\ntransfer 19T10:00:00 1 asset=BTC text=withdrawal\n",
     {0, 1, 2, 0, 0}},
    {"between wallets", "transfer 19T10:00:00 1 asset=BTC text=Transfer-from-wallet-exchange\n", {0, 0, 0, 0, 1}},
    {"no transfers", "fill 19T10:00:00 buy BTC/USDT 1.5 @17000\n", {0}},
};

static void transfers_are_told_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trial *t = trial_new(NULL);
        trial_add(t, cases[i].text);
        trial_attribute(t);
        for (unsigned m = MOVEMENT_DEPOSIT; m < MOVEMENT_COUNT; m++)
            if (t->result->movement_counts[m] != cases[i].counts[m])
                fail_msg("%s: %s: %llu", cases[i].name, movement_name((enum movement)m),
                         (unsigned long long)t->result->movement_counts[m]);
        assert_true((t->result->movements != NULL) == (i + 1 < sizeof cases / sizeof *cases));
        trial_free(t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(transfers_are_told_apart)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
