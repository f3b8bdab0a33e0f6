import { reasonsIn } from '#server/scheduling/room/day-starts.ts';
import type { CourseSearch, Placement } from './repair-course.ts';
import type { Kind, RepairDays, Seated } from './repair-days.ts';

/** A course that looks for places beside others that do. */
export type Contender = {
  readonly id: string;
  readonly search: CourseSearch;
  /** What it would have if it were alone: nothing together is nearer. */
  readonly alone: Placement;
  /** Where its sessions are until a human decides, if there is no place for it. */
  readonly asItIs: readonly Standing[];
};

export type Standing = Seated & {
  readonly kind: Kind;
  /** It must have its chair and its nurses still; one that is broken keeps no more than its chair. */
  readonly keeps: 'all' | 'chair' | 'nothing';
};

/** Rounds of trying a few courses anew, at most: what is found past them is hardly nearer. */
const ROUNDS = 600;
/** Rounds for each course that find nothing nearer, after which there is hardly anything to be found. */
const PATIENCE = 20;
/** Courses that make way for another in a round, at most. */
const MOST_OTHERS = 4;
/** A course that is left for a human weighs more than any distance of all the others. */
const LEFT = 1e12;

/**
 * Places for all of them, so that they do not fight for the same chairs: as few as can be left for a human, then the
 * least displacement in all. Null: left. Whoever has the most to lose chooses first; then, round by round, a course that
 * is further from its place than it would be alone tries again, with a few that share its days, and what is no worse is
 * kept. The work is bounded, and the same question gives the same answer.
 */
export function repairTogether(
  contenders: readonly Contender[],
  days: RepairDays,
  seed: number,
): Map<string, Placement | null> {
  const rivals = [...contenders];
  const left: Contender[] = [];
  for (;;) {
    const rivalry = new Rivalry(rivals, days, seed);
    const hopeless = rivalry.begin();
    if (hopeless === null) {
      rivalry.improve();
      return new Map([
        ...rivals.map(({ id }, index) => [id, rivalry.placements[index] ?? null] as const),
        ...left.map(({ id }) => [id, null] as const),
      ]);
    }
    // Others took what it holds: it keeps that from now on, and they look elsewhere.
    rivalry.clear();
    const [course] = rivals.splice(hopeless, 1);
    if (course) {
      left.push(course);
      for (const standing of course.asItIs) days.seat(standing);
    }
  }
}

class Rivalry {
  readonly placements: (Placement | null | undefined)[];
  readonly #contenders: readonly Contender[];
  readonly #days: RepairDays;
  readonly #random: () => number;
  readonly #seats: (readonly Seated[])[];

  constructor(contenders: readonly Contender[], days: RepairDays, seed: number) {
    this.#contenders = contenders;
    this.#days = days;
    this.#random = randomFrom(seed);
    this.placements = contenders.map(() => undefined);
    this.#seats = contenders.map(() => []);
  }

