import { Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import { tell } from '#client/ui/toast.tsx';
import type { StaffMember } from '#server/contract/staff.endpoints.ts';
import { endStaffAccess } from '#server/contract/staff-access.endpoints.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { refreshPeople } from './people-queries.ts';

export function EndAccess({ member, onClose }: { member: StaffMember; onClose: () => void }) {
  const { id, name } = member;
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => call(endStaffAccess, { params: { id } }),
    onSuccess: async () => {
      await refreshPeople(queries);
      tell(`${name} cannot sign in any more.`);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={`End the access of ${name}`}
      action="End the access"
      isPending={end.isPending}
      error={end.error}
      onConfirm={() => end.mutate()}
      onClose={onClose}
    >
      <Text size="sm">
        {name} is signed out everywhere at once, and cannot sign in any more. What they did stays theirs. To
        have them back, invite them again.
      </Text>
    </ConfirmDialog>
  );
}
