/* embed - writes text files as one C array, at build time: embed NAME FILE... > NAME.c
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

static size_t write_bytes(const char *path)
{
    FILE *in = fopen(path, "rb");
    if (!in) {
        perror(path);
        exit(1);
    }
    size_t bytes = 0;
    for (int c; (c = getc(in)) != EOF; bytes++) printf(bytes % 24 ? "%d," : "\n%d,", c);
    fclose(in);
    return bytes;
}

int main(int argc, char **argv)
{
    if (argc < 2) return 2;
    size_t *lengths = calloc((size_t)argc, sizeof *lengths);
    if (!lengths) return 4;
    puts("#include \"parser/builtin.h\"");
    for (int i = 2; i < argc; i++) {
        printf("static const unsigned char text_%d[] = {", i);
        lengths[i] = write_bytes(argv[i]);
        puts("0};");
    }
    printf("const struct builtin %s[] = {\n", argv[1]);
    for (int i = 2; i < argc; i++) printf("    {\"%s\", (const char *)text_%d, %zu},\n", argv[i], i, lengths[i]);
    puts("    {0, 0, 0}};");
    free(lengths);
    return 0;
}
