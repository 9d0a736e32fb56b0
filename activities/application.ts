import type { ApplicationActivities, AssessmentFinding } from '../contracts/activities';
import type { KeptAssessment } from '../contracts/http';
import type { WhyRefused } from '../contracts/refusals';
import type { ReasonCode } from '../contracts/texts/texts';
import { checkApplication } from '../domain/application/checkApplication';
import { informationOf } from '../domain/application/information';
import { type Approval, approvalsFor, approvalsMissing } from '../domain/approval/approvals';
import { groupExposureFen } from '../domain/approval/exposure';
import { requiredApproval } from '../domain/approval/matrix';
import { isoDate } from '../domain/calendar/isoDate';
import { PUBLISHED_VERSION } from '../domain/calendar/published';
import { fen } from '../domain/money/fen';
import { termsFor } from '../domain/offer/productTerms';
import { type ParameterSet, parametersAt } from '../domain/parameters/parametersAt';
import type { KnockOut } from '../domain/parameters/scorecard';
import type { PriceRefusal } from '../domain/pricing/price';
import { type LoanPrice, priceLoan } from '../domain/pricing/priceLoan';
import type { Result } from '../domain/result';
import { assess, type RiskAssessment } from '../domain/scoring/assess';
import {
  type ApplicationFacts,
  readApplicationFacts,
  readExposure,
  writeAssessment,
  writeOffer,
  writeProfile,
} from '../gateways/database/applications';
import { readBorrower } from '../gateways/database/enterprises';
import { writeFacility } from '../gateways/database/facilities';
import type { ActivityDeps } from './deps';
import { costed, offerOf } from './offer';

/** Everything that is computed about an application. */
export function createApplicationActivities(deps: ActivityDeps): ApplicationActivities {
  const { prisma, sql, cipher, bureau } = deps;
  return {
    checkCompleteness: async ({ applicationId, asOf }) => {
      const facts = await readApplicationFacts(prisma, applicationId);
      return { missing: missingOf(facts, parametersAt(isoDate(asOf))) };
    },

    pullCreditReport: async ({ applicationId, enterpriseId }) => {
      const { uscc } = await readBorrower(prisma, cipher, enterpriseId);
      const { reportId, maxDpd24m, enquiries6m, litigation, taxRating } = await bureau.pullReport(uscc);
      await writeProfile(sql, applicationId, { maxDpd24m, enquiries6m, litigation, taxRating });
      return { reportId };
    },

    assessApplication: async ({ applicationId, asOf }) => {
      const facts = await readApplicationFacts(prisma, applicationId);
      const parameters = parametersAt(isoDate(asOf));
      const madeBy = { versions: { ...parameters.versions, calendar: PUBLISHED_VERSION }, asOf };
      const { statements, profile } = informationOf(facts);
      if (statements === null || profile === null) throw new Error(`${applicationId} is not complete`);
      const risk = assess(statements, profile, parameters, fen(facts.amountFen));
      if (!risk.ok)
        return await knockedOut(deps, facts, [risk.refusal.code], {
          ...madeBy,
          refusal: risk.refusal,
        });
      const price = priceOf(facts, risk.value, parameters);
      const knockOuts = reasonsToRefuse(risk.value, price);
      if (knockOuts.length > 0 || !price.ok) {
        return await knockedOut(deps, facts, knockOuts, { ...madeBy, risk: risk.value });
      }
      // The law caps what the borrower pays in all, not the contract rate alone.
      if (costed(facts, price.value, isoDate(asOf)).cost.isAboveCap) {
        const kept = { ...madeBy, risk: risk.value, price: price.value };
        return await knockedOut(deps, facts, ['COST_ABOVE_CAP'], kept);
      }
      const { approvals, level } = await readApprovals(deps, facts, risk.value, parameters);
      await writeAssessment(prisma, applicationId, {
        risk: risk.value,
        price: price.value,
        approvals,
        level,
        ...madeBy,
      });
      const { grade, score, reasons } = risk.value;
      return {
        outcome: 'TO_REVIEW',
        grade,
        score,
        annualRate: price.value.annualRate,
        reasonCodes: reasons.map(({ code }) => code),
        approvals,
      };
    },

    makeOffer: async ({ applicationId, offeredAtMs }) => {
      const facts = await readApplicationFacts(prisma, applicationId);
      const { offer, made } = offerOf(facts, offeredAtMs);
      await writeOffer(prisma, applicationId, offer);
      return made;
    },

    agreeFacility: async ({ applicationId, loanId, agreedAt }) => {
      const { enterpriseId } = await readApplicationFacts(prisma, applicationId);
      const { bankAccountNo } = await readBorrower(prisma, cipher, enterpriseId);
      await writeFacility(sql, cipher, { applicationId, loanId, accountNo: bankAccountNo, agreedAt });
    },

    approvalsToAdd: async ({ applicationId, asOf, given }) => {
      const facts = await readApplicationFacts(prisma, applicationId);
      const { level, risk } = approvedOf(facts);
      const needed = await readApprovals(deps, facts, risk, parametersAt(isoDate(asOf)));
      return { approvals: needed.level > level ? approvalsMissing(needed.approvals, given) : [] };
    },
  };
}

