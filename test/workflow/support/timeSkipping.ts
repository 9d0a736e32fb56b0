import { TestWorkflowEnvironment } from '@temporalio/testing';
import { timeSkippingServerPath } from '../../../dev/tools/testServer';
import { clientConverter } from '../../../gateways/temporal/dataConverter';
import { SEAL } from './trust';

const ATTEMPTS = 3;

/** Starts the server whose time skips. The SDK gives its JVM five seconds, which a busy machine may not have. */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  const path = await timeSkippingServerPath();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await TestWorkflowEnvironment.createTimeSkipping({
        server: { executable: { type: 'existing-path', path } },
        client: { dataConverter: clientConverter(SEAL) },
      });
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}
