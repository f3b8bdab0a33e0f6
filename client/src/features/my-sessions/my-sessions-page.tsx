import { Button, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import { clinicQuery } from '#client/lib/queries.ts';
import { dialling } from '#client/lib/telephone.ts';
import { CourseRibbon } from '#client/ui/course-ribbon.tsx';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { ribbonSessions } from '#client/ui/ribbon-sessions.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { ResponseOf } from '#server/contract/endpoint.ts';
import { listMySessions, type MySession } from '#server/contract/sessions.endpoints.ts';
import { boosterWords } from './booster-words.ts';
import { HowYouAre } from './how-you-are.tsx';
import styles from './my-sessions.module.css';
import { NextSession } from './next-session.tsx';
import { SessionList } from './session-list.tsx';

/** The patient's own page: when to come next, and how to prepare. */
export function MySessionsPage() {
  const clinic = useQuery(clinicQuery);
  const mine = useQuery({
    queryKey: ['my-sessions'],
    queryFn: ({ signal }) => call(listMySessions, { signal }),
    refetchInterval: 60_000,
  });
  const error = mine.error ?? clinic.error;

  return (
    <div className={styles.page}>
      <VisuallyHidden>
        <h1 tabIndex={-1}>My sessions</h1>
      </VisuallyHidden>
      {mine.data && clinic.data ? (
        <MySessions clinic={clinic.data} items={mine.data.items} boosterWindow={mine.data.boosterWindow} />
      ) : error ? (
        <>
          <ProblemNote error={error} />
          <Button variant="default" onClick={() => void Promise.all([mine.refetch(), clinic.refetch()])}>
            Ask again
          </Button>
        </>
      ) : (
        <LateSkeleton label="Opening your sessions" blocks={[160, 200]} />
      )}
    </div>
  );
}

type MySessionsProps = ResponseOf<typeof listMySessions> & { clinic: Clinic };

const COMING: readonly MySession['status'][] = ['pending', 'booked', 'arrived', 'checked-in'];
const WAS: readonly MySession['status'][] = ['fulfilled', 'cancelled', 'noshow'];

function MySessions({ clinic, items, boosterWindow }: MySessionsProps) {
  const { zone, today } = clinic;
  const [next, ...later] = items.filter(({ status }) => COMING.includes(status));
  const past = items.filter(({ status }) => WAS.includes(status)).toReversed();
  const booster = boosterWords(boosterWindow, today, next !== undefined);

  return (
    <>
      {next ? (
        <NextSession session={next} clinic={clinic} />
      ) : (
        <section className={styles.next}>
          <p className={styles.nothing}>Nothing is booked for you at the moment.</p>
          {!booster && <p>When the clinic books your next session, it appears here.</p>}
        </section>
      )}
      {booster && <p className={styles.booster}>{booster}</p>}
      {items.length > 1 && (
        <CourseRibbon
          sessions={ribbonSessions(items)}
          boosterWindow={boosterWindow}
          today={today}
          zone={zone}
          size="small"
          label="All your sessions"
        />
      )}
      {later.length > 0 && <SessionList title="After that" sessions={later} clinic={clinic} />}
      {past.length > 0 && <SessionList title="What was" sessions={past} clinic={clinic} />}
      <HowYouAre clinic={clinic} />
      <footer className={styles.foot}>
        {clinic.phone ? (
          <>
            <p>To ask for another time, call {clinic.name}.</p>
            <Button component="a" href={dialling(clinic.phone)} variant="default" size="md">
              Call {clinic.phone}
            </Button>
          </>
        ) : (
          <p>To ask for another time, call {clinic.name}.</p>
        )}
      </footer>
    </>
  );
}
