export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  setupFiles: ['<rootDir>/test/support/native-errors.ts'],
  injectGlobals: false,
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
  // The same everywhere: tests start servers and child processes of their own, and more workers than
  // cores would only make them slow.
  maxWorkers: 2,
  // Ends a test that hangs; a busy machine must not decide one.
  testTimeout: 90_000,
};
