import { describe, expect, test } from '@jest/globals';
import { readArguments } from '#server/config/arguments.ts';
import { readEnv } from '#server/config/env.ts';

const SECRET = 'b2Vuc3NsIHJhbmQgLWJhc2U2NCAzMgo_abcdefghijk';
const GIVEN = { DATABASE_URL: 'postgresql://evenkeel:word@db:5432/evenkeel', EVENKEEL_SECRET: SECRET };

describe('with nothing set', () => {
  test('the server is for this machine alone, with a database and a demo of its own', () => {
    expect(readEnv({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      database: null,
      dataFolder: '.data',
      auditAnchors: '.data/audit-anchors.log',
      logLevel: 'info',
      secret: null,
      demo: true,
      publicUrl: null,
      mail: null,
      idleMinutes: { staff: 10, patient: 15 },
      sweepMinutes: 60,
      keptDays: { answers: 7, invitations: 90, devices: 400 },
      patience: { headers: 10, request: 30, keepAlive: 5 },
      trustedProxies: 0,
    });
  });

  test('what is set to nothing is not set', () => {
    const names = ['PORT', 'HOST', 'DATABASE_URL', 'EVENKEEL_OWNER_URL', 'EVENKEEL_DATA', 'LOG_LEVEL'];
    names.push('EVENKEEL_SECRET', 'EVENKEEL_DEMO', 'EVENKEEL_OPEN', 'EVENKEEL_URL', 'EVENKEEL_SMTP_URL');
    expect(readEnv(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(readEnv({}));
  });

  test('what else the environment holds is none of its business', () => {
    expect(readEnv({ PATH: '/bin', PGPORT: 'no port' })).toEqual(readEnv({}));
  });
});

describe('with a database given', () => {
  test('its user owns the tables too, and there is no demo', () => {
    const url = GIVEN.DATABASE_URL;
    expect(readEnv(GIVEN)).toMatchObject({ database: { url, ownerUrl: url }, demo: false });
  });

  test('somebody else may own the tables', () => {
    const owner = 'postgres://owner:word@db:5432/evenkeel';
    expect(readEnv({ ...GIVEN, EVENKEEL_OWNER_URL: owner }).database).toEqual({
      url: GIVEN.DATABASE_URL,
      ownerUrl: owner,
    });
  });

  test('a demo is had by asking for it', () => {
    expect(readEnv({ ...GIVEN, EVENKEEL_DEMO: 'true' }).demo).toBe(true);
    expect(readEnv({ EVENKEEL_DEMO: 'false', EVENKEEL_SECRET: SECRET }).demo).toBe(false);
  });
});

describe('who can reach the demo, whose password is no secret', () => {
  test.each(['localhost', '127.0.0.1', '127.1.2.3', '::1'])('HOST %s is this machine', (host) => {
    expect(readEnv({ HOST: host }).host).toBe(host);
  });

  test.each([
    '0.0.0.0',
    '::',
    '192.168.1.20',
    'evenkeel.example',
    '127.0.0.1.evenkeel.example',
    '1270.0.0.1',
  ])('HOST %s would let others in, and is refused unless they are let in on purpose', (host) => {
    expect(() => readEnv({ HOST: host })).toThrow(`HOST ${host} would let others into the demo`);
    expect(() => readEnv({ HOST: host, EVENKEEL_OPEN: 'false' })).toThrow('would let others into the demo');
    expect(readEnv({ HOST: host, EVENKEEL_OPEN: 'true' }).host).toBe(host);
    expect(readEnv({ HOST: host, ...GIVEN }).host).toBe(host); // no demo there
  });
});

describe('a setting that cannot be is refused in words', () => {
  test.each([
    [{ PORT: 'http' }, 'PORT must be a number.'],
    [{ PORT: '80.5' }, 'PORT must be a whole number.'],
    [{ PORT: '-1' }, 'PORT must be from 0 to 65535.'],
    [{ PORT: '65536' }, 'PORT must be from 0 to 65535.'],
    [{ DATABASE_URL: 'mysql://db/evenkeel' }, 'DATABASE_URL must be the address of a PostgreSQL: '],
    [{ DATABASE_URL: 'db:5432' }, 'DATABASE_URL must be the address of a PostgreSQL: '],
    [{ ...GIVEN, EVENKEEL_OWNER_URL: 'owner' }, 'EVENKEEL_OWNER_URL must be the address of a PostgreSQL: '],
    [
      { EVENKEEL_OWNER_URL: GIVEN.DATABASE_URL },
      'EVENKEEL_OWNER_URL goes with DATABASE_URL, which is not set.',
    ],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of: fatal, error, warn, info, debug, trace, silent.'],
    [
      { EVENKEEL_SECRET: SECRET.slice(0, 31) },
      'EVENKEEL_SECRET must be 32 characters or more of pure chance.',
    ],
    [
      { EVENKEEL_SECRET: 'secret'.repeat(8) },
      'EVENKEEL_SECRET must be 32 characters or more of pure chance.',
    ],
    [
      { DATABASE_URL: GIVEN.DATABASE_URL },
      'EVENKEEL_SECRET is not set: sessions are signed with it. Make one: ',
    ],
    [
      { EVENKEEL_URL: 'evenkeel.example' },
      'EVENKEEL_URL must be an address like https://evenkeel.example.com.',
    ],
    [{ EVENKEEL_STAFF_IDLE_MINUTES: '0' }, 'EVENKEEL_STAFF_IDLE_MINUTES must be from 1 to 120.'],
    [{ EVENKEEL_SWEEP_MINUTES: '0' }, 'EVENKEEL_SWEEP_MINUTES must be from 1 to 120.'],
    [{ EVENKEEL_KEEP_ANSWERS_DAYS: '0' }, 'EVENKEEL_KEEP_ANSWERS_DAYS must be from 1 to 365.'],
    [
      { EVENKEEL_KEEP_INVITATIONS_DAYS: 'a year' },
      'EVENKEEL_KEEP_INVITATIONS_DAYS must be a number of days.',
    ],
    [{ EVENKEEL_KEEP_DEVICES_DAYS: '401' }, 'EVENKEEL_KEEP_DEVICES_DAYS must be from 1 to 400.'],
    [{ EVENKEEL_REQUEST_SECONDS: '0' }, 'EVENKEEL_REQUEST_SECONDS must be from 1 to 600.'],
    [{ EVENKEEL_KEEP_ALIVE_SECONDS: 'long' }, 'EVENKEEL_KEEP_ALIVE_SECONDS must be a number of seconds.'],
    [
      { EVENKEEL_HEADERS_SECONDS: '31' },
      'EVENKEEL_HEADERS_SECONDS (31) are part of EVENKEEL_REQUEST_SECONDS (30), and cannot be more.',
    ],
    [{ EVENKEEL_TRUST_PROXY: 'yes' }, 'EVENKEEL_TRUST_PROXY must be the number of proxies in front.'],
    [{ EVENKEEL_SMTP_URL: 'smtp://mail:25' }, 'EVENKEEL_SMTP_URL goes with EVENKEEL_MAIL_FROM'],
    [{ EVENKEEL_DEMO: 'perhaps' }, 'EVENKEEL_DEMO must be true or false.'],
    [{ EVENKEEL_OPEN: 'perhaps' }, 'EVENKEEL_OPEN must be true or false.'],
  ])('%j', (given, words) => {
    expect(() => readEnv(given)).toThrow(words);
  });

  test('and every such setting at once', () => {
    expect(() => readEnv({ PORT: 'http', LOG_LEVEL: 'loud', EVENKEEL_DEMO: 'perhaps' })).toThrow(
      /^PORT .*\.\nLOG_LEVEL .*\.\nEVENKEEL_DEMO .*\.$/,
    );
  });

  test('without repeating what may be a secret', () => {
    const secret = 'too-short-a-word';
    expect.assertions(2);
    try {
      readEnv({ EVENKEEL_SECRET: secret, DATABASE_URL: `mysql://evenkeel:${secret}@db/evenkeel` });
    } catch (error) {
      expect((error as Error).message).toContain('EVENKEEL_SECRET');
      expect((error as Error).message).not.toContain(secret);
    }
  });
});

describe('what follows `npm start --`', () => {
  test('is nothing, or --reseed', () => {
    expect(readArguments([], readEnv({}))).toEqual({ reseed: false });
    expect(readArguments(['--reseed'], readEnv({}))).toEqual({ reseed: true });
  });

  test('is refused where there is no demo of ours to make fresh', () => {
    expect(() => readArguments(['--reseed'], readEnv(GIVEN))).toThrow('is not ours to empty');
    expect(() => readArguments(['--reseed'], readEnv({ ...GIVEN, EVENKEEL_DEMO: 'true' }))).toThrow(
      'is not ours to empty',
    );
    expect(() =>
      readArguments(['--reseed'], readEnv({ EVENKEEL_DEMO: 'false', EVENKEEL_SECRET: SECRET })),
    ).toThrow('EVENKEEL_DEMO says that there is none');
  });

  test('is refused where it is not known', () => {
    expect(() => readArguments(['--reseed', '--verbose'], readEnv({}))).toThrow(
      '--verbose is not known here',
    );
  });
});
