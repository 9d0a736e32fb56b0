import type { Chance } from './chance';

/** The grid of what a bank can do to an order; a fault of the bank is one cell of it. */
export const GRID = {
  /** How long the bank takes; the platform waits eight seconds for an answer. */
  delaySeconds: [0, 4, 12, 30, 90],
  /** When the money moves: before the wait, after it, or not at all. */
  booked: ['BEFORE', 'AFTER', 'NEVER'],
  answer: ['NONE', 'HTTP_500', 'DECLINE', 'PROCESSING'],
  notice: ['NORMAL', 'LATE', 'TWICE', 'OUT_OF_ORDER', 'FORGED', 'OTHER_AMOUNT', 'NONE'],
  /** Days by which the bank's own booking day is later than the order's. */
  daysLater: [0, 0, 0, 1, 3],
} as const;

type OneOf<Values extends readonly unknown[]> = Values[number];

export interface BankFault {
  readonly delaySeconds: OneOf<typeof GRID.delaySeconds>;
  readonly booked: OneOf<typeof GRID.booked>;
  readonly answer: OneOf<typeof GRID.answer>;
  readonly notice: OneOf<typeof GRID.notice>;
  readonly daysLater: OneOf<typeof GRID.daysLater>;
}

/** A behaviour as `POST /plans` of the sandbox bank takes it. */
export type Behaviour = Readonly<Record<string, unknown>> & { readonly kind: string };

/** Declines that are cured by trying again, in the end. */
const CURABLE_CODES = ['51', '91', '96'] as const;
/** From here on the platform has stopped waiting, so whatever the bank answers reaches nobody. */
const ANSWER_IS_LOST_AFTER_SECONDS = 8;

/** Any cell of the grid. */
export function drawBankFault({ oneOf }: Chance): BankFault {
  return {
    delaySeconds: oneOf(GRID.delaySeconds),
    booked: oneOf(GRID.booked),
    answer: oneOf(GRID.answer),
    notice: oneOf(GRID.notice),
    daysLater: oneOf(GRID.daysLater),
  };
}

/**
 * The cell in the words of the sandbox. A bank that declines moves nothing, so `booked` is without meaning there;
 * money that moves after a short wait can't be told from money that moves before it, because nobody sees between.
 */
export function behaviourOf(fault: BankFault, chance: Chance): Behaviour {
  const delayMs = fault.delaySeconds * 1_000;
  const { daysLater: bookedDaysLater } = fault;
  return { ...happening(fault, chance), delayMs, bookedDaysLater, ...noticeOf(fault, chance) };
}

function happening({ answer, booked, delaySeconds }: BankFault, { oneOf, whole }: Chance): Behaviour {
  const isMoved = booked !== 'NEVER';
  const isLate = booked === 'AFTER' && delaySeconds > ANSWER_IS_LOST_AFTER_SECONDS;
  const concealedInquiries = whole(1, 5);
  switch (answer) {
    case 'DECLINE':
      return { kind: 'DECLINE', code: oneOf(CURABLE_CODES) };
    case 'PROCESSING':
      return isMoved
        ? { kind: 'NORMAL', booked: booked === 'BEFORE', concealedInquiries }
        : { kind: 'DECLINE', code: '51', concealedInquiries };
    case 'HTTP_500':
      if (isLate) return { kind: 'SLOW', booked: false };
      return { kind: 'HTTP_500', booked: isMoved };
    case 'NONE':
      if (isLate) return { kind: 'SLOW', booked: false };
      return isMoved ? { kind: 'TAKEN_NO_ANSWER', concealedInquiries } : { kind: 'NOT_REACHED' };
  }
}

function noticeOf({ notice }: BankFault, { whole }: Chance): Readonly<Record<string, unknown>> {
  return notice === 'LATE' ? { notice, noticeDelayMs: whole(2_000, 40_000) } : { notice };
}
