import { audit } from '#server/booking/audit.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { updateResponseSettings as endpoint } from '#server/contract/response.endpoints.ts';
import type { ResponseSettings } from '#server/contract/response.ts';
import { inClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { given } from '#server/platform/given.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as responseSettings from '#server/repositories/response-settings.ts';
import {
  INSTRUMENTS,
  type Instrument,
  instrumentsOf,
  type OwnCutOffs,
} from '#server/scheduling/response/response.ts';
import { REVIEW_RULES } from '#server/scheduling/response/reviews-due.ts';
import { INSTRUMENT_CODES } from '#server/scheduling/vocabulary.ts';
import { readSettings } from './read-settings.ts';

type Body = ParsedRequestOf<typeof endpoint>['body'];

/** Only what differs from the presets is kept, so that a preset that is bettered reaches whoever had none of their own. */
export const updateResponseSettings = (
  context: Context,
  { body }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseSettings> =>
  inClinic(context.db, context.actor.clinicId, async (tx) => {
    const before = await responseSettings.hold(tx);
    const after: responseSettings.ResponseSettings = {
      cutOffs: cutOffsWith(before.cutOffs, body.cutOffs ?? {}),
      reviews: differing({ ...before.reviews, ...given(body.reviews ?? {}) }, REVIEW_RULES),
      patientsSeeOwn: body.patientsSeeOwn ?? before.patientsSeeOwn,
    };
    refuseUnfit(instrumentsOf(after.cutOffs));
    await responseSettings.update(tx, after);
    const fields = Object.keys(given(body));
    if (fields.length > 0) {
      await auditEvents.insert(tx, audit(context, 'clinic.update', { detail: { fields, before, after } }));
    }
    return readSettings(tx);
  });

function cutOffsWith(before: OwnCutOffs, asked: NonNullable<Body['cutOffs']>): OwnCutOffs {
  const own = INSTRUMENT_CODES.map((code) => {
    const ask = asked[code];
    const merged = ask === null ? {} : { ...before[code], ...given(ask ?? {}) };
    return [code, differing(merged, INSTRUMENTS[code].cutOffs)] as const;
  });
  return Object.fromEntries(own.filter(([, cutOffs]) => Object.keys(cutOffs).length > 0));
}

/** Of some numbers, those that are not as preset. */
const differing = <T extends object>(some: Partial<T>, presets: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(some).filter(([name, value]) => presets[name as keyof T] !== value),
  ) as Partial<T>;

/** A response is more than a partial one, and that more than an improvement; a scale's remission is on the scale. */
function refuseUnfit(instruments: readonly Instrument[]): void {
  const errors = instruments.flatMap(({ code, mostPoints, cutOffs }) => {
    const at = (name: string, detail: string) => ({ pointer: `/body/cutOffs/${code}/${name}`, detail });
    const { improvementPercent, partialResponsePercent, responsePercent, remissionAtMost } = cutOffs;
    return [
      ...(partialResponsePercent < improvementPercent
        ? [at('partialResponsePercent', `Must be at least that of an improvement, ${improvementPercent}.`)]
        : []),
      ...(responsePercent < partialResponsePercent
        ? [at('responsePercent', `Must be at least that of a partial response, ${partialResponsePercent}.`)]
        : []),
      ...(remissionAtMost > mostPoints
        ? [at('remissionAtMost', `Must be at most ${mostPoints}, the most that the scale has.`)]
        : []),
    ];
  });
  if (errors.length > 0) throw new AppError('invalid-request', undefined, { errors });
}
