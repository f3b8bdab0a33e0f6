import { PRESET_GATES } from '#server/presets/gates.ts';
import type { NewClinic } from '#server/repositories/seed-writes.ts';
import type { LocalDate, LocalTime } from '#server/scheduling/time/calendar.ts';
import { addDays, minuteOf, weekdayOf } from '#server/scheduling/time/clinic-time.ts';
import { boardDayAt, daysOf } from './days.ts';
import { DEMO_PROTOCOLS, type ProtocolKey } from './protocols.ts';
import { publicHolidays } from './public-holidays.ts';

/** How long ago the demo clinic opened: before anybody of the cast came. */
const OPENED_DAYS_AGO = 180;
/** How far ahead its holidays are known. */
const HOLIDAYS_AHEAD_DAYS = 300;

/** Every time of day of the demo is read in it. */
export const ZONE = 'America/New_York';
const MON_TO_FRI = [1, 2, 3, 4, 5];
const SATURDAY = 6;
const WEDNESDAY = 3;

type Hours = readonly [LocalTime, LocalTime];
type StaffMember = {
  readonly name: string;
  /** The part of the address before `@demo.evenkeel.example`. */
  readonly mail: string;
  readonly role: NewClinic['staff'][number]['role'];
  readonly trained: boolean;
  /** Hours by ISO weekday. */
  readonly shifts: Readonly<Record<number, Hours>>;
};

const LONG: Hours = ['08:00', '18:00'];
const SATURDAY_MORNING: Hours = ['09:00', '13:00'];
const every = (weekdays: readonly number[], hours: Hours): Record<number, Hours> =>
  Object.fromEntries(weekdays.map((weekday) => [weekday, hours]));

/**
 * Early and late there are two nurses, in the middle of the day three. On Friday afternoons and on Saturdays there is no
 * clinician, so that nothing that needs one can be booked then.
 */
const STAFF: readonly StaffMember[] = [
  {
    name: 'Dana Whitlock',
    mail: 'desk',
    role: 'front-desk',
    trained: false,
    shifts: { ...every(MON_TO_FRI, LONG), [SATURDAY]: SATURDAY_MORNING },
  },
  {
    name: 'Asha Raman',
    mail: 'nurse',
    role: 'nurse',
    trained: true,
    shifts: every(MON_TO_FRI, ['08:00', '16:00']),
  },
  {
    name: 'Ben Kowalczyk',
    mail: 'ben.kowalczyk',
    role: 'nurse',
    trained: true,
    shifts: { ...every(MON_TO_FRI, ['10:00', '18:00']), [SATURDAY]: SATURDAY_MORNING },
  },
  {
    name: 'Marisol Vega',
    mail: 'marisol.vega',
    role: 'nurse',
    trained: true,
    shifts: { ...every(MON_TO_FRI, LONG), [SATURDAY]: SATURDAY_MORNING },
  },
  {
    name: 'Dr. Helen Adeyemi',
    mail: 'clinician',
    role: 'clinician',
    trained: true,
    shifts: every([1, 2, 3, 4], LONG),
  },
  {
    name: 'Dr. Oskar Lindgren',
    mail: 'oskar.lindgren',
    role: 'clinician',
    trained: true,
    shifts: { ...every([2, 3, 4], LONG), 5: ['08:00', '15:00'] },
  },
  { name: 'Grace Moreau', mail: 'admin', role: 'admin', trained: false, shifts: every(MON_TO_FRI, LONG) },
];

const ROOMS = { Infusion: 4, 'Quiet room': 2 } as const;

export type DemoClinicPlan = {
  readonly clinic: NewClinic;
  readonly protocolIds: Readonly<Record<ProtocolKey, string>>;
};

