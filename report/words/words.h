/* words - every sentence that a reader of the report sees, per language.
 *
 * words.def lists the sentences with their slots; english.c (and one file for each further language) gives the texts,
 * in which a slot stands as {name}. For each sentence there is a function words_<sentence>(speaker, slots...), so the
 * compiler checks that a caller gives as many values as the sentence has slots; words_check proves that a language has
 * every sentence and uses every slot. Figures, ids and rows are values: a translation can't change them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_WORDS_WORDS_H
#define STRAYKEY_REPORT_WORDS_WORDS_H

#include "base/arena.h"
#include "base/span.h"

enum { WORDS_SLOTS_MAX = 7, WORDS_PLURALS = 3 };

struct language {
    const char *code;                   /* "en" */
    unsigned (*plural)(uint64_t count); /* which of the forms of a noun goes with that number: 0..WORDS_PLURALS-1 */
#define WORD0(name) const char *name;
#define WORD1(name, a) const char *name;
#define WORD2(name, a, b) const char *name;
#define WORD3(name, a, b, c) const char *name;
#define WORD4(name, a, b, c, d) const char *name;
#define WORD5(name, a, b, c, d, e) const char *name;
#define WORD6(name, a, b, c, d, e, f) const char *name;
#define WORD7(name, a, b, c, d, e, f, g) const char *name;
#define NOUN(name) const char *name[WORDS_PLURALS]; /* forms with the slot {n}; unused forms are NULL */
#include "report/words/words.def"
#include "report/words/words_undef.h"
};

struct speaker { /* a language and the arena that its finished sentences live in */
    const struct language *language;
    struct arena *arena;
};
struct slot {
    const char *name, *value;
};

/* The language with that code; English when there is none of that name or `code` is empty. */
const struct language *words_language(struct span code);
extern const struct language words_english;

/* A template with its slots filled, as a C string in the speaker's arena. A slot without a value is our own mistake. */
const char *words_fill(const struct speaker *s, const char *text, const struct slot *slots, size_t count);
const char *words_counted(const struct speaker *s, const char *const forms[WORDS_PLURALS], uint64_t n);

struct writer;
/* Writes a line for each sentence that is missing, names an unknown slot or leaves one out. Number of such lines. */
size_t words_check(const struct language *language, struct writer *out);

/* The templates of a language by number, the forms of a noun each: text NULL where a form is not used. False: no such number. */
struct word_template {
    const char *name, *text;
};
bool words_template(const struct language *language, size_t number, struct word_template *out);

#define SLOT(name) {#name, name}
#define SAY(word, count, ...)                                                                                          \
    {                                                                                                                  \
        return words_fill(s, s->language->word, (const struct slot[]){__VA_ARGS__}, count);                            \
    }
#define WORD0(word)                                                                                                    \
    static inline const char *words_##word(const struct speaker *s)                                                    \
    {                                                                                                                  \
        return words_fill(s, s->language->word, NULL, 0);                                                              \
    }
#define WORD1(word, a) static inline const char *words_##word(const struct speaker *s, const char *a) SAY(word, 1, SLOT(a))
#define WORD2(word, a, b)                                                                                              \
    static inline const char *words_##word(const struct speaker *s, const char *a, const char *b)                      \
        SAY(word, 2, SLOT(a), SLOT(b))
#define WORD3(word, a, b, c)                                                                                           \
    static inline const char *words_##word(const struct speaker *s, const char *a, const char *b, const char *c)       \
        SAY(word, 3, SLOT(a), SLOT(b), SLOT(c))
#define WORD4(word, a, b, c, d)                                                                                        \
    static inline const char *words_##word(const struct speaker *s, const char *a, const char *b, const char *c,       \
                                           const char *d) SAY(word, 4, SLOT(a), SLOT(b), SLOT(c), SLOT(d))
#define WORD5(word, a, b, c, d, e)                                                                                     \
    static inline const char *words_##word(const struct speaker *s, const char *a, const char *b, const char *c,       \
                                           const char *d, const char *e)                                               \
        SAY(word, 5, SLOT(a), SLOT(b), SLOT(c), SLOT(d), SLOT(e))
#define WORD6(word, a, b, c, d, e, f)                                                                                  \
    static inline const char *words_##word(const struct speaker *s, const char *a, const char *b, const char *c,       \
                                           const char *d, const char *e, const char *f)                                \
        SAY(word, 6, SLOT(a), SLOT(b), SLOT(c), SLOT(d), SLOT(e), SLOT(f))
#define WORD7(word, a, b, c, d, e, f, g)                                                                               \
    static inline const char *words_##word(const struct speaker *s, const char *a, const char *b, const char *c,       \
                                           const char *d, const char *e, const char *f, const char *g)                 \
        SAY(word, 7, SLOT(a), SLOT(b), SLOT(c), SLOT(d), SLOT(e), SLOT(f), SLOT(g))
#define NOUN(word)                                                                                                     \
    static inline const char *words_##word(const struct speaker *s, uint64_t n)                                        \
    {                                                                                                                  \
        return words_counted(s, s->language->word, n);                                                                 \
    }
#include "report/words/words.def"
#include "report/words/words_undef.h"
#undef SLOT
#undef SAY

#endif
