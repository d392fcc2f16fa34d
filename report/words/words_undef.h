/* words_undef - takes the macros back after words.def was included, so that the next use can define them anew. It has no
 * include guard because it is included several times on purpose.
 *
 * SPDX-License-Identifier: MIT */
#undef WORD0
#undef WORD1
#undef WORD2
#undef WORD3
#undef WORD4
#undef WORD5
#undef WORD6
#undef WORD7
#undef NOUN
