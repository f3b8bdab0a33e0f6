import { Button, VisuallyHidden } from '@mantine/core';
import { formatDayAndTime } from '#client/lib/clinic-time.ts';
import { ROLE_WORDS } from '#client/lib/role-words.ts';
import rows from '#client/ui/rows.module.css';
import type { StaffMember } from '#server/contract/staff.endpoints.ts';
import styles from './people.module.css';

export type StaffAction = { readonly what: 'end-access' | 'reset-app'; readonly member: StaffMember };

type StaffTableProps = {
  staff: readonly StaffMember[];
  /** Of the admin who looks: nobody ends their own access. */
  ownId: string | undefined;
  zone: string;
  onAction: (action: StaffAction) => void;
};

/** Whoever has an account, or is on the staff without one. */
export function StaffTable({ staff, ownId, zone, onAction }: StaffTableProps) {
  return (
    <table className={`${rows.rows} ${styles.table}`} aria-labelledby="staff-title">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Role</th>
          <th scope="col">Authenticator app</th>
          <th scope="col">Last signed in</th>
          <th scope="col">
            <VisuallyHidden>What can be done</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {staff.map((member) => (
          <tr key={member.id}>
            <th scope="row">
              <b>{member.name}</b>
              {member.id === ownId && ' (you)'}
              <br />
              <span className={styles.quiet}>{member.email}</span>
            </th>
            <td data-label="Role">
              {ROLE_WORDS[member.role]}
              {member.trained && ', trained'}
            </td>
            <td data-label="App">{member.access === 'none' ? '' : APP_WORDS[member.secondFactor]}</td>
            <td data-label="Last in">{lastWords(member, zone)}</td>
            <td className={styles.actions}>
              {member.id !== ownId && member.access === 'open' && (
                <>
                  {member.secondFactor === 'set' && (
                    <Button
                      variant="default"
                      size="compact-sm"
                      aria-label={`Reset the authenticator app of ${member.name}`}
                      onClick={() => onAction({ what: 'reset-app', member })}
                    >
                      Reset app
                    </Button>
                  )}
                  <Button
                    variant="default"
                    size="compact-sm"
                    aria-label={`End the access of ${member.name}`}
                    onClick={() => onAction({ what: 'end-access', member })}
                  >
                    End access
                  </Button>
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const APP_WORDS: Record<StaffMember['secondFactor'], string> = {
  set: 'set up',
  missing: 'missing: asked for at the next sign-in',
  'not-needed': 'not needed',
};

function lastWords({ access, lastSignedInAt }: StaffMember, zone: string): string {
  if (access === 'none') return 'has no account: invite them';
  return lastSignedInAt === null ? 'not known' : formatDayAndTime(lastSignedInAt, zone);
}
