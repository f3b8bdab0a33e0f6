import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { hashOfToken } from '#server/accounts/hashed-session-tokens.ts';

/**
 * Sessions of people of a test, as if each had signed in: an account, a membership and a session for whoever is asked
 * for, made when they are first asked for; a session alone where they have an account. Signing in itself has tests of
 * its own.
 */
export function sessionsIn(superuser: pg.Pool): (personId: string) => Promise<string> {
  const cookies = new Map<string, Promise<string>>();
  return (personId) => {
    const made = cookies.get(personId) ?? cookieOf(superuser, personId);
    cookies.set(personId, made);
    return made;
  };
}

async function cookieOf(superuser: pg.Pool, personId: string): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  await superuser.query(
    `WITH person AS (
       SELECT clinic_id, id AS staff_id, NULL::uuid AS patient_id FROM staff WHERE id = $1
       UNION ALL
       SELECT clinic_id, NULL, id FROM patient WHERE id = $1
     ), account AS (
       INSERT INTO auth."user" (id, name, email, "twoFactorEnabled")
       SELECT $1::text, 'Somebody', $1::text || '@example.com', true FROM person
       ON CONFLICT DO NOTHING
     ), member AS (
       INSERT INTO membership (clinic_id, user_id, staff_id, patient_id)
       SELECT clinic_id, $1::text, staff_id, patient_id FROM person
       ON CONFLICT DO NOTHING
     )
     INSERT INTO auth.session (id, token, "userId", "expiresAt")
     SELECT $2, $2, coalesce(m.user_id, $1::text), now() + interval '12 hours'
     FROM person LEFT JOIN membership m ON m.clinic_id = person.clinic_id
       AND (m.staff_id = person.staff_id OR m.patient_id = person.patient_id)`,
    [personId, hashOfToken(token)],
  );
  return `evenkeel.session_token=${token}.signature`;
}
