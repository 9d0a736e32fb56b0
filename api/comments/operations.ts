import { addComment, colleaguesAmong } from '../../gateways/database/caseComments';
import { tellPeople } from '../../gateways/database/personNotices';
import { findTask } from '../../gateways/database/tasks';
import type { Parts } from '../kernel/parts';
import { invalid } from '../kernel/problems/apiProblem';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { STAFF } from '../kernel/security/policy';
import { found, institutionOfCall } from '../kernel/security/scope';

/** What people of an institution say to each other about a case. */
export const commentOperations = {
  comment: { who: STAFF, audit: 'comment.add', do: comment },
} satisfies SomeOperations;

async function comment({ sql, cipher }: Parts, call: Call<'comment'>): Promise<AnswerOf<'comment'>> {
  const institutionId = institutionOfCall(call);
  const task = found(await findTask(sql, institutionId, call.params.taskId));
  call.about(task.caseType, task.caseId);
  const { words, mentions } = call.body;
  const known = await colleaguesAmong(sql, institutionId, mentions);
  const unknown = mentions.flatMap((userId, at) =>
    known.includes(userId) ? [] : [{ code: 'UNKNOWN_VALUE' as const, field: `mentions.${at}` }],
  );
  if (unknown.length > 0) throw invalid(unknown);
  const authorId = callerOf(call).userId;
  const said = await addComment(sql, cipher, task, {
    id: call.subjectId,
    authorId,
    words,
    mentions: [...known],
  });
  await tellPeople(sql, known, {
    dedupeKey: `comment/${said.id}`,
    topic: 'MENTION',
    institutionId,
    about: { caseType: task.caseType, caseId: task.caseId, taskId: task.id },
    detail: { title: task.caseTitle },
  });
  return said;
}
