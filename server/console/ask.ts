import { createInterface } from 'node:readline';
import { FLAGS, type Flag, type Given, type Value, whatIsWrong } from './flags.ts';

/** Answers what was given, or what the operator types now; asks again, where it is not right. */
export type Ask = <F extends Flag>(flag: F) => Promise<Value<F>>;

export async function asking<T>(given: Given, work: (ask: Ask) => Promise<T>): Promise<T> {
  if (!process.stdin.isTTY) return work(async (flag) => given[flag] ?? missing(flag));
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Lines that are pasted in one go wait here for their question.
  const lines = terminal[Symbol.asyncIterator]();
  const typed = async <F extends Flag>(flag: F): Promise<Value<F>> => {
    const { question, schema } = FLAGS[flag];
    terminal.setPrompt(`${question}: `);
    for (;;) {
      terminal.prompt();
      const line = await lines.next();
      if (line.done) throw new Error('\nNothing was made.');
      const read = schema.safeParse(line.value);
      if (read.success) return read.data as Value<F>;
      process.stdout.write(`${whatIsWrong(read.error)}\n`);
    }
  };
  try {
    return await work(async (flag) => given[flag] ?? (await typed(flag)));
  } finally {
    terminal.close();
  }
}

function missing(flag: Flag): never {
  throw new Error(`--${flag} is missing: ${FLAGS[flag].question.toLowerCase()}.`);
}
