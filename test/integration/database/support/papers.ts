import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { Case } from './cases';

/**
 * A paper that was put to a task of a loan.
 * @param owner of the tables
 * @param content what is in it; else nothing that another one has
 */
export async function paperOf(
  owner: Pool,
  { loanId, institutionId }: Case,
  {
    author,
    name = 'slip.pdf',
    content,
  }: { readonly author: string; readonly name?: string; readonly content?: string },
): Promise<string> {
  const [taskId, id] = [uuidv7(), uuidv7()];
  await owner.query(
    `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, workflow_id, role, status, reason, due_at)
       VALUES ($1, $2, 'COLLECT_MANUALLY', 'LOAN', $3, 'loan/' || $3, 'finance', 'OPEN', '{}', now())`,
    [taskId, institutionId, loanId],
  );
  await owner.query(
    `INSERT INTO case_attachment (id, institution_id, case_type, case_id, task_id, name, media_type, bytes, sha256,
         content_cipher, author_id) VALUES ($1, $2, 'LOAN', $3, $4, $5, 'application/pdf', 1, $6, '', $7)`,
    [id, institutionId, loanId, taskId, name, content ?? id, author],
  );
  return id;
}
