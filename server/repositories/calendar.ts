import type { Sql } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import { outOfUse } from '#server/scheduling/room/hours-change.ts';
import type {
  BusySession,
  Chair,
  ClinicCalendar,
  Closure,
  Instant,
  MonitoringRatios,
  OpeningHours,
  Shift,
} from '#server/scheduling/time/calendar.ts';
import type { SessionStatus } from '#server/scheduling/vocabulary.ts';
import { fromMs, ms } from './instant.ts';

/** A stretch of time that somebody asks about: the end is not in it. */
export type Window = { readonly fromInstant: Instant; readonly toInstant: Instant };

/**
 * The clinic's calendar, with every session that holds a chair in the window, or in any of several: to check six
 * sessions, six days are read and not six weeks. A chair that is held for somebody it was offered to is taken too, as
 * `proposed`, which nobody moves; it is so for those who say when they ask (db/in-clinic.ts).
 */
export async function loadCalendar(sql: Sql, window: Window | readonly Window[]): Promise<ClinicCalendar> {
  const [row] = await sql.rows<CalendarRow>(
    `SELECT ${CALENDAR_COLUMNS} FROM clinic cl WHERE cl.id = $1::uuid`,
    [sql.clinicId, ...windowValues(window)],
    'calendar',
  );
  if (!row) throw new AppError('not-found');
  return toCalendar(row);
}

/** The values of $2 to $5 of CALENDAR_COLUMNS: begins and ends of the windows, and the stretch that holds them all. */
export function windowValues(window: Window | readonly Window[]): [number[], number[], number, number] {
  const windows = 'fromInstant' in window ? [window] : window;
  const from = windows.map((one) => one.fromInstant);
  const to = windows.map((one) => one.toInstant);
  return [from, to, from.length > 0 ? Math.min(...from) : 0, to.length > 0 ? Math.max(...to) : 0];
}

export type CalendarRow = {
  readonly zone: string;
  readonly slotMinutes: number;
  readonly monitoring: MonitoringRatios;
  readonly openingHours: string | null;
  readonly closures: readonly Closure[];
  readonly chairs: string | null;
  readonly shifts: string | null;
  readonly busy: string | null;
  readonly held: string | null;
};

/** SQL that packs rows into one text: a hundred sessions come a good deal quicker so than as JSON or as rows. */
const packed = (columns: readonly string[], order = ''): string =>
  `string_agg(concat_ws(',', ${columns.join(', ')}), ';'${order && ` ORDER BY ${order}`})`;

/** For a day before all others. */
const EVER = '-';

/** Rows of text fields: none is empty, none holds a comma or a semicolon; only the last may be missing. */
const unpack = <T>(text: string | null, read: (fields: readonly string[]) => T): T[] =>
  text === null ? [] : text.split(';').map((row) => read(row.split(',')));

/**
 * SQL for the columns of a CalendarRow, of `clinic cl`. Sessions last a day at most, so what overlaps a window began
 * in it or in the 24 hours before: the covering index answers that alone. LATERAL and OFFSET keep it a walk along
 * the index per window; without, the planner reads every session of the clinic. The states are asked for outside, or
 * it would do so in a small table, by an index of the sessions in those states.
 */
