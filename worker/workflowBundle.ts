import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BundleOptions,
  type BundlerPlugin,
  bundleWorkflowCode,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { failureConverterPath } from '../gateways/temporal/dataConverter';

/** Made by the build beside the compiled workflows. */
const PREBUILT = join(__dirname, '../workflows/bundle.js');

/** How the workflows are bundled, by the build and by tests. */
export const bundleOptions: BundleOptions = {
  workflowsPath: require.resolve('../workflows'),
  workflowInterceptorModules: [
    require.resolve('../workflows/interceptors/uncancellable'),
    require.resolve('../workflows/interceptors/door'),
    require.resolve('../workflows/interceptors/oneAtATime'),
  ],
  failureConverterPath,
};

/**
 * The prebuilt bundle; without one (tests, a development run), or where plugins put something in, it is made now,
 * which takes seconds.
 */
export async function workflowBundle(plugins: BundlerPlugin[] = []): Promise<WorkflowBundleOption> {
  const isPrebuilt = plugins.length === 0 && existsSync(PREBUILT);
  return isPrebuilt ? { codePath: PREBUILT } : await bundleWorkflowCode({ ...bundleOptions, plugins });
}
