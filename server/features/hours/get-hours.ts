import type { ResponseOf } from '#server/contract/endpoint.ts';
import type { getHours as endpoint } from '#server/contract/hours.endpoints.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as hours from '#server/repositories/hours.ts';
import type { WeeklyHours, WeeklyShift } from '#server/scheduling/room/hours-change.ts';
import { formatInstant, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { periodsFrom } from '#server/scheduling/time/validity.ts';

export const getHours = ({ db, actor, now }: Context): Promise<ResponseOf<typeof endpoint>> =>
  readInClinic(db, { actor, now }, async (sql) => {
    const zone = await clinicZone.find(sql);
    const today = localDateOf(now, zone);
    const { opening, staff, chairs } = await hours.read(sql, today, now);
    return {
      opening: periodsFrom(opening, today).map((period) => ({
        from: period.from,
        hours: period.hours.map(shownHours),
      })),
      staff: staff.map(({ shifts, ...person }) => ({
        ...person,
        shifts: periodsFrom(shifts, today).map((period) => ({
          from: period.from,
          shifts: period.hours.map(shownShift),
        })),
      })),
      chairs: chairs.map(({ closedUntil, ...chair }) => ({
        ...chair,
        closedUntil: closedUntil === null ? null : formatInstant(closedUntil, zone),
      })),
    };
  });

const shownHours = ({ weekday, opensAt, closesAt }: WeeklyHours): WeeklyHours => ({
  weekday,
  opensAt,
  closesAt,
});
const shownShift = ({ weekday, startsAt, endsAt }: WeeklyShift): WeeklyShift => ({
  weekday,
  startsAt,
  endsAt,
});
