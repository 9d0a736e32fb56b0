import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { type google, temporal } from '@temporalio/proto';

/** All task queues of the platform's workers are deployed together. */
export const DEPLOYMENT = 'lending';

type Timestamp = google.protobuf.ITimestamp;

const { WorkerDeploymentVersionStatus } = temporal.api.enums.v1;

/** A program of the workers, by the id of its build. */
export interface Build {
  readonly buildId: string;
  /** As Temporal calls it: INACTIVE, CURRENT, RAMPING, DRAINING, DRAINED. */
  readonly status: string;
  /** Real milliseconds at which it was in use last; null while it is, or when it never was. */
  readonly leftAtMs: number | null;
}

/** Which programs there are, and which of them cases begin and go on under. */
export interface Deployment {
  readonly current: string | null;
  readonly ramping: { readonly buildId: string; readonly percent: number } | null;
  readonly builds: readonly Build[];
}

const NONE: Deployment = { current: null, ramping: null, builds: [] };
const NOT_FOUND = 5;

/** None while no worker with a build id was ever there: then there is one program, as under `npm start`. */
export async function readDeployment(client: Client): Promise<Deployment> {
  const { namespace } = client.options;
  const described = await client.workflowService
    .describeWorkerDeployment({ namespace, deploymentName: DEPLOYMENT })
    .catch((error: { readonly code?: number }) => {
      if (error.code === NOT_FOUND) return null;
      throw error;
    });
  if (described === null) return NONE;
  const { workerDeploymentInfo } = described;
  const routing = workerDeploymentInfo?.routingConfig;
  const ramping = routing?.rampingDeploymentVersion?.buildId;
  return {
    current: routing?.currentDeploymentVersion?.buildId ?? null,
    ramping: ramping ? { buildId: ramping, percent: routing?.rampingVersionPercentage ?? 0 } : null,
    builds: (workerDeploymentInfo?.versionSummaries ?? []).map(
      ({ deploymentVersion, status, lastCurrentTime, lastDeactivationTime }) => ({
        buildId: deploymentVersion?.buildId ?? '',
        status: WorkerDeploymentVersionStatus[status ?? 0]?.split('_').at(-1) ?? '',
        // Older servers don't say when it was current.
        leftAtMs: msOf(lastCurrentTime ?? lastDeactivationTime),
      }),
    ),
  };
}

function msOf(time: Timestamp | null | undefined): number | null {
  return time?.seconds == null ? null : Number(time.seconds) * 1_000 + (time.nanos ?? 0) / 1e6;
}

/**
 * Cases begin under a build from now on, and those that live long go on under it.
 * @throws ServiceError when no worker of it polls all task queues
 */
export async function makeCurrent(client: Client, buildId: string): Promise<void> {
  const { namespace, identity } = client.options;
  await client.workflowService.setWorkerDeploymentCurrentVersion({
    ...{ namespace, identity, deploymentName: DEPLOYMENT, buildId },
  });
}

/** The same for some of a hundred cases; always the same ones. */
export async function ramp(client: Client, buildId: string, percentage: number): Promise<void> {
  const { namespace, identity } = client.options;
  await client.workflowService.setWorkerDeploymentRampingVersion({
    ...{ namespace, identity, deploymentName: DEPLOYMENT, buildId, percentage },
  });
}

/**
 * What other builds have to themselves goes on under the current one: for when their workers are gone, or go soon.
 * Temporal works it off by itself.
 */
export async function adoptPinned(client: Client, buildId: string): Promise<void> {
  const { namespace, identity } = client.options;
  await client.workflowService.startBatchOperation({
    namespace,
    jobId: randomUUID(),
    reason: `build ${buildId} takes over`,
    visibilityQuery: `ExecutionStatus = 'Running' AND TemporalWorkflowVersioningBehavior = 'Pinned' AND TemporalWorkerDeploymentVersion != '${DEPLOYMENT}:${buildId}'`,
    updateWorkflowOptionsOperation: {
      identity,
      workflowExecutionOptions: { versioningOverride: { autoUpgrade: true } },
      updateMask: { paths: ['versioning_override'] },
    },
  });
}
