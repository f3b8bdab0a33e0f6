import { setRestriction } from '#server/features/restriction/set-restriction.ts';
import type { NewClinic } from '#server/repositories/seed-writes.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { World } from './world.ts';

/** A patient whom half of the staff knows from elsewhere: his record is for those who must know of it. */
const RESTRICTED = ['Solomon', 'Asante'] as const;

/** Dr. Lindgren's, the front desk's, who receive people, and that of one nurse. Everybody else may break the glass, or may not. */
const CARE_TEAM = ['oskar.lindgren', 'desk', 'nurse'].map((who) => `${who}@demo.evenkeel.example`);

/** Once all is lived: until now everybody knew. */
export async function restrictOne(world: World, clinic: NewClinic, now: Instant): Promise<void> {
  const team = clinic.staff.filter(({ email, role }) => CARE_TEAM.includes(email) || role === 'front-desk');
  const clinician = team.find(({ role }) => role === 'clinician');
  const context = world.as('clinician', now);
  if (!clinician) throw new Error('The demo’s care team has no clinician.');
  await setRestriction(
    { ...context, actor: { ...context.actor, personId: clinician.id, name: clinician.name } },
    {
      params: { id: world.patientIds.get(RESTRICTED.join(' ')) ?? '' },
      query: undefined,
      headers: undefined,
      body: {
        isRestricted: true,
        reason: 'A colleague of ours, from the office upstairs',
        careTeam: team.map(({ id }) => id),
      },
    },
  );
}
