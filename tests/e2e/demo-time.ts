import { tmpdir } from 'node:os';
import path from 'node:path';

/** Wednesday 25 March 2026, 11:20 in New York. */
export const DEMO_BEGINS = Date.parse('2026-03-25T11:20:00-04:00');

/** Two runs on one machine take a port each. */
export const PORT = Number(process.env.EVENKEEL_E2E_PORT ?? 4173);

/** The same clinics behind another door: as they are where there is no demo, with second factors. */
export const CLINIC_PORT = PORT + 1000;

/** Each mail of the run is a file here. */
export const MAIL_FOLDER = path.join(tmpdir(), `evenkeel-e2e-mail-${PORT}`);

/** Who works in the clinic of 160 sessions a day, which is not the demo's: the page does not offer them. */
export const FULL_HOUSE = {
  desk: 'desk@full-house.example.com',
  /** Has an authenticator app: a test sets it up. */
  clinician: 'clinician@full-house.example.com',
  /** Has none yet, and is asked for it outside the demo. */
  admin: 'admin@full-house.example.com',
  /** The same, on a telephone. */
  otherAdmin: 'other.admin@full-house.example.com',
  /** Has forgotten the password. */
  nurse: 'nurse@full-house.example.com',
  password: 'twenty chairs and no cushion',
};
