import type { Client } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { temporal } from '@temporalio/proto';
import { searchAttributes } from '../../contracts/searchAttributes';

const { IndexedValueType } = temporal.api.enums.v1;

const valueTypes = {
  KEYWORD: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  DATETIME: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
} as const;

/**
 * Makes the platform's search attributes known to the namespace; those that are known stay as they are.
 * @param client only its connection and namespace are used
 * @returns names of those that were added
 * @throws when Temporal can't be reached, or knows an attribute under another type
 */
export async function registerSearchAttributes(
  client: Pick<Client, 'options' | 'connection'>,
): Promise<readonly string[]> {
  const { namespace } = client.options;
  const { operatorService } = client.connection as typeof client.connection & OperatorConnection;
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.values(searchAttributes).filter(({ name }) => !(name in (customAttributes ?? {})));
  if (missing.length === 0) return [];
  await operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map(({ name, type }) => [name, valueTypes[type]])),
  });
  return missing.map(({ name }) => name);
}

const SECONDS_PER_DAY = 86_400;

/** Days for which the namespace keeps a process that is over. @throws when Temporal can't be reached */
export async function readRetentionDays(
  client: Pick<Client, 'options' | 'workflowService'>,
): Promise<number> {
  const { namespace } = client.options;
  const { config } = await client.workflowService.describeNamespace({ namespace });
  return Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / SECONDS_PER_DAY;
}

/**
 * Has the namespace keep what is over for so many days at least; one that keeps it longer stays as it is.
 * @returns the days from before when they were too few, else null
 * @throws when Temporal can't be reached, or does not let us change it
 */
export async function ensureRetention(
  client: Pick<Client, 'options' | 'workflowService'>,
  days: number,
): Promise<number | null> {
  const keptDays = await readRetentionDays(client);
  if (keptDays >= days) return null;
  await client.workflowService.updateNamespace({
    namespace: client.options.namespace,
    config: { workflowExecutionRetentionTtl: msToTs(days * SECONDS_PER_DAY * 1_000) },
  });
  return keptDays;
}

/** The part of a connection that the client's own type leaves out. */
interface OperatorConnection {
  readonly operatorService: temporal.api.operatorservice.v1.OperatorService;
}
