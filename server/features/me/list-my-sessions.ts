import type { ResponseOf } from '#server/contract/endpoint.ts';
import type { listMySessions as endpoint } from '#server/contract/sessions.endpoints.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentMySession } from '#server/presenters/present-my-session.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courses from '#server/repositories/courses.ts';
import { windowOf } from '#server/repositories/for-core.ts';

/** What is coming for a patient, and what was since their newest course began. */
export const listMySessions = ({ db, actor, now }: Context): Promise<ResponseOf<typeof endpoint>> =>
  readInClinic(db, { actor, now }, async (sql) => {
    if (actor.patientId === null) throw new AppError('not-allowed');
    const zone = await clinicZone.find(sql);
    const all = await courses.listByPatient(sql, actor.patientId);
    const newest = all.find(({ state }) => state !== 'stopped') ?? all[0];
    if (!newest) return { items: [], boosterWindow: null };
    const began = newest.sessions[0]?.startsAt ?? 0;
    const items = all
      .flatMap(({ sessions, protocol }) => sessions.map((session) => ({ session, protocol })))
      .filter(({ session }) => session.startsAt >= began && !HIDDEN.includes(session.status))
      .sort((a, b) => a.session.startsAt - b.session.startsAt)
      .map(({ session, protocol }) => presentMySession(session, protocol.definition.prepare, zone));
    return { items, boosterWindow: windowOf(newest, newest.protocol.definition, zone) };
  });

/** What nobody has agreed on with the patient yet, or never should have. */
const HIDDEN: readonly string[] = ['proposed', 'waitlist', 'entered-in-error'];
