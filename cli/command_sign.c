/* sign - a detached signature over the tag manifest of a case folder, and so over every file in it.
 *
 * The folder must be intact. The signature lies beside the tag manifest, where no list covers it, so the folder stays a
 * valid bag; a file that is there already is never written over, and `report` leaves a folder alone that holds one.
 *
 * SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "base/secret.h"
#include "cli/commands.h"
#include "report/bag/folder.h"
#include "report/report.h"
#include "report/verify/signature.h"
#include "report/verify/verification.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { LIST_MOST = 64 << 20 };

/* A key in a core file would outlive the program. */
static void no_core_file(void)
{
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
}

/* ---- what is needed ------------------------------------------------------------------------------------------------- */

static bool read_secret(const char *path, const char *what, struct messages *messages, struct secret *out)
{
    if (secret_read(path, out)) return true;
    message_error(messages, "%s: the %s can't be read: %s", path, what, strerror(errno));
    return false;
}

static bool is_open_key(const struct secret *key)
{
    return span_contains(secret_text(key), SPAN("PRIVATE KEY")) && !span_contains(secret_text(key), SPAN("ENCRYPTED"));
}

static void warn_of_readers(const struct options *options, const struct secret *key, const struct secret *password,
                            struct messages *messages)
{
    if (key->others_can_read && is_open_key(key))
        message_warning(messages, "other users of this computer can read the key, which is not encrypted: chmod 600 %s",
                        options->key_path);
    if (password->others_can_read)
        message_warning(messages, "other users of this computer can read the pass phrase: chmod 600 %s",
                        options->key_password_path);
}

static bool is_intact(const char *case_dir, struct messages *messages)
{
    struct verification *v = verification_new(case_dir);
    bool intact = bag_verify(case_dir, v);
    if (!intact) {
        struct writer *out = writer_to_fd(STDOUT_FILENO);
        verification_text(v, out);
        writer_close(out, NULL);
        message_error(messages, "a folder that is not what its own lists state is not signed");
    }
    verification_free(v);
    return intact;
}

/* ---- the signature -------------------------------------------------------------------------------------------------- */

static bool sign_list(const struct options *options, struct span list, struct messages *messages, struct writer *out)
{
    struct secret key = {.bytes = NULL}, password = {.bytes = NULL}, certificate = {.bytes = NULL};
    bool done =
        read_secret(options->key_path, "key", messages, &key) &&
        read_secret(options->cert_path, "certificate", messages, &certificate) &&
        (!options->key_password_path || read_secret(options->key_password_path, "pass phrase", messages, &password));
    if (done) {
        char *error = NULL;
        warn_of_readers(options, &key, &password, messages);
        done = signature_make(list, secret_text(&key), secret_first_line(&password), secret_text(&certificate), out,
                              &error);
        if (!done) message_error(messages, "%s", error);
        free(error);
    }
    secret_forget(&key);
    secret_forget(&password);
    secret_forget(&certificate);
    return done;
}

static bool inside_payload(const char *case_dir, const char *path)
{
    char *data = files_in(case_dir, "data");
    struct stat facts;
    bool inside = stat(data, &facts) == 0 && files_lies_in(path, &facts);
    free(data);
    return inside;
}

/* A new file, with all of it or not at all. */
static bool write_new(const char *path, struct span bytes, struct messages *messages)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0 && errno == EEXIST) {
        message_error(messages,
                      "%s is there already and is not written over: move it away or give another name with -o", path);
        return false;
    }
    if (fd < 0) {
        message_error(messages, "%s: %s", path, strerror(errno));
        return false;
    }
    struct writer *out = writer_to_fd(fd);
    writer_text(out, bytes);
    bool written = writer_close(out, NULL);
    written = close(fd) == 0 && written;
    if (written) return true;
    message_error(messages, "%s could not be written", path);
    unlink(path);
    return false;
}

static int sign(const struct options *options, const char *path, struct messages *messages)
{
    const char *case_dir = options->inputs[0];
    struct span list;
    if (!is_intact(case_dir, messages)) return EXIT_FLAGGED;
    if (!folder_text(case_dir, "tagmanifest-sha256.txt", LIST_MOST, &list)) {
        message_error(messages, "%s/tagmanifest-sha256.txt can't be read", case_dir);
        return EXIT_FLAGGED;
    }
    struct writer *signature = writer_to_memory();
    int status = EXIT_USAGE;
    if (sign_list(options, list, messages, signature))
        status = write_new(path, writer_memory(signature), messages) ? EXIT_CLEAN : EXIT_INTERNAL;
    writer_close(signature, NULL);
    free((char *)list.ptr);
    return status;
}

int command_sign(const struct options *options, struct messages *messages)
{
    const char *case_dir = options->inputs[0];
    char *usual = files_in(case_dir, BAG_SIGNATURE);
    const char *path = options->output ? options->output : usual;
    int status = EXIT_USAGE;
    no_core_file();
    if (inside_payload(case_dir, path)) {
        message_error(messages, "%s lies in data/, where nothing may be added: give another name with -o", path);
    } else if (access(path, F_OK) == 0) {
        message_error(messages,
                      "%s is there already and is not written over: move it away or give another name with -o", path);
    } else {
        status = sign(options, path, messages);
    }
    if (status == EXIT_CLEAN && !options->quiet) {
        struct writer *out = writer_to_fd(STDOUT_FILENO);
        writer_cstr(out, "Signed: ");
        writer_visible(out, span_of(path), false);
        writer_cstr(out, "\nGive the SHA-256 of your certificate to whoever shall check it, by another way than this "
                         "folder; straykey verify shows it.\n");
        writer_close(out, NULL);
    }
    free(usual);
    return status;
}
