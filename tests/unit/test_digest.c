/* Tests of base/digest: published SHA-256 vectors, in one piece, in many, and from a file.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/digest.h"

static const struct {
    const char *text, *hex;
} vectors[] = {
    /* FIPS 180-4 */
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

static void known_texts_have_their_published_digests(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        char hex[DIGEST_HEX];
        digest_of(span_of(vectors[i].text), hex);
        assert_string_equal(hex, vectors[i].hex);
    }
}

/* RFC 4231, test cases 2 and 6: a short key, and one longer than a block. */
static void keyed_digests_are_the_published_ones(void **state)
{
    (void)state;
    char hex[DIGEST_HEX], long_key[131];
    digest_keyed(SPAN("Jefe"), SPAN("what do ya want for nothing?"), hex);
    assert_string_equal(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(long_key, 0xaa, sizeof long_key);
    digest_keyed((struct span){long_key, sizeof long_key},
                 SPAN("Test Using Larger Than Block-Size Key - Hash Key First"), hex);
    assert_string_equal(hex, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

static void a_million_bytes_in_pieces(void **state)
{
    (void)state;
    char piece[1000];
    memset(piece, 'a', sizeof piece);
    struct digest *d = digest_new();
    for (int i = 0; i < 1000; i++) {
        digest_update(d, (struct span){piece, (size_t)i % 1000});
        digest_update(d, (struct span){piece, 1000 - (size_t)i % 1000});
    }
    char hex[DIGEST_HEX];
    digest_hex(d, hex);
    digest_free(d);
    assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void a_file_has_the_digest_of_its_bytes(void **state)
{
    (void)state;
    char path[] = "/tmp/straykey-digest-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "abc", 3), 3);
    close(fd);
    char hex[DIGEST_HEX];
    uint64_t bytes = 0;
    assert_true(digest_of_file(path, hex, &bytes));
    assert_string_equal(hex, vectors[1].hex);
    assert_int_equal(bytes, 3);
    assert_true(digest_of_file(path, hex, NULL));
    unlink(path);
    errno = 0;
    assert_false(digest_of_file(path, hex, &bytes));
    assert_int_equal(errno, ENOENT);
    assert_false(digest_of_file("/", hex, &bytes)); /* a folder opens but can't be read */
    assert_int_equal(errno, EISDIR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_texts_have_their_published_digests),
        cmocka_unit_test(keyed_digests_are_the_published_ones),
        cmocka_unit_test(a_million_bytes_in_pieces),
        cmocka_unit_test(a_file_has_the_digest_of_its_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
