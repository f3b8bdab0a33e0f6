import { Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import { tell } from '#client/ui/toast.tsx';
import type { StaffMember } from '#server/contract/staff.endpoints.ts';
import { resetSecondFactor } from '#server/contract/staff-access.endpoints.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { refreshPeople } from './people-queries.ts';

/** For somebody who has lost their telephone and their recovery codes. */
export function ResetApp({ member, onClose }: { member: StaffMember; onClose: () => void }) {
  const { id, name, email } = member;
  const queries = useQueryClient();
  const reset = useMutation({
    mutationFn: () => call(resetSecondFactor, { params: { id } }),
    onSuccess: async ({ wasSet }) => {
      await refreshPeople(queries);
      tell(wasSet ? `The authenticator app of ${name} is reset.` : `${name} had no authenticator app.`);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={`Reset the authenticator app of ${name}`}
      action="Reset the app"
      isPending={reset.isPending}
      error={reset.error}
      onConfirm={() => reset.mutate()}
      onClose={onClose}
    >
      <Text size="sm">
        {name} is signed out everywhere at once. A mail to {email} tells them so, and that it was you. The
        next time they sign in by their password alone, and may have to set up an app anew: so be sure that it
        was they who asked.
      </Text>
    </ConfirmDialog>
  );
}
