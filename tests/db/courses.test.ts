import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readInClinic, underClinicLock } from '#server/db/in-clinic.ts';
import { newId } from '#server/platform/ids.ts';
import * as orders from '#server/repositories/booster-orders.ts';
import { loadCalendar } from '#server/repositories/calendar.ts';
import { insertBooster, insertCourse } from '#server/repositories/course-bookings.ts';
import * as courseChanges from '#server/repositories/course-changes.ts';
import * as courses from '#server/repositories/courses.ts';
import { loadForBooking } from '#server/repositories/for-booking.ts';
import * as sessions from '#server/repositories/sessions.ts';
import type { SessionStatus } from '#server/scheduling/vocabulary.ts';
import {
  aSession,
  BLOCK,
  bookSessions,
  type OpenClinic,
  openClinic,
  registerPatient,
  SIX_INFUSIONS,
} from '#tests/support/a-clinic.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

let t: TestDatabase;
let clinic: OpenClinic;
let ana: string;
let bo: string;

beforeAll(async () => {
  t = await testDatabase();
});
beforeEach(async () => {
  clinic = await openClinic(t.db);
  ana = await registerPatient(t.db, clinic, 'Ana Lima');
  bo = await registerPatient(t.db, clinic, 'Bo Hara');
});
afterAll(() => t.close());

// 10:00 in New York
const MONDAY = '2026-03-02T10:00:00-05:00';
const WEDNESDAY = '2026-03-04T10:00:00-05:00';
const FRIDAY = '2026-03-06T10:00:00-05:00';
const MINUTE = 60_000;
const DAY = 86_400_000;

const findCourse = (id: string) => readInClinic(t.db, clinic.clinicId, (sql) => courses.findById(sql, id));
const read = <T>(work: Parameters<typeof readInClinic<T>>[2]) => readInClinic(t.db, clinic.clinicId, work);
const event = (sessionId: string, kind: string, fromStatus: SessionStatus, toStatus: SessionStatus) => ({
  id: newId(),
  sessionId,
  at: Date.parse(MONDAY),
  actorId: clinic.deskId,
  kind,
  fromStatus,
  toStatus,
});

describe('a course that was booked', () => {
  test('comes back whole, with the protocol version it began with', async () => {
    const first = aSession(clinic, MONDAY);
    const courseId = await bookSessions(t.db, clinic, ana, [first, aSession(clinic, WEDNESDAY)]);
    expect(await findCourse(courseId)).toMatchObject({
      id: courseId,
      patientId: ana,
      patientName: 'Ana Lima',
      protocol: {
        protocolId: clinic.protocolId,
        versionId: clinic.versionId,
        version: 1,
        name: 'Six infusions',
        definition: SIX_INFUSIONS,
        poolIds: [clinic.poolId],
      },
      state: 'induction',
      version: 1,
      plannedCount: 6,
      createdBy: clinic.deskId,
      boosterOrder: null,
      sessions: [
        {
          id: first.id,
          sequence: 1,
          status: 'booked',
          startsAt: Date.parse(MONDAY),
          endsAt: Date.parse(MONDAY) + 100 * MINUTE,
          block: BLOCK,
          chairId: clinic.chairs[0],
          chairName: 'Chair 1',
          route: 'iv',
          movedFrom: null,
        },
        { sequence: 2, startsAt: Date.parse(WEDNESDAY) },
      ],
    });
  });

  test('has a line in the history for every session', async () => {
    const session = aSession(clinic, MONDAY);
    await bookSessions(t.db, clinic, ana, [session]);
    expect(
      await read((sql) => sql.rows('SELECT session_id, kind, from_status, to_status FROM session_event')),
    ).toEqual([{ session_id: session.id, kind: 'book', from_status: null, to_status: 'booked' }]);
  });

  test('may have made room by another chair for a session that was there', async () => {
    const there = aSession(clinic, MONDAY, { chairId: clinic.chairs[0] });
    const before = await bookSessions(t.db, clinic, ana, [there]);
    await bookSessions(
      t.db,
      clinic,
      bo,
      [aSession(clinic, MONDAY, { chairId: clinic.chairs[0] })],
      [{ sessionId: there.id, chairId: clinic.chairs[1] }],
    );
    expect(await findCourse(before)).toMatchObject({ version: 1, sessions: [{ chairId: clinic.chairs[1] }] });
  });

  test('never moves a patient who sits in the chair', async () => {
    const there = aSession(clinic, MONDAY, { status: 'checked-in' });
    await bookSessions(t.db, clinic, ana, [there]);
    await expect(
      bookSessions(
        t.db,
        clinic,
        bo,
        [aSession(clinic, MONDAY)],
        [{ sessionId: there.id, chairId: clinic.chairs[1] }],
      ),
    ).rejects.toMatchObject({ type: 'slot-taken' });
  });

  test('is remembered with the answer that was given, for the same person and key alone', async () => {
    const idempotency = {
      actorId: clinic.deskId,
      key: 'a-key-of-the-desk',
      requestHash: 'abc',
      status: 201,
      response: { id: 'x', list: [1, null, 'ü'] },
      createdAt: Date.parse(MONDAY),
    };
    const booking = {
      course: {
        id: newId(),
        patientId: ana,
        protocolVersionId: clinic.versionId,
        state: 'induction' as const,
        plannedCount: 1,
        createdAt: Date.parse(MONDAY),
        createdBy: clinic.deskId,
      },
      sessions: [aSession(clinic, MONDAY)],
      repack: [],
      events: [],
      idempotency,
    };
    await underClinicLock(t.db, clinic.clinicId, (tx) => insertCourse(tx, booking));
    const recall = (actorId: string, key: string) =>
      read(
        async (sql) =>
          (await loadForBooking(sql, { windows: [], idempotency: { actorId, key } })).idempotency,
      );
    expect(await recall(clinic.deskId, 'a-key-of-the-desk')).toEqual({
      requestHash: 'abc',
      status: 201,
      response: { id: 'x', list: [1, null, 'ü'] },
    });
    expect(await recall(clinic.deskId, 'another-key')).toBeNull();
    expect(await recall(clinic.nurseId, 'a-key-of-the-desk')).toBeNull();
  });
});

