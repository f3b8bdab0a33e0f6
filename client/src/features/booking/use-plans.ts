import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#client/lib/api.ts';
import { localDateOf } from '#client/lib/clinic-time.ts';
import { planCourse } from '#server/contract/courses.endpoints.ts';
import type { ResponseOf } from '#server/contract/endpoint.ts';
import type { Plan } from '#server/contract/plan.ts';
import { type BookingRequest, planRequest, writeRequest } from './booking-request.ts';
import { type BookingDraft, readDraft, withEdits, writeDraft } from './plan-draft.ts';

type CompleteRequest = BookingRequest & { patientId: string; protocolId: string; from: string };
type Answer = ResponseOf<typeof planCourse>;

/** The plans for a request, the one that is chosen, and what was changed in it by hand. */
export function usePlans(request: CompleteRequest, zone: string) {
  const queries = useQueryClient();
  const address = writeRequest(request).toString();
  const [kept, setKept] = useState<BookingDraft>(() => readDraft(address) ?? newDraft(address));
  const draft = kept.request === address ? kept : newDraft(address, kept.seed);
  const keep = (change: Partial<BookingDraft>) => {
    const next = { ...draft, ...change };
    writeDraft(next);
    setKept(next);
  };

  const body = planRequest(request, draft.seed);
  const queryKey = ['course-plans', body];
  const planned = useQuery({
    queryKey,
    queryFn: ({ signal }) => call(planCourse, { body, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
  const plans = planned.data?.plans ?? [];
  const chosen = Math.min(draft.chosen, Math.max(0, plans.length - 1));
  const original = plans[chosen];
  const edited = original && withEdits(original, draft.edits);

  // A plan changed by hand is judged again with all its sessions fixed: its cost, its window, and what it breaks.
  const recheckBody = edited && {
    ...body,
    limit: 1,
    from:
      localDateOf(edited[0]?.startsAt ?? request.from, zone) < request.from
        ? localDateOf(edited[0]?.startsAt ?? request.from, zone)
        : request.from,
    fixed: edited.map(({ sequence, startsAt }) => ({ sequence, startsAt })),
  };
  const isEdited = Object.keys(draft.edits).length > 0;
  const rechecked = useQuery({
    queryKey: ['course-plans', 'recheck', recheckBody],
    queryFn: ({ signal }) => call(planCourse, { body: recheckBody ?? body, signal }),
    enabled: isEdited && recheckBody !== undefined && !planned.isPlaceholderData,
    staleTime: 30_000,
  });

  return {
    planned,
    plans: plans.map((plan, index) => ({
      original: plan.sessions,
      plan: index === chosen && isEdited ? judged(plan, edited ?? [], rechecked.data) : plan,
    })),
    chosen,
    isEdited,
    /** Why the plan as changed by hand cannot be booked. */
    violations: isEdited && rechecked.data?.plans.length === 0 ? rechecked.data.whyNot : [],
    choose: (index: number) => index !== chosen && keep({ chosen: index, edits: {} }),
    move: (sequence: number, start: { startsAt: string; poolId: string | null }) => {
      const { [sequence]: _, ...others } = draft.edits;
      const planned = original?.sessions.find((session) => session.sequence === sequence);
      const isBack = planned && Date.parse(planned.startsAt) === Date.parse(start.startsAt);
      keep({ chosen, edits: isBack ? others : { ...others, [sequence]: start } });
    },
    putBack: () => keep({ edits: {} }),
    /** Other plans in place of these: what the server says is free now. */
    replace: (alternatives: Plan[]) => {
      queries.setQueryData<Answer>(queryKey, { plans: alternatives, whyNot: [] });
      keep({ chosen: 0, edits: {} });
    },
    /** Ask again, drawing anew among equals. */
    lookAgain: () => keep({ seed: newSeed(), chosen: 0, edits: {} }),
  };
}

/** The changed plan with its own cost and window, once they are known. */
function judged(plan: Plan, sessions: Plan['sessions'], answer: Answer | undefined): Plan {
  const [again] = answer?.plans ?? [];
  return again ? { ...again, sessions } : { ...plan, sessions };
}

const newSeed = () => Math.floor(Math.random() * 0x7fffffff);

const newDraft = (request: string, seed = newSeed()): BookingDraft => ({
  request,
  seed,
  chosen: 0,
  edits: {},
});
