/* srgb - writes the sRGB profile: header, tag table, description, white point, primaries, tone curve.
 *
 * SPDX-License-Identifier: MIT */
#include "report/pdf/srgb.h"

enum { CURVE_STEPS = 1024, HEADER = 128, TAGS = 9 };

static void put16(struct writer *out, uint32_t value)
{
    writer_byte(out, (char)(unsigned char)(value >> 8));
    writer_byte(out, (char)(unsigned char)value);
}

static void put32(struct writer *out, uint32_t value)
{
    put16(out, value >> 16);
    put16(out, value & 0xffff);
}

static void put_zeros(struct writer *out, size_t count)
{
    for (size_t i = 0; i < count; i++) writer_byte(out, 0);
}

/* x^0.2 by Newton's rule: only the four operations, which give the same bits everywhere, unlike pow(). */
static double fifth_root(double x)
{
    double y = 1;
    for (int i = 0; i < 60; i++) y = (4 * y + x / (y * y * y * y)) / 5;
    return y;
}

/* IEC 61966-2-1: the linear light of an encoded value, both 0..1. */
static double linear_of(double encoded)
{
    if (encoded <= 0.04045) return encoded / 12.92;
    double base = (encoded + 0.055) / 1.055, root = fifth_root(base);
    return base * base * root * root; /* to the power of 2.4 */
}

static const char description[] = "sRGB IEC61966-2.1";
static const char copyright[] = "No copyright, use freely";

struct tag {
    const char *name;
    uint32_t offset, size;
};

enum {
    DESCRIPTION_BYTES = 12 + sizeof description + 4 + 4 + 2 + 1 + 67,
    COPYRIGHT_BYTES = 8 + sizeof copyright,
    XYZ_BYTES = 20,
    CURVE_BYTES = 12 + 2 * CURVE_STEPS
};
static uint32_t padded(uint32_t bytes)
{
    return (bytes + 3) / 4 * 4;
}

static void put_description(struct writer *out)
{
    writer_cstr(out, "desc");
    put32(out, 0);
    put32(out, sizeof description);
    writer_text(out, (struct span){description, sizeof description});
    put_zeros(out, 4 + 4 + 2 + 1 + 67); /* no Unicode and no Macintosh form */
    put_zeros(out, padded(DESCRIPTION_BYTES) - DESCRIPTION_BYTES);
}

static void put_copyright(struct writer *out)
{
    writer_cstr(out, "text");
    put32(out, 0);
    writer_text(out, (struct span){copyright, sizeof copyright});
    put_zeros(out, padded(COPYRIGHT_BYTES) - COPYRIGHT_BYTES);
}

static void put_xyz(struct writer *out, uint32_t x, uint32_t y, uint32_t z) /* 16.16 fixed point */
{
    writer_cstr(out, "XYZ ");
    put32(out, 0);
    put32(out, x);
    put32(out, y);
    put32(out, z);
}

static void put_curve(struct writer *out)
{
    writer_cstr(out, "curv");
    put32(out, 0);
    put32(out, CURVE_STEPS);
    for (int i = 0; i < CURVE_STEPS; i++)
        put16(out, (uint32_t)(linear_of((double)i / (CURVE_STEPS - 1)) * 65535 + 0.5));
}

static void put_header(struct writer *out, uint32_t size)
{
    put32(out, size);
    put32(out, 0);          /* any colour engine */
    put32(out, 0x02100000); /* version 2.1 */
    writer_cstr(out, "mntrRGB XYZ ");
    put16(out, 2024); /* a fixed date: the profile is a constant */
    put16(out, 1);
    put16(out, 1);
    put_zeros(out, 6);
    writer_cstr(out, "acsp");
    put_zeros(out, 28);     /* platform, flags, device, attributes, perceptual intent */
    put32(out, 0x0000f6d6); /* D50 */
    put32(out, 0x00010000);
    put32(out, 0x0000d32d);
    put_zeros(out, 4 + 44);
}

void pdf_srgb_profile(struct writer *out)
{
    uint32_t at = HEADER + 4 + 12 * TAGS;
    const uint32_t desc = at, cprt = desc + padded(DESCRIPTION_BYTES), white = cprt + padded(COPYRIGHT_BYTES);
    const uint32_t red = white + XYZ_BYTES, green = red + XYZ_BYTES, blue = green + XYZ_BYTES, curve = blue + XYZ_BYTES;
    const struct tag tags[TAGS] = {
        {"desc", desc, DESCRIPTION_BYTES}, {"cprt", cprt, COPYRIGHT_BYTES}, {"wtpt", white, XYZ_BYTES},
        {"rXYZ", red, XYZ_BYTES},          {"gXYZ", green, XYZ_BYTES},      {"bXYZ", blue, XYZ_BYTES},
        {"rTRC", curve, CURVE_BYTES},      {"gTRC", curve, CURVE_BYTES},    {"bTRC", curve, CURVE_BYTES},
    };
    put_header(out, curve + CURVE_BYTES);
    put32(out, TAGS);
    for (size_t i = 0; i < TAGS; i++) {
        writer_cstr(out, tags[i].name);
        put32(out, tags[i].offset);
        put32(out, tags[i].size);
    }
    put_description(out);
    put_copyright(out);
    put_xyz(out, 0xf6d6, 0x10000, 0xd32d); /* white, and the primaries adapted to it (Bradford) */
    put_xyz(out, 0x6fa2, 0x38f5, 0x0390);
    put_xyz(out, 0x6299, 0xb785, 0x18da);
    put_xyz(out, 0x24a0, 0x0f84, 0xb6cf);
    put_curve(out);
}
