import type { ClosurePreview, Closure as ShownClosure } from '#server/contract/closure.ts';
import { presentRepair } from '#server/presenters/present-repair.ts';
import type { ClosureRecord } from '#server/repositories/closures.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';
import type { JudgedClosure } from './judge-closure.ts';

export const presentClosure = (closure: ClosureRecord, zone: string): ShownClosure => ({
  id: closure.id,
  startsAt: formatInstant(closure.startsAt, zone),
  endsAt: formatInstant(closure.endsAt, zone),
  chairId: closure.chairId,
  chairName: closure.chairName,
  staffId: closure.staffId,
  staffName: closure.staffName,
  reason: closure.reason,
});

/** What the closure breaks, and its repair. */
export function presentJudged(judged: JudgedClosure): Omit<ClosurePreview, 'token' | 'expiresAt'> {
  const {
    asked: { closure },
    name,
    calendar: { zone },
  } = judged;
  const { id: _, ...shown } = presentClosure(
    {
      ...closure,
      id: '',
      chairName: closure.chairId === null ? null : name,
      staffName: closure.staffId === null ? null : name,
    },
    zone,
  );
  return { closure: shown, ...presentRepair(judged) };
}
