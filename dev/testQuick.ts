/** `npm run test:quick`: what to run before every commit, under a minute. */
import { applyTypes, deskTypes, formatAndLint, imports, types, unit } from './checks/checks';
import { runChecks } from './checks/runChecks';

void runChecks([[formatAndLint, types, applyTypes, deskTypes, imports], unit]);
