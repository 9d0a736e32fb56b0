import { daysBetween, type IsoDate } from '../calendar/isoDate';

/** An instalment as far as arrears go by it. */
export interface DueInstalment {
  readonly dueDate: IsoDate;
  /** The due date shifted to a workday; paid by then is paid in time. */
  readonly collectionDate: IsoDate;
  /** In part or whole. */
  readonly isUnpaid: boolean;
}

/** Since when a loan is behind. */
export interface Arrears {
  /** The anchor: due date of the oldest instalment that is unpaid after its collection date. */
  readonly dueDate: IsoDate;
  readonly collectionDate: IsoDate;
  /** Counted from the due date, also where the collection date was shifted. */
  readonly daysPastDue: number;
}

/**
 * The arrears of a loan on a day, after all that was received is allocated: each receipt, or its reversal, moves the
 * anchor at once.
 * @param instalments by due date, oldest first
 * @returns null when nothing is overdue; what is collected today is not overdue yet
 */
export function arrearsOn(instalments: readonly DueInstalment[], date: IsoDate): Arrears | null {
  const oldest = instalments.find(({ collectionDate, isUnpaid }) => isUnpaid && collectionDate < date);
  if (oldest === undefined) return null;
  const { dueDate, collectionDate } = oldest;
  return { dueDate, collectionDate, daysPastDue: daysBetween(dueDate, date) };
}
