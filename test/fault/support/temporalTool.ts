import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sayNothing } from '../../../dev/progress';
import { temporalCli } from '../../../dev/tools/temporalCli';
import type { TestPlatform } from '../../support/platform';

const run = promisify(execFile);

/** An event of a history as `temporal workflow show --output json` gives it. */
export interface HistoryEvent {
  readonly eventId: string;
  readonly eventType: string;
}

/** The `temporal` program as the runbook uses it, against one platform. */
export interface TemporalTool {
  (...words: readonly string[]): Promise<string>;
  history(workflowId: string): Promise<readonly HistoryEvent[]>;
}

export function temporalTool({ env }: Pick<TestPlatform, 'env'>): TemporalTool {
  const tool = async (...words: readonly string[]): Promise<string> => {
    const program = await temporalCli(sayNothing);
    const { stdout } = await run(program, [...words, '--address', env.TEMPORAL_ADDRESS ?? ''], {
      maxBuffer: 64_000_000,
    });
    return stdout;
  };
  const history = async (workflowId: string): Promise<readonly HistoryEvent[]> => {
    const shown = await tool('workflow', 'show', '--workflow-id', workflowId, '--output', 'json');
    return (JSON.parse(shown) as { events: HistoryEvent[] }).events;
  };
  return Object.assign(tool, { history });
}

/** The last event of a type before another one: where the runbook resets to. */
export function eventBefore(
  events: readonly HistoryEvent[],
  wanted: string,
  before: string,
): HistoryEvent | undefined {
  const end = events.findLastIndex(({ eventType }) => eventType === `EVENT_TYPE_${before}`);
  return events.slice(0, end).findLast(({ eventType }) => eventType === `EVENT_TYPE_${wanted}`);
}
