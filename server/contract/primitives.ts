import { z } from 'zod';

/** Ids are UUIDv7: they sort by the time they were made. */
export const Id = z.uuid({ error: 'Must be an id (a UUID).' }).meta({ id: 'Id' });

/** A moment: ISO 8601 with an offset, `2026-03-02T10:00:00-05:00`. Answers carry the clinic's offset. */
export const Instant = z.iso
  .datetime({
    offset: true,
    error: 'Must be a date and time with an offset, like 2026-03-02T10:00:00-05:00.',
  })
  .refine((text) => Number.isFinite(Date.parse(text)), 'Must be a real date.')
  .meta({ id: 'Instant' });

/**
 * One that is sent to us. Answers may lie beyond: a course that begins on the last day that may be asked for ends after it.
 */
export const SentInstant = Instant.refine(isWithinYears, 'Must be a real date between 1900 and 2200.');

/** A day on the clinic's calendar: `2026-03-02`. */
export const LocalDate = z.iso.date('Must be a real date, like 2026-03-02.').meta({ id: 'LocalDate' });

/** One that is sent to us. */
export const SentLocalDate = LocalDate.refine(isWithinYears, 'Must be a date between 1900 and 2200.');

/** A reading of the clinic's clock: `09:00`. */
export const LocalTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Must be a time of day, like 09:00.')
  .meta({ id: 'LocalTime' });

/** The end of hours: as late as midnight, which is `24:00`. */
export const ClosingTime = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'Must be a time of day, like 17:00, or 24:00 for midnight.')
  .meta({ id: 'ClosingTime' });

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export const Weekday = z.int().min(1).max(7).meta({ id: 'Weekday' });

/** An ISO 8601 calendar duration of whole days, weeks or months: `P10D`, `P4W`, `P1M`. */
export const Interval = z
  .string()
  .regex(/^P[1-9]\d{0,2}[DWM]$/, 'Must be a whole number of days, weeks or months, like P10D, P4W or P1M.')
  .meta({ id: 'Interval' });

/** One line of text that a person wrote: trimmed, no control characters. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'Must not be empty.')
    .max(max, `Must be at most ${max} characters.`)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Must be one line of plain text.');

/** The state a caller last saw of a course; a stale one is refused. Sent as `If-Match: "3"`. */
export const Version = z.int().min(1).meta({ id: 'Version' });

export const pageQuery = {
  /** How many items at most. */
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** Where the last page ended, as its `nextCursor` said. */
  cursor: z.string().max(300).optional(),
};

export const page = <S extends z.ZodType>(item: S) =>
  z.object({ items: z.array(item), nextCursor: z.string().optional() });

function isWithinYears(text: string): boolean {
  const year = Number(text.slice(0, 4));
  return year >= 1900 && year <= 2200;
}
