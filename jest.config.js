/** Node 20 runs these as ES modules; the generated Prisma client needs `import.meta`. */
const swc = (tsx) => ({
  '^.+\\.(t|j)sx?$': [
    '@swc/jest',
    {
      swcrc: false,
      sourceMaps: 'inline',
      module: { type: 'es6' },
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', tsx },
        transform: { react: { runtime: 'automatic' } },
      },
    },
  ],
});

const common = {
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.tsbuild/'],
};

const onNode = (displayName) => ({
  ...common,
  displayName,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/tests/${displayName}/**/*.test.ts`],
  transform: swc(false),
});

/** Jest runs the set-up once, and only where one of these projects has a test to run. */
const onPostgres = (displayName) => ({
  ...onNode(displayName),
  globalSetup: '<rootDir>/tests/support/postgres-setup.js',
  globalTeardown: '<rootDir>/tests/support/postgres-teardown.js',
});

export default {
  maxWorkers: 2,
  // A machine that does other things at the same time is slow, not wrong.
  testTimeout: 30_000,
  projects: [
    onNode('unit'),
    onPostgres('db'),
    onPostgres('api'),
    onPostgres('process'),
    {
      ...common,
      displayName: 'client',
      testEnvironment: 'jsdom',
      testMatch: ['<rootDir>/tests/client/**/*.test.{ts,tsx}'],
      transform: swc(true),
      moduleNameMapper: { '\\.css$': '<rootDir>/tests/support/style-stub.js' },
      setupFilesAfterEnv: ['<rootDir>/tests/support/dom.ts'],
    },
  ],
};
