export default {
  testEnvironment: '<rootDir>/test/support/jest/own-realm.ts',
  runtime: '<rootDir>/test/support/jest/shared-packages.ts',
  globalSetup: '<rootDir>/test/support/jest/keep-code.ts',
  globalTeardown: '<rootDir>/test/support/jest/forget-code.ts',
  testSequencer: '<rootDir>/test/support/jest/longest-first.ts',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  injectGlobals: false,
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript' },
          target: 'es2024',
          // Without them, Jest warns of each import of JSON.
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  // The same on every machine: tests start servers and child processes of their own, and more workers
  // than cores would only slow them down.
  maxWorkers: 2,
  // Ends a test that hangs, but never decides one on a busy machine.
  testTimeout: 90_000,
};
