import { defineConfig } from 'prisma/config';

// `prisma generate` looks for the native schema engine and would download it; nothing here runs it
// (migrations go through the WebAssembly one), so any executable file satisfies the look-up.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
});
