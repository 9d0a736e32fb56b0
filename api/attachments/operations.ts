import { Readable } from 'node:stream';
import { ATTACHMENT_TYPES } from '../../contracts/http';
import { addAttachment, readAttachment } from '../../gateways/database/caseAttachments';
import { findTask } from '../../gateways/database/tasks';
import { mediaTypeOf } from '../../gateways/fileType';
import type { Parts } from '../kernel/parts';
import { invalid } from '../kernel/problems/apiProblem';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { savedAs } from '../kernel/routing/savedAs';
import { askForFactor } from '../kernel/security/factor';
import { STAFF } from '../kernel/security/policy';
import { found, institutionOfCall } from '../kernel/security/scope';

/** Papers that people of an institution put to a case. */
export const attachmentOperations = {
  attach: { who: STAFF, audit: 'attachment.add', do: attach },
  readAttachment: { who: STAFF, do: read },
} satisfies SomeOperations;

async function attach({ sql, cipher }: Parts, call: Call<'attach'>): Promise<AnswerOf<'attach'>> {
  const task = found(await findTask(sql, institutionOfCall(call), call.params.taskId));
  call.about(task.caseType, task.caseId);
  const is = await mediaTypeOf(call.rawBody);
  const mediaType = ATTACHMENT_TYPES.find((type) => type === is);
  if (mediaType === undefined) throw invalid([{ code: 'UNKNOWN_FILE_TYPE', field: 'body' }]);
  const paper = { id: call.subjectId, authorId: callerOf(call).userId, name: call.query.name, mediaType };
  return await addAttachment(sql, cipher, task, paper, call.rawBody);
}

async function read(
  { sql, cipher }: Parts,
  call: Call<'readAttachment'>,
): Promise<AnswerOf<'readAttachment'>> {
  askForFactor(callerOf(call), 'PERSONAL_DATA');
  const { taskId, attachmentId } = call.params;
  const task = found(await findTask(sql, institutionOfCall(call), taskId));
  const { name, mediaType, content } = found(await readAttachment(sql, cipher, task, attachmentId));
  call.showsPersonalData(task.caseType, task.caseId);
  savedAs(call, { name, mediaType, content });
  return Readable.from([content]);
}
