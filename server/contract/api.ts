import * as accounts from './accounts.endpoints.ts';
import * as audit from './audit.endpoints.ts';
import * as backfill from './backfill.endpoints.ts';
import * as boosterOrders from './booster-orders.endpoints.ts';
import * as changes from './changes.endpoints.ts';
import * as clinic from './clinic.endpoints.ts';
import * as closures from './closures.endpoints.ts';
import * as courses from './courses.endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import * as gates from './gates.endpoints.ts';
import * as hours from './hours.endpoints.ts';
import * as ownAccount from './own-account.endpoints.ts';
import * as ownSessions from './own-sessions.endpoints.ts';
import * as patientSignIn from './patient-sign-in.endpoints.ts';
import * as patients from './patients.endpoints.ts';
import * as response from './response.endpoints.ts';
import * as restriction from './restriction.endpoints.ts';
import * as sessions from './sessions.endpoints.ts';
import * as staff from './staff.endpoints.ts';
import * as staffAccess from './staff-access.endpoints.ts';
import * as ticks from './ticks.endpoints.ts';
import * as waitlist from './waitlist.endpoints.ts';

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'access' in value;

/** Every endpoint of `/api/v1`. OpenAPI, the router and the access matrix are made from this list. */
export const ENDPOINTS: readonly Endpoint[] = [
  accounts,
  patientSignIn,
  ownAccount,
  ownSessions,
  staff,
  staffAccess,
  clinic,
  patients,
  restriction,
  courses,
  gates,
  changes,
  boosterOrders,
  closures,
  hours,
  backfill,
  waitlist,
  sessions,
  ticks,
  response,
  audit,
]
  .flatMap((group) => Object.values(group) as unknown[])
  .filter(isEndpoint);