  /** Seats everybody once. Answers one that can neither be placed nor stay as it is, if there is such a one. */
  begin(): number | null {
    const order = this.#contenders
      .map(({ alone, search }, index) => {
        // What it would lose if another had its places.
        for (const seat of alone.seats) this.#days.seat(seat);
        const second = search.best(this.#days)?.points ?? LEFT;
        for (const seat of alone.seats) this.#days.unseat(seat);
        return { index, loss: second - alone.points };
      })
      .sort((a, b) => b.loss - a.loss || a.index - b.index);
    for (const { index } of order) if (!this.#place(index)) return index;
    return null;
  }

  clear(): void {
    for (const index of this.#contenders.keys()) this.#unplace(index);
  }

  improve(): void {
    let total = this.#total();
    const least = this.#contenders.reduce((sum, { alone }) => sum + alone.points, 0);
    let patience = PATIENCE * this.#contenders.length;
    for (let round = 0; round < ROUNDS && total > least && patience > 0; round += 1) {
      patience -= 1;
      const again = this.#chooseSome();
      const before = again.map((index) => ({
        index,
        placement: this.placements[index],
        seats: this.#seats[index] as readonly Seated[],
      }));
      for (const index of again) this.#unplace(index);
      const after = this.#placeAll(again, total);
      if (after <= total) {
        if (after < total) patience = PATIENCE * this.#contenders.length;
        total = after;
        continue;
      }
      for (const index of again) this.#unplace(index);
      for (const { index, placement, seats } of before) this.#put(index, placement, seats);
    }
  }

  /** Answers what all courses come to then; Infinity where it is sure to be more than it was, and not all are placed. */
  #placeAll(indexes: readonly number[], total: number): number {
    let least = this.placements.reduce<number>((sum, placement, index) => {
      const { alone } = this.#contenders[index] as Contender;
      return sum + (placement === undefined ? alone.points : pointsOf(placement));
    }, 0);
    for (const index of indexes) {
      if (!this.#place(index)) return Infinity;
      least += this.#excess(index);
      if (least > total) return Infinity;
    }
    return least;
  }

  /** One that could be nearer, and some that share its days, in the order in which they choose. */
  #chooseSome(): number[] {
    const further = [...this.#contenders.keys()].filter((index) => this.#excess(index) > 0);
    const one = this.#pick(further);
    const wanted = new Set(
      [...(this.#contenders[one] as Contender).alone.seats, ...(this.#seats[one] as readonly Seated[])].map(
        ({ epochDay }) => epochDay,
      ),
    );
    const near = [...this.#contenders.keys()].filter(
      (index) => index !== one && this.#seats[index]?.some(({ epochDay }) => wanted.has(epochDay)),
    );
    const others = Math.min(near.length, 1 + Math.floor(this.#random() * MOST_OTHERS));
    const chosen = [one];
    for (let count = 0; count < others; count += 1) {
      const [other] = near.splice(Math.floor(this.#random() * near.length), 1);
      if (other !== undefined) chosen.push(other);
    }
    // Mostly it goes first; now and then whoever comes.
    return this.#random() < 0.7 ? chosen : this.#shuffled(chosen);
  }

  #excess(index: number): number {
    return pointsOf(this.placements[index]) - (this.#contenders[index] as Contender).alone.points;
  }

  #total(): number {
    return this.placements.reduce<number>((sum, placement) => sum + pointsOf(placement), 0);
  }

  #place(index: number): boolean {
    const { search, asItIs } = this.#contenders[index] as Contender;
    const placement = search.best(this.#days);
    if (placement) this.#put(index, placement, placement.seats);
    else if (asItIs.every((standing) => this.#canStay(standing))) this.#put(index, null, asItIs);
    else return false;
    return true;
  }

  #canStay({ epochDay, session, kind, keeps }: Standing): boolean {
    if (keeps === 'nothing') return true;
    const starts = this.#days.starts(epochDay, kind);
    const index = starts.instants.indexOf(session.startsAt);
    if (index < 0) return true;
    const against = reasonsIn(starts.refusals[index] as number);
    return keeps === 'all' ? against.length === 0 : !against.includes('chair-full');
  }

  #put(index: number, placement: Placement | null | undefined, seats: readonly Seated[]): void {
    this.placements[index] = placement;
    this.#seats[index] = seats;
    for (const seat of seats) this.#days.seat(seat);
  }

  #unplace(index: number): void {
    for (const seat of this.#seats[index] ?? []) this.#days.unseat(seat);
    this.placements[index] = undefined;
    this.#seats[index] = [];
  }

  #pick(indexes: readonly number[]): number {
    return indexes[Math.floor(this.#random() * indexes.length)] as number;
  }

  #shuffled(indexes: readonly number[]): number[] {
    const rest = [...indexes];
    const order: number[] = [];
    while (rest.length > 0) order.push(...rest.splice(Math.floor(this.#random() * rest.length), 1));
    return order;
  }
}

const pointsOf = (placement: Placement | null | undefined): number => placement?.points ?? LEFT;

/** Numbers from 0 to 1 that look random, and are the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
