import { Button } from '@mantine/core';
import { useMe } from '#client/lib/presence.ts';
import { tell, tellProblem } from '#client/ui/toast.tsx';
import type { WaitlistEntry } from '#server/contract/backfill.ts';
import { useJoinWaitlist, useLeaveWaitlist } from './backfill-queries.ts';

/** They no longer wait. It is taken back for a while by putting them on the list again. */
export function LeaveWaitlist({ entry }: { entry: WaitlistEntry }) {
  const me = useMe();
  const leave = useLeaveWaitlist();
  const join = useJoinWaitlist();
  if (!me || me.role === 'nurse') return null;
  const again = () => {
    const { courseId, session, onlyEarlier, weekdays, timeOfDay, until } = entry;
    const sessionId = session?.id ?? null;
    join.mutate({ courseId, sessionId, onlyEarlier, weekdays, timeOfDay, until }, { onError: tellProblem });
  };
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      loading={leave.isPending}
      aria-label={`Take ${entry.patientName} off the waitlist`}
      onClick={() =>
        leave.mutate(entry.id, {
          onSuccess: () =>
            tell(`${entry.patientName} no longer waits for another time.`, { label: 'Undo', run: again }),
          onError: tellProblem,
        })
      }
    >
      Take off
    </Button>
  );
}
