import { parseArgs } from 'node:util';
import { z } from 'zod';
import { EmailAddress } from '#server/contract/accounts.endpoints.ts';
import { ZoneName } from '#server/contract/clinic.endpoints.ts';
import { line } from '#server/contract/primitives.ts';

/** What may be said to `npm run admin:create --`, and what is asked for where it was not. */
export const FLAGS = {
  clinic: { question: 'Name of the clinic', schema: line(120) },
  zone: { question: 'Its time zone, like America/New_York', schema: ZoneName },
  chairs: {
    question: 'How many chairs it has',
    schema: z.coerce
      .number('Must be a number.')
      .int('Must be a whole number.')
      .min(1, 'Must be from 1 to 60.')
      .max(60, 'Must be from 1 to 60.'),
  },
  name: { question: 'Name of the admin', schema: line(100) },
  email: { question: 'Their e-mail address', schema: EmailAddress },
  'reset-second-factor': { question: 'E-mail address of whoever lost theirs', schema: EmailAddress },
} as const;

export type Flag = keyof typeof FLAGS;
export type Value<F extends Flag> = z.infer<(typeof FLAGS)[F]['schema']>;
export type Given = { readonly [F in Flag]?: Value<F> };

/** Every flag that is not right is named at once, before anything is touched. */
export function readFlags(args: readonly string[]): Given {
  const options = Object.fromEntries(Object.keys(FLAGS).map((name) => [name, { type: 'string' as const }]));
  const given: Record<string, unknown> = {};
  const wrong: string[] = [];
  for (const [name, text] of Object.entries(parse(args, options))) {
    const read = FLAGS[name as Flag].schema.safeParse(text);
    if (read.success) given[name] = read.data;
    else wrong.push(`--${name}: ${whatIsWrong(read.error)}`);
  }
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  const others = Object.keys(given).filter((name) => name !== 'reset-second-factor');
  if (given['reset-second-factor'] !== undefined && others.length > 0) {
    throw new Error(
      `--reset-second-factor stands alone: leave out ${others.map((o) => `--${o}`).join(', ')}.`,
    );
  }
  return given as Given;
}

export const whatIsWrong = (error: z.ZodError): string => error.issues[0]?.message ?? 'Is not right.';

function parse(args: readonly string[], options: Record<string, { type: 'string' }>): object {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch {
    const known = Object.keys(FLAGS).map((name) => `--${name}`);
    throw new Error(`Known here are ${known.join(', ')}, each with what follows it.`);
  }
}
