import type { Instant } from '#server/scheduling/time/calendar.ts';

/** What is to happen in the clinic, and when. It is lived in order of time, and each thing may lead to others. */
export type Agenda = {
  /** Things of the same moment happen in the order in which they were noted. What is past already happens next. */
  note(at: Instant, happens: (now: Instant) => Promise<void>): void;
  /** Lives everything up to a moment, itself included. What is noted for later never happens. */
  liveUntil(end: Instant): Promise<void>;
};

export function createAgenda(): Agenda {
  const entries: { at: Instant; happens: (now: Instant) => Promise<void> }[] = [];
  let now = Number.NEGATIVE_INFINITY;
  return {
    note(when, happens) {
      const at = Math.max(when, now);
      const later = entries.findIndex((entry) => entry.at > at);
      entries.splice(later < 0 ? entries.length : later, 0, { at, happens });
    },
    async liveUntil(end) {
      for (let entry = entries[0]; entry && entry.at <= end; entry = entries[0]) {
        entries.shift();
        now = entry.at;
        await entry.happens(now);
      }
    },
  };
}
