import type { ApplicationActivities, NotRouted, Routed } from '../contracts/activities';
import { approvalsAbove, approvalsFor } from '../domain/approval/approvals';
import { type ApprovedTerms, reapproval } from '../domain/approval/reapproval';
import {
  type ApprovalRoute,
  approvalRoute,
  type RouteRefusal,
  type RouteRequest,
} from '../domain/approval/route';
import { isoDate } from '../domain/calendar/isoDate';
import { fen } from '../domain/money/fen';
import type { Rate } from '../domain/money/rate';
import type { Grade } from '../domain/parameters/scorecard';
import type { Result } from '../domain/result';
import { type ApplicationFacts, readApplicationFacts } from '../gateways/database/applications';
import {
  type RouteFacts,
  readLastRoute,
  readRouteFacts,
  writeRoute,
} from '../gateways/database/approvalRoutes';
import { readLimitHeld } from '../gateways/database/collection';
import { rulesOf } from '../gateways/database/ownRules';
import { readCommittee } from '../gateways/database/sittings';
import type { ActivityDeps } from './deps';

/** Those of an application's activities that are about who must approve it. */
export type ApprovalActivities = Pick<
  ApplicationActivities,
  'routeApproval' | 'callCommittee' | 'approvalStands'
>;

/** Of an assessed application the grade, and the terms that people approve. */
interface Assessed {
  readonly grade: Grade;
  readonly terms: ApprovedTerms;
}

/** Who must approve an application, and whether that was done for what is wanted now. */
export function createApprovalActivities(deps: ActivityDeps): ApprovalActivities {
  const { prisma, sql } = deps;
  return {
    routeApproval: async ({ applicationId, asOf, round, exceptionReason }) => {
      const facts = await readApplicationFacts(prisma, applicationId);
      return await keepRoute(deps, facts, { ...assessedOf(facts), exceptionReason, round }, asOf);
    },

    callCommittee: async ({ institutionId, asOf }) => ({
      ...(await readCommittee(sql, institutionId)),
      rule: (await rulesOf(sql, institutionId, isoDate(asOf))).approval.committee,
    }),

    approvalStands: async ({ applicationId, asOf }) => {
      const facts = await readApplicationFacts(prisma, applicationId);
      const { grade, terms } = assessedOf(facts);
      const approved = await readLastRoute(sql, applicationId);
      const { exceptionReason, level } = approved;
      const routed = await findRoute(deps, facts, { grade, exceptionReason }, asOf);
      const isWithin = routed.ok && routed.value.level <= level;
      return {
        stands: isWithin && !reapproval(approved, terms, approved.round).isNeeded,
        isFrozen: (await readLimitHeld(sql, facts.enterpriseId)) === 'FROZEN',
      };
    },
  };
}

/**
 * Finds out who must approve an application in a round, and keeps it with the terms that it is for.
 * @param asOf business date
 */
export async function keepRoute(
  deps: Pick<ActivityDeps, 'sql'>,
  facts: ApplicationFacts,
  of: Assessed & { readonly exceptionReason: string | null; readonly round: number },
  asOf: string,
): Promise<Routed | NotRouted> {
  const { exceptionReason, grade, round, terms } = of;
  const routed = await findRoute(deps, facts, { grade, exceptionReason }, asOf);
  if (!routed.ok) return { outcome: 'REFUSED', code: routed.refusal.code };
  const { connectedUserIds, ...route } = routed.value;
  await writeRoute(deps.sql, facts, { ...route, round, exceptionReason }, terms);
  const { approval } = await rulesOf(deps.sql, facts.institutionId, isoDate(asOf));
  return {
    outcome: 'ROUTED',
    level: route.level,
    exposureFen: route.exposureFen,
    approvals: approvalsFor(route, approval),
    above: approvalsAbove(route.level, approval),
    connectedUserIds,
  };
}

/** The way of an application through the matrix, by what the connected group owes and may draw now. */
async function findRoute(
  { sql }: Pick<ActivityDeps, 'sql'>,
  facts: ApplicationFacts,
  of: Pick<RouteRequest, 'grade' | 'exceptionReason'>,
  asOf: string,
): Promise<Result<ApprovalRoute & Pick<RouteFacts, 'connectedUserIds'>, RouteRefusal>> {
  const { connectedUserIds, ...known } = await readRouteFacts(sql, facts);
  const request = {
    ...{ ...known, ...of },
    borrowerId: facts.enterpriseId,
    requestedFen: fen(facts.amountFen),
    productKind: facts.product.kind,
  };
  const { approval } = await rulesOf(sql, facts.institutionId, isoDate(asOf));
  const routed = approvalRoute(request, approval);
  return routed.ok ? { ok: true, value: { ...routed.value, connectedUserIds } } : routed;
}

/** @throws RangeError for an application that was not assessed: nobody can be asked about it */
function assessedOf({ assessment, amountFen, termMonths, method }: ApplicationFacts): Assessed {
  const { risk, price } = assessment ?? {};
  if (risk === undefined || price === undefined) throw new RangeError('an application without an assessment');
  const annualRate = price.annualRate as Rate;
  return { grade: risk.grade, terms: { amountFen: fen(amountFen), termMonths, annualRate, method } };
}
