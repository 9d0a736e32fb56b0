import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type BundleOptions, bundleWorkflowCode, type WorkflowBundleOption } from '@temporalio/worker';
import { failureConverterPath } from '../gateways/temporal/dataConverter';

/** Made by the build beside the compiled workflows. */
const PREBUILT = join(__dirname, '../workflows/bundle.js');

/** How the workflows are bundled, by the build and by tests. */
export const bundleOptions: BundleOptions = {
  workflowsPath: require.resolve('../workflows'),
  workflowInterceptorModules: [require.resolve('../workflows/uncancellable')],
  failureConverterPath,
};

/** The prebuilt bundle; without one (tests, a development run) it is made now, which takes seconds. */
export async function workflowBundle(): Promise<WorkflowBundleOption> {
  return existsSync(PREBUILT) ? { codePath: PREBUILT } : await bundleWorkflowCode(bundleOptions);
}
