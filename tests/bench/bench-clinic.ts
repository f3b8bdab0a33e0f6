import { formatInstant } from '#server/scheduling/time/clinic-time.ts';
import { openStaffedClinic, type StaffedClinic } from '../support/api.ts';
import type { TestDatabase } from '../support/database.ts';
import type { Request } from './load.ts';
import { CHAIRS, placesToCome, ZONE } from './places.ts';

/** A clinic of twenty chairs and twelve nurses, and a register of people for whom courses can be booked without end. */
export type BenchClinic = StaffedClinic & {
  readonly versionId: string;
  readonly patientIds: readonly string[];
  /** Of its front desk, signed in. */
  readonly cookie: string;
};

/** Whoever comes back has no course any more: that many others came in between. */
export const PATIENTS = 1_000;

export async function openBenchClinic({ db, superuser, cookieOf }: TestDatabase): Promise<BenchClinic> {
  const clinic = await openStaffedClinic(db, { chairs: CHAIRS, nurses: 12 });
  const versions = await superuser.query(
    'SELECT id FROM protocol_version WHERE clinic_id = $1 AND protocol_id = $2',
    [clinic.clinicId, clinic.protocolId],
  );
  const patients = await superuser.query(
    `INSERT INTO patient (clinic_id, id, given_name, family_name, date_of_birth, created_at)
     SELECT $1, uuidv7(), 'Ana', 'Lima ' || n, '1980-05-02', '2026-01-05T08:00:00-05:00'
     FROM generate_series(1, $2::int) AS n RETURNING id`,
    [clinic.clinicId, PATIENTS],
  );
  return {
    ...clinic,
    versionId: versions.rows[0].id,
    patientIds: patients.rows.map(({ id }) => id),
    cookie: await cookieOf(clinic.people['front-desk']),
  };
}

/** Requests that book one course after the other, each in a place of its own. All of them succeed. */
export class Bookings {
  readonly #clinic: BenchClinic;
  readonly #places: ReturnType<typeof placesToCome>;
  #made = 0;

  /** So many of the twenty chairs fill up, before the next three weeks are begun. */
  constructor(clinic: BenchClinic, chairs: number) {
    this.#clinic = clinic;
    this.#places = placesToCome(chairs);
  }

  forEvenkeel(count: number): Request[] {
    const { protocolId, cookie } = this.#clinic;
    return this.#take(count, ({ patientId, key, startsAt }) => ({
      method: 'POST',
      path: '/api/v1/courses',
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': key,
        Cookie: cookie,
      },
      body: { patientId, protocolId, sessions: startsAt.map((at) => ({ startsAt: at })) },
    }));
  }

  /** The bare server is told the chair as well. */
  forBareServer(count: number): Request[] {
    return this.#take(count, ({ patientId, key, startsAt, chairId }) => ({
      method: 'POST',
      path: '/courses',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
      body: { patientId, sessions: startsAt.map((at) => ({ startsAt: at, chairId })) },
    }));
  }

  #take(
    count: number,
    toRequest: (course: {
      readonly patientId: string;
      readonly key: string;
      readonly startsAt: readonly string[];
      readonly chairId: string;
    }) => Request,
  ): Request[] {
    const { patientIds, chairIds } = this.#clinic;
    return Array.from({ length: count }, () => {
      const { chair, startsAt } = this.#places.next().value;
      this.#made += 1;
      return toRequest({
        patientId: patientIds[this.#made % PATIENTS] ?? '',
        key: `course-${this.#made}`,
        startsAt: startsAt.map((at) => formatInstant(at, ZONE)),
        chairId: chairIds[chair] ?? '',
      });
    });
  }
}
