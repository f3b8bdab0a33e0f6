import { useQuery } from '@tanstack/react-query';
import { useMe } from '#client/lib/presence.ts';
import { ROLE_WORDS } from '#client/lib/role-words.ts';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { PageHeader } from '#client/ui/page-header.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import styles from './account.module.css';
import { ownAccountQuery } from './account-queries.ts';
import { ChangePassword } from './change-password.tsx';
import { OwnSessions } from './own-sessions.tsx';
import { SecondFactorSection } from './second-factor-section.tsx';

/** Whatever concerns one's own signing in. */
export function AccountPage() {
  const me = useMe();
  const account = useQuery(ownAccountQuery);
  return (
    <>
      <PageHeader title="My account" facts={me && `${me.name}, ${ROLE_WORDS[me.role]}`} />
      <ProblemNote error={account.error} />
      {account.isPending && <LateSkeleton label="Opening your account" blocks={[24, 220, 96, 180]} />}
      {account.data && me && (
        <div className={styles.page}>
          <dl className={styles.facts}>
            <dt>E-mail</dt>
            <dd>{account.data.email}</dd>
          </dl>
          <ChangePassword email={account.data.email} />
          <SecondFactorSection secondFactor={me.secondFactor} />
          <OwnSessions />
        </div>
      )}
    </>
  );
}
