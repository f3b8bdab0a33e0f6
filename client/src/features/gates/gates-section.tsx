import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '#client/lib/presence.ts';
import { isTreating } from '#client/lib/treating.ts';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import { gatesQuery } from './gate-queries.ts';
import { gatedSessionWords } from './gate-words.ts';
import styles from './gates.module.css';
import { GatesTable } from './gates-table.tsx';

type GatesSectionProps = { course: Course; clinic: Clinic };

/** What must be done before the sessions of a course: all of it to those who treat, and to others whether they wait. */
export function GatesSection(props: GatesSectionProps) {
  const me = useMe();
  return isTreating(me?.role) ? <AllGates {...props} /> : <WhoWaits {...props} />;
}

/** The course itself says which of its sessions wait. Whoever is told no more asks for no more. */
function WhoWaits({ course, clinic }: GatesSectionProps) {
  const waiting = course.sessions.filter(({ gateLight }) => gateLight === 'red');
  const [first] = waiting;
  if (!first) return null;
  return (
    <section className={styles.section} aria-labelledby="gates-title">
      <h2 id="gates-title">Before the next sessions</h2>
      <p className={styles.note}>
        {waiting.length === 1 ? 'One session waits' : `${waiting.length} sessions wait`} until something is
        done: the first is {gatedSessionWords(first, clinic.zone)}. The chairs are kept. Ask a nurse or a
        clinician: they see what it is.
      </p>
    </section>
  );
}

function AllGates({ course, clinic }: GatesSectionProps) {
  const gates = useQuery(gatesQuery(course.id));
  const items = gates.data?.items ?? [];
  if (gates.isError && !gates.data) {
    return (
      <section className={styles.section} aria-label="Before a session">
        <ProblemNote error={gates.error} />
        <Button variant="default" mt="xs" onClick={() => gates.refetch()}>
          Look again
        </Button>
      </section>
    );
  }
  // A clinic that asks for nothing has no such list.
  if (items.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby="gates-title" id="gates">
      <h2 id="gates-title">Before a session</h2>
      <GatesTable course={course} clinic={clinic} gates={items} />
    </section>
  );
}
