import { AFTERNOONS, MIDDAYS, MORNINGS, TUE_FRI } from './likes.ts';
import type { Story } from './story.ts';

/** Whose planned sessions are over, and whom a clinician has yet to see. */
export const ASSESSED: readonly Story[] = [
  { name: ['Philippa', 'Cavendish'], born: '1967-02-24', protocol: 'iv', from: -21, likes: MORNINGS },
  {
    name: ['Andrzej', 'Pawlak'],
    born: '1980-08-01',
    protocol: 'iv',
    from: -24,
    likes: AFTERNOONS,
    happens: { 5: 'no-show' },
  },
  { name: ['Keisha', 'Robinson'], born: '1994-06-10', protocol: 'iv-three', from: -15, likes: MIDDAYS },
  { name: ['Samuel', 'Goldwasser'], born: '1963-12-30', protocol: 'im', from: -23, likes: MORNINGS },
  {
    name: ['Noor', 'van der Meer'],
    born: '1991-04-02',
    protocol: 'iv',
    from: -16,
    stops: { from: 4, reason: 'improved' },
  },
];

/** Whose course was called off before it began. */
export const STOPPED: readonly Story[] = [
  {
    name: ['Clarence', 'Umber'],
    born: '1954-09-17',
    protocol: 'iv',
    from: -72,
    stops: { from: 1, reason: 'abnormal-results' },
  },
  {
    name: ['Delphine', 'Marchetti'],
    born: '1986-01-14',
    protocol: 'iv',
    from: -47,
    stops: { from: 1, reason: 'financial' },
  },
  {
    name: ['Greta', 'Lindholm'],
    born: '1999-03-19',
    protocol: 'iv-three',
    from: -6,
    stops: { from: 1, reason: 'plan-changes' },
  },
  {
    name: ['Tomás', 'Iglesias'],
    born: '1984-07-04',
    protocol: 'iv',
    from: -100,
    likes: TUE_FRI,
    stops: { from: 1, reason: 'hospitalized' },
  },
];
