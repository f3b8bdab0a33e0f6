import { ROLES, type Role } from './scheduling/vocabulary.ts';

/** Who asks, as far as it decides what they may. */
export type Asker = { readonly role: Role };

/**
 * Who may: pure, of who asks and nothing else. It is asked at the door, and again by whatever shows somebody what they
 * can do. What depends on more than the asker is a function beside it, which the use case asks.
 */
export type Policy = (asker: Asker) => boolean;

/** The policy of what the contract calls public: nobody need be signed in. */
export type Anybody = 'anybody';

const only =
  (...roles: readonly Role[]): Policy =>
  ({ role }) =>
    roles.includes(role);

export const anybody: Anybody = 'anybody';
export const everybodySignedIn = only(...ROLES);
export const staff = only('front-desk', 'nurse', 'clinician', 'admin');
/** Those who make and change bookings. */
export const bookers = only('front-desk', 'clinician', 'admin');
/** Those who are with the patient. */
export const carers = only('nurse', 'clinician');
/** Those who are with the patient, and those who answer for them. */
export const treating = only('nurse', 'clinician', 'admin');
/** Those who answer for patients, and for what is kept of them. */
export const leads = only('clinician', 'admin');
export const clinicians = only('clinician');
export const admins = only('admin');
export const patients = only('patient');

export const rolesThatMay = (policy: Policy): Role[] => ROLES.filter((role) => policy({ role }));
