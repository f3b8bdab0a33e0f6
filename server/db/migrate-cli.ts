import { applyMigrations, sqlFromEmpty } from './schema-engine.ts';

const commands: Record<string, () => Promise<string>> = {
  // on the database that DATABASE_URL names: an address is not for the list of processes
  deploy: async () => {
    if (!process.env.DATABASE_URL) throw new Error('DATABASE_URL is not set.');
    const applied = await applyMigrations(process.env.DATABASE_URL);
    return applied.map((name) => `${name}\n`).join('');
  },
  diff: sqlFromEmpty,
};

const command = commands[process.argv[2] ?? ''];
if (!command) {
  console.error('Usage: migrate-cli.ts deploy|diff');
  process.exit(2);
}
try {
  const answer = await command();
  // left to itself, the process would wait for the engine's timer
  process.stdout.write(answer, () => process.exit(0));
} catch (error) {
  // after the reason, the engine names its own functions, which helps nobody here
  console.error((error instanceof Error ? error.message : String(error)).split(/\n +0: /)[0]);
  process.exit(1);
}
