import { Button, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { call, ProblemError } from '#client/lib/api.ts';
import { formatDayAndTime } from '#client/lib/clinic-time.ts';
import { tellOtherTabs } from '#client/lib/other-tabs.ts';
import { leave } from '#client/lib/presence.ts';
import { clinicQuery } from '#client/lib/queries.ts';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { tell, tellProblem } from '#client/ui/toast.tsx';
import {
  endOwnSession,
  type OwnSession,
  signOutEverywhere,
} from '#server/contract/own-sessions.endpoints.ts';
import styles from './account.module.css';
import { ownSessionsQuery } from './account-queries.ts';

/** Where one is signed in, to see that nobody else is. */
export function OwnSessions() {
  const sessions = useQuery(ownSessionsQuery);
  const { data: clinic } = useQuery(clinicQuery);
  const queries = useQueryClient();
  const everywhere = useMutation({
    mutationFn: () => call(signOutEverywhere, { body: {} }),
    onSuccess: () => {
      leave(queries, 'asked');
      tellOtherTabs('signed-out');
    },
  });
  const title = 'sessions-title';
  const heading = useRef<HTMLHeadingElement>(null);

  return (
    <section className={styles.part} aria-labelledby={title}>
      <Title order={2} id={title} ref={heading} tabIndex={-1}>
        Where you are signed in
      </Title>
      <ProblemNote error={sessions.error ?? everywhere.error} />
      {!sessions.data || !clinic ? (
        sessions.isPending && <LateSkeleton label="Looking where you are signed in" blocks={[48, 48]} />
      ) : (
        <ul className={styles.sessions} aria-labelledby={title}>
          {sessions.data.map((session) => (
            <li key={session.id}>
              <SessionLine session={session} zone={clinic.zone} onGone={() => heading.current?.focus()} />
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button variant="default" loading={everywhere.isPending} onClick={() => everywhere.mutate()}>
          Sign out everywhere, here too
        </Button>
      </div>
    </section>
  );
}

type SessionLineProps = { session: OwnSession; zone: string; onGone: () => void };

function SessionLine({ session, zone, onGone }: SessionLineProps) {
  const { id, device, address, startedAt, lastSeenAt, isThis } = session;
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => call(endOwnSession, { params: { id } }),
    onSuccess: () => tell(`Signed out on ${device}.`),
    onError: (error) => !isOver(error) && tellProblem(error),
    onSettled: async (_, error) => {
      await queries.invalidateQueries(ownSessionsQuery);
      if (!error || isOver(error)) onGone();
    },
  });
  return (
    <>
      <p>
        <b>{device}</b>
        {isThis && ', here'}
        <br />
        <span className={styles.quiet}>
          since {formatDayAndTime(startedAt, zone)}
          {!isThis && `, last used ${formatDayAndTime(lastSeenAt, zone)}`}
          {address && `, from ${address}`}
        </span>
      </p>
      {!isThis && (
        <Button
          variant="default"
          size="compact-md"
          aria-label={`Sign out on ${device}, there since ${formatDayAndTime(startedAt, zone)}`}
          loading={end.isPending}
          onClick={() => end.mutate()}
        >
          Sign out there
        </Button>
      )}
    </>
  );
}

/** It has ended by itself meanwhile, which is what was asked for. */
const isOver = (error: unknown) => error instanceof ProblemError && error.problem.type === 'not-found';
