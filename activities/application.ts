import type { ApplicationActivities, AssessmentFinding, OfferRefusal } from '../contracts/activities';
import type { KeptAssessment } from '../contracts/http';
import type { WhyRefused } from '../contracts/refusals';
import type { ReasonCode } from '../contracts/texts/texts';
import { checkApplication } from '../domain/application/checkApplication';
import { informationOf } from '../domain/application/information';
import { businessDate } from '../domain/calendar/clock';
import { isoDate } from '../domain/calendar/isoDate';
import { PUBLISHED_VERSION } from '../domain/calendar/published';
import { fen } from '../domain/money/fen';
import { type PricedOffer, pricedOffer, shownOffer } from '../domain/offer/pricedOffer';
import { termsFor } from '../domain/offer/productTerms';
import { type ParameterSet, parametersAt } from '../domain/parameters/parametersAt';
import type { KnockOut } from '../domain/parameters/scorecard';
import type { PriceRefusal } from '../domain/pricing/price';
import { type LoanPrice, priceLoan } from '../domain/pricing/priceLoan';
import { accept, type Result, refuse } from '../domain/result';
import { assess, type RiskAssessment } from '../domain/scoring/assess';
import {
  type ApplicationFacts,
  readApplicationFacts,
  writeAssessment,
  writeOffer,
  writeProfile,
  writeTerms,
} from '../gateways/database/applications';
import { readLimitHeld } from '../gateways/database/collection';
import { hasConsent } from '../gateways/database/consents';
import { readBorrower } from '../gateways/database/enterprises';
import { writeFacility } from '../gateways/database/facilities';
import { agreeOnFees, hashOfShown, isAgreed } from '../gateways/database/feeAgreements';
import { lockPoints, readPoints } from '../gateways/database/fees';
import { countLoansRepaid } from '../gateways/database/loans';
import { rulesOf } from '../gateways/database/ownRules';
import { inTransaction, type Queryable } from '../gateways/database/transaction';
import { type ApprovalActivities, keepRoute } from './approval';
import type { ActivityDeps } from './deps';
import { costed, offerOf } from './offer';

