import type { FeeAsker, FeeRequestKind } from '../../contracts/fees';
import type { Answer, feeSummary, feeView, owedFee, publishedView } from '../../contracts/http';
import { findText, type Locale, textOf } from '../../contracts/texts/texts';
import type { DecisionReasonCode } from '../../domain/approval/decisionReasons';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { FeeFile, FeeRow, PublishedDispute } from '../../gateways/database/feeFiles';
import type { OwedFee } from '../../gateways/database/owedFees';
import { reliefOf } from './relief';

type Summary = Answer<typeof feeSummary>;

/** A charge as lists show it. */
export function presentFeeSummary(row: FeeRow, enterpriseName: string, locale: Locale): Summary {
  const { institutionId: _institution, statusSince: _since, period, ...fee } = row;
  return {
    ...fee,
    enterpriseName,
    name: textOf(locale, 'costs', fee.kind),
    period: period === fee.id ? 'ON_REQUEST' : period,
    toPayFen: fee.priceFen - fee.pointsUsed,
  };
}

/** A charge as something that is to be paid. */
export function presentOwedFee(fee: OwedFee, locale: Locale): Answer<typeof owedFee> {
  const { id: feeId, kind, outstandingFen: amountFen, dueDate, settlement } = fee;
  return { feeId, name: textOf(locale, 'costs', kind), amountFen, dueDate, settlement };
}

/** What a charge's own rows don't say. */
interface Beside {
  readonly locale: Locale;
  readonly pointsLimit: number;
  readonly tariffFrom: IsoDate | null;
  readonly isTakenBackTooOften: boolean;
  /** Days of the prepayments that let some of it fall away, by the loan's event. */
  readonly prepaidOn: ReadonlyMap<string, IsoDate>;
}

/** A charge with all that became of it. */
export function presentFee(
  file: FeeFile,
  enterpriseName: string,
  { locale, prepaidOn, ...beside }: Beside,
): Answer<typeof feeView> {
  const { history, requests, shown, shownSha256, tariff, ...row } = file;
  const { words, listPriceFen, gradeDiscountFen, loyaltyDiscountFen, priceFen, netFen, vatFen, timing } =
    shown;
  return {
    ...presentFeeSummary(row, enterpriseName, locale),
    tariff,
    ...beside,
    relief: reliefOf(file),
    shown: {
      ...{ words, listPriceFen, gradeDiscountFen, loyaltyDiscountFen, priceFen, netFen, vatFen, timing },
      annualCost: shown.annualCost ?? null,
    },
    shownSha256,
    history: history.map(({ countsOn, key, ...event }) => ({
      ...event,
      isBounced: requests.some(({ source, status }) => source === key && status === 'DONE'),
      on: countsOn,
    })),
    requests: requests.map((request) => presentRequest(request, prepaidOn)),
  };
}

/** Where nobody wrote a reason its row has a key there. */
function presentRequest(
  { source, requestedBy, reason, ...request }: FeeFile['requests'][number],
  prepaidOn: Beside['prepaidOn'],
): Answer<typeof feeView>['requests'][number] {
  const askedBy = askerOf(request.kind, requestedBy);
  return {
    ...{ ...request, askedBy },
    reason: requestedBy === null ? '' : reason,
    prepaidOn: (askedBy === 'LOAN' ? prepaidOn.get(source ?? '') : null) ?? null,
  };
}

function askerOf(kind: FeeRequestKind, requestedBy: string | null): FeeAsker {
  if (requestedBy === null) return kind === 'BOUNCE' ? 'BANK_FILE' : 'LOAN';
  return kind === 'DISPUTE' ? 'PAYER' : 'STAFF';
}

/** What came of a dispute. @param reasonCode the number that whoever decided gave; null: none */
export function presentPublished(
  { decidedAt, grantedFen, fee: { kind, priceFen, pointsUsed } }: PublishedDispute,
  reasonCode: DecisionReasonCode | null,
): Answer<typeof publishedView> {
  const code = reasonCode ?? 'D900';
  const given = grantedFen ?? 0;
  const outcome = given === 0 ? 'REJECTED' : given < priceFen - pointsUsed ? 'UPHELD_IN_PART' : 'UPHELD';
  const inBoth = (of: (locale: Locale) => string) => ({ zh: of('zh-CN'), en: of('en') });
  return {
    month: (decidedAt ?? '').slice(0, 7),
    ...{ kind, chargedFen: priceFen, grantedFen: given, outcome, reasonCode: code },
    outcomeWords: inBoth((locale) => textOf(locale, 'disputes', outcome)),
    reasonWords: inBoth(
      (locale) => findText(locale, 'toldReasons', code) ?? textOf(locale, 'disputes', 'OTHER_REASON'),
    ),
  };
}
