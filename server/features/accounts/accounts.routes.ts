import * as accounts from '#server/contract/accounts.endpoints.ts';
import * as staffAccess from '#server/contract/staff-access.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { changePassword } from './change-password.ts';
import { confirmSecondFactor } from './confirm-second-factor.ts';
import { endStaffAccess } from './end-staff-access.ts';
import { getMe } from './get-me.ts';
import { invite } from './invite.ts';
import { listDemoPeople } from './list-demo-people.ts';
import { listInvitations } from './list-invitations.ts';
import { renewRecoveryCodes } from './renew-recovery-codes.ts';
import { requestPasswordReset } from './request-password-reset.ts';
import { resetPassword } from './reset-password.ts';
import { setUpSecondFactor } from './set-up-second-factor.ts';
import { signIn } from './sign-in.ts';
import { signInBySecondFactor } from './sign-in-by-second-factor.ts';
import { signOut } from './sign-out.ts';
import { withdrawInvitation } from './withdraw-invitation.ts';

export function mountAccounts(api: Api): void {
  mount(api, accounts.signIn, signIn);
  mount(api, accounts.signInBySecondFactor, signInBySecondFactor);
  mount(api, accounts.setUpSecondFactor, setUpSecondFactor);
  mount(api, accounts.confirmSecondFactor, confirmSecondFactor);
  mount(api, accounts.renewRecoveryCodes, renewRecoveryCodes);
  mount(api, accounts.changePassword, changePassword);
  mount(api, accounts.requestPasswordReset, requestPasswordReset);
  mount(api, accounts.resetPassword, resetPassword);
  mount(api, staffAccess.invite, invite);
  mount(api, staffAccess.listInvitations, listInvitations);
  mount(api, staffAccess.withdrawInvitation, withdrawInvitation);
  mount(api, staffAccess.acceptInvitation, acceptInvitation);
  mount(api, staffAccess.endStaffAccess, endStaffAccess);
  mount(api, accounts.signOut, signOut);
  mount(api, accounts.getMe, getMe);
  mount(api, accounts.listDemoPeople, listDemoPeople);
}
