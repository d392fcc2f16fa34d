/* effects - what rests on the zones that somebody gave. Private to this room.
 *
 * Some exports do not say the zone of their times. It is never assumed: rows wait, rejected, until the user or the case file
 * gives one. That answer may be wrong, so every file with one is held against records of the same ids (else sizes) in files
 * that do not rest on it, and everything is judged again with the files read
 *   in UTC, which many exports use without saying so, and
 *   in the zone that those other records speak for, where more of them agree with it than with the one given.
 * Files that share an answer are read anew together: whoever is wrong about one is wrong about all. A wall clock that the
 * other zone shows twice or not at all is taken with the zone's offset at the time as it was read.
 *
 * What is not asked: zones that files or layouts state themselves, the rows that the given zone could not place (they are
 * rejected), and files that nobody gave a zone to (they are not judged at all; zones/proposals.c).
 *
 * SPDX-License-Identifier: MIT */
#ifndef STRAYKEY_ATTRIBUTION_ZONES_EFFECTS_H
#define STRAYKEY_ATTRIBUTION_ZONES_EFFECTS_H

#include "attribution/work.h"

/* Writes result->zone_checks, zone_rivals and the reason zone-given. Last of all stages that decide; nothing is done, and
 * no event looked at, where no zone was given. */
void zone_effects_find(struct work *w);

#endif
