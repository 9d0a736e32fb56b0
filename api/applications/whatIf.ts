import type { KnownRefusal } from '../../contracts/refusals';
import { textOf } from '../../contracts/texts/texts';
import { informationOf } from '../../domain/application/information';
import { approvalRoute } from '../../domain/approval/route';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { feesOfLoan } from '../../domain/fees/loanFees';
import type { Fen } from '../../domain/money/fen';
import { costedLoan } from '../../domain/offer/costedLoan';
import { termsFor } from '../../domain/offer/productTerms';
import type { ParameterSet } from '../../domain/parameters/parametersAt';
import { priceLoan } from '../../domain/pricing/priceLoan';
import { accept } from '../../domain/result';
import { assess, type RiskAssessment } from '../../domain/scoring/assess';
import {
  type ApplicationFacts,
  findApplication,
  readApplicationFacts,
} from '../../gateways/database/applications';
import { findRoute, type RouteFacts, readRouteFacts } from '../../gateways/database/approvalRoutes';
import { countLoansRepaid } from '../../gateways/database/loans';
import { rulesOf } from '../../gateways/database/ownRules';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { accepted, refusedBy } from '../kernel/problems/refused';
import type { AnswerOf, Call } from '../kernel/routing/call';
import { found, scopeOfCall } from '../kernel/security/scope';
import { presentAnnualCost, presentCostItems, presentRow } from '../products/cost';
import { wrongWith } from './checks';

type WhatIf = AnswerOf<'whatIf'>;

/** What the answer is figured from. */
interface Wish {
  readonly facts: ApplicationFacts;
  readonly risk: RiskAssessment;
  readonly parameters: ParameterSet;
  readonly today: IsoDate;
  readonly loansRepaid: number;
}

/** Figures an application anew with another amount and term, by the rules of its process; writes nothing. */
export async function whatIf(parts: Parts, call: Call<'whatIf'>): Promise<WhatIf> {
  const { applicationId } = call.params;
  found(await findApplication(parts.prisma, scopeOfCall(call), applicationId));
  const [onFile, { today }, approval] = await Promise.all([
    readApplicationFacts(parts.prisma, applicationId),
    businessTime(parts),
    findRoute(parts.prisma, applicationId),
  ]);
  const { amountFen, termMonths, method = onFile.method } = call.body;
  const facts = { ...onFile, amountFen: amountFen as Fen, termMonths, method };
  const [parameters, known, loansRepaid] = await Promise.all([
    rulesOf(parts.sql, facts.institutionId, today),
    readRouteFacts(parts.sql, facts),
    countLoansRepaid(parts.sql, facts.enterpriseId),
  ]);
  const risk = riskOf(facts, parameters);
  const wish = { facts, risk, parameters, today, loansRepaid };
  const price = priceOf(wish);
  const route = routeOf(wish, known, approval?.exceptionReason ?? null);
  const refusals: KnownRefusal[] = [
    ...wrongWith(facts.product, facts, parameters),
    ...(price.ok ? (price.value.costsTooMuch ? [{ code: 'COST_ABOVE_CAP' } as const] : []) : [price.refusal]),
    ...(route.ok ? [] : [route.refusal]),
  ];
  return {
    ...{ amountFen, termMonths, method, score: risk.score, grade: risk.grade, decision: risk.decision },
    price: price.ok ? presentPrice(price.value, call) : null,
    authority: route.ok ? authorityOf(route.value) : null,
    refusals: refusals.map(({ code, detail }) => ({
      code,
      text: textOf(call.locale, 'refusals', code, detail),
    })),
  };
}

/** @throws ApiProblem 422 while the case waits for figures */
function riskOf(facts: ApplicationFacts, parameters: ParameterSet): RiskAssessment {
  const { statements, profile } = informationOf(facts);
  if (statements === null) throw refusedBy({ code: 'STATEMENTS_MISSING' });
  if (profile === null) throw refusedBy({ code: 'PROFILE_MISSING' });
  return accepted(assess(statements, profile, parameters, facts.amountFen));
}

/** The contract rate by the risk, and all that the loan would cost at it. */
function priceOf({ facts, risk, parameters, today, loansRepaid }: Wish) {
  const { amountFen, termMonths, method, product } = facts;
  const { capRegime, fees, intervalMonths, paymentMode, vatRate } = termsFor(product.terms, parameters);
  const { rules: list, caps: feeCaps, pointsShare } = parameters.fees;
  const subject = { amountFen, termMonths, grade: risk.grade, loansRepaid };
  const price = priceLoan(
    { amountFen, termMonths, gradePd: risk.gradePd, collateral: [], capRegime },
    parameters,
  );
  if (!price.ok) return price;
  const { annualRate, capRate } = price.value;
  const costed = costedLoan({
    principalFen: amountFen,
    ...{ annualRate, termMonths, method, startDate: today, dayCount: product.dayCount },
    ...{ paymentMode, intervalMonths, capRate, vatRate, feeCaps },
    fees: feesOfLoan({ product: fees, list }, subject, { pointsShare, vatRate }),
  });
  return costed.ok ? accept({ ...price.value, ...costed.value }) : costed;
}

type ValueOf<Outcome> =
  Extract<Outcome, { readonly ok: true }> extends { readonly value: infer Value } ? Value : never;
type Priced = ValueOf<ReturnType<typeof priceOf>>;

function presentPrice(
  { annualRate, capRate, expectedLossFen, cost, schedule }: Priced,
  call: Call<'whatIf'>,
) {
  return {
    ...{ annualRate, capRate, expectedLossFen },
    annualCost: presentAnnualCost(cost, annualRate),
    items: presentCostItems(cost.items, call.locale),
    schedule: schedule.rows.map(presentRow),
  };
}

/** Who would have to approve it, with the exception that the case has. */
function routeOf({ facts, risk, parameters }: Wish, known: RouteFacts, exceptionReason: string | null) {
  const request = {
    ...known,
    ...{ grade: risk.grade, exceptionReason, borrowerId: facts.enterpriseId },
    ...{ requestedFen: facts.amountFen, productKind: facts.product.kind },
  };
  return approvalRoute(request, parameters.approval);
}

function authorityOf({
  level,
  approvers,
  raisedBy,
  exposureFen,
}: ValueOf<ReturnType<typeof routeOf>>): WhatIf['authority'] {
  return { level, approvers: [...approvers], raisedBy: [...raisedBy], exposureFen };
}
