import type { Mail } from '#server/platform/mailer.ts';

/** What our mails say. They name the clinic and the person, and nothing that the clinic does. */

type To = { readonly name: string; readonly email: string; readonly clinicName: string };

export const passwordResetMail = ({ name, email, clinicName }: To, link: string): Mail => ({
  to: email,
  subject: `A new password for ${clinicName}`,
  text: `Hello ${name},

somebody, probably you, asked for a new password at ${clinicName}. Within half an hour you can set one here:

${link}

If it was not you, there is nothing to do: your password stays as it is.
`,
});

export const invitationMail = ({ name, email, clinicName }: To, link: string): Mail => ({
  to: email,
  subject: `Your account at ${clinicName}`,
  text: `Hello ${name},

${clinicName} asks you to work with Evenkeel, its calendar. Within seven days you can choose a password here:

${link}
`,
});

/** Whoever did it is named, where it was a colleague: so the person knows whom to ask. */
export const secondFactorResetMail = ({ name, email, clinicName }: To, by: string | null): Mail => ({
  to: email,
  subject: `Your sign-in at ${clinicName}`,
  text: `Hello ${name},

${by ?? 'Somebody at the server'} has taken the authenticator app off your account at ${clinicName}, and you are signed out
everywhere. Sign in by your password: you set up an app anew then.

If you did not ask for this, tell an admin of the clinic at once.
`,
});
