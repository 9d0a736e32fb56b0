import { isoDate } from '../../domain/calendar/isoDate';
import { INDICATORS } from '../../domain/parameters/postLoan';
import { findEnterprise } from '../../gateways/database/enterprises';
import { readLook } from '../../gateways/database/postLoan';
import { findMatter, type ListedMatter, listMatters } from '../../gateways/database/postLoanMatters';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { staff } from '../kernel/security/policy';
import { found, institutionOfCall } from '../kernel/security/scope';

/** What staff see of borrowers after their money was paid out; borrowers don't. It is answered by tasks. */
const WATCHERS = staff('risk', 'finance', 'approver', 'board', 'admin', 'auditor');

export const postLoanOperations = {
  listPostLoanMatters: { who: WATCHERS, do: list },
  getPostLoanMatter: { who: WATCHERS, do: get },
  getWatch: { who: WATCHERS, do: watch },
} satisfies SomeOperations;

async function list(
  parts: Parts,
  call: Call<'listPostLoanMatters'>,
): Promise<AnswerOf<'listPostLoanMatters'>> {
  const { owner, isLate, raisedBy, ...wish } = call.query;
  const { today } = await businessTime(parts);
  const page = await listMatters(
    parts.prisma,
    institutionOfCall(call),
    {
      ...wish,
      raisedBy: raisedBy === undefined ? undefined : isoDate(raisedBy),
      owner: owner === 'me' ? callerOf(call).userId : owner,
      lateOn: isLate === undefined ? undefined : today,
    },
    call.query,
  );
  return { ...page, items: page.items.map((matter) => present(matter, today)) };
}

async function get(parts: Parts, call: Call<'getPostLoanMatter'>): Promise<AnswerOf<'getPostLoanMatter'>> {
  const matter = found(await findMatter(parts.prisma, institutionOfCall(call), call.params.matterId));
  const { today } = await businessTime(parts);
  return present(matter, today);
}

async function watch({ prisma, sql }: Parts, call: Call<'getWatch'>): Promise<AnswerOf<'getWatch'>> {
  const institutionId = institutionOfCall(call);
  const { id: enterpriseId } = found(
    await findEnterprise(prisma, { institutionId }, call.params.enterpriseId),
  );
  const look = await readLook(sql, institutionId, enterpriseId);
  return {
    enterpriseId,
    lookedOn: look?.lookedOn ?? null,
    overall: look?.overall ?? null,
    readings: INDICATORS.flatMap((indicator) => {
      const reading = look?.readings[indicator];
      if (reading === undefined) return [];
      const { value, asOf, colour } = reading;
      return [{ indicator, value: value === null ? null : String(value), asOf, colour }];
    }),
  };
}

function present(matter: ListedMatter, today: string): AnswerOf<'getPostLoanMatter'> {
  const { id, kind, enterpriseId, enterprise, indicator, level, value, asOf, bound, clearedOn } = matter;
  const { thresholds } = matter;
  const { grade, calledBy, findings, raisedOn, dueOn, status, outcome, note, settledBy, settledAt } = matter;
  return {
    ...{ id, kind, enterpriseId, enterpriseName: enterprise.name },
    warning:
      indicator === null || level === null || asOf === null || thresholds === null
        ? null
        : { indicator, level, value: value ?? '', asOf, bound: bound ?? '', thresholds, clearedOn },
    check: kind === 'CHECK' ? { grade, calledBy, findings } : null,
    ...{ raisedOn, dueOn, status, outcome, note, settledBy, settledAt },
    isLate: status === 'OPEN' && dueOn < today,
    taskId: matter.taskId,
    owner: matter.owner,
  };
}
