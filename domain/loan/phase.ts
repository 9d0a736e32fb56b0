import { type Refusal, refuse } from '../result';
import type { LoanEvent, LoanEventKind } from './events';
import type { LoanPhase, LoanPosition } from './position';

/** Kinds of events that a loan takes in each phase; null for all but another disbursement. */
const TAKEN: Readonly<Record<LoanPhase, readonly LoanEventKind[] | null>> = {
  NOT_DISBURSED: ['DISBURSED'],
  ACTIVE: null,
  WRITTEN_OFF: [
    'RECOVERED',
    'REFUNDED',
    'SET_OFF',
    'REVERSED',
    'CLASSIFIED',
    'PROVISIONED',
    'ACCRUED',
    'CLOSED',
  ],
  CLOSED: ['REVERSED'],
};

const REFUSALS = {
  NOT_DISBURSED: 'LOAN_NOT_DISBURSED',
  ACTIVE: 'LOAN_ALREADY_DISBURSED',
  WRITTEN_OFF: 'LOAN_WRITTEN_OFF',
  CLOSED: 'LOAN_CLOSED',
} as const satisfies Readonly<Record<LoanPhase, string>>;

/** Why a loan takes no event of a kind in a phase. */
export type PhaseRefusal = (typeof REFUSALS)[LoanPhase];

/** Why a loan takes no event of this kind in the phase that it is in; null when it does. */
export function wrongPhase({ phase }: LoanPosition, { kind }: LoanEvent): Refusal<PhaseRefusal> | null {
  const isTaken = TAKEN[phase]?.includes(kind) ?? kind !== 'DISBURSED';
  return isTaken ? null : refuse(REFUSALS[phase]).refusal;
}
