import { type Asker, admins, anybody, everybodySignedIn, type Policy } from '#server/policy.ts';

export const signIn = anybody;
export const signInBySecondFactor = anybody;
export const requestPatientCode = anybody;
export const signInAsPatient = anybody;
export const signOut = anybody;
export const requestPasswordReset = anybody;
export const resetPassword = anybody;
export const readInvitation = anybody;
export const acceptInvitation = anybody;
export const listDemoPeople = anybody;

/** Whatever concerns the asker's own account, and nobody else's. */
export const useOwnAccount = everybodySignedIn;

export const manageStaffAccess = admins;

/** Nobody ends their own access: so an admin is always left. */
export const endAccessOf = (asker: { readonly personId: string }, staffId: string): boolean =>
  staffId !== asker.personId;

/** Nobody takes their own second factor off: whoever only found the browser open could make the account theirs. */
export const resetSecondFactorOf = (asker: { readonly personId: string }, staffId: string): boolean =>
  staffId !== asker.personId;

/** Who sees everything of a patient, or may let others in, needs more than a password. */
export const needsSecondFactor: Policy = ({ role }) => role === 'clinician' || role === 'admin';

/** After how many minutes without a sign of life somebody is signed out. */
export const idleMinutesOf = (
  { role }: Asker,
  minutes: { readonly staff: number; readonly patient: number },
): number => (role === 'patient' ? minutes.patient : minutes.staff);
