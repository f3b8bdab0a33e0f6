import type { Session } from '#server/contract/session.ts';
import type { TickAnswers } from '#server/scheduling/session/session-ticks.ts';
import type { SideEffect } from '#server/scheduling/vocabulary.ts';
import { chanceOf } from './chance.ts';

/** Of a hundred first sessions, how many; later ones have fewer of them. */
const HOW_OFTEN: Readonly<Record<SideEffect, number>> = {
  dissociation: 70,
  dizziness: 40,
  nausea: 25,
  'raised-pressure': 15,
  'other-effect': 4,
};

/** What the nurse ticks as somebody leaves. By chances of its own, so that it disturbs no other story. */
export function feltIn({ patientName, sequence, route }: Session): TickAnswers {
  const chance = chanceOf(`${patientName}, session ${sequence}`);
  const felt = Object.entries(HOW_OFTEN).map(([code, often]) => {
    const fewer = Math.ceil((often * 2) / (1 + Math.min(sequence, 6)));
    return [code, chance.between(1, 100) <= fewer];
  });
  return {
    ...(Object.fromEntries(felt) as TickAnswers),
    'ready-to-leave': true,
    'escort-here': true,
    ...(route === 'intranasal' && { 'pressure-noted': true }),
  };
}
