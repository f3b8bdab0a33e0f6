import type { Block } from '#server/scheduling/protocol.ts';
import type { LocalDate } from '#server/scheduling/time/calendar.ts';
import type { ViolationCode } from '#server/scheduling/vocabulary.ts';

/** What a session asks of the clinic. */
export type SessionNeeds = {
  readonly block: Block;
  /** Pools whose chairs will do, the preferred one first. */
  readonly poolIds: readonly string[];
  readonly prescriberOnSite: boolean;
  readonly trainedMinimum: number;
  readonly patientId: string;
  /** Sessions that do not count as busy: those that are being moved. */
  readonly ignoreSessionIds?: ReadonlySet<string>;
};

/** The starts of one local day, by wall-clock minute ascending. Parallel arrays: the planner reads them in its loops. */
export type DayStarts = {
  readonly epochDay: number;
  readonly date: LocalDate;
  readonly weekday: number;
  readonly minutes: readonly number[];
  readonly instants: readonly number[];
  /** Reason bits against each start; 0 is free. */
  readonly refusals: Uint8Array;
  /** Share of the pools' chairs that are taken during the block, 0 to 100: how contested the time is. */
  readonly contested: Uint8Array;
  /** Index into `poolIds` of the first pool with room; -1 where there is none. */
  readonly pools: Int8Array;
};

/** Looks at one day after the other, as the planner asks for them. Pure: `now` and the calendar are all it knows. */
export type Availability = { day(epochDay: number): DayStarts };

/** Reasons as bits of one number, in the order in which a person is told them. */
export const REASON_BITS = [
  'in-the-past',
  'closed',
  'patient-busy',
  'chair-full',
  'monitoring-full',
  'prescriber-absent',
  'too-few-trained',
] as const satisfies readonly ViolationCode[];
export const [PAST, CLOSED, PATIENT, CHAIR, MONITORING, PRESCRIBER, TRAINED] = REASON_BITS.map(
  (_, bit) => 1 << bit,
) as [number, number, number, number, number, number, number];

export const reasonsIn = (bits: number): ViolationCode[] => REASON_BITS.filter((_, bit) => bits & (1 << bit));
