import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { bundleOptions } from '../../../worker/workflowBundle';

const ROOT = join(__dirname, '../../..');

/** What stands in for which modules of the program, as paths without their endings. */
export type StandIns = Readonly<Record<string, string>>;

/**
 * Bundles the workflows with other modules in place of some. A stand-in may build on what it replaces.
 */
export async function otherProgram(standIns: StandIns = {}): Promise<WorkflowBundleWithSourceMap> {
  const replaced = new Map(
    Object.entries(standIns).map(([module, by]) => [join(ROOT, module), join(ROOT, by)]),
  );
  return await bundleWorkflowCode({
    ...bundleOptions,
    logger: new DefaultLogger('ERROR'),
    webpackConfigHook: (config) => ({
      ...config,
      plugins: [
        ...(config.plugins ?? []),
        (compiler) => {
          compiler.hooks.normalModuleFactory.tap('stand-ins', ({ hooks }) => {
            hooks.beforeResolve.tap('stand-ins', (asked) => {
              const by = replaced.get(join(asked.context, asked.request));
              if (by !== undefined && asked.contextInfo.issuer.replace(/\.ts$/, '') !== by)
                asked.request = by;
            });
          });
        },
      ],
    }),
  });
}
