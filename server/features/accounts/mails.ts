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
