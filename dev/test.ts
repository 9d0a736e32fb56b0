/** `npm test`: everything, cheapest first. Ends with the line `N passed, N failed`. */
import {
  applyTypes,
  deskTypes,
  forgottenFolders,
  formatAndLint,
  imports,
  oracles,
  parts,
  platforms,
  property,
  replay,
  types,
  unit,
  workflow,
} from './checks/checks';
import { runChecks } from './checks/runChecks';

void runChecks([
  // Each is a program of one thread.
  [formatAndLint, types, applyTypes, deskTypes, imports, forgottenFolders],
  unit,
  property,
  oracles,
  workflow,
  replay,
  parts,
  platforms,
]);
