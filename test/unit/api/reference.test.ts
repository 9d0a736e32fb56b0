import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { withOperations } from '../../../dev/reference/operations';

test('docs/api.md has every operation; `npm run api:reference` writes what is new', () => {
  const page = readFileSync(join(__dirname, '../../../docs/api.md'), 'utf8');
  expect(withOperations(page)).toBe(page);
});
