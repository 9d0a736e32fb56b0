import type { Answer, feeSummary, feeView } from '../../contracts/http';
import { type Locale, textOf } from '../../contracts/texts/texts';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { FeeFile, FeeRow } from '../../gateways/database/feeFiles';

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
    history: history.map(({ countsOn, ...event }) => ({ ...event, on: countsOn })),
    requests: [...requests],
  };
}