/** Paths of what is missing, or wrong in a way that only the applicant can put right. */
function missingOf(facts: ApplicationFacts, parameters: ParameterSet): string[] {
  const { amountFen, termMonths, method, purpose, product } = facts;
  const refusals = checkApplication(
    {
      amountFen: fen(amountFen),
      termMonths,
      method,
      purpose,
      ...informationOf(facts),
      documents: [],
    },
    {
      isPublished: true,
      minimumFen: fen(product.minimumFen),
      maximumFen: fen(product.maximumFen),
      minimumTermMonths: product.minimumTermMonths,
      maximumTermMonths: product.maximumTermMonths,
      methods: product.methods,
      requiredDocuments: [],
    },
    parameters,
  );
  return [...new Set(refusals.map(({ field, code }) => field ?? code))];
}

function priceOf(
  { amountFen, termMonths, product }: ApplicationFacts,
  { gradePd }: RiskAssessment,
  parameters: ParameterSet,
): Result<LoanPrice, PriceRefusal> {
  const { capRegime } = termsFor(product.terms, parameters);
  return priceLoan({ amountFen: fen(amountFen), termMonths, gradePd, collateral: [], capRegime }, parameters);
}

/** Knock-outs first, then a score too low, then a price that the law does not allow. */
function reasonsToRefuse(risk: RiskAssessment, price: Result<LoanPrice, PriceRefusal>): WhyRefused[] {
  if (risk.knockOuts.length > 0) return codesOf(risk.knockOuts);
  if (risk.decision === 'DECLINE') return ['SCORE_TOO_LOW', ...codesOf(risk.reasons)];
  return price.ok ? [] : [price.refusal.code];
}

/** Codes of the scorecard are data; that each has its words is tested. */
function codesOf(reasons: readonly Pick<KnockOut, 'code'>[]): ReasonCode[] {
  return reasons.map(({ code }) => code as ReasonCode);
}

async function knockedOut(
  { prisma }: ActivityDeps,
  { id }: ApplicationFacts,
  reasonCodes: readonly WhyRefused[],
  kept: Omit<KeptAssessment, 'reasonCodes'>,
): Promise<AssessmentFinding> {
  await writeAssessment(prisma, id, { ...kept, reasonCodes });
  return { outcome: 'KNOCKED_OUT', reasonCodes };
}

/** At which level of the matrix, and for which risk, people were asked to approve. */
function approvedOf({ assessment }: ApplicationFacts): {
  readonly level: number;
  readonly risk: RiskAssessment;
} {
  if (assessment?.risk === undefined) throw new RangeError('an application without an assessment');
  return assessment as unknown as ReturnType<typeof approvedOf>;
}

/** Who must agree, by the matrix and what the borrower owes and may draw by now. */
async function readApprovals(
  { sql }: ActivityDeps,
  facts: ApplicationFacts,
  { grade }: RiskAssessment,
  { approval }: ParameterSet,
): Promise<{ readonly approvals: readonly Approval[]; readonly level: number }> {
  const exposure = await readExposure(sql, facts);
  const { enterpriseId } = facts;
  const groupFen = groupExposureFen(
    [enterpriseId],
    [
      {
        enterpriseId,
        outstandingFen: fen(exposure.outstandingFen),
        committedFen: fen(exposure.committedFen),
      },
    ],
    fen(facts.amountFen),
  );
  const required = requiredApproval(
    {
      groupExposureFen: groupFen,
      grade,
      productKind: 'LOAN',
      isRelatedParty: false,
      policyException: null,
    },
    approval,
  );
  if (!required.ok) throw new RangeError(`no level of approval: ${required.refusal.code}`);
  return { approvals: approvalsFor(required.value, approval), level: required.value.level };
}
