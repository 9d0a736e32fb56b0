/** `npm run test:unit`: what depends on the Node that runs it, and on nothing else; CI runs it under a second one. */
import { oracles, unit } from './checks/checks';
import { runChecks } from './checks/runChecks';

void runChecks([unit, oracles]);
