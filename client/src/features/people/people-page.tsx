import { Button, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useMe } from '#client/lib/presence.ts';
import { clinicQuery } from '#client/lib/queries.ts';
import { ROLE_WORDS } from '#client/lib/role-words.ts';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { PageHeader } from '#client/ui/page-header.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { EndAccess } from './end-access.tsx';
import { Invitations } from './invitations.tsx';
import { InviteDialog, NOBODY, type Typed } from './invite-dialog.tsx';
import styles from './people.module.css';
import { invitationsQuery, staffQuery } from './people-queries.ts';
import { ResetApp } from './reset-app.tsx';
import { type StaffAction, StaffTable } from './staff-table.tsx';
import { useWayBack } from './use-way-back.ts';

/** The admin's page of who works here, and who may come in. */
export function PeoplePage() {
  const me = useMe();
  const clinic = useQuery(clinicQuery);
  const staff = useQuery(staffQuery);
  const invitations = useQuery(invitationsQuery);
  const [inviting, setInviting] = useState<Typed | null>(null);
  const [action, setAction] = useState<StaffAction | null>(null);
  const staffTitle = useRef<HTMLHeadingElement>(null);
  const invitationsTitle = useRef<HTMLHeadingElement>(null);
  const { leave, goBack } = useWayBack(staffTitle);

  const openInvitation = (begin: Typed) => {
    leave();
    setInviting(begin);
  };
  const openAction = (next: StaffAction) => {
    leave();
    setAction(next);
  };
  const close = () => {
    setInviting(null);
    setAction(null);
    goBack();
  };

  const here = staff.data?.filter(({ access }) => access !== 'ended') ?? [];
  const gone = staff.data?.filter(({ access }) => access === 'ended') ?? [];
  const awaited = invitations.data?.filter(({ status }) => status !== 'accepted') ?? [];
  const zone = clinic.data?.zone;
  const isThere = staff.data && invitations.data && zone;

  return (
    <div className={styles.page}>
      <PageHeader
        title="People"
        facts="Who works here, and how they come in."
        actions={<Button onClick={() => openInvitation(NOBODY)}>Invite somebody</Button>}
      />
      <ProblemNote error={staff.error ?? invitations.error ?? clinic.error} />
      {(staff.isPending || invitations.isPending || clinic.isPending) && (
        <LateSkeleton label="Looking who works here" blocks={[44, 44, 44, 44]} />
      )}
      {isThere && (
        <section className={styles.part}>
          <Title order={2} id="staff-title" ref={staffTitle} tabIndex={-1}>
            Who works here
          </Title>
          <StaffTable staff={here} ownId={me?.id} zone={zone} onAction={openAction} />
        </section>
      )}
      {isThere && (
        <section className={styles.part}>
          <Title order={2} id="invitations-title" ref={invitationsTitle} tabIndex={-1}>
            Invited, not here yet
          </Title>
          {awaited.length === 0 ? (
            <p className={styles.quiet}>
              Nobody. Whoever is invited stands here until they have chosen a password.
            </p>
          ) : (
            <Invitations
              invitations={awaited}
              zone={zone}
              onGone={() => invitationsTitle.current?.focus()}
              onAgain={({ name, email, role, trained }) => openInvitation({ name, email, role, trained })}
            />
          )}
        </section>
      )}
      {isThere && gone.length > 0 && (
        <section className={styles.part}>
          <Title order={2} id="gone-title">
            No longer here
          </Title>
          <ul className={styles.gone} aria-labelledby="gone-title">
            {gone.map(({ id, name, role }) => (
              <li key={id}>
                {name}, {ROLE_WORDS[role]}
              </li>
            ))}
          </ul>
        </section>
      )}
      {inviting && <InviteDialog begin={inviting} onClose={close} />}
      {action?.what === 'end-access' && <EndAccess member={action.member} onClose={close} />}
      {action?.what === 'reset-app' && <ResetApp member={action.member} onClose={close} />}
    </div>
  );
}