/** The demo clinic as it opened, half a year before `now`: six chairs in two rooms, three nurses, two clinicians. */
export function demoClinic(now: { at: number; today: LocalDate }, newId: () => string): DemoClinicPlan {
  const opened = addDays(now.today, -OPENED_DAYS_AGO);
  const openingHours = [
    ...MON_TO_FRI.map((weekday) => ({ id: newId(), weekday, opensAt: LONG[0], closesAt: LONG[1] })),
    { id: newId(), weekday: SATURDAY, opensAt: SATURDAY_MORNING[0], closesAt: SATURDAY_MORNING[1] },
  ];
  const pools = Object.keys(ROOMS).map((name) => ({ id: newId(), name }));
  const poolId = (name: string): string => pools.find((pool) => pool.name === name)?.id ?? '';
  const chairs = Object.entries(ROOMS)
    .flatMap(([room, count]) => Array.from({ length: count }, () => room))
    .map((room, index) => ({ id: newId(), poolId: poolId(room), name: `Chair ${index + 1}` }));
  const staff = STAFF.map((member) => ({ id: newId(), ...member }));
  const staffId = (mail: string): string => staff.find((member) => member.mail === mail)?.id ?? '';
  const protocols = DEMO_PROTOCOLS.map((protocol) => ({ id: newId(), versionId: newId(), ...protocol }));

  const holidays = publicHolidays(opened, addDays(now.today, HOLIDAYS_AHEAD_DAYS));
  const bare = { zone: ZONE, openingHours, closures: [] };
  const days = daysOf(bare);
  const closed = (
    date: LocalDate,
    [from, to]: Hours,
    reason: string,
    whose: { chairId?: string; staffId?: string } = {},
  ): NewClinic['closures'][number] => ({
    id: newId(),
    startsAt: days.at(date, minuteOf(from)),
    // Midnight belongs to the next day.
    endsAt: to === '24:00' ? days.at(addDays(date, 1), 0) : days.at(date, minuteOf(to)),
    chairId: whose.chairId ?? null,
    staffId: whose.staffId ?? null,
    reason,
  });
  const allDay: Hours = ['00:00', '24:00'];
  const closures = holidays.map(({ date, name }) => closed(date, allDay, name));
  const { date: boardDay } = boardDayAt(now.at, daysOf({ ...bare, closures }));
  const training = firstWednesday(addDays(boardDay, 4));
  closures.push(
    closed(addDays(training, -28), ['12:00', '13:30'], 'Team training'),
    closed(training, ['12:00', '13:30'], 'Team training'),
    closed(
      boardDay,
      weekdayOf(boardDay) === SATURDAY ? ['11:00', '13:00'] : ['15:00', '18:00'],
      'Infusion pump being serviced',
      { chairId: chairs[3]?.id ?? '' },
    ),
    closed(addDays(training, 1), allDay, 'Day off', { staffId: staffId('ben.kowalczyk') }),
    ...[0, 1, 2, 3, 4].map((n) =>
      closed(addDays(training, n - 44), allDay, 'On leave', { staffId: staffId('oskar.lindgren') }),
    ),
  );

  return {
    clinic: {
      name: 'Harbor Light Clinic',
      zone: ZONE,
      phone: '+1 212 555 0100',
      slotMinutes: 15,
      monitoring: { prep: null, administration: 2, observation: 4, turnover: null },
      isDemo: true,
      gates: PRESET_GATES,
      createdAt: days.at(opened, 8 * 60),
      openingHours,
      pools,
      chairs,
      staff: staff.map(({ id, name, mail, role, trained }) => ({
        id,
        name,
        email: `${mail}@demo.evenkeel.example`,
        role,
        trained,
      })),
      shifts: staff.flatMap(({ id, shifts }) =>
        Object.entries(shifts).map(([weekday, [startsAt, endsAt]]) => ({
          id: newId(),
          staffId: id,
          weekday: Number(weekday),
          startsAt,
          endsAt,
          validFrom: opened,
          validTo: null,
        })),
      ),
      closures,
      protocols: protocols.map(({ key: _, rooms, ...protocol }) => ({
        ...protocol,
        poolIds: rooms.map(poolId),
      })),
    },
    protocolIds: Object.fromEntries(protocols.map(({ key, id }) => [key, id])) as Record<ProtocolKey, string>,
  };
}

const firstWednesday = (date: LocalDate): LocalDate => addDays(date, (WEDNESDAY - weekdayOf(date) + 7) % 7);