/** Everything that is computed about an application; who must approve it is in `approval.ts`. */
export function createApplicationActivities(
  deps: ActivityDeps,
): Omit<ApplicationActivities, keyof ApprovalActivities> {
  const { prisma, sql, cipher, bureau } = deps;
  return {
    checkCompleteness: async ({ applicationId, asOf }) => {
      const facts = await readApplicationFacts(prisma, applicationId);
      const missing = missingOf(facts, await rulesOf(sql, facts.institutionId, isoDate(asOf)));
      const isAgreed = await hasConsent(prisma, facts.enterpriseId, 'CREDIT_ENQUIRY');
      return { missing: isAgreed ? missing : [...missing, CREDIT_CONSENT] };
    },

    pullCreditReport: async ({ applicationId, enterpriseId }) => {
      if (!(await hasConsent(prisma, enterpriseId, 'CREDIT_ENQUIRY'))) return { outcome: 'NO_CONSENT' };
      const { uscc } = await readBorrower(prisma, cipher, enterpriseId);
      const { reportId, maxDpd24m, enquiries6m, litigation, taxRating } = await bureau.pullReport(uscc);
      await writeProfile(sql, applicationId, { maxDpd24m, enquiries6m, litigation, taxRating });
      return { outcome: 'PULLED', reportId };
    },

    assessApplication: async ({ applicationId, asOf, round, exceptionReason }) => {
      const facts = await readApplicationFacts(prisma, applicationId);
      const parameters = await rulesOf(sql, facts.institutionId, isoDate(asOf));
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
      const limit = await readLimitHeld(sql, facts.enterpriseId);
      const knockOuts = [
        ...(limit === null ? [] : [LIMIT_CODES[limit]]),
        ...reasonsToRefuse(risk.value, price),
      ];
      const exception = knockOuts.length > 0 ? exceptionReason : null;
      if ((knockOuts.length > 0 && exception === null) || !price.ok) {
        return await knockedOut(deps, facts, knockOuts, { ...madeBy, risk: risk.value });
      }
      const kept = { ...madeBy, risk: risk.value, price: price.value };
      // The law caps what the borrower pays in all, not the contract rate alone.
      const loansRepaid = await countLoansRepaid(sql, facts.enterpriseId);
      const priced = { ...price.value, grade: risk.value.grade, loansRepaid };
      if (costed(facts, priced, parameters).costsTooMuch) {
        return await knockedOut(deps, facts, ['COST_ABOVE_CAP'], kept);
      }
      // Whom nobody may approve, nobody need review.
      const { amountFen, termMonths, method } = facts;
      const terms = { amountFen: fen(amountFen), termMonths, method, annualRate: price.value.annualRate };
      const assessed = { grade: risk.value.grade, terms, exceptionReason: exception, round };
      const route = await keepRoute(deps, facts, assessed, asOf);
      if (route.outcome === 'REFUSED') return await knockedOut(deps, facts, [route.code], kept);
      await writeAssessment(prisma, applicationId, kept);
      const { grade, score, reasons } = risk.value;
      return {
        outcome: 'TO_REVIEW',
        grade,
        score,
        annualRate: price.value.annualRate,
        reasonCodes: reasons.map(({ code }) => code),
        route,
        exceptionReason: exception,
      };
    },

    changeTerms: async ({ applicationId, amountFen, termMonths, method }) =>
      await writeTerms(prisma, applicationId, { amountFen, termMonths, method }),

    makeOffer: async ({ applicationId, offeredAtMs }) => {
      const facts = await readApplicationFacts(prisma, applicationId);
      const parameters = await rulesOf(sql, facts.institutionId, businessDate(offeredAtMs));
      const loansRepaid = await countLoansRepaid(sql, facts.enterpriseId);
      const { offer, made } = offerOf(facts, offeredAtMs, parameters, loansRepaid);
      await writeOffer(prisma, applicationId, offer);
      return made;
    },

    agreeFacility: async ({ applicationId, loanId, agreedAt, agreedBy, ...signed }) => {
      const facts = await readApplicationFacts(prisma, applicationId);
      const { bankAccountNo } = await readBorrower(prisma, cipher, facts.enterpriseId);
      return await inTransaction(sql, async (client) => {
        // By an attempt whose answer was lost: its points are set aside.
        if (await isAgreed(client, loanId)) return null;
        const priced = await pricedAsSigned(client, facts, signed);
        if (!priced.ok) return { refusedBy: priced.refusal.code };
        await writeFacility(client, cipher, { applicationId, loanId, accountNo: bankAccountNo, agreedAt });
        await agreeOnFees(client, loanId, agreedBy, priced.value);
        return null;
      });
    },
  };
}

/**
 * The fees of an offer as somebody signed them: with the points that they set against them, and as they were shown.
 * @returns null where it was signed as it was offered, without points
 */
async function pricedAsSigned(
  client: Queryable,
  { enterpriseId, offer }: ApplicationFacts,
  { pointsUsed = 0, shownSha256 }: { readonly pointsUsed?: number; readonly shownSha256?: string },
): Promise<Result<{ fees: PricedOffer['fees']; effectiveRate: string } | null, OfferRefusal>> {
  if (offer === null || (pointsUsed === 0 && shownSha256 === undefined)) return accept(null);
  await lockPoints(client, enterpriseId);
  const points = { offered: pointsUsed, balance: await readPoints(client, enterpriseId) };
  const priced = pricedOffer(offer, points, parametersAt(offer.terms.startDate).fees.pointsShare);
  if (!priced.ok) return priced;
  const isAsShown = (await hashOfShown(client, shownOffer(offer, priced.value))) === shownSha256;
  if (!isAsShown) return refuse('SHOWN_OTHERWISE');
  const { fees, cost } = priced.value;
  return accept({ fees, effectiveRate: cost.xirr });
}

/** Nobody is asked about without it (征信业管理条例 art. 18). */
const CREDIT_CONSENT = 'consents.CREDIT_ENQUIRY';

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

/** What the overdue ladder says of a limit: until all is cured, nothing is added to it. */
const LIMIT_CODES = { FROZEN: 'LIMIT_FROZEN', STOPPED: 'LIMIT_STOPPED' } as const;

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
