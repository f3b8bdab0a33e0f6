import { Button, VisuallyHidden } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call, ProblemError } from '#client/lib/api.ts';
import { formatDayAndTime } from '#client/lib/clinic-time.ts';
import { ROLE_WORDS } from '#client/lib/role-words.ts';
import rows from '#client/ui/rows.module.css';
import { tell, tellProblem } from '#client/ui/toast.tsx';
import { type Invitation, withdrawInvitation } from '#server/contract/staff-access.endpoints.ts';
import styles from './people.module.css';
import { refreshPeople } from './people-queries.ts';

type InvitationsProps = {
  invitations: readonly Invitation[];
  zone: string;
  onAgain: (invitation: Invitation) => void;
  /** One stands in the list no more. */
  onGone: () => void;
};

/** Who was invited and has not come yet. */
export function Invitations({ invitations, zone, onAgain, onGone }: InvitationsProps) {
  return (
    <table className={`${rows.rows} ${styles.table}`} aria-labelledby="invitations-title">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Role</th>
          <th scope="col">Invited</th>
          <th scope="col">Link</th>
          <th scope="col">
            <VisuallyHidden>What can be done</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {invitations.map((invitation) => (
          <tr key={invitation.id}>
            <th scope="row">
              <b>{invitation.name}</b>
              <br />
              <span className={styles.quiet}>{invitation.email}</span>
            </th>
            <td data-label="Role">
              {ROLE_WORDS[invitation.role]}
              {invitation.trained && ', trained'}
            </td>
            <td data-label="Invited">{formatDayAndTime(invitation.invitedAt, zone)}</td>
            <td data-label="Link">
              {invitation.status === 'open' ? 'good until' : 'too old since'}{' '}
              {formatDayAndTime(invitation.expiresAt, zone)}
            </td>
            <td className={styles.actions}>
              <Button
                variant="default"
                size="compact-sm"
                aria-label={`Send the invitation of ${invitation.name} again`}
                onClick={() => onAgain(invitation)}
              >
                Send again
              </Button>
              <Withdraw invitation={invitation} onGone={onGone} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type WithdrawProps = Pick<InvitationsProps, 'onGone'> & { invitation: Invitation };

/** Nothing is lost by it: they can be invited again. */
function Withdraw({ invitation: { id, name }, onGone }: WithdrawProps) {
  const queries = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => call(withdrawInvitation, { params: { id } }),
    onSuccess: () => tell(`The invitation of ${name} is withdrawn. Its link is good for nothing now.`),
    onError: (error) => tellProblem(isGone(error) ? TAKEN_UP : error),
    onSettled: async (_, error) => {
      await refreshPeople(queries);
      if (!error || isGone(error)) onGone();
    },
  });
  return (
    <Button
      variant="default"
      size="compact-sm"
      aria-label={`Withdraw the invitation of ${name}`}
      loading={withdraw.isPending}
      onClick={() => withdraw.mutate()}
    >
      Withdraw
    </Button>
  );
}

const isGone = (error: unknown) => error instanceof ProblemError && error.problem.type === 'not-found';

const TAKEN_UP = new ProblemError({
  type: 'not-found',
  status: 404,
  title: 'That invitation is no longer open',
  detail: 'Somebody was quicker: it has been used or withdrawn. The lists show how it stands now.',
});
