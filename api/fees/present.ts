import type { Answer, feeSummary, feeView, publishedView } from '../../contracts/http';
import { findText, type Locale, textOf } from '../../contracts/texts/texts';
import type { DecisionReasonCode } from '../../domain/approval/decisionReasons';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { FeeFile, FeeRow, PublishedDispute } from '../../gateways/database/feeFiles';

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

/** A charge with all that became of it. */
export function presentFee(
  { history, requests, shown, shownSha256, tariff, ...row }: FeeFile,
  enterpriseName: string,
  {
    locale,
    pointsLimit,
    tariffFrom,
  }: { readonly locale: Locale; readonly pointsLimit: number; readonly tariffFrom: IsoDate | null },
): Answer<typeof feeView> {
  const { words, listPriceFen, gradeDiscountFen, loyaltyDiscountFen, priceFen, netFen, vatFen, timing } =
    shown;
  return {
    ...presentFeeSummary(row, enterpriseName, locale),
    tariff,
    tariffFrom,
    shown: {
      ...{ words, listPriceFen, gradeDiscountFen, loyaltyDiscountFen, priceFen, netFen, vatFen, timing },
      annualCost: shown.annualCost ?? null,
    },
    shownSha256,
    pointsLimit,
    history: history.map(({ countsOn, key, ...event }) => ({
      ...event,
      isBounced: requests.some(({ source, status }) => source === key && status === 'DONE'),
      on: countsOn,
    })),
    requests: requests.map(({ source: _of, ...request }) => request),
  };
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