export const CALENDAR_COLUMNS = `
  cl.zone, cl.slot_minutes AS "slotMinutes", cl.monitoring,
  (SELECT ${packed(
    ['h.weekday', 'h.opens_at', 'h.closes_at', `coalesce(h.valid_from::text, '${EVER}')`, 'h.valid_to'],
    'h.weekday, h.opens_at',
  )}
   FROM opening_hours h
   WHERE h.clinic_id = $1::uuid
     AND (h.valid_from IS NULL OR h.valid_from <= (${fromMs('$5')} AT TIME ZONE cl.zone)::date)
     AND (h.valid_to IS NULL OR h.valid_to >= (${fromMs('$4')} AT TIME ZONE cl.zone)::date - 1)) AS "openingHours",
  (SELECT coalesce(json_agg(json_build_object(
     'startsAt', ${ms('x.starts_at')}, 'endsAt', ${ms('x.ends_at')},
     'chairId', x.chair_id, 'staffId', x.staff_id, 'reason', x.reason
   ) ORDER BY x.starts_at, x.id), '[]')
   FROM closure x
   WHERE x.clinic_id = $1::uuid AND x.ends_at > ${fromMs('$4')} AND x.starts_at < ${fromMs('$5')}) AS closures,
  (SELECT ${packed(
    [
      'ch.id',
      'ch.pool_id',
      `CASE WHEN ch.out_of_use_from <= (${fromMs('$4')} AT TIME ZONE cl.zone)::date THEN '${EVER}'
         ELSE ch.out_of_use_from::text END`,
    ],
    'ch.position, ch.id',
  )}
   FROM chair ch WHERE ch.clinic_id = $1::uuid) AS chairs,
  (SELECT ${packed([
    'sh.staff_id',
    'st.role',
    'st.trained',
    'sh.weekday',
    'sh.starts_at',
    'sh.ends_at',
    'sh.valid_from',
    'sh.valid_to',
  ])}
   FROM staff_shift sh JOIN staff st ON st.clinic_id = sh.clinic_id AND st.id = sh.staff_id
   WHERE sh.clinic_id = $1::uuid AND st.active
     AND sh.valid_from <= (${fromMs('$5')} AT TIME ZONE cl.zone)::date
     AND (sh.valid_to IS NULL OR sh.valid_to >= (${fromMs('$4')} AT TIME ZONE cl.zone)::date - 1)) AS shifts,
  (SELECT ${packed([
    's.id',
    's.course_id',
    's.patient_id',
    's.chair_id',
    's.status',
    `${ms('s.starts_at')}::int8`,
    `${ms('s.free_at')}::int8`,
    's.prep_minutes',
    's.administration_minutes',
    's.observation_minutes',
    's.turnover_minutes',
  ])}
   FROM unnest($2::float8[], $3::float8[]) AS w(from_ms, to_ms)
   CROSS JOIN LATERAL (
     SELECT *, coalesce(released_at, ends_at) AS free_at FROM session
     WHERE clinic_id = $1::uuid
       AND starts_at < ${fromMs('w.to_ms')} AND starts_at >= ${fromMs('w.from_ms')} - interval '24 hours'
     OFFSET 0
   ) s
   WHERE s.status IN ('pending', 'booked', 'arrived', 'checked-in', 'fulfilled')
     AND s.free_at > ${fromMs('w.from_ms')} AND s.free_at > s.starts_at) AS busy,
  (SELECT ${packed([
    'o.id',
    'o.course_id',
    'o.patient_id',
    'o.chair_id',
    `'proposed'`,
    `${ms('o.starts_at')}::int8`,
    `${ms('o.ends_at')}::int8`,
    'o.prep_minutes',
    'o.administration_minutes',
    'o.observation_minutes',
    'o.turnover_minutes',
  ])}
   FROM chair_offer o
   WHERE o.clinic_id = $1::uuid AND o.held_until > (SELECT current_moment()) AND o.answer IS NULL
     AND o.ends_at > ${fromMs('$4')} AND o.starts_at < ${fromMs('$5')}) AS held`;

export function toCalendar(row: CalendarRow): ClinicCalendar {
  const allChairs = unpack(row.chairs, ([id = '', poolId = '', outOfUseFrom]) => ({
    id,
    poolId,
    outOfUseFrom,
  }));
  const chairs = allChairs.filter((chair) => chair.outOfUseFrom !== EVER);
  const poolOf = new Map(allChairs.map((chair) => [chair.id, chair.poolId]));
  const read = (fields: readonly string[]) => toBusy(fields, poolOf);
  return {
    zone: row.zone,
    slotMinutes: row.slotMinutes,
    monitoring: row.monitoring,
    openingHours: unpack(row.openingHours, toOpeningHours),
    closures: [
      ...row.closures,
      ...chairs.flatMap(({ id, outOfUseFrom }) =>
        outOfUseFrom ? [outOfUse(id, outOfUseFrom, row.zone)] : [],
      ),
    ],
    chairs: chairs.map(({ id, poolId }): Chair => ({ id, poolId })),
    shifts: unpack(row.shifts, toShift),
    busy: [...once(unpack(row.busy, read)), ...unpack(row.held, read)],
  };
}

const toOpeningHours = ([
  weekday,
  opensAt = '',
  closesAt = '',
  validFrom = EVER,
  validTo,
]: readonly string[]): OpeningHours => ({
  weekday: Number(weekday),
  opensAt,
  closesAt,
  validFrom: validFrom === EVER ? null : validFrom,
  validTo: validTo ?? null,
});

function toShift([
  staffId = '',
  role,
  trained,
  weekday,
  startsAt = '',
  endsAt = '',
  validFrom = '',
  validTo,
]: readonly string[]): Shift {
  return {
    staffId,
    role: role === 'nurse' || role === 'clinician' ? role : 'other',
    trained: trained === 't',
    weekday: Number(weekday),
    startsAt,
    endsAt,
    validFrom,
    validTo: validTo ?? null,
  };
}

function toBusy(fields: readonly string[], poolOf: ReadonlyMap<string, string>): BusySession {
  const [
    id = '',
    courseId = '',
    patientId = '',
    chairId = '',
    status,
    startsAt,
    endsAt,
    prep,
    administration,
    observation,
    turnover,
  ] = fields;
  return {
    id,
    courseId,
    patientId,
    chairId,
    poolId: poolOf.get(chairId) ?? '',
    status: status as SessionStatus,
    startsAt: Number(startsAt),
    endsAt: Number(endsAt),
    block: {
      prep: Number(prep),
      administration: Number(administration),
      observation: Number(observation),
      turnover: Number(turnover),
    },
  };
}

/** A session across midnight may be in two windows. */
function once(busy: readonly BusySession[]): BusySession[] {
  const seen = new Set<string>();
  return busy.filter(({ id }) => !seen.has(id) && seen.add(id));
}
