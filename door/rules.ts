/** Who may ask for it: whoever looks at processes, or the platform's operator alone. */
type Readers = 'EVERYBODY' | 'OPERATOR';

/** What the API of the UI server is asked for, by an allow-list: what stands nowhere here is not there. */
export interface Asked {
  readonly readers: Readers;
  /** As the UI server is asked: made anew from what was understood. */
  readonly path: string;
  /** A list or a count: kept within what its reader may see. */
  readonly isList: boolean;
  /** The one process that it is about; null when it is about none. */
  readonly workflowId: string | null;
  /** The question that a process is asked by its name. */
  readonly queryType: string | null;
  /** What of the answer is changed on its way. */
  readonly changes: 'SETTINGS' | 'NAMESPACES' | 'PAGE' | null;
  /** It ends or resets a process: only where an installation lets people do that here. */
  readonly isWrite: boolean;
}

interface Rule extends Omit<Asked, 'path' | 'workflowId' | 'queryType'> {
  readonly method: 'GET' | 'POST';
  readonly parts: readonly string[];
}

const NAMESPACE = 'namespaces/:namespace';
const PROCESS = `${NAMESPACE}/workflows/:workflow`;

const rule =
  (method: Rule['method'], readers: Readers, more: Partial<Rule> = {}) =>
  (path: string): Rule => ({
    ...{ method, readers, isList: false, changes: null, isWrite: false, parts: path.split('/') },
    ...more,
  });

const RULES: readonly Rule[] = [
  rule('GET', 'EVERYBODY', { changes: 'SETTINGS' })('settings'),
  rule('GET', 'EVERYBODY', { changes: 'NAMESPACES' })('namespaces'),
  ...[
    ...['cluster-info', 'system-info', NAMESPACE, `${NAMESPACE}/search-attributes`],
    ...[`${NAMESPACE}/task-queues/:queue`, PROCESS, `${PROCESS}/run/:run/history.json`],
  ].map(rule('GET', 'EVERYBODY')),
  ...[`${PROCESS}/history`, `${PROCESS}/history-reverse`].map(rule('GET', 'EVERYBODY', { changes: 'PAGE' })),
  ...[`${NAMESPACE}/workflows`, `${NAMESPACE}/workflow-count`].map(
    rule('GET', 'EVERYBODY', { isList: true, changes: 'PAGE' }),
  ),
  rule('POST', 'EVERYBODY')(`${PROCESS}/query/:query`),
  ...[
    ...['schedules', 'schedules/:name', 'schedules/:name/matching-times', 'schedule-count'],
    ...['batch-operations', 'batch-operations/:name', 'worker-deployments', 'worker-deployments/:name'],
    ...['worker-deployment-versions/:name/:build', 'workers', 'workers/describe/:name', 'worker-count'],
  ].map((path) => rule('GET', 'OPERATOR', { changes: 'PAGE' })(`${NAMESPACE}/${path}`)),
  ...['cancel', 'terminate', 'reset'].map((act) =>
    rule('POST', 'EVERYBODY', { isWrite: true })(`${PROCESS}/${act}`),
  ),
];

/**
 * Which rule a request of the UI's API falls under.
 * @param path below `/api/v1/`, as it came over the wire
 * @param namespace the platform's: there are no others here
 * @returns null when it falls under none
 */
export function askedOf(method: string, path: string, namespace: string): Asked | null {
  const parts = decoded(path.split('/'));
  if (parts === null) return null;
  for (const { method: wanted, parts: pattern, ...asked } of RULES) {
    const values = wanted === method ? matched(pattern, parts) : null;
    if (values === null || (values.namespace ?? namespace) !== namespace) continue;
    return {
      ...asked,
      path: parts.map(encodeURIComponent).join('/'),
      workflowId: values.workflow ?? null,
      queryType: values.query ?? null,
    };
  }
  return null;
}

function matched(
  pattern: readonly string[],
  parts: readonly string[],
): Readonly<Record<string, string>> | null {
  if (pattern.length !== parts.length) return null;
  const fits = pattern.every((wanted, at) => wanted.startsWith(':') || wanted === parts[at]);
  if (!fits) return null;
  const values = pattern.flatMap((name, at) =>
    name.startsWith(':') ? [[name.slice(1), parts[at] ?? ''] as const] : [],
  );
  return Object.fromEntries(values);
}

/** Each part decoded once; null when one can't be, is empty or leads elsewhere. */
function decoded(parts: readonly string[]): readonly string[] | null {
  try {
    const texts = parts.map(decodeURIComponent);
    return texts.some((text) => ['', '.', '..'].includes(text)) ? null : texts;
  } catch {
    return null;
  }
}

/** Parameters that the UI sends and that name no process of their own: others are left out. */
const PASSED = [
  ...['pageSize', 'maximumPageSize', 'nextPageToken', 'next_page_token', 'execution.runId', 'waitNewEvent'],
  ...['historyEventFilterType', 'taskQueueType', 'reportTaskReachability', 'startTime', 'endTime'],
];

/** The parameters of a request as the UI server gets them; `query` is another matter. */
export function passedParameters(from: URLSearchParams): URLSearchParams {
  const passed = new URLSearchParams();
  for (const name of PASSED) {
    const value = from.get(name);
    if (value !== null) passed.set(name, value);
  }
  return passed;
}
