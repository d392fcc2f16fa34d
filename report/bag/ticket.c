/* ticket - writes ticket.txt, whose text the model holds as a whole.
 *
 * SPDX-License-Identifier: MIT */
#include "report/model/model.h"
#include "report/report.h"

void report_ticket(const struct report_model *m, struct writer *out)
{
    writer_text(out, m->ticket);
}
