import { rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import request, { type Response } from 'supertest';
import { type AppDeps, createApp } from '#server/app.ts';
import { type AuditChain, openAuditChain } from '#server/audit/audit-chain.ts';
import type { Database } from '#server/db/database.ts';
import { inClinic } from '#server/db/in-clinic.ts';
import { newId } from '#server/platform/ids.ts';
import * as patients from '#server/repositories/patients.ts';
import { insertClinic, type NewClinic } from '#server/repositories/seed-writes.ts';
import type { ProtocolDefinition } from '#server/scheduling/protocol.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';
import { SIX_INFUSIONS } from './a-clinic.ts';
import type { TestDatabase } from './database.ts';

/** Monday 2 March 2026, 8 in the morning in New York, which puts its clocks forward on Sunday the 8th. */
export const MONDAY_8AM = '2026-03-02T08:00:00-05:00';

export type Caller = {
  get(path: string): Promise<Response>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  put(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  patch(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  delete(path: string): Promise<Response>;
};

export type TestApi = {
  readonly url: string;
  /** What the server believes it is; tests set it. */
  now: string;
  readonly logs: readonly string[];
  /** Nothing is sealed but by the test. */
  readonly auditChain: AuditChain;
  /** Whoever has this id; nobody, for null. */
  as(personId: string | null): Caller;
  close(): Promise<void>;
};

/** The whole server on a port of its own, with a clock that stands still. */
export async function startApi(
  t: Pick<TestDatabase, 'db' | 'accounts' | 'cookieOf'>,
  options: Partial<
    Pick<AppDeps, 'demo' | 'mailer' | 'publicUrl' | 'idleMinutes' | 'trustedProxies' | 'staticDir'>
  > = {},
): Promise<TestApi> {
  const logs: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void logs.push(line) });
  const anchorsFile = path.join(tmpdir(), `evenkeel-anchors-${newId()}.log`);
  const auditChain = openAuditChain({ db: t.db, secret: 'a secret of these tests', anchorsFile }, logger);
  const app = createApp({
    db: t.db,
    accounts: t.accounts,
    auditChain,
    mailer: { send: async () => Promise.reject(new Error('This test expects no mail.')) },
    clock: { now: () => Date.parse(api.now) },
    logger,
    secret: 'a secret of these tests',
    demo: false,
    publicUrl: null,
    idleMinutes: { staff: 10, patient: 15 },
    ...options,
  });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const prefix = options.publicUrl?.startsWith('https:') ? '__Host-' : '';
  const api: TestApi = {
    url,
    now: MONDAY_8AM,
    logs,
    auditChain,
    as: (personId) =>
      callerOf(url, personId === null ? null : async () => prefix + (await t.cookieOf(personId))),
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      await rm(anchorsFile, { force: true });
    },
  };
  return api;
}

function callerOf(url: string, cookie: (() => Promise<string>) | null): Caller {
  const send = async (
    method: 'get' | 'post' | 'put' | 'patch' | 'delete',
    path: string,
    headers = {},
    body?: object,
  ) => {
    const own = cookie === null ? {} : { Cookie: await cookie() };
    const call = request(url)
      [method](`/api/v1${path}`)
      .set({ ...own, ...headers });
    return body === undefined ? call : call.send(body);
  };
  const withBody =
    (method: 'post' | 'put' | 'patch') =>
    async (path: string, body: unknown = {}, headers: Record<string, string> = {}) =>
      send(method, path, headers, body as object);
  return {
    get: async (path) => send('get', path),
    post: withBody('post'),
    put: withBody('put'),
    patch: withBody('patch'),
    delete: async (path) => send('delete', path),
  };
}

/** A clinic that can work: chairs of one pool, and everybody there from Monday to Friday, 8 to 18. */
export type StaffedClinic = {
  readonly clinicId: string;
  readonly poolId: string;
  readonly chairIds: readonly string[];
  readonly people: Readonly<Record<Exclude<Role, 'patient'>, string>>;
  /** Six infusions, unless another definition was given. */
  readonly protocolId: string;
  readonly retiredProtocolId: string;
};

