import type { LocalDate } from '#server/scheduling/time/calendar.ts';
import type { CancelReason } from '#server/scheduling/vocabulary.ts';
import type { LeftOpen } from './gates.ts';
import type { OrderKey } from './orders.ts';
import type { ProtocolKey } from './protocols.ts';
import type { Responding } from './scores.ts';

/** Somebody of the cast, and the story of their course. Everybody and everything here is made up. */
export type Story = {
  readonly name: readonly [givenName: string, familyName: string];
  readonly born: LocalDate;
  readonly protocol: ProtocolKey;
  /** The first day that session 1 may be on, in days from the day that the board opens on. */
  readonly from: number;
  readonly likes?: Likes;
  /** A session on the day that the board opens on, so many minutes from now. */
  readonly visit?: { readonly sequence: number; readonly minutes: number };
  /** Three sessions done and the fourth in a day or two. */
  readonly isBetweenSessions?: true;
  /** What comes of a session, by its number; without a word it takes place. */
  readonly happens?: Readonly<Record<number, 'no-show' | 'early' | 'moved' | CancelReason>>;
  /** Recovers so slowly that the chair is needed to the last minute. */
  readonly lingers?: true;
  /** Called off from a session on, the day before it; from the first on, the course is stopped. */
  readonly stops?: { readonly from: number; readonly reason: CancelReason };
  /** What was missed or called off is planned again on the next day. */
  readonly isPlannedAgain?: true;
  /** A clinician has the course wait since the last day that the clinic was open. */
  readonly waits?: string;
  /** What the clinicians order once the planned sessions are over, one after the other. */
  readonly care?: readonly CareStep[];
  /** A booster on the day that the board opens on, where its window allows, so many minutes from now. */
  readonly boosterOnBoardDay?: { readonly minutes: number };
  readonly email?: string;
  /** How their scores go; without a word, as chance has it. */
  readonly responds?: Responding;
  /** Nobody has yet said what the first weeks came to. */
  readonly isLeftUnreviewed?: true;
  /** What nobody has seen to of what must be done before a session. */
  readonly open?: LeftOpen;
};

export type CareStep = {
  readonly order: OrderKey;
  /** Boosters by this order before the next one. Where they are fewer than their time, nobody has booked since. */
  readonly boosters: number;
  /** Days until the patient rings for a booster; without, it is booked while they are here. */
  readonly ringsAfter?: number;
};

export type Likes = {
  readonly weekdays?: number[];
  readonly timeOfDay?: { readonly from: string; readonly to: string };
};

export type CastMember = Story & { readonly phone: string; readonly email: string };
