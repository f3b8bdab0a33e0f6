import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Sql } from '#server/db/in-clinic.ts';
import * as clinicSettings from '#server/repositories/clinic-settings.ts';
import type { Closure, Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import { addDays, formatInstant, localDateOf, startOfDay } from '#server/scheduling/time/clinic-time.ts';
import { nextOpenDay } from './next-open-day.ts';

/** How far ahead a clinic that is closed looks for its next open day. */
const DAYS_AHEAD = 60;

export async function readClinic(sql: Sql, now: Instant): Promise<Clinic> {
  const settings = await clinicSettings.find(sql);
  const today = localDateOf(now, settings.zone);
  const closures = await closuresFrom(sql, today, settings.zone);
  return {
    id: settings.id,
    name: settings.name,
    zone: settings.zone,
    phone: settings.phone,
    slotMinutes: settings.slotMinutes,
    isDemo: settings.isDemo,
    openingHours: settings.openingHours.map((hours) => ({ ...hours })),
    pools: settings.pools.map((pool) => ({ ...pool })),
    now: formatInstant(now, settings.zone),
    today,
    nextOpenOn: nextOpenDay({ ...settings, closures }, today, DAYS_AHEAD) ?? today,
  };
}

const closuresFrom = (sql: Sql, today: LocalDate, zone: string): Promise<Closure[]> =>
  clinicSettings.listClosures(sql, startOfDay(today, zone), startOfDay(addDays(today, DAYS_AHEAD), zone));
