import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '#server/platform/ids.ts';
import {
  aSession,
  bookSessions,
  type OpenClinic,
  openClinic,
  registerPatient,
} from '#tests/support/a-clinic.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

/** What PostgreSQL promises of scores, reviews and reports, whatever the code above it does. */
let t: TestDatabase;
let clinic: OpenClinic;
let ana: string;
let course: string;
let other: string;

beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());
beforeEach(async () => {
  clinic = await openClinic(t.db);
  ana = await registerPatient(t.db, clinic);
  // Mon 2 Mar 2026, 10:00 in New York, and two weeks later
  course = await bookSessions(t.db, clinic, ana, [aSession(clinic, '2026-03-02T10:00:00-05:00')]);
  other = await bookSessions(t.db, clinic, ana, [aSession(clinic, '2026-03-16T10:00:00-04:00')]);
});

type Score = Partial<
  Record<'course_id' | 'patient_id' | 'instrument' | 'source' | 'entered_by' | 'corrects_id', string | null>
> & { readonly total?: number };

async function score(change: Score = {}): Promise<string> {
  const row = {
    clinic_id: clinic.clinicId,
    id: newId(),
    course_id: course,
    patient_id: ana,
    instrument: 'phq-9',
    total: 12,
    assessed_on: '2026-03-02',
    source: 'staff',
    entered_by: clinic.nurseId as string | null,
    entered_at: '2026-03-02T09:00:00-05:00',
    corrects_id: null as string | null,
    ...change,
  };
  await t.superuser.query(
    'INSERT INTO assessment SELECT * FROM json_populate_record(NULL::assessment, $1::json)',
    [JSON.stringify(row)],
  );
  return row.id;
}

const nameBaseline = (id: string) =>
  t.superuser.query('UPDATE course SET baseline_assessment_id = $2 WHERE id = $1', [course, id]);

describe('a score', () => {
  test('is of the patient whose course it is', async () => {
    const bo = await registerPatient(t.db, clinic, 'Bo Hara');
    await expect(score({ patient_id: bo })).rejects.toMatchObject({ code: '23503' });
  });

  test.each<[string, Score, string]>([
    ['on no scale', { instrument: 'hamd' }, 'assessment_instrument'],
    ['below zero', { total: -1 }, 'assessment_total'],
    ['above what any scale has', { total: 61 }, 'assessment_total'],
    ['of staff, by nobody', { entered_by: null }, 'assessment_entered_by'],
    ['of a patient, by staff', { source: 'patient' }, 'assessment_entered_by'],
  ])('is not one %s', async (_, change, constraint) => {
    await expect(score(change)).rejects.toMatchObject({ code: '23514', constraint });
  });

  test('is put right once, and by a score of the same course', async () => {
    const wrong = await score();
    await expect(score({ course_id: other, corrects_id: wrong })).rejects.toMatchObject({ code: '23503' });
    await score({ corrects_id: wrong, total: 13 });
    await expect(score({ corrects_id: wrong, total: 14 })).rejects.toMatchObject({
      constraint: 'assessment_clinic_id_corrects_id_key',
    });
  });
});

describe('a baseline', () => {
  test('is a score of the same course', async () => {
    await expect(nameBaseline(await score({ course_id: other }))).rejects.toMatchObject({ code: '23503' });
    await nameBaseline(await score());
  });

  test('is not taken away', async () => {
    const id = await score();
    await nameBaseline(id);
    // ON DELETE RESTRICT
    await expect(t.superuser.query('DELETE FROM assessment WHERE id = $1', [id])).rejects.toMatchObject({
      code: '23001',
    });
  });
});
