/** `npm test`: everything, cheapest first. Ends with the line `N passed, N failed`. */
import {
  fault,
  forgottenFolders,
  formatAndLint,
  imports,
  integration,
  oracles,
  property,
  replay,
  types,
  unit,
  webTypes,
  workflow,
} from './checks/checks';
import { runChecks } from './checks/runChecks';

void runChecks([
  formatAndLint,
  types,
  webTypes,
  imports,
  forgottenFolders,
  unit,
  property,
  oracles,
  workflow,
  replay,
  integration,
  fault,
]);