export async function openStaffedClinic(
  db: Database,
  {
    chairs = 3,
    nurses = 2,
    definition = SIX_INFUSIONS,
    ...settings
  }: { chairs?: number; nurses?: number; definition?: ProtocolDefinition } & Partial<
    Omit<NewClinic, 'chairs'>
  > = {},
): Promise<StaffedClinic> {
  const clinicId = newId();
  const poolId = newId();
  const chairIds = Array.from({ length: chairs }, newId);
  const people = { 'front-desk': newId(), nurse: newId(), clinician: newId(), admin: newId() };
  const moreNurses = Array.from({ length: nurses - 1 }, newId);
  const [protocolId, retiredProtocolId] = [newId(), newId()];
  const weekdays = [1, 2, 3, 4, 5];
  const hours = { opensAt: '08:00', closesAt: '18:00' };
  const onDuty = [people.nurse, ...moreNurses, people.clinician];
  await inClinic(db, clinicId, (tx) =>
    insertClinic(tx, {
      name: 'Harbor Clinic',
      zone: 'America/New_York',
      phone: '+1 212 555 0100',
      slotMinutes: 15,
      monitoring: { prep: null, administration: 2, observation: 4, turnover: null },
      isDemo: true,
      createdAt: Date.parse('2026-01-05T08:00:00-05:00'),
      openingHours: weekdays.map((weekday) => ({ id: newId(), weekday, ...hours })),
      pools: [{ id: poolId, name: 'Infusion' }],
      chairs: chairIds.map((id, index) => ({ id, poolId, name: `Chair ${index + 1}` })),
      staff: [
        ...Object.entries(people).map(([role, id]) => ({
          id,
          role: role as Exclude<Role, 'patient'>,
          name: `The ${role}`,
          email: `${role}@example.com`,
          trained: role === 'nurse' || role === 'clinician',
        })),
        ...moreNurses.map((id, index) => ({
          id,
          role: 'nurse' as const,
          name: `Nurse ${index + 2}`,
          email: `nurse${index + 2}@example.com`,
          trained: true,
        })),
      ],
      shifts: onDuty.flatMap((staffId) =>
        weekdays.map((weekday) => ({
          id: newId(),
          staffId,
          weekday,
          startsAt: hours.opensAt,
          endsAt: hours.closesAt,
          validFrom: '2026-01-01',
          validTo: null,
        })),
      ),
      closures: [],
      protocols: [
        {
          id: protocolId,
          versionId: newId(),
          name: 'Six infusions',
          description: 'Six infusions over two to three weeks, then boosters',
          status: 'active',
          definition,
          poolIds: [poolId],
        },
        {
          id: retiredProtocolId,
          versionId: newId(),
          name: 'Eight infusions',
          description: 'As it was done until 2025',
          status: 'retired',
          definition: SIX_INFUSIONS,
          poolIds: [poolId],
        },
      ],
      ...settings,
    }),
  );
  return { clinicId, poolId, chairIds, people, protocolId, retiredProtocolId };
}

/** Somebody in the register; answers the id. */
export async function aPatient(
  db: Database,
  { clinicId }: { readonly clinicId: string },
  name = 'Ana Lima',
  more: Partial<patients.PatientFields> = {},
): Promise<string> {
  const id = newId();
  const [givenName = '', ...rest] = name.split(' ');
  await inClinic(db, clinicId, (tx) =>
    patients.insert(tx, {
      id,
      givenName,
      familyName: rest.join(' '),
      dateOfBirth: '1980-05-02',
      phone: null,
      email: null,
      createdAt: Date.parse('2026-02-02T08:00:00-05:00'),
      ...more,
    }),
  );
  return id;
}
