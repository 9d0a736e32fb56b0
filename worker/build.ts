import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { WorkerDeploymentOptions } from '@temporalio/worker';
import type { Logger } from 'pino';
import { adoptPinned, DEPLOYMENT, makeCurrent } from '../gateways/temporal/deployments';

/** Written into an image when it is made. */
const OF_IMAGE = join(__dirname, '../build-id');

export interface BuildSettings {
  readonly buildId?: string | undefined;
  readonly buildTakesOver: boolean;
}

/** The id of this program's build: the setting's, else its image's; null on a developer's machine. */
export function buildIdOf({ buildId }: Pick<BuildSettings, 'buildId'>): string | null {
  if (buildId !== undefined) return buildId;
  return existsSync(OF_IMAGE) ? readFileSync(OF_IMAGE, 'utf8').trim() : null;
}

/**
 * How the workers of a build are told apart from others. What is short ends under the program that it began under
 * (`workflows/index`), everything else goes on under the current one. Without a build there is one program: cases
 * go on under it.
 */
export function deploymentOptions(buildId: string | null): {
  readonly workerDeploymentOptions?: WorkerDeploymentOptions;
} {
  if (buildId === null) return {};
  return {
    workerDeploymentOptions: {
      useWorkerVersioning: true,
      version: { deploymentName: DEPLOYMENT, buildId },
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}

const AGAIN_MS = 2_000;

/**
 * Makes this build the current one, and has it adopt what others had to themselves: where one program runs at a time
 * their workers are gone. Does nothing for a program without a build, or where people say which one is current.
 */
export async function takeOver(client: Client, settings: BuildSettings, log: Logger): Promise<void> {
  const buildId = buildIdOf(settings);
  if (buildId === null || !settings.buildTakesOver) return;
  for (;;) {
    try {
      await makeCurrent(client, buildId);
      await adoptPinned(client, buildId);
      return log.info({ buildId }, 'cases begin and go on under this build');
    } catch (error) {
      // The server may not have seen all its workers yet.
      log.warn({ err: error, buildId }, 'this build is not current yet');
      await sleep(AGAIN_MS);
    }
  }
}
