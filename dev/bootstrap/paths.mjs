import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const inRoot = (...path) => join(root, ...path);

/** Folders whose TypeScript becomes `dist/`. */
export const sourceFolders = [
  'domain',
  'contracts',
  'workflows',
  'activities',
  'gateways',
  'api',
  'worker',
  'prisma',
  'door',
  'sandbox',
  'demo',
  'dev',
  'bench',
  'test/oracles',
  'test/support',
  'test/browser/support',
  'test/replay/support',
  'test/workflow/support',
];

/** What a process reads at run time beside its code: copied to the same place below `dist/`. */
export const assetExtensions = [
  '.json',
  '.sql',
  '.toml',
  '.html',
  '.css',
  '.js',
  '.svg',
  '.png',
  '.ico',
  '.txt',
];

/** The workflows as one file, so that a worker starts in a moment. What goes into it, and how it is made. */
export const workflowBundle = 'dist/workflows/bundle.js';
export const bundleOptionsFile = 'dist/worker/workflowBundle.js';
export const inBundle = /^(workflows|contracts|domain|gateways\/temporal|worker\/workflowBundle)/;
