import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { Case } from './cases';

interface Paper {
  readonly author: string;
  readonly name?: string;
  /** What is in it; else nothing that another one has. */
  readonly content?: string;
}

/** A paper that was put to a task of a loan. @param owner of the tables */
export async function paperOf(owner: Pool, { loanId, institutionId }: Case, paper: Paper): Promise<string> {
  const task = { kind: 'COLLECT_MANUALLY', caseType: 'LOAN', caseId: loanId, institutionId };
  return await paperOfTask(owner, task, paper);
}

/** The same of another task of finance's. */
export async function paperOfTask(
  owner: Pool,
  of: {
    readonly kind: string;
    readonly caseType: string;
    readonly caseId: string;
    readonly institutionId: string;
  },
  { author, name = 'slip.pdf', content }: Paper,
): Promise<string> {
  const { kind, caseType, caseId, institutionId } = of;
  const [taskId, id] = [uuidv7(), uuidv7()];
  await owner.query(
    `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, workflow_id, role, status, reason, due_at)
       VALUES ($1, $2, $3, $4, $5, lower($4) || '/' || $5, 'finance', 'OPEN', '{}', now())`,
    [taskId, institutionId, kind, caseType, caseId],
  );
  await owner.query(
    `INSERT INTO case_attachment (id, institution_id, case_type, case_id, task_id, name, media_type, bytes, sha256,
         content_cipher, author_id) VALUES ($1, $2, $3, $4, $5, $6, 'application/pdf', 1, $7, '', $8)`,
    [id, institutionId, caseType, caseId, taskId, name, content ?? id, author],
  );
  return id;
}
