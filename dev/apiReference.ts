import { readFileSync, writeFileSync } from 'node:fs';
import { withOperations } from './reference/operations';

const PAGE = 'docs/api.md';

/** `npm run api:reference`: writes the list of operations into docs/api.md anew; a test compares both. */
writeFileSync(PAGE, withOperations(readFileSync(PAGE, 'utf8')));
