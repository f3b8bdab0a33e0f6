import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { type OrderAsked, orderIn, withoutOrder } from '#client/lib/order-address.ts';
import type { BoosterSuggestions } from '#server/contract/booster-order.ts';
import { SERIES } from './order-draft.ts';

/** What the address asks for is chosen once, to be looked at; nothing is set by it. */
export function useAskedOrder(steps: Steps, onAsked: (choice: string | null) => void): void {
  const [search, setSearch] = useSearchParams();
  const asked = orderIn(search);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each that is asked for
  useEffect(() => {
    if (!asked) return;
    onAsked(choiceOf(asked, steps));
    setSearch(withoutOrder(search), { replace: true });
  }, [asked]);
}

type Steps = Pick<BoosterSuggestions, 'stepBack' | 'stepForward'>;

/** Null where there is no rung that way, and where the ladder is only to be looked at. */
const choiceOf = (asked: OrderAsked, { stepBack, stepForward }: Steps): string | null =>
  ({ series: SERIES, 'step-forward': stepForward, 'step-back': stepBack, look: null })[asked];
