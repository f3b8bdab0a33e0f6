import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

/**
 * Prisma's own schema engine as WebAssembly: it keeps the same `_prisma_migrations` table, with the same checksums, as
 * `prisma migrate deploy`, and no native binary has to be fetched. It leaves a timer of 10 seconds behind that keeps a
 * process alive, so use it through `migrate.ts`, which gives it a process of its own.
 */

const prismaFolder = fileURLToPath(new URL('../../prisma/', import.meta.url));
const schemaPath = path.join(prismaFolder, 'schema.prisma');
const migrationsFolder = path.join(prismaFolder, 'migrations');
const filters = { externalTables: [], externalEnums: [] };

/** Applies what has not been applied yet, and answers its names. */
export const applyMigrations = (url: string): Promise<string[]> =>
  withEngine(new pg.Pool({ connectionString: url, max: 1 }), async (prisma) => {
    const { appliedMigrationNames } = await prisma.applyMigrations({
      migrationsList: await readMigrations(),
      filters,
    });
    return appliedMigrationNames;
  });

/** The SQL that Prisma would write for the whole schema, to begin a migration from. */
export const sqlFromEmpty = (): Promise<string> =>
  withEngine(nowhere(), async (prisma) => {
    const { stdout } = await prisma.diff({
      from: { tag: 'empty' },
      to: {
        tag: 'schemaDatamodel',
        files: [{ path: schemaPath, content: await readFile(schemaPath, 'utf8') }],
      },
      script: true,
      exitCode: null,
      filters,
    });
    return stdout ?? '';
  });

async function withEngine<T>(pool: pg.Pool, work: (prisma: engine.SchemaEngine) => Promise<T>): Promise<T> {
  await loadWebAssembly();
  // The engine cannot be closed. Our own pool can, and has to be: a connection left behind would hold up whoever
  // clones or drops the database next.
  pool.on('error', () => {}); // the query under way reports it
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool));
    const datamodels: [string, string][] = [[schemaPath, await readFile(schemaPath, 'utf8')]];
    return await work(await engine.SchemaEngine.new({ datamodels }, () => {}, adapter));
  } finally {
    await pool.end();
  }
}

/** The engine greets a database even where it asks none anything. This one answers nothing to everything. */
const nowhere = (): pg.Pool =>
  Object.assign(new pg.Pool(), { query: async () => ({ rows: [], fields: [], rowCount: 0 }) });

/**
 * A migration as one script, all or nothing, as the native engine sends it. The adapter would cut it at every
 * semicolon, inside comments and function bodies too.
 */
class WholeScripts extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (sql) => {
      await adapter.executeRaw({ sql, args: [], argTypes: [] });
    };
    return adapter;
  }
}

/** The package's own entry imports the .wasm as a module, which Node.js cannot; and it exports no path to it. */
async function loadWebAssembly(): Promise<void> {
  const entry = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const module = await WebAssembly.compile(await readFile(new URL('./schema_engine_bg.wasm', entry)));
  const { exports } = await WebAssembly.instantiate(module, {
    './schema_engine_bg.js': engine as unknown as WebAssembly.ModuleImports,
  });
  const { __wbg_set_wasm } = engine as unknown as { __wbg_set_wasm(exports: WebAssembly.Exports): void };
  __wbg_set_wasm(exports);
  (exports.__wbindgen_start as () => void)();
}

async function readMigrations() {
  const entries = await readdir(migrationsFolder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return {
    baseDir: migrationsFolder,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(path.join(migrationsFolder, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.sort().map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(path.join(migrationsFolder, name, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  };
}
