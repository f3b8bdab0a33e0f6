import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { tellOtherTabs } from '#client/lib/other-tabs.ts';
import { enter } from '#client/lib/presence.ts';
import type { Me } from '#client/lib/queries.ts';

type Gate = {
  /** Nothing else is shown than the page that sets up the authenticator app. */
  isClosed: boolean;
  /** They have just come through it. */
  isPassed: boolean;
  pass: () => Promise<void>;
};

/**
 * Closed while the second factor is missing; and longer, until they say so: the server is content before the recovery
 * codes are kept, and any word from it would take them off the screen.
 */
export function useSecondFactorGate(me: Me | null): Gate {
  const queries = useQueryClient();
  const [at, setAt] = useState<{ id: string; isPassed: boolean } | null>(null);
  const isMissing = me?.secondFactor === 'missing';
  if (me && isMissing && at?.id !== me.id) setAt({ id: me.id, isPassed: false });
  if (!me && at) setAt(null);
  const isTheirs = me !== null && at?.id === me.id;
  return {
    isClosed: isMissing || (isTheirs && !at.isPassed),
    isPassed: isTheirs && at.isPassed,
    pass: async () => {
      await enter(queries);
      tellOtherTabs('signed-in');
      if (me) setAt({ id: me.id, isPassed: true });
    },
  };
}
