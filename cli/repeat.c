/* repeat - see repeat.h.
 *
 * SPDX-License-Identifier: MIT */
#include "cli/repeat.h"

#include "base/memory.h"

#include <stdlib.h>

const char *repeat_missing(const struct bag_run *recorded, const char *password_path)
{
    if (*recorded->redact)
        return "this is a shared copy, without the originals, so the run can't be repeated from it alone";
    if (recorded->hash_only) return "the originals are not in this folder, so the run can't be repeated from it";
    if (recorded->with_passwords && !password_path)
        return "some of the originals are encrypted: name the file with their passwords with --password-file, so that "
               "the "
               "run can be repeated";
    return NULL;
}

bool repeat_possible(const struct bag_run *recorded, const char *password_path, struct messages *messages)
{
    const char *missing = repeat_missing(recorded, password_path);
    if (missing) message_error(messages, "%s", missing);
    return !missing;
}

struct options repeat_options(const struct bag_run *recorded, const char *password_path)
{
    return (struct options){
        .case_path = recorded->case_file,
        .formats_dir = recorded->formats_dir,
        .password_path = password_path,
        .time_zone = *recorded->time_zone ? recorded->time_zone : NULL,
        .language = *recorded->language ? recorded->language : NULL,
    };
}

struct files repeat_files(const struct bag_run *recorded)
{
    struct files files = {LIST_EMPTY};
    for (size_t i = 0; i < recorded->sources.count; i++) {
        const struct bag_source *source = &recorded->sources.items[i];
        *LIST_ADD(&files.items) = (struct input_file){
            .path = memory_copy_text(source->path, strlen(source->path)),
            .open_path = memory_copy_text(source->copy, strlen(source->copy)),
        };
    }
    return files;
}

void repeat_source_date(const struct bag_run *recorded)
{
    if (*recorded->source_date_epoch)
        setenv("SOURCE_DATE_EPOCH", recorded->source_date_epoch, 1);
    else
        unsetenv("SOURCE_DATE_EPOCH");
}
