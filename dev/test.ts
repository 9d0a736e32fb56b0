/** `npm test`: everything, cheapest first. Ends with the line `N passed, N failed`. */
import {
  applyTypes,
  browser,
  deskTypes,
  fault,
  forgottenFolders,
  formatAndLint,
  imports,
  integration,
  oracles,
  parts,
  property,
  replay,
  types,
  unit,
  workflow,
} from './checks/checks';
import { runChecks } from './checks/runChecks';

void runChecks([
  formatAndLint,
  types,
  applyTypes,
  deskTypes,
  imports,
  forgottenFolders,
  unit,
  property,
  oracles,
  workflow,
  replay,
  parts,
  integration,
  browser,
  fault,
]);