describe('a change of a course', () => {
  let courseId: string;
  let first: ReturnType<typeof aSession>;
  beforeEach(async () => {
    first = aSession(clinic, MONDAY);
    courseId = await bookSessions(t.db, clinic, ana, [first, aSession(clinic, WEDNESDAY)]);
  });

  const moveTo = (
    startsAt: string,
    expectedVersion: number,
    repack: { sessionId: string; chairId: string }[] = [],
  ) =>
    underClinicLock(t.db, clinic.clinicId, (tx) =>
      courseChanges.save(tx, {
        id: newId(),
        mode: 'move',
        at: Date.parse(MONDAY),
        actorId: clinic.deskId,
        courseId,
        patientId: ana,
        expectedVersion,
        before: nothingKept,
        after: nothingKept,
        overrides: [],
        undoesId: null,
        changed: [
          {
            sessionId: first.id,
            from: 'booked',
            status: 'booked',
            startsAt: Date.parse(startsAt),
            endsAt: Date.parse(startsAt) + 100 * MINUTE,
            poolId: clinic.poolId,
            chairId: clinic.chairs[0],
            cancelReason: null,
            overrides: [],
          },
        ],
        added: [],
        newCourse: null,
        droppedCourseId: null,
        repack,
        events: [event(first.id, 'move', 'booked', 'booked')],
        courseEvent: { id: newId(), courseId, at: Date.parse(MONDAY), kind: 'course.changed', facts: {} },
        audit: {
          id: newId(),
          at: Date.parse(MONDAY),
          actorId: clinic.deskId,
          actorRole: 'front-desk',
          kind: 'session.move',
          patientId: ana,
          subjects: { courseId },
          requestId: 'of this test',
          address: null,
          detail: {},
          digests: {},
          values: [],
        },
      }),
    );
  const nothingKept = { state: 'induction', plannedCount: 2, hold: null, sessions: [] } as const;

  test('moves a session, remembers where it was first, and counts as a version', async () => {
    expect(await moveTo(FRIDAY, 1)).toBe(2);
    expect(await moveTo('2026-03-06T14:00:00-05:00', 2)).toBe(3);
    expect(await findCourse(courseId)).toMatchObject({
      version: 3,
      sessions: [{ sequence: 2 }, { sequence: 1, movedFrom: Date.parse(MONDAY) }],
    });
  });

  test('forgets that a session was moved when it is back where it was', async () => {
    await moveTo(FRIDAY, 1);
    await moveTo(MONDAY, 2);
    expect(await findCourse(courseId)).toMatchObject({ sessions: [{ sequence: 1, movedFrom: null }, {}] });
  });

  test('may take a chair that another session gives up in the same moment', async () => {
    const there = aSession(clinic, FRIDAY);
    await bookSessions(t.db, clinic, bo, [there]);
    await expect(moveTo(FRIDAY, 1)).rejects.toMatchObject({ type: 'slot-taken' });
    expect(await moveTo(FRIDAY, 1, [{ sessionId: there.id, chairId: clinic.chairs[1] }])).toBe(2);
  });

  test('of a stale version changes nothing, history included', async () => {
    await moveTo(FRIDAY, 1);
    const before = await findCourse(courseId);
    await expect(moveTo(MONDAY, 1)).rejects.toMatchObject({ type: 'course-changed' });
    expect(await findCourse(courseId)).toEqual(before);
    for (const table of [
      "session_event WHERE kind = 'move'",
      'course_change',
      'course_event',
      'audit_event',
    ]) {
      expect(await read((sql) => sql.rows(`SELECT 1 FROM ${table}`))).toHaveLength(1);
    }
  });

  const step = (from: SessionStatus, to: SessionStatus, more: Partial<sessions.StatusChange> = {}) =>
    underClinicLock(t.db, clinic.clinicId, async (tx) => {
      const now = await sessions.findById(tx, first.id);
      return sessions.updateStatus(tx, {
        sessionId: first.id,
        courseId,
        from,
        to,
        expectedVersion: now?.courseVersion ?? 0,
        event: event(first.id, to, from, to),
        ...more,
      });
    });

  test('follows a session through its day and frees the chair at the actual end', async () => {
    const at = (minutes: number) => Date.parse(MONDAY) + minutes * MINUTE;
    await step('booked', 'arrived', { moments: { arrivedAt: at(-5) } });
    await step('arrived', 'checked-in', { moments: { checkedInAt: at(1) } });
    await step('checked-in', 'fulfilled', {
      courseState: 'assessment',
      moments: { startedAt: at(15), completedAt: at(80), releasedAt: at(80) },
    });
    expect(await findCourse(courseId)).toMatchObject({
      state: 'assessment',
      version: 4,
      sessions: [
        {
          status: 'fulfilled',
          arrivedAt: at(-5),
          checkedInAt: at(1),
          startedAt: at(15),
          completedAt: at(80),
          releasedAt: at(80),
        },
        {},
      ],
    });
    const busy = await read((sql) => loadCalendar(sql, { fromInstant: at(0), toInstant: at(100) }));
    expect(busy.busy).toMatchObject([{ id: first.id, endsAt: at(80) }]);
  });

  test('keeps the reason of a cancellation', async () => {
    await step('booked', 'cancelled', { cancelReason: 'vitals-hold' });
    expect(await findCourse(courseId)).toMatchObject({
      sessions: [{ status: 'cancelled', cancelReason: 'vitals-hold' }, {}],
    });
  });

  test('is refused where the session is no longer as it was read', async () => {
    await step('booked', 'arrived');
    await expect(step('booked', 'noshow')).rejects.toMatchObject({ type: 'course-changed' });
    expect(await findCourse(courseId)).toMatchObject({ version: 2, sessions: [{ status: 'arrived' }, {}] });
  });

  test('adds a booster, in the version that was seen and no other', async () => {
    const booster = (expectedVersion: number, startsAt: string) =>
      underClinicLock(t.db, clinic.clinicId, (tx) =>
        insertBooster(tx, {
          courseId,
          patientId: ana,
          expectedVersion,
          courseState: 'maintenance',
          session: aSession(clinic, startsAt, { sequence: 7, phase: 'maintenance' }),
          repack: [],
          events: [],
          change: null,
          idempotency: null,
        }),
      );
    expect(await booster(1, '2026-04-06T10:00:00-04:00')).toBe(2);
    await expect(booster(1, '2026-05-04T10:00:00-04:00')).rejects.toMatchObject({ type: 'course-changed' });
    const course = await findCourse(courseId);
    expect(course).toMatchObject({ state: 'maintenance', version: 2 });
    expect(course?.sessions.map((session) => session.sequence)).toEqual([1, 2, 7]);
  });

  test('sets a booster order without losing the one before', async () => {
    const set = (interval: string | null, expectedVersion: number) =>
      underClinicLock(t.db, clinic.clinicId, (tx) =>
        orders.insert(
          tx,
          {
            id: newId(),
            courseId,
            interval,
            asNeeded: interval === null,
            seriesOf: null,
            flexDays: 7,
            reason: 'Stable at two checks',
            evidence: null,
            expiresOn: interval === null ? '2026-09-02' : null,
            setBy: clinic.clinicianId,
            setAt: Date.parse(MONDAY) + expectedVersion * DAY,
          },
          { expectedVersion, state: 'maintenance' },
        ),
      );
    expect(await set('P6W', 1)).toBe(2);
    expect(await set(null, 2)).toBe(3);
    await expect(set('P8W', 2)).rejects.toMatchObject({ type: 'course-changed' });
    const newest = { interval: null, asNeeded: true, expiresOn: '2026-09-02' };
    expect(await read((sql) => orders.history(sql, courseId))).toMatchObject([
      { ...newest, setBy: { id: clinic.clinicianId, name: 'The clinician' } },
      { interval: 'P6W', asNeeded: false, expiresOn: null },
    ]);
    expect(await findCourse(courseId)).toMatchObject({ version: 3, boosterOrder: newest });
  });
});

