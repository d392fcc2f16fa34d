/* words - every sentence that a reader of the report sees, per language.
 *
 * words.def lists the sentences with their slots; english.c gives the English texts, in which a slot stands as {name}.
 * Further languages are gettext catalogues (CODE.po, see README.md beside this file): scripts/catalogue.c makes a table
 * like that of english.c of each while the program is built, so nothing of gettext, no locale and no file is needed when
 * it runs. For each sentence there is a function words_<sentence>(speaker, slots...), so the compiler checks that a
 * caller gives as many values as the sentence has slots; words_check proves that a language has every sentence and uses
 * every slot. Figures, ids and rows are values: a translation can't change them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_REPORT_WORDS_WORDS_H
#define STRAYKEY_REPORT_WORDS_WORDS_H

#include "attribution/attribution.h"
#include "base/arena.h"
#include "base/diag.h"
#include "base/span.h"

enum { WORDS_SLOTS_MAX = 7, WORDS_PLURALS = 6 /* Arabic has them all */ };

struct language {
    const char *code;                   /* "en" */
    bool right_to_left;
    unsigned forms;                     /* of a noun: 1..WORDS_PLURALS */
    unsigned (*plural)(uint64_t count); /* which of them goes with that number: 0..forms-1 */
    const char *reasons[REASON_COUNT];  /* what attribution/reasons.def and base/diag_codes.def say in English */
    const char *diag_meanings[DIAG_CODE_COUNT], *diag_advices[DIAG_CODE_COUNT];
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

/* The language with that code ("en", "fr"), NULL when there is none. */
const struct language *words_language(struct span code);
extern const struct language words_english;
extern const struct language *const words_translated[]; /* the others by their codes, then NULL; made from the catalogues */
/* "en, fr, ..." for messages. */
const char *words_known_languages(struct arena *arena);
/* Whether texts of that language run from right to left, also of one that has no catalogue. */
bool words_right_to_left(struct span code);
bool words_has_right_to_left(struct span text); /* a letter of such a script is in it */

/* A template with its slots filled, as a C string in the speaker's arena. A slot without a value is our own mistake. In a
 * sentence that runs from right to left, values that do not are set between isolates (U+2066, U+2069). */
const char *words_fill(const struct speaker *s, const char *text, const struct slot *slots, size_t count);
/* The value between isolates, for a line in which only other values run from right to left. Else the value itself. */
const char *words_isolated(const struct speaker *s, const char *value);
const char *words_counted(const struct speaker *s, const char *const forms[WORDS_PLURALS], uint64_t n);

const char *words_reason(const struct speaker *s, enum reason reason);
const char *words_diag_meaning(const struct speaker *s, enum diag_code code);
const char *words_diag_advice(const struct speaker *s, enum diag_code code);

struct writer;
/* Writes a line for each sentence that is missing, names an unknown slot or leaves one out. Number of such lines. */
size_t words_check(const struct language *language, struct writer *out);

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
