import type { listBackfillCandidates as endpoint } from '#server/contract/backfill.endpoints.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import * as patients from '#server/repositories/patients.ts';
import { findCandidates } from './find-candidates.ts';
import { loadFreedChairs } from './load-freed-chairs.ts';
import { presentCandidate, presentFreedChair } from './present-freed-chair.ts';

/** Nobody telephones more in a quarter of an hour each. */
const MOST_LISTED = 50;

/** Whom one freed chair would help, and why. */
export const listBackfillCandidates = (
  { db, actor, now }: Context,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> =>
  readInClinic(db, { actor, now }, async (sql) => {
    const { chairs, calendar, settings } = await loadFreedChairs(sql, now);
    const chair = chairs.find(({ id }) => id === params.id);
    if (!chair) throw new AppError('not-found', 'This chair is not free any more.');
    const found = await findCandidates(sql, { chairs: [chair], calendar, now, most: MOST_LISTED });
    const candidates = found.get(chair.id) ?? [];
    const phones = await patients.phonesOf(
      sql,
      candidates.map(({ course }) => course.patientId),
    );
    const seen = { zone: calendar.zone, now };
    return {
      chair: presentFreedChair(chair, candidates.length, settings, seen),
      items: candidates.map((candidate) => presentCandidate(candidate, chair, phones, seen)),
    };
  });
