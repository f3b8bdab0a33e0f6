import type { BoosterOrderPreview } from '#server/contract/booster-order.ts';
import type { OrderDraft } from './order-draft.ts';

export type OutsideBooster = BoosterOrderPreview['outside'][number];

/** It stays where it is: because it was said so, or because there is nowhere for it to go. */
export const isLeft = ({ sessionId, move }: OutsideBooster, { left }: Pick<OrderDraft, 'left'>): boolean =>
  move === null || left[sessionId] !== undefined;

/** Those that are to stay and have no reason yet. */
export const withoutReason = (
  outside: readonly OutsideBooster[],
  draft: Pick<OrderDraft, 'left'>,
): OutsideBooster[] =>
  outside.filter((booster) => isLeft(booster, draft) && !draft.left[booster.sessionId]?.trim());
