import { type Asked, askedOf, passedParameters } from '../../../door/rules';

const ID = '0198c1f0-0000-7000-8000-000000000001';
const LOAN = `namespaces/default/workflows/loan%2F${ID}`;
const asked = (method: string, path: string): Asked | null => askedOf(method, path, 'default');

describe('what anybody who looks at processes may ask', () => {
  test.each(['', '/history', '/history-reverse', '/run/r/history.json'])('a process: %s', (rest) => {
    expect(asked('GET', `${LOAN}${rest}`)).toMatchObject({
      ...{ readers: 'EVERYBODY', workflowId: `loan/${ID}`, isList: false, isWrite: false },
      path: `${LOAN}${rest}`,
    });
  });

  test('a question to a process', () => {
    expect(asked('POST', `${LOAN}/query/__temporal_workflow_metadata`)).toMatchObject({
      workflowId: `loan/${ID}`,
      queryType: '__temporal_workflow_metadata',
      isWrite: false,
    });
  });

  test.each(['namespaces/default/workflows', 'namespaces/default/workflow-count'])('a list: %s', (path) =>
    expect(asked('GET', path)).toMatchObject({ readers: 'EVERYBODY', isList: true, workflowId: null }),
  );
});

test.each([
  'schedules',
  'schedules/schedule%2FendOfDay',
  'batch-operations',
  'worker-deployments',
  'workers',
])('%s are for the operator', (path) =>
  expect(asked('GET', `namespaces/default/${path}`)).toMatchObject({ readers: 'OPERATOR' }),
);

test.each(['cancel', 'terminate', 'reset'])('%s changes a process', (act) =>
  expect(asked('POST', `${LOAN}/${act}`)).toMatchObject({ isWrite: true, workflowId: `loan/${ID}` }),
);

test.each([
  ['GET', 'namespaces/other/workflows', 'another namespace'],
  ['GET', 'namespaces/temporal-system/workflows', 'the system'],
  ['POST', 'namespaces/default/workflows', 'a start'],
  ['POST', `${LOAN}`, 'a start under this id'],
  ['POST', `${LOAN}/signal/bankNotice`, 'a signal'],
  ['POST', `${LOAN}/update/decideTask`, 'an update'],
  ['POST', `${LOAN}/signal-with-start/x`, 'a signal with a start'],
  ['POST', 'namespaces/default/workflows/execute-multi-operation', 'several at once'],
  ['POST', 'namespaces/default/batch-operations', 'a batch'],
  ['POST', 'namespaces/default/activities/complete', 'the end of a step'],
  ['POST', 'namespaces/default/activities-deprecated/reset', 'a step again'],
  ['POST', 'namespaces/default/schedules/schedule%2FendOfDay/patch', 'a schedule'],
  ['DELETE', 'namespaces/default/schedules/schedule%2FendOfDay', 'a schedule less'],
  ['GET', 'namespaces/default/archived-workflows', 'the archive'],
  ['GET', 'nexus/endpoints', 'endpoints'],
  ['POST', 'namespaces/default/update', 'another namespace for all'],
  ['DELETE', `${LOAN}`, 'a process less'],
  ['HEAD', `${LOAN}`, 'its headers'],
  ['GET', `${LOAN}/../../other`, 'a way round'],
  ['GET', 'namespaces/default/workflows/%2E%2E/workflow-count', 'a way round in disguise'],
  ['GET', `${LOAN}/`, 'an empty part'],
  ['GET', 'namespaces/default/workflows/%E0%A4%A', 'what can not be decoded'],
  ['GET', '', 'nothing'],
  ['GET', 'constructor', 'a word of the language'],
])('%s %s is not there: %s', (method, path) => expect(asked(method, path)).toBeNull());

test('an id that is encoded twice is asked for as it stands, not as what it would become', () => {
  const path = `namespaces/default/workflows/loan%252F${ID}`;
  expect(asked('GET', path)).toMatchObject({ workflowId: `loan%2F${ID}`, path });
});

test('of the parameters those pass that name no process of their own', () => {
  const sent = new URLSearchParams(
    'execution.runId=r&execution.workflowId=b&execution.workflow_id=b&namespace=x&query=q&pageSize=5&pageSize=6',
  );
  expect(passedParameters(sent).toString()).toBe('pageSize=5&execution.runId=r');
});
