import type { planCourse } from '#server/contract/courses.endpoints.ts';
import type { RequestOf } from '#server/contract/endpoint.ts';

/** What a clerk asks for, as the address of the page holds it: it survives reload, back and a shared link. */
export type BookingRequest = {
  patientId: string | null;
  protocolId: string | null;
  /** A local date. */
  from: string | null;
  /** ISO weekdays; none means any. */
  weekdays: readonly number[];
  time: TimeWish;
  /** The course that this one follows, as another induction after a relapse. */
  after: string | null;
};

export type TimeWish =
  | { kind: 'any' | 'morning' | 'afternoon' }
  | { kind: 'between'; from: string; to: string };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const BETWEEN = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/;

const matching = (text: string | null, pattern: RegExp) => (text && pattern.test(text) ? text : null);

export function readRequest(search: URLSearchParams): BookingRequest {
  const weekdays = (search.get('days') ?? '').split(',').map(Number);
  return {
    patientId: matching(search.get('patient'), UUID),
    protocolId: matching(search.get('protocol'), UUID),
    from: matching(search.get('from'), DATE),
    weekdays: [...new Set(weekdays)].filter((day) => Number.isInteger(day) && day >= 1 && day <= 7).sort(),
    time: readTime(search.get('time')),
    after: matching(search.get('after'), UUID),
  };
}

export function writeRequest(request: BookingRequest): URLSearchParams {
  const search = new URLSearchParams();
  if (request.patientId) search.set('patient', request.patientId);
  if (request.protocolId) search.set('protocol', request.protocolId);
  if (request.from) search.set('from', request.from);
  if (request.weekdays.length > 0) search.set('days', request.weekdays.join(','));
  if (request.time.kind === 'between') search.set('time', `${request.time.from}-${request.time.to}`);
  else if (request.time.kind !== 'any') search.set('time', request.time.kind);
  if (request.after) search.set('after', request.after);
  return search;
}

function readTime(text: string | null): TimeWish {
  if (text === 'morning' || text === 'afternoon') return { kind: text };
  const [from, to] = matching(text, BETWEEN)?.split('-') ?? [];
  return from && to && from <= to ? { kind: 'between', from, to } : { kind: 'any' };
}

/** Starts before noon are the morning's. */
const HOURS = {
  morning: { from: '00:00', to: '11:59' },
  afternoon: { from: '12:00', to: '23:59' },
} as const;

type PlanRequest = RequestOf<typeof planCourse>['body'];

/** The question for the planner, once there is enough to ask it. */
export function planRequest(
  request: { patientId: string; protocolId: string; from: string } & Pick<
    BookingRequest,
    'weekdays' | 'time'
  >,
  seed: number,
): PlanRequest {
  const { patientId, protocolId, from, weekdays, time } = request;
  const timeOfDay =
    time.kind === 'any'
      ? null
      : time.kind === 'between'
        ? { from: time.from, to: time.to }
        : HOURS[time.kind];
  const preferences = {
    ...(weekdays.length > 0 && { weekdays: [...weekdays] }),
    ...(timeOfDay && { timeOfDay }),
  };
  return {
    patientId,
    protocolId,
    from,
    limit: 3,
    seed,
    ...(Object.keys(preferences).length > 0 && { preferences }),
  };
}
