import { isoDate } from '../../domain/calendar/isoDate';
import { caseRulesFrom } from '../../domain/parameters/caseRules';
import { type ParameterSet, parametersAt } from '../../domain/parameters/parametersAt';
import { checkOwnRules, type OwnVersion, withOwnRules } from '../../domain/rules/ownRules';
import {
  assessedOtherwise,
  lateOtherwise,
  routedElsewhere,
  warnedOtherwise,
} from '../../domain/rules/previewRules';
import {
  assessedLastQuarter,
  decideOwnRules,
  findOwnRules,
  listOwnRules,
  type OwnRulesRow,
  readLastQuarter,
  routedLastQuarter,
  rulesOf,
  tasksLastQuarter,
  writeOwnRules,
} from '../../gateways/database/ownRules';
import { stillHolds } from '../../gateways/database/staff';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { accepted, refusedBy } from '../kernel/problems/refused';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { lately, STAFF, staff } from '../kernel/security/policy';
import { found, institutionOfCall } from '../kernel/security/scope';

/** Those who answer for the rules of an institution: one asks, another one decides. */
const KEEPER_ROLES = ['risk', 'admin'] as const;
const KEEPERS = staff(...KEEPER_ROLES);
/** Rules say who approves what at which price: a desk that was left open changes none. */
const LATELY = lately('ACCESS', KEEPERS);

/** Rules that an institution sets by itself, from a day to come, by two people who see what they would change. */
export const ruleOperations = {
  getRules: { who: STAFF, do: inForce },
  listRuleChanges: {
    who: STAFF,
    do: ({ prisma }, call) => listOwnRules(prisma, institutionOfCall(call), call.query, call.query),
  },
  previewRules: { who: KEEPERS, audit: 'rules.preview', do: preview },
  requestRules: { who: LATELY, audit: 'rules.request', do: request },
  decideRules: { who: LATELY, audit: 'rules.decide', do: decide },
} satisfies SomeOperations;

async function inForce(parts: Parts, call: Call<'getRules'>): Promise<AnswerOf<'getRules'>> {
  const on = call.query.on ?? (await businessTime(parts)).today;
  const { date, versions, approval, deadlines, fees, postLoan, pricing, scorecard, rating } = await rulesOf(
    parts.sql,
    institutionOfCall(call),
    isoDate(on),
  );
  const { matrix, singleBorrowerShareOfNetAssets, maximumDelegationDays, assignment } = approval;
  const { fundingSpreadRate, opexRate, capitalRatio, hurdleRate } = pricing;
  const { basePoints, maximumLoanToRevenue } = scorecard;
  return {
    ...{ date, versions, deadlines },
    approval: { matrix, singleBorrowerShareOfNetAssets, maximumDelegationDays, assignment },
    fees: { rules: fees.rules.map((rule) => ({ ...rule })) },
    postLoan: {
      thresholds: Object.fromEntries(
        postLoan.thresholds.map(({ code, yellow, red }) => [code, { yellow, red }]),
      ),
    },
    pricing: { fundingSpreadRate, opexRate, capitalRatio, hurdleRate },
    scorecard: {
      ...{ basePoints, maximumLoanToRevenue },
      decisionOf: Object.fromEntries(rating.grades.map(({ grade, decision }) => [grade, decision])),
    },
  };
}

/** What of the last quarter would have been otherwise: approvals, lateness, assessments or warnings. */
async function preview(parts: Parts, call: Call<'previewRules'>): Promise<AnswerOf<'previewRules'>> {
  const institutionId = institutionOfCall(call);
  const { today } = await businessTime(parts);
  const now = await rulesOf(parts.sql, institutionId, today);
  accepted(checkOwnRules(versionOf(call.body), parametersAt(today), now));
  const then = withOwnRules(now, [versionOf(call.body)]);
  switch (call.body.subject) {
    case 'approval':
      return await previewApproval(parts, institutionId, then);
    case 'deadlines':
      return await previewDeadlines(parts, institutionId, now, then);
    case 'postLoan':
      return await previewWarnings(parts, institutionId, now, then);
    default:
      return await previewAssessments(parts, institutionId, now, then);
  }
}

const NOTHING = { applications: [], assessed: [], tasks: [], warned: [] };

async function previewAssessments(
  { sql }: Parts,
  institutionId: string,
  now: ParameterSet,
  then: ParameterSet,
): Promise<AnswerOf<'previewRules'>> {
  const before = await assessedLastQuarter(sql, institutionId);
  const assessed = [...assessedOtherwise(before, now, then)];
  return { ...NOTHING, looked: before.length, assessed };
}