describe('lists', () => {
  test('give courses by family name, page by page, with what happened and what comes', async () => {
    await bookSessions(t.db, clinic, ana, [
      aSession(clinic, MONDAY, { status: 'fulfilled' }),
      aSession(clinic, WEDNESDAY),
    ]);
    await bookSessions(t.db, clinic, bo, [aSession(clinic, FRIDAY)]);
    const page = await read((sql) => courses.list(sql, { limit: 1 }));
    expect(page.items).toMatchObject([{ patientName: 'Bo Hara', fulfilledCount: 0 }]);
    const next = await read((sql) => courses.list(sql, { limit: 1, cursor: page.nextCursor ?? '' }));
    expect(next).toMatchObject({
      items: [
        {
          patientName: 'Ana Lima',
          protocolName: 'Six infusions',
          route: 'iv',
          fulfilledCount: 1,
          lastFulfilledAt: Date.parse(MONDAY),
          nextSessionAt: Date.parse(WEDNESDAY),
          sessions: [
            { sequence: 1, status: 'fulfilled' },
            { sequence: 2, status: 'booked' },
          ],
        },
      ],
    });
    expect(next.nextCursor).toBeUndefined();
    expect((await read((sql) => courses.list(sql, { state: 'stopped', limit: 5 }))).items).toEqual([]);
  });

  test('name as candidates for a booster the courses with nothing to come', async () => {
    await bookSessions(t.db, clinic, ana, [aSession(clinic, MONDAY, { status: 'fulfilled' })]);
    await bookSessions(t.db, clinic, bo, [aSession(clinic, WEDNESDAY)]);
    const found = await read(courses.listDueBoosterCandidates);
    expect(found.map((course) => course.patientName)).toEqual(['Ana Lima']);
  });

  test('show the board by time and then by chair, whatever the status', async () => {
    const [one, two] = clinic.chairs;
    await bookSessions(t.db, clinic, ana, [
      aSession(clinic, MONDAY, { chairId: two }),
      aSession(clinic, WEDNESDAY),
    ]);
    await bookSessions(t.db, clinic, bo, [aSession(clinic, MONDAY, { chairId: one, status: 'noshow' })]);
    const midnight = Date.parse('2026-03-02T00:00:00-05:00');
    const board = await read((sql) => sessions.board(sql, midnight, midnight + DAY));
    expect(board.map(({ patientName, chairName, status }) => [patientName, chairName, status])).toEqual([
      ['Bo Hara', 'Chair 1', 'noshow'],
      ['Ana Lima', 'Chair 2', 'booked'],
    ]);
  });
});

