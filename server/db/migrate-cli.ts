import { applyMigrations, sqlFromEmpty } from './schema-engine.ts';

// On the database that DATABASE_URL names: an address is not for the list of processes.
const url = process.env.DATABASE_URL;
const commands: Record<string, (url: string) => Promise<string>> = {
  deploy: async (url) => (await applyMigrations(url)).map((name) => `${name}\n`).join(''),
  diff: sqlFromEmpty,
};

const command = commands[process.argv[2] ?? ''];
if (!command || !url) {
  console.error('Usage: DATABASE_URL=... migrate-cli.ts deploy|diff');
  process.exit(2);
}
try {
  const answer = await command(url);
  // left to itself, the process would wait for the engine's timer
  process.stdout.write(answer, () => process.exit(0));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
