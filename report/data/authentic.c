/* authentic - what the files were held against, for programs.
 *
 * SPDX-License-Identifier: MIT */
#include "report/data/authentic.h"

#include <stdio.h>

void authentic_row(const struct auth_finding *f, size_t i, const bool *sharing_lines, char out[ROW_TEXT_MAX])
{
    const struct row_place *place = &f->rows[i];
    const struct event row = {.source = f->source, .line = place->line, .offset = place->offset};
    char label[16];
    source_label(f->source, label);
    *rows_put(out, &row, span_of(label), sharing_lines[f->source] && place->offset != OFFSET_UNKNOWN) = '\0';
}

static void put_number(struct json_out *json, const char *key, uint64_t value)
{
    json_out_key(json, key);
    json_out_u64(json, value);
}

static void put_text(struct json_out *json, const char *key, const char *text)
{
    json_out_key(json, key);
    json_out_cstr(json, text);
}

static void put_sources(struct json_out *json, const struct auth_finding *f)
{
    char label[16];
    json_out_key(json, "sources");
    json_out_open(json, '[');
    source_label(f->source, label);
    json_out_cstr(json, label);
    if (f->other != SOURCE_NONE) {
        source_label(f->other, label);
        json_out_cstr(json, label);
    }
    json_out_close(json, ']');
}

static void put_signs(struct json_out *json, uint32_t signs)
{
    json_out_key(json, "signs");
    json_out_open(json, '[');
    for (unsigned i = 0; i < SIGN_COUNT; i++)
        if (signs & 1u << i) json_out_cstr(json, resaved_sign_name((enum resaved_sign)i));
    json_out_close(json, ']');
}

static void put_missing(struct json_out *json, const struct auth_finding *f)
{
    char text[64];
    json_out_key(json, "missing");
    json_out_open(json, '[');
    for (size_t i = 0; i < f->row_count; i++) {
        snprintf(text, sizeof text, "%llu-%llu", (unsigned long long)f->gaps[i].from,
                 (unsigned long long)f->gaps[i].to);
        json_out_cstr(json, text);
    }
    json_out_close(json, ']');
}

static void put_special(struct json_out *json, const struct result *r, const struct auth_finding *f)
{
    char seconds[32];
    if (f->check == AUTH_RESAVED) put_signs(json, f->signs);
    if (f->check == AUTH_ID_GAPS) put_missing(json, f);
    if (f->check == AUTH_BALANCES) {
        json_out_key(json, "asset");
        json_out_text(json, store_get_text(r->evidence->store, f->name));
    }
    if (f->check != AUTH_ID_SECONDS) return;
    snprintf(seconds, sizeof seconds, "%lld", (long long)(f->worst_ns / NS_PER_SECOND));
    put_text(json, "most_by_seconds", seconds);
    json_out_key(json, "all_by_the_same");
    json_out_bool(json, f->uniform);
}

static void put_finding(struct json_out *json, const struct result *r, const bool *sharing_lines,
                        const struct auth_finding *f)
{
    char row[ROW_TEXT_MAX];
    json_out_open(json, '{');
    put_sources(json, f);
    put_text(json, "result", auth_result_name((enum auth_result)f->result));
    put_number(json, "counted", f->counted);
    put_number(json, "deviating", f->deviating);
    put_special(json, r, f);
    json_out_key(json, "rows");
    json_out_open(json, '[');
    for (size_t i = 0; i < f->row_count; i++) {
        authentic_row(f, i, sharing_lines, row);
        json_out_cstr(json, row);
    }
    json_out_close(json, ']');
    json_out_close(json, '}');
}

static bool is_told(const struct auth_finding *f)
{
    const bool every_file = f->check == AUTH_HASHES || f->check == AUTH_ROWS || f->check == AUTH_RESAVED;
    return !every_file || f->result > AUTH_AGREES;
}

void findings_authenticity(const struct result *r, const bool *sharing_lines, struct json_out *json)
{
    json_out_key(json, "authenticity");
    json_out_open(json, '[');
    for (unsigned c = 0; c < AUTH_CHECK_COUNT; c++) {
        const struct auth_sum sum = auth_sum(r, (enum auth_check)c);
        json_out_open(json, '{');
        put_text(json, "check", auth_check_name((enum auth_check)c));
        put_text(json, "result", auth_result_name(sum.result));
        put_number(json, "counted", sum.counted);
        put_number(json, "deviating", sum.deviating);
        json_out_key(json, "files");
        json_out_open(json, '[');
        for (size_t i = 0; r->authenticity && i < r->authenticity->findings.count; i++) {
            const struct auth_finding *f = &r->authenticity->findings.items[i];
            if (f->check == c && is_told(f)) put_finding(json, r, sharing_lines, f);
        }
        json_out_close(json, ']');
        json_out_close(json, '}');
    }
    json_out_close(json, ']');
}
