import { createInterface } from 'node:readline/promises';
import { FLAGS, type Flag, type Given, type Value, whatIsWrong } from './flags.ts';

/** What was given, or what the operator types now; again, where it is not right. */
export async function ask<F extends Flag>(flag: F, given: Given): Promise<Value<F>> {
  const told = given[flag];
  if (told !== undefined) return told as Value<F>;
  const { question, schema } = FLAGS[flag];
  if (!process.stdin.isTTY) throw new Error(`--${flag} is missing: ${question.toLowerCase()}.`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    for (;;) {
      const read = schema.safeParse(await terminal.question(`${question}: `));
      if (read.success) return read.data as Value<F>;
      process.stdout.write(`${whatIsWrong(read.error)}\n`);
    }
  } finally {
    terminal.close();
  }
}
