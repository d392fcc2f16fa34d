/* replay - stands in for libFuzzer in `make check`: feeds the files of the folders given to the harness, in the order of
 * their names.
 *
 * SPDX-License-Identifier: MIT */
#include "base/list.h"
#include "base/memory.h"
#include "base/span.h"

#include <dirent.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int feed_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return 1;
    }
    LIST(char) bytes = LIST_EMPTY;
    for (int c; (c = getc(file)) != EOF;) *LIST_ADD(&bytes) = (char)c;
    int unread = ferror(file);
    fclose(file);

    /* exactly as large as the input, so that the address sanitizer sees a byte read too far */
    uint8_t *exact = memory_resize(NULL, bytes.count, 1);
    if (bytes.count > 0) memcpy(exact, bytes.items, bytes.count);
    LLVMFuzzerTestOneInput(exact, bytes.count);
    free(exact);
    LIST_FREE(&bytes);
    return unread ? 1 : 0;
}

static int by_name(const void *a, const void *b)
{
    const char *const *left = a, *const *right = b;
    return strcmp(*left, *right);
}

static int feed_folder(const char *folder, size_t *fed)
{
    DIR *dir = opendir(folder);
    if (!dir) {
        perror(folder);
        return 1;
    }
    LIST(char *) paths = LIST_EMPTY;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (entry->d_name[0] == '.') continue;
        size_t room = strlen(folder) + strlen(entry->d_name) + 2;
        char *path = memory_alloc(room);
        snprintf(path, room, "%s/%s", folder, entry->d_name);
        *LIST_ADD(&paths) = path;
    }
    closedir(dir);
    if (paths.count > 0) qsort(paths.items, paths.count, sizeof *paths.items, by_name);

    int failed = 0;
    for (size_t i = 0; i < paths.count; i++) {
        failed |= feed_file(paths.items[i]);
        free(paths.items[i]);
    }
    *fed += paths.count;
    LIST_FREE(&paths);
    return failed;
}

int main(int argc, char **argv)
{
    size_t fed = 0;
    int failed = 0;
    for (int i = 1; i < argc; i++) failed |= feed_folder(argv[i], &fed);
    if (fed == 0) fprintf(stderr, "%s: nothing to feed\n", argv[0]);
    printf("%s: %zu inputs\n", argv[0], fed);
    return failed || fed == 0;
}
