/**
 * The tests that judge mutants: those of the pure domain, which need nothing but memory. MUTATION_TESTS
 * narrows them to some folders, comma-separated, when only a part is mutated.
 */
const base = require('./jest.config.cjs');

const folders = (process.env.MUTATION_TESTS ?? 'test/unit').split(',');

module.exports = {
  ...base,
  roots: folders.map((folder) => `<rootDir>/${folder}`),
  // It looks at the sources, and those of a mutant are Stryker's.
  testPathIgnorePatterns: ['shelf\\.test\\.ts$'],
};
