/* signature_make - see signature.h.
 *
 * SPDX-License-Identifier: MIT */
#include "report/problem.h"
#include "report/verify/signature.h"

#include <limits.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <time.h>

enum { RSA_BITS_LEAST = 2048 };

struct pass {
    struct span phrase;
    bool asked;
};

/* Called for encrypted keys only. Without this OpenSSL would ask on the terminal. */
static int give_pass(char *buffer, int room, int writing, void *user)
{
    struct pass *pass = user;
    (void)writing;
    pass->asked = true;
    if (pass->phrase.len == 0 || room < 0 || pass->phrase.len > (size_t)room) return -1;
    memcpy(buffer, pass->phrase.ptr, pass->phrase.len);
    return (int)pass->phrase.len;
}

static char *why_no_key(struct span pem, const struct pass *pass)
{
    if (pass->asked && pass->phrase.len == 0)
        return problem_format("the key is encrypted: put its pass phrase into the first line of a file and name that "
                              "with --key-password-file");
    if (pass->asked)
        return problem_format("the key could not be decrypted with the first line of the file of --key-password-file");
    if (span_contains(pem, SPAN("BEGIN OPENSSH PRIVATE KEY")))
        return problem_format("this is an OpenSSH key, which CMS has no use for; sign with it by: ssh-keygen -Y sign "
                              "-n file -f KEY tagmanifest-sha256.txt");
    if (span_contains(pem, SPAN("BEGIN CERTIFICATE")) && !span_contains(pem, SPAN("PRIVATE KEY")))
        return problem_format("the file of --key holds a certificate and no private key");
    return problem_format("the file of --key holds no private key in PEM form (\"-----BEGIN PRIVATE KEY-----\")");
}

static EVP_PKEY *read_key(struct span pem, struct span password, char **error)
{
    struct pass pass = {.phrase = password};
    BIO *in = pem.len <= INT_MAX ? BIO_new_mem_buf(pem.len > 0 ? pem.ptr : "", (int)pem.len) : NULL;
    EVP_PKEY *key = in ? PEM_read_bio_PrivateKey(in, NULL, give_pass, &pass) : NULL;
    BIO_free(in);
    ERR_clear_error();
    if (!key) *error = why_no_key(pem, &pass);
    return key;
}

/* The digest to sign with; NULL: this program makes no signature with such a key. */
static const EVP_MD *digest_for(const EVP_PKEY *key, char **error)
{
    char curve[64] = "";
    switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
        if (EVP_PKEY_get_bits(key) >= RSA_BITS_LEAST) return EVP_sha256();
        *error = problem_format("an RSA key of %d bits is too short to be believed: take one of 3072 bits",
                                EVP_PKEY_get_bits(key));
        return NULL;
    case EVP_PKEY_EC:
        EVP_PKEY_get_group_name(key, curve, sizeof curve, NULL);
        if (strcmp(curve, "prime256v1") == 0) return EVP_sha256();
        if (strcmp(curve, "secp384r1") == 0) return EVP_sha384();
        *error = problem_format("a key on the curve %s can't be used here, P-256, P-384 and RSA can", curve);
        return NULL;
    case EVP_PKEY_ED25519:
    case EVP_PKEY_ED448:
        *error = problem_format("an Ed25519 or Ed448 key can't sign in CMS with OpenSSL 3.0: use a P-256 or RSA key "
                                "here, or sign with ssh-keygen -Y sign or minisign -Sm");
        return NULL;
    default: *error = problem_format("a key of this kind can't be used here, P-256, P-384 and RSA can"); return NULL;
    }
}

static bool certificate_fits(X509 *certificate, const EVP_PKEY *key, char **error)
{
    bool fits = X509_check_private_key(certificate, key) == 1;
    ERR_clear_error();
    if (!fits) {
        *error = problem_format("the first certificate of the file of --cert is not that of the key");
    } else if (X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0) {
        *error = problem_format("the certificate has expired, so a signature with it would not be believed");
    } else if (X509_cmp_current_time(X509_get0_notBefore(certificate)) > 0) {
        *error = problem_format("the certificate is not valid yet, by this computer's clock");
    }
    return !*error;
}

static bool write_signature(struct span data, EVP_PKEY *key, const EVP_MD *digest, STACK_OF(X509) * certificates,
                            struct writer *out)
{
    enum { HOW = CMS_DETACHED | CMS_BINARY | CMS_NOSMIMECAP };
    BIO *in = BIO_new_mem_buf(data.ptr, (int)data.len);
    X509 *own = sk_X509_value(certificates, 0);
    CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, HOW | CMS_PARTIAL);
    bool done = in && cms && CMS_add1_signer(cms, own, key, digest, HOW | CMS_CADES);
    for (int i = 1; done && i < sk_X509_num(certificates); i++)
        done = CMS_add1_cert(cms, sk_X509_value(certificates, i)) == 1;
    done = done && CMS_final(cms, in, NULL, HOW) == 1;
    unsigned char *der = NULL;
    int length = done ? i2d_CMS_ContentInfo(cms, &der) : 0;
    if (length > 0) writer_text(out, (struct span){(const char *)der, (size_t)length});
    OPENSSL_free(der);
    CMS_ContentInfo_free(cms);
    BIO_free(in);
    return length > 0;
}

bool signature_make(struct span data, struct span key, struct span password, struct span certificates,
                    struct writer *out, char **error)
{
    *error = NULL;
    EVP_PKEY *private = read_key(key, password, error);
    if (!private) return false;
    const EVP_MD *digest = digest_for(private, error);
    STACK_OF(X509) *all = digest ? certificates_read(certificates) : NULL;
    bool done = false;
    if (digest && !all) *error = problem_format("the file of --cert holds no certificate in PEM form that can be read");
    if (all && data.len > 0 && data.len <= INT_MAX && certificate_fits(sk_X509_value(all, 0), private, error)) {
        done = write_signature(data, private, digest, all, out);
        if (!done) {
            const char *reason = ERR_reason_error_string(ERR_peek_last_error());
            *error = problem_format("the signature could not be made: %s", reason ? reason : "no reason is given");
        }
    }
    if (!done && !*error) *error = problem_format("there is nothing to sign");
    ERR_clear_error();
    sk_X509_pop_free(all, X509_free);
    EVP_PKEY_free(private); /* OpenSSL overwrites the numbers of a key that it frees */
    return done;
}
