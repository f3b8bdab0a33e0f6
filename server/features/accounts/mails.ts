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

/** To whoever reads this address: it may be of several patients, so it names none. */
export const patientCodeMail = (to: {
  readonly email: string;
  readonly clinicNames: readonly string[];
  readonly code: string;
  readonly goodForMinutes: number;
}): Mail => {
  const clinics = to.clinicNames.join(' and ');
  return {
    to: to.email,
    subject: `Your sign-in code for ${clinics}`,
    text: `Hello,

your code to sign in at ${clinics} is

${to.code}

It is good for ${to.goodForMinutes} minutes, once, on the page where you asked for it. Nobody will ever ask you to tell it to them.

If you did not ask for it, there is nothing to do: without the code nobody comes in.
`,
  };
};

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
