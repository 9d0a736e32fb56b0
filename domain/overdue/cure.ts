import type { IsoDate } from '../calendar/isoDate';
import { type UpgradeObstacle, upgradeObstacles } from './classification';

/** An instalment as cure looks at it. */
export interface ServedInstalment {
  readonly dueDate: IsoDate;
  /** The due date moved to the following workday; paid by then is paid in time. */
  readonly collectionDate: IsoDate;
  /** Null: not paid. */
  readonly paidOn: IsoDate | null;
}

/** What an upgrade of a non-performing loan looks at. */
export interface CureInput {
  /** The day on which all that was overdue was paid, fees included; null: never. */
  readonly curedOn: IsoDate | null;
  readonly periodMonths: number;
  /** In order of due date. */
  readonly instalments: readonly ServedInstalment[];
  /** The debtor will be able to pay. */
  readonly isAble: boolean;
  /** Another asset of the debtor here is credit-impaired. */
  readonly isImpairedElsewhere: boolean;
}

/** How far a loan has come on a day. */
export interface Cure {
  /** Instalments in a row that were paid in time since nothing was overdue any more. */
  readonly consecutive: number;
  /** What keeps the loan from 关注 or 正常; none when it may be upgraded. */
  readonly obstacles: readonly UpgradeObstacle[];
}

/**
 * Cure of a non-performing loan at the end of a day (令〔2023〕1号): everything overdue is paid, and from then on
 * instalments were paid in time, at least two of them over at least six months. A late one ends the row: counting
 * begins again once it is paid, with the next that falls due. One that is paid in advance counts on its collection
 * date.
 */
export function cureOn(input: CureInput, date: IsoDate): Cure {
  const { isAble, isImpairedElsewhere, periodMonths } = input;
  const { isClear, consecutive } = servedBy(input, date);
  const obstacles = upgradeObstacles({
    overdueFullyPaid: isClear,
    normalPeriods: consecutive,
    periodMonths,
    ability: isAble,
    debtorHasImpaired: isImpairedElsewhere,
  });
  return { consecutive, obstacles };
}

/**
 * The first day on which nothing is in the way of an upgrade: the collection date of the instalment that completes
 * the row. Interest is not recognised again before it.
 * @returns null when it doesn't come, as far as is known
 */
export function upgradeEligibleFrom(input: CureInput): IsoDate | null {
  const dates = input.instalments.map(({ collectionDate }) => collectionDate);
  return dates.find((date) => cureOn(input, date).obstacles.length === 0) ?? null;
}

function servedBy(
  { curedOn, instalments }: CureInput,
  date: IsoDate,
): { isClear: boolean; consecutive: number } {
  if (curedOn === null || curedOn > date) return { isClear: false, consecutive: 0 };
  let clearOn = curedOn;
  let consecutive = 0;
  for (const { dueDate, collectionDate, paidOn } of instalments) {
    if (collectionDate > date) continue;
    if (paidOn === null || paidOn > date) return { isClear: false, consecutive: 0 };
    if (paidOn > collectionDate) {
      if (paidOn > clearOn) clearOn = paidOn;
      consecutive = 0;
    } else if (dueDate > clearOn) consecutive += 1;
  }
  return { isClear: true, consecutive };
}
