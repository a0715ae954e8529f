import { roundOf } from "./committed-work.ts";
import type { Track } from "./track.ts";

/** The tracks of a person's devices in one project, each with what says whether a record of its feed is that person's. */
export interface OwnTrack {
  readonly track: Track;
  readonly isOwn: (seq: number) => boolean;
}

/** Audits that a person has passed in a row: since the last round in which something of theirs was found false. */
export function countPasses(tracks: readonly OwnTrack[]): number {
  const failures = tracks.flatMap(({ track, isOwn }) => track.findings.filter(({ seq }) => isOwn(seq)));
  const lastFailure = failures.reduce((last, { round }) => Math.max(last, round), -1);
  const passed = tracks.flatMap(({ track, isOwn }) =>
    track.entries.filter(
      ({ hasPassed, work }, index) =>
        hasPassed && index < track.standing.foundAt && isOwn(work.contribution.content.seq),
    ),
  );
  return passed.filter(({ work }) => roundOf(work) > lastFailure).length;
}
