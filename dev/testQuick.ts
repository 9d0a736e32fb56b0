/** `npm run test:quick`: what to run before every commit, under a minute. */
import { formatAndLint, imports, types, unit, webTypes } from './checks/checks';
import { runChecks } from './checks/runChecks';

void runChecks([formatAndLint, types, webTypes, imports, unit]);
