/* place - the tree of places.
 *
 * SPDX-License-Identifier: MIT */
#include "parser/json/place.h"

enum { ID_LENGTH_MIN = 8, UUID_LENGTH = 36, PATH_DEPTH_MAX = 80 };

static struct place *new_place(struct arena *a, struct place *parent, enum place_kind kind, struct span key)
{
    struct place *p = ARENA_NEW(a, struct place);
    p->parent = parent;
    p->kind = kind;
    p->key = key;
    if (!parent) return p;
    p->next = parent->child;
    parent->child = p;
    parent->children++;
    return p;
}

struct place *place_root(struct arena *a)
{
    return new_place(a, NULL, PLACE_ROOT, SPAN_NONE);
}

static struct place *child_of_kind(struct arena *a, struct place *parent, enum place_kind kind)
{
    for (struct place *p = parent->child; p; p = p->next) {
        if (p->kind == kind) return p;
    }
    return new_place(a, parent, kind, SPAN_NONE);
}

struct place *place_element(struct arena *a, struct place *list)
{
    return child_of_kind(a, list, PLACE_ELEMENT);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool looks_like_id(struct span key)
{
    size_t digits = 0, capitals = 0, hex = 0, dashes = 0;
    for (size_t i = 0; i < key.len; i++) {
        char c = key.ptr[i];
        digits += is_digit(c);
        hex += is_hex(c);
        capitals += c >= 'A' && c <= 'Z';
        dashes += c == '-';
    }
    if (digits == key.len && key.len > 0) return true;
    if (key.len == UUID_LENGTH && hex + dashes == UUID_LENGTH) return true;
    return key.len >= ID_LENGTH_MIN && capitals + digits + dashes == key.len && digits + dashes > 0;
}

struct place *place_member(struct arena *a, struct place *object, struct span key)
{
    if (looks_like_id(key)) return child_of_kind(a, object, PLACE_ID);
    for (struct place *p = object->child; p; p = p->next) {
        if (p->kind == PLACE_MEMBER && span_equal(p->key, key)) return p;
    }
    if (object->children >= PLACE_CHILDREN_MAX) return child_of_kind(a, object, PLACE_ID);
    return new_place(a, object, PLACE_MEMBER, arena_copy(a, key));
}

struct span place_path(struct arena *a, const struct place *p)
{
    const struct place *steps[PATH_DEPTH_MAX];
    size_t count = 0, length = 0;
    for (; p->parent && count < PATH_DEPTH_MAX; p = p->parent) {
        steps[count++] = p;
        length += p->key.len + 3;
    }
    char *out = arena_alloc(a, length + 1);
    size_t n = 0;
    while (count-- > 0) {
        const struct place *step = steps[count];
        struct span name = step->kind == PLACE_ID ? SPAN("#") : step->key;
        out[n++] = step->kind == PLACE_ELEMENT ? '[' : '{';
        if (name.len > 0) memcpy(out + n, name.ptr, name.len);
        n += name.len;
        out[n++] = step->kind == PLACE_ELEMENT ? ']' : '}';
    }
    return (struct span){out, n};
}
