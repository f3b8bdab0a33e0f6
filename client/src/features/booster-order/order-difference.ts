import { formatDay, formatDayAndTime } from '#client/lib/clinic-time.ts';
import { orderWords } from '#client/lib/course-words.ts';
import { asSentence } from '#client/lib/session-words.ts';
import type { BoosterOrderPreview } from '#server/contract/booster-order.ts';
import type { OutsideBooster } from './outside.ts';

type Words = { readonly zone: string; readonly nameOf: (booster: OutsideBooster) => string };

/** What is not as it was shown first, a sentence each; empty where it is all the same. */
export function differences(was: BoosterOrderPreview, now: BoosterOrderPreview, words: Words): string[] {
  const told = [...orderThatHolds(was, now), ...window(was, now), ...boosters(was, now, words)];
  if (told.length > 0 || was.courseVersion === now.courseVersion) return told;
  return ['Somebody has changed the course. What you chose leads to the same as before.'];
}

function orderThatHolds(was: BoosterOrderPreview, now: BoosterOrderPreview): string[] {
  const order = now.today.order;
  if (!order || order.id === was.today.order?.id) return [];
  return [`${order.setBy.name} has set ${orderWords(order)} meanwhile.`];
}

function window({ window: was }: BoosterOrderPreview, { window: now }: BoosterOrderPreview): string[] {
  if (!now || (was?.dueOn === now.dueOn && was?.earliestOn === now.earliestOn)) return [];
  return [`The next booster would now be due ${formatDay(now.dueOn ?? now.earliestOn)}.`];
}

function boosters(was: BoosterOrderPreview, now: BoosterOrderPreview, { zone, nameOf }: Words): string[] {
  const gone = was.outside
    .filter(({ sessionId }) => !now.outside.some((one) => one.sessionId === sessionId))
    .map((booster) => `${asSentence(nameOf(booster))} is outside the window no more.`);
  const others = now.outside.flatMap((booster) => {
    const before = was.outside.find(({ sessionId }) => sessionId === booster.sessionId);
    const name = asSentence(nameOf(booster));
    if (!before) return [`${name} is outside the window too.`];
    if (before.move?.startsAt === booster.move?.startsAt) return [];
    return booster.move
      ? [`${name} would now move to ${formatDayAndTime(booster.move.startsAt, zone)}.`]
      : [`There is no time for ${nameOf(booster)} any more.`];
  });
  return [...gone, ...others];
}
