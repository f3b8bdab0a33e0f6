import { type Env, EnvError } from './env.ts';

/** What follows `npm start --`: `--reseed`, for a fresh demo, and nothing else. */
export function readArguments(given: readonly string[], env: Env): { readonly reseed: boolean } {
  const unknown = given.find((argument) => argument !== '--reseed');
  if (unknown !== undefined) {
    throw new EnvError(`${unknown} is not known here. The only one is --reseed, which makes the demo fresh.`);
  }
  const reseed = given.length > 0;
  if (reseed && env.database) {
    throw new EnvError(
      '--reseed empties the database first, and the one of DATABASE_URL is not ours to empty.',
    );
  }
  if (reseed && !env.demo) {
    throw new EnvError('--reseed makes the demo fresh, and EVENKEEL_DEMO says that there is none.');
  }
  return { reseed };
}
