/**
 * Entry of every npm script: `node dev/bootstrap.mjs <command> [args]`.
 * This file is read by any Node that knows modules, so that an old one gets a sentence and not a syntax error.
 */
/** Releases that can `require` a package of ES modules, which the server does. */
const oldestByMajor = { 20: 19, 22: 12 };
const parts = process.versions.node.split('.').map(Number);
const oldestMinor = oldestByMajor[parts[0]];
const isNewEnough = oldestMinor === undefined ? parts[0] > 22 : parts[1] >= oldestMinor;

if (!isNewEnough) {
  console.error(
    `Node ${process.versions.node} is too old: install Node 20.19, 22.12 or newer (https://nodejs.org), then run this again.`,
  );
  process.exit(1);
} else {
  import('./bootstrap/main.mjs').then((main) => main.run(process.argv.slice(2)));
}
