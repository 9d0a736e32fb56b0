import type { FileChangeId, UserId } from '../../contracts/ids';
import { type FileChangeInput, type FileChangeView, stopFileChangeUpdate } from '../../contracts/workflows';
import { APPLICANT, DONE, ENTERPRISE, INSTITUTION, Stage, staff } from './support/harness';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

let count = 0;
/** Asks for a change. @returns the id of its process */
async function begin(kind: FileChangeInput['kind'], askedBy: UserId = APPLICANT.userId): Promise<string> {
  count += 1;
  const changeId = `0198c1f0-0000-7000-8000-00000000f${String(count).padStart(3, '0')}` as FileChangeId;
  const workflowId = `fileChange/${changeId}`;
  const input: FileChangeInput = {
    ...(await stage.time()),
    ...{ changeId, kind, askedBy },
    enterpriseId: ENTERPRISE,
    institutionId: INSTITUTION,
    reason: 'the registry has it so',
  };
  await stage.start('fileChange', workflowId, input);
  return workflowId;
}

const reviewer = staff('r1', 'reviewer');
const risk = staff('k1', 'risk');

test('another name takes a reviewer, and is on file at once', async () => {
  const workflowId = await begin('NAME');
  expect(await stage.decide('REVIEW_FILE_CHANGE', reviewer, 'APPROVE')).toMatchObject(DONE);
  expect(await stage.result<FileChangeView>(workflowId)).toMatchObject({ stage: 'DONE', refusal: null });
  expect(stage.world.stages()).toEqual(['IN_REVIEW', 'DONE']);
  expect(stage.world.fileChanges).toEqual(['applied']);
});

test('a name that a list may know takes two people, and words', async () => {
  stage.world.fileChange = { registryAgrees: true, screening: 'BLOCK', hits: 1 };
  await begin('NAME');
  expect(await stage.decide('REVIEW_FILE_CHANGE', reviewer, 'APPROVE')).toMatchObject({
    refusal: { code: 'REASON_REQUIRED' },
  });
  await stage.decide('REVIEW_FILE_CHANGE', reviewer, 'APPROVE', 'a namesake');
  expect(await stage.decide('CONFIRM_FILE_CHANGE', risk, 'APPROVE')).toMatchObject(DONE);
});

test('another legal person takes two people who are not one, and counts when the wait is over', async () => {
  const workflowId = await begin('LEGAL_PERSON');
  await stage.decide('REVIEW_FILE_CHANGE', reviewer, 'APPROVE');
  const both = staff('r1', 'reviewer', 'risk');
  expect(await stage.decide('CONFIRM_FILE_CHANGE', both, 'APPROVE')).toMatchObject({
    refusal: { code: 'SAME_PERSON_AS_REVIEWER' },
  });
  await stage.decide('CONFIRM_FILE_CHANGE', risk, 'APPROVE');
  expect(await stage.result<FileChangeView>(workflowId)).toMatchObject({ stage: 'DONE' });
  expect(stage.world.stages()).toEqual(['IN_REVIEW', 'IN_CONFIRMATION', 'WAITING', 'DONE']);
  // Everybody is told, by mail and by short message, before and after.
  expect(stage.world.messages()).toEqual([
    ...['FILE_CHANGE_WAITS', 'FILE_CHANGE_WAITS'],
    ...['FILE_CHANGE_DONE', 'FILE_CHANGE_DONE'],
  ]);
  expect(stage.world.fileChanges).toEqual(['2026-01-08', 'applied']);
});

test('whoever asks for a recovery does not agree to it', async () => {
  const asker = staff('k2', 'reviewer', 'risk');
  const workflowId = await begin('MAIL', asker.userId);
  expect(await stage.decide('CONFIRM_FILE_CHANGE', asker, 'APPROVE')).toMatchObject({
    refusal: { code: 'SAME_PERSON_AS_APPLICANT' },
  });
  await stage.decide('CONFIRM_FILE_CHANGE', risk, 'REJECT', 'the card is a copy');
  expect(await stage.result<FileChangeView>(workflowId)).toMatchObject({
    stage: 'REFUSED',
    refusal: { code: 'REFUSED_BY_RISK', reason: 'the card is a copy' },
  });
  expect(stage.world.fileChanges).toEqual([]);
});

test('anybody of the enterprise stops it, and nobody else', async () => {
  const workflowId = await begin('MAIL', staff('c1', 'customer_service').userId);
  await stage.task('CONFIRM_FILE_CHANGE');
  const stranger = { ...APPLICANT, enterpriseId: INSTITUTION as string as typeof ENTERPRISE };
  expect(await stage.update(workflowId, stopFileChangeUpdate, { actor: stranger })).toMatchObject({
    refusal: { code: 'NOT_YOUR_CASE' },
  });
  expect(await stage.update(workflowId, stopFileChangeUpdate, { actor: APPLICANT })).toMatchObject({
    ok: true,
    value: { stage: 'STOPPED' },
  });
  expect(await stage.result<FileChangeView>(workflowId)).toMatchObject({ stage: 'STOPPED', refusal: null });
  expect(stage.world.openTasks()).toEqual([]);
  expect(stage.world.fileChanges).toEqual([]);
});