describe('the calendar', () => {
  test('tells hours, chairs, shifts and closures as the core takes them', async () => {
    const closed = await openClinic(t.db, {
      closures: [
        {
          id: newId(),
          // Tue 3 Mar 2026, all day in New York
          startsAt: Date.parse('2026-03-03T00:00:00-05:00'),
          endsAt: Date.parse('2026-03-04T00:00:00-05:00'),
          chairId: null,
          staffId: null,
          reason: 'Water, off; "all" day',
        },
      ],
      openingHours: [
        { id: newId(), weekday: 1, opensAt: '16:00', closesAt: '24:00' },
        { id: newId(), weekday: 1, opensAt: '08:00', closesAt: '12:00' },
      ],
    });
    const calendar = await readInClinic(t.db, closed.clinicId, (sql) =>
      loadCalendar(sql, { fromInstant: Date.parse(MONDAY), toInstant: Date.parse(FRIDAY) }),
    );
    expect(calendar).toEqual({
      zone: 'America/New_York',
      slotMinutes: 15,
      monitoring: { prep: null, administration: 2, observation: 4, turnover: null },
      openingHours: [
        { weekday: 1, opensAt: '08:00', closesAt: '12:00', validFrom: null, validTo: null },
        { weekday: 1, opensAt: '16:00', closesAt: '24:00', validFrom: null, validTo: null },
      ],
      closures: [
        {
          startsAt: Date.parse('2026-03-03T00:00:00-05:00'),
          endsAt: Date.parse('2026-03-04T00:00:00-05:00'),
          chairId: null,
          staffId: null,
          reason: 'Water, off; "all" day',
        },
      ],
      chairs: closed.chairs.map((id) => ({ id, poolId: closed.poolId })),
      shifts: expect.arrayContaining([
        {
          staffId: closed.nurseId,
          role: 'nurse',
          trained: true,
          weekday: 1,
          startsAt: '08:00',
          endsAt: '18:00',
          validFrom: '2026-01-01',
          validTo: null,
        },
        expect.objectContaining({ staffId: closed.deskId, role: 'other' }),
      ]),
      busy: [],
    });
  });

  test('names each busy session once, in whichever of the windows it is, and none outside', async () => {
    const [mon, wed, fri] = [MONDAY, WEDNESDAY, FRIDAY].map((at) => aSession(clinic, at));
    if (!mon || !wed || !fri) throw new Error('three sessions');
    const courseId = await bookSessions(t.db, clinic, ana, [mon, wed, fri]);
    const around = (at: string) => ({
      fromInstant: Date.parse(at) + 99 * MINUTE,
      toInstant: Date.parse(at) + DAY,
    });
    const calendar = await read((sql) => loadCalendar(sql, [around(MONDAY), around(MONDAY), around(FRIDAY)]));
    expect(calendar.busy.map((session) => session.id)).toEqual([mon.id, fri.id]);
    expect(calendar.busy[0]).toEqual({
      id: mon.id,
      courseId,
      patientId: ana,
      chairId: clinic.chairs[0],
      poolId: clinic.poolId,
      status: 'booked',
      startsAt: mon.startsAt,
      endsAt: mon.endsAt,
      block: BLOCK,
    });
  });

  test('leaves out what only touches the window, and what holds no chair', async () => {
    await bookSessions(t.db, clinic, ana, [aSession(clinic, MONDAY)]);
    await bookSessions(t.db, clinic, bo, [aSession(clinic, WEDNESDAY, { status: 'noshow' })]);
    const start = Date.parse(MONDAY);
    const busyIn = async (fromInstant: number, toInstant: number) =>
      (await read((sql) => loadCalendar(sql, { fromInstant, toInstant }))).busy.length;
    expect(await busyIn(start - DAY, start)).toBe(0);
    expect(await busyIn(start + 100 * MINUTE, start + DAY)).toBe(0);
    expect(await busyIn(start + 99 * MINUTE, start + 100 * MINUTE)).toBe(1);
    expect(await busyIn(Date.parse(WEDNESDAY), Date.parse(WEDNESDAY) + DAY)).toBe(0);
  });

  test('comes with everything else that a booking decides by', async () => {
    const courseId = await bookSessions(t.db, clinic, ana, [aSession(clinic, MONDAY)]);
    const loaded = await read((sql) =>
      loadForBooking(sql, {
        windows: { fromInstant: Date.parse(MONDAY), toInstant: Date.parse(FRIDAY) },
        protocolId: clinic.protocolId,
        patientId: bo,
        courseId,
      }),
    );
    expect(loaded).toMatchObject({
      calendar: { busy: [{ courseId }] },
      protocol: { versionId: clinic.versionId, status: 'active' },
      patient: { id: bo, familyName: 'Hara' },
      course: { id: courseId, sessions: [{ sequence: 1 }] },
      idempotency: null,
    });
    expect(loaded.course).toEqual(await findCourse(courseId));
    const nothing = await read((sql) =>
      loadForBooking(sql, { windows: [], protocolId: newId(), patientId: newId() }),
    );
    expect(nothing).toMatchObject({ protocol: null, patient: null, course: null });
  });
});
