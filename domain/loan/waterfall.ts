import type { IsoDate } from '../calendar/isoDate';
import { type Fen, fen, minFen } from '../money/fen';
import { type Components, FIELD_OF, NOTHING } from './components';
import type { Component } from './events';
import type { WaterfallPreset } from './terms';

/** What one instalment asks for on the day of the receipt. */
export interface Due extends Components {
  readonly number: number;
  readonly dueDate: IsoDate;
}

/** What one instalment got of a receipt. */
export interface Allocation extends Components {
  readonly number: number;
}

export interface Allocated {
  /** One for each due, oldest first. */
  readonly allocations: readonly Allocation[];
  /** What nothing asked for: held for the borrower, never prepays without instruction. */
  readonly suspenseFen: Fen;
}

interface Waterfall {
  /** `HORIZONTAL` fills instalment by instalment, `VERTICAL` component by component. */
  readonly direction: 'HORIZONTAL' | 'VERTICAL';
  readonly order: readonly Component[];
}

const COSTS_FIRST: readonly Component[] = ['fee', 'compound', 'penalty', 'interest', 'principal'];
const PRINCIPAL_FIRST: readonly Component[] = ['principal', 'interest', 'penalty', 'compound', 'fee'];

const WATERFALLS: Readonly<Record<WaterfallPreset, Waterfall>> = {
  LEGAL: { direction: 'VERTICAL', order: COSTS_FIRST },
  ACCRUAL: { direction: 'HORIZONTAL', order: COSTS_FIRST },
  NON_ACCRUAL: { direction: 'VERTICAL', order: PRINCIPAL_FIRST },
};

/** The parts of what is due, in the order in which a preset pays them. */
export function orderOf(preset: WaterfallPreset): readonly Component[] {
  return WATERFALLS[preset].order;
}

/**
 * Divides a receipt over what is due, oldest instalment first, in the preset's order. What is allocated and
 * what goes to suspense add up to the receipt.
 * @param amountFen ≥ 0
 * @param dues unpaid amounts ≥ 0, penalty accrued to the day of the receipt
 */
export function allocate(amountFen: Fen, dues: readonly Due[], preset: WaterfallPreset): Allocated {
  const { direction, order } = WATERFALLS[preset];
  const oldestFirst = [...dues].sort(compareAge);
  const allocated = oldestFirst.map((due): Record<keyof Components, Fen> & { number: number } => ({
    number: due.number,
    ...NOTHING,
  }));
  let left = amountFen;
  const pay = (index: number, component: Component) => {
    const [due, target, field] = [oldestFirst[index], allocated[index], FIELD_OF[component]];
    if (due === undefined || target === undefined) return;
    target[field] = minFen(left, due[field]);
    left = fen(left - target[field]);
  };
  const everyDue = [...oldestFirst.keys()];
  if (direction === 'HORIZONTAL') {
    for (const index of everyDue) for (const component of order) pay(index, component);
  } else {
    for (const component of order) for (const index of everyDue) pay(index, component);
  }
  return { allocations: allocated, suspenseFen: left };
}

function compareAge(left: Due, right: Due): number {
  if (left.dueDate !== right.dueDate) return left.dueDate < right.dueDate ? -1 : 1;
  return left.number - right.number;
}