async function previewApproval(
  { sql }: Parts,
  institutionId: string,
  { approval }: ParameterSet,
): Promise<AnswerOf<'previewRules'>> {
  const before = await routedLastQuarter(sql, institutionId);
  const applications = routedElsewhere(before, approval).map(
    ({ applicationId, enterpriseName, exposureFen, grade, approvers, wouldBe }) => ({
      ...{ applicationId, enterpriseName, exposureFen, grade, approvers, wouldBe },
    }),
  );
  return { ...NOTHING, looked: before.length, applications };
}

async function previewDeadlines(
  { sql }: Parts,
  institutionId: string,
  now: ParameterSet,
  then: ParameterSet,
): Promise<AnswerOf<'previewRules'>> {
  const before = await tasksLastQuarter(sql, institutionId);
  const tasks = lateOtherwise(before, caseRulesFrom(now), caseRulesFrom(then));
  return { ...NOTHING, looked: before.length, tasks };
}

async function previewWarnings(
  { sql }: Parts,
  institutionId: string,
  now: ParameterSet,
  then: ParameterSet,
): Promise<AnswerOf<'previewRules'>> {
  const before = await readLastQuarter(sql, institutionId);
  const looked = new Set(before.map(({ enterpriseId }) => enterpriseId)).size;
  return { ...NOTHING, looked, warned: [...warnedOtherwise(before, now.postLoan, then.postLoan)] };
}

async function request(parts: Parts, call: Call<'requestRules'>): Promise<AnswerOf<'requestRules'>> {
  const { subject, value, effectiveFrom, reason } = call.body;
  const { today } = await businessTime(parts);
  if (effectiveFrom <= today) throw refusedBy({ code: 'NOT_A_DAY_TO_COME', field: 'effectiveFrom' });
  const institutionId = institutionOfCall(call);
  await checkWanted(parts, institutionId, call.body);
  call.note({ subject, effectiveFrom });
  const requestedBy = callerOf(call).userId;
  const id = call.subjectId;
  await writeOwnRules(parts.prisma, {
    id,
    institutionId,
    subject,
    value,
    effectiveFrom,
    reason,
    requestedBy,
  });
  return await changeOf(parts, call, id);
}

async function decide(parts: Parts, call: Call<'decideRules'>): Promise<AnswerOf<'decideRules'>> {
  const { decision, reason } = call.body;
  const change = await changeOf(parts, call, call.params.changeId);
  const { userId } = callerOf(call);
  call.note({ changeId: change.id, decision });
  if (change.requestedBy === userId) throw refusedBy({ code: 'SAME_PERSON_AS_REQUESTER' });
  if (decision === 'REJECT' && reason === '') throw refusedBy({ code: 'REASON_REQUIRED', field: 'reason' });
  if (decision === 'APPROVE') {
    const asker = { institutionId: institutionOfCall(call), userId: change.requestedBy, roles: KEEPER_ROLES };
    if (!(await stillHolds(parts.prisma, asker))) throw refusedBy({ code: 'ASKER_MAY_NOT_ASK' });
    const { today } = await businessTime(parts);
    if (change.effectiveFrom <= today) throw refusedBy({ code: 'NOT_A_DAY_TO_COME' });
    // Others may have been approved since it was asked for.
    await checkWanted(parts, institutionOfCall(call), change);
  }
  const status = decision === 'APPROVE' ? 'APPROVED' : 'REJECTED';
  const isDecided = await decideOwnRules(parts.sql, { id: change.id, status, decidedBy: userId, reason });
  if (!isDecided) throw refusedBy({ code: 'ALREADY_DECIDED' });
  return await changeOf(parts, call, change.id);
}

/** Whether rules may be set so beside all that is in force on their day. */
async function checkWanted(
  { sql }: Parts,
  institutionId: string,
  {
    effectiveFrom,
    ...wanted
  }: { readonly subject: string; readonly value: object; readonly effectiveFrom: string },
): Promise<void> {
  const day = isoDate(effectiveFrom);
  const before = await rulesOf(sql, institutionId, day);
  accepted(checkOwnRules(versionOf(wanted), parametersAt(day), before));
}

async function changeOf(
  { prisma }: Parts,
  call: Call<'requestRules' | 'decideRules'>,
  id: string,
): Promise<OwnRulesRow> {
  return found(await findOwnRules(prisma, institutionOfCall(call), id));
}

/** The schema has read it. */
function versionOf({ subject, value }: { readonly subject: string; readonly value: object }): OwnVersion {
  return { id: 'wanted', subject, value } as OwnVersion;
}
