import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import pc from 'picocolors';
import { endWith } from '../gateways/lifecycle';
import { connectTemporal } from '../gateways/temporal/client';
import { workerConverter } from '../gateways/temporal/dataConverter';
import { workflowBundle } from '../worker/workflowBundle';
import { runningPlatform } from './platform/claim';
import { secretsOf } from './platform/secrets';
import { Sentence } from './progress';
import { resolvePath } from './project';

const OPEN = "ExecutionStatus = 'Running'";

/**
 * `npm run replay [-- <workflow id>…]`: whether the processes of the running platform, all open ones or those
 * named, would go on under the program of this checkout. Changes nothing; fails when one would not.
 */
async function main(ids: readonly string[]): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const settings = settingsOf(resolvePath(process.env.DATA_DIR || '.data'));
  const client = await connectTemporal(settings);
  const bundle = await workflowBundle();
  const dataConverter = workerConverter(settings);
  let broken = 0;
  const replay = async (workflowId: string): Promise<void> => {
    const history = await client.workflow.getHandle(workflowId).fetchHistory();
    try {
      await Worker.runReplayHistory({ workflowBundle: bundle, dataConverter }, history, workflowId);
      console.log(`${pc.green('goes on')}  ${workflowId}`);
    } catch (fault) {
      broken += 1;
      console.log(`${pc.red('BREAKS ')}  ${workflowId}: ${fault instanceof Error ? fault.message : fault}`);
    }
  };
  for (const id of ids) await replay(id);
  if (ids.length === 0)
    for await (const { workflowId } of client.workflow.list({ query: OPEN })) await replay(workflowId);
  await client.connection.close();
  if (broken > 0) throw new Sentence(`${broken} would not go on under this program: do not deploy it.`);
}

function settingsOf(dataFolder: string) {
  const address = process.env.TEMPORAL_ADDRESS || runningPlatform(dataFolder)?.urls?.temporal;
  if (!address) throw new Sentence('No platform runs here: start it, or set TEMPORAL_ADDRESS and DATA_KEYS.');
  return {
    temporalAddress: address,
    temporalNamespace: process.env.TEMPORAL_NAMESPACE || 'default',
    dataKeys: process.env.DATA_KEYS || secretsOf(dataFolder).dataKeys,
    bankNoticeSecret: process.env.BANK_NOTICE_SECRET || secretsOf(dataFolder).bankNoticeSecret,
    proofPublicKeys: process.env.PROOF_PUBLIC_KEYS || secretsOf(dataFolder).proofPublicKeys,
  };
}

main(process.argv.slice(2)).catch(endWith);
