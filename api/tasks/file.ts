import type { Answer, DECISION_NEEDS, taskFileView } from '../../contracts/http';
import { type Locale, textOf } from '../../contracts/texts/texts';
import { reasonCodesAbout } from '../../domain/approval/decisionReasons';
import { TASK_RULES, type TaskRule } from '../../domain/approval/tasks';
import { findTaskFile, type TaskFile } from '../../gateways/database/taskFiles';
import { presentApplicationFile } from '../applications/present';
import { presentCorrection, presentEnterpriseSummary } from '../enterprises/present';
import type { Parts } from '../kernel/parts';
import type { AnswerOf, Call } from '../kernel/routing/call';
import { callerOf } from '../kernel/routing/call';
import { actorOf, type Caller } from '../kernel/routing/caller';
import { found, institutionOfCall } from '../kernel/security/scope';
import { presentLoanSummary } from '../loans/present';
import { presentPayment } from '../payments/present';
import { judge, presentTask } from './present';

type FileView = Answer<typeof taskFileView>;

/** Everything about one task. @throws ApiProblem 404 */
export async function readTaskFile(
  { sql, cipher }: Pick<Parts, 'sql' | 'cipher'>,
  call: Pick<Call, 'caller' | 'locale'>,
  taskId: string,
): Promise<FileView> {
  const file = found(await findTaskFile(sql, cipher, institutionOfCall(call), taskId));
  return presentTaskFile(file, callerOf(call), call.locale);
}

export async function taskFile(parts: Parts, call: Call<'getTask'>): Promise<AnswerOf<'getTask'>> {
  return await readTaskFile(parts, call, call.params.taskId);
}

function presentTaskFile(file: TaskFile, caller: Caller, locale: Locale): FileView {
  const { task, about, today, timeline, comments, attachments } = file;
  const { enterprise, application, approval, loan, payment } = about;
  const actor = { ...actorOf(caller), delegations: lentTo(file, caller.userId) };
  return {
    task: presentTask(task, actor, today, locale),
    choices: choicesOf(TASK_RULES[task.kind], task.reason.code),
    partReasons: partReasons(TASK_RULES[task.kind], locale),
    case: {
      enterprise: enterprise && {
        ...presentEnterpriseSummary(enterprise),
        checks: { registry: enterprise.registryResult, screening: enterprise.screeningResult },
      },
      application: application && presentApplicationFile(application, { approval, locale, showsStaff: true }),
      loan: loan && presentLoanSummary(loan, true),
      payment: payment && presentPayment(payment),
      receipt: about.receipt,
      break: about.break,
      corrections: about.corrections.map((each) => presentCorrection(each, { masked: true, locale })),
    },
    candidates: candidatesOf(file),
    timeline,
    comments,
    attachments,
  };
}

const lentTo = ({ lent }: TaskFile, userId: string) => lent.filter(({ deputyId }) => deputyId === userId);

/**
 * What may be decided, and what each decision must come with.
 * @param askedBecause code of the task's own reason: what was found may have to be explained whatever is decided
 */
function choicesOf(rule: TaskRule, askedBecause: string): FileView['choices'] {
  const { decisions } = rule;
  const { bankReferenceFor = [], loanFor = [], amountFor = [], findingsFor = [], partsFor = [] } = rule;
  const reasonFor = rule.explainedFor?.includes(askedBecause) === true ? decisions : rule.reasonFor;
  const needs: Readonly<Record<(typeof DECISION_NEEDS)[number], readonly string[]>> = {
    reason: reasonFor,
    bankReference: bankReferenceFor,
    loanId: loanFor,
    amountFen: amountFor,
    findings: findingsFor,
    parts: partsFor,
  };
  // The words of a rule are decisions; `TASK_RULES` says so of each.
  return decisions.map((decision) => ({
    decision: decision as FileView['choices'][number]['decision'],
    needs: (Object.keys(needs) as (keyof typeof needs)[]).filter((need) => needs[need].includes(decision)),
  }));
}

/** Numbers of what may be wrong with a part of a file, where parts can be sent back. */
function partReasons({ partsFor = [] }: TaskRule, locale: Locale): FileView['partReasons'] {
  if (partsFor.length === 0) return [];
  return reasonCodesAbout('FILE_PART').map((code) => ({
    code,
    text: textOf(locale, 'decisionReasons', code),
  }));
}

/** Those who may decide first, and of them who has least to do. */
function candidatesOf(file: TaskFile): FileView['candidates'] {
  const { task, colleagues, today } = file;
  const free = { ...task, claimedBy: null };
  return colleagues
    .map(({ person, roles, held }) => {
      const { institutionId } = task;
      const actor = { userId: person.id, roles, institutionId, delegations: lentTo(file, person.id) };
      const verdict = judge(free, actor, today);
      return { person, held, barred: verdict.ok ? null : verdict.refusal.code };
    })
    .toSorted(
      (left, right) => Number(left.barred !== null) - Number(right.barred !== null) || left.held - right.held,
    );
}
