import type { Plan, PlannedSession } from '#server/contract/plan.ts';

/** What a clerk has chosen and changed by hand, kept for this tab only, so that a reload loses nothing. */
export type BookingDraft = {
  /** The request that it belongs to, as the address wrote it. */
  request: string;
  /** Draws among equal plans; kept, so that a reload shows the same ones. */
  seed: number;
  /** Which of the plans is chosen. */
  chosen: number;
  /** Sessions moved by hand: their number, and where to. */
  edits: Readonly<Record<number, { startsAt: string; poolId: string | null }>>;
};

const KEY = 'evenkeel.booking';

export function readDraft(request: string): BookingDraft | null {
  try {
    const draft = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as BookingDraft | null;
    return draft?.request === request && typeof draft.seed === 'number' && draft.edits ? draft : null;
  } catch {
    return null;
  }
}

export const writeDraft = (draft: BookingDraft) => sessionStorage.setItem(KEY, JSON.stringify(draft));

export const dropDraft = () => sessionStorage.removeItem(KEY);

/** The sessions as the clerk would book them. A moved session keeps its length. */
export function withEdits(plan: Plan, edits: BookingDraft['edits']): PlannedSession[] {
  return plan.sessions.map((session) => {
    const edit = edits[session.sequence];
    if (!edit) return session;
    const length = Date.parse(session.endsAt) - Date.parse(session.startsAt);
    return {
      ...session,
      startsAt: edit.startsAt,
      endsAt: new Date(Date.parse(edit.startsAt) + length).toISOString(),
      poolId: edit.poolId ?? session.poolId,
    };
  });
}
