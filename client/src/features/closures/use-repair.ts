import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { LeftCourse } from '#server/contract/repair.ts';
import type { ShownRepair } from './repair-preview.tsx';

export type Chosen = { sessionId: string; startsAt: string };
/** What somebody has decided by hand. */
export type ByHand = { leave: string[]; chosen: Chosen[] };

type Ways<Taken, Preview extends ShownRepair, Done> = {
  ask: (taken: Taken, byHand: ByHand) => Promise<Preview>;
  commit: (shown: { token: string; leftSessionIds: string[] }) => Promise<Done>;
  /** How it would be now, where a refusal says so. */
  freshIn: (error: unknown) => Preview | undefined;
  onDone: (done: Done) => void | Promise<void>;
};

/**
 * Taking something away in one flow: see what it breaks and where that goes, decide by hand, see it again, do all of it.
 * Whatever was typed stays where it is until it is done.
 */
export function useRepair<Taken, Preview extends ShownRepair, Done>({
  ask,
  commit,
  freshIn,
  onDone,
}: Ways<Taken, Preview, Done>) {
  const [asked, setAsked] = useState<(ByHand & { taken: Taken }) | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const drop = () => {
    setPreview(null);
    setAsked(null);
  };
  const looking = useMutation({
    mutationFn: ({ taken, leave, chosen }: ByHand & { taken: Taken }) => ask(taken, { leave, chosen }),
    onSuccess: (shown, next) => {
      setAsked(next);
      setPreview(shown);
    },
  });
  const doing = useMutation({
    mutationFn: ({ token, left }: Preview) =>
      commit({
        token,
        leftSessionIds: left.flatMap(({ broken }) => broken.map(({ sessionId }) => sessionId)),
      }),
    onSuccess: async (done) => {
      drop();
      await onDone(done);
    },
    onError: (error) => {
      const fresh = freshIn(error);
      if (fresh) setPreview(fresh);
    },
  });
  const again = (change: Partial<ByHand>) => asked && looking.mutate({ ...asked, ...change });

  return {
    preview,
    chosen: asked?.chosen ?? [],
    isLooking: looking.isPending,
    isDoing: doing.isPending,
    error: looking.error ?? doing.error,
    look: (taken: Taken) => {
      doing.reset();
      looking.mutate({ taken, leave: [], chosen: [] });
    },
    /** Something else is asked for: what was shown is of no use any more. */
    drop: () => {
      drop();
      looking.reset();
      doing.reset();
    },
    doIt: () => preview && doing.mutate(preview),
    leave: (courseId: string) => again({ leave: [...(asked?.leave ?? []), courseId] }),
    takeBack: ({ courseId, before }: LeftCourse) =>
      again({
        leave: (asked?.leave ?? []).filter((id) => id !== courseId),
        chosen: (asked?.chosen ?? []).filter(({ sessionId }) => before.every(({ id }) => id !== sessionId)),
      }),
    choose: (sessionId: string, startsAt: string) =>
      again({
        chosen: [
          ...(asked?.chosen ?? []).filter((other) => other.sessionId !== sessionId),
          { sessionId, startsAt },
        ],
      }),
  };
}

/** As whoever shows a preview needs it. */
export type RepairFlow = Pick<
  ReturnType<typeof useRepair>,
  'chosen' | 'isLooking' | 'isDoing' | 'doIt' | 'leave' | 'takeBack' | 'choose'
>;
