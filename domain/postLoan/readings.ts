import type { IsoDate } from '../calendar/isoDate';
import type { Fen } from '../money/fen';
import { Exact, fixed } from '../parameters/decimal';
import type { Indicator } from '../parameters/postLoan';
import { type EnterpriseProfile, TAX_RATINGS } from '../scoring/profile';
import { type Ratio, ratiosOf } from '../scoring/ratios';
import type { FinancialStatements } from '../scoring/statements';
import type { Reading } from './earlyWarning';

type TaxRating = EnterpriseProfile['taxRating'];

/** What the bureau says of a borrower now. */
export interface CreditNow extends Pick<EnterpriseProfile, 'enquiries6m' | 'litigation' | 'taxRating'> {
  /** Most days past due now, with any lender. */
  readonly daysPastDue: number;
}

/** What the registry says of it now; null: it isn't there any more. */
export type RegisteredNow = {
  readonly isInBusiness: boolean;
  readonly name: string;
  readonly legalPerson: string;
} | null;

/** What is known of a borrower on a day; what nobody could be asked is left out. */
export interface BorrowerFacts {
  readonly on: IsoDate;
  readonly credit?: CreditNow;
  readonly registered?: RegisteredNow;
  /** What it is here: names that have changed by the house's own door are no news. */
  readonly onFile: { readonly name: string; readonly legalPerson: string };
  /** When its newest loan was granted. */
  readonly taxRatingThen: TaxRating;
  readonly statements: { readonly figures: FinancialStatements; readonly asOf: IsoDate } | null;
  /** All that it owes here. */
  readonly exposureFen: Fen;
  /** Of the institution; null: not known. */
  readonly netAssetsFen: Fen | null;
}

export type Readings = Readonly<Partial<Record<Indicator, Reading>>>;

const PLACES = 6;

/** The indicators of a borrower as the facts give them. One that can't be known from them is left out. */
export function readingsOf(facts: BorrowerFacts): Readings {
  const { on, credit, registered, onFile, taxRatingThen, statements } = facts;
  const now = (value: Reading['value']): Reading => ({ value, asOf: on });
  return {
    ...(credit !== undefined && {
      DPD_ELSEWHERE: now(String(credit.daysPastDue)),
      ENQUIRIES_6M: now(String(credit.enquiries6m)),
      TAX_DOWNGRADE: now(isWorse(credit.taxRating, taxRatingThen)),
      OPEN_LITIGATION: now(credit.litigation === 'OPEN'),
      DISHONEST_DEBTOR: now(credit.litigation === 'DISHONEST_JUDGMENT_DEBTOR'),
    }),
    ...(registered !== undefined && {
      REGISTRY_ABNORMAL: now(registered === null || !registered.isInBusiness),
      REGISTRY_CHANGED: now(
        registered !== null &&
          (registered.name !== onFile.name || registered.legalPerson !== onFile.legalPerson),
      ),
    }),
    ...(statements !== null && ofStatements(statements)),
    ...concentration(facts),
  };
}

function ofStatements({ figures, asOf }: NonNullable<BorrowerFacts['statements']>): Readings {
  const { dscr, debtRatio, revenueGrowth } = ratiosOf(figures);
  const told = (ratio: Ratio): Reading => ({ value: textOf(ratio), asOf });
  return { DSCR: told(dscr), DEBT_RATIO: told(debtRatio), REVENUE_GROWTH: told(revenueGrowth) };
}

function textOf(ratio: Ratio): string | null {
  return ratio === null || typeof ratio === 'string' ? ratio : fixed(ratio, PLACES);
}

function concentration({ on, exposureFen, netAssetsFen }: BorrowerFacts): Readings {
  if (netAssetsFen === null || netAssetsFen === 0) return {};
  const share = new Exact(exposureFen).dividedBy(netAssetsFen);
  return { CONCENTRATION: { value: fixed(share, PLACES), asOf: on } };
}

/** Null: the authority has given none, which is neither better nor worse. */
function isWorse(now: TaxRating, then: TaxRating): boolean {
  return now !== null && then !== null && TAX_RATINGS.indexOf(now) > TAX_RATINGS.indexOf(then);
}
