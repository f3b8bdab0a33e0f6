import type { Mail } from '#server/platform/mailer.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';

/** Who, when, and which record, by a link that is good for nothing without signing in. Not whose record, and not why. */
export const emergencyAccessMail = (
  { name, email }: { readonly name: string; readonly email: string },
  told: {
    readonly clinicName: string;
    readonly by: { readonly name: string; readonly role: Role };
    readonly at: Instant;
    readonly zone: string;
    readonly link: string;
  },
): Mail => ({
  to: email,
  subject: `A restricted record was opened at ${told.clinicName}`,
  text: `Hello ${name},

${told.by.name} (${told.by.role}) opened a restricted record in an emergency, ${inWords(told.at, told.zone)}.

Why, and every look at it since, is on record here:

${told.link}

If this was no emergency, speak to them, and to the care team.
`,
});

/** "Mon, Mar 2, 9:00 AM EST" */
const inWords = (at: Instant, zone: string): string =>
  new Date(at).toLocaleString('en-US', {
    timeZone: zone,
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  });
