/** One configuration for every kind of test; `dev/checks` picks the kinds by folder. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: {
    // The generated Prisma client loads its query compiler by import(), which jest's sandbox only knows as require().
    'gateways/database/generated/.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
    // Only an ES module, which the sandbox knows as little.
    'node_modules/hucre/.+\\.mjs$': [
      '@swc/jest',
      { jsc: { target: 'es2023' }, module: { type: 'commonjs' } },
    ],
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
        module: { type: 'commonjs', ignoreDynamic: true },
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!hucre/)'],
  cacheDirectory: '<rootDir>/.cache/jest',
  // Ends what hangs, and nothing else: a busy machine is slow, not wrong.
  testTimeout: 600_000,
};
