import type { Answers } from '../../../../client/client';

type WhatIf = Answers['WhatIf'];

/** Terms that are tried: what the sliders say. */
export interface Tried {
  readonly amountFen: number;
  readonly termMonths: number;
  readonly method: Answers['RepaymentMethod'];
}

/** What other terms would come to, figure by figure. */
export type Figure =
  | 'annualRate'
  | 'simpleRate'
  | 'firstPaymentFen'
  | 'costFen'
  | 'expectedLossFen'
  | 'grade'
  | 'score'
  | 'exposureFen';

export interface Line {
  readonly name: Figure;
  /** null: there is none */
  readonly asked: string | number | null;
  readonly tried: string | number | null;
  readonly differs: boolean;
}

/** The figures of two answers beside each other. */
export function linesOf(asked: WhatIf, tried: WhatIf): readonly Line[] {
  const [left, right] = [figuresOf(asked), figuresOf(tried)];
  return (Object.keys(left) as Figure[]).map((name) => ({
    ...{ name, asked: left[name], tried: right[name] },
    differs: left[name] !== right[name],
  }));
}

function figuresOf({
  price,
  grade,
  score,
  authority,
}: WhatIf): Readonly<Record<Figure, string | number | null>> {
  return {
    annualRate: price?.annualRate ?? null,
    simpleRate: price?.annualCost.simpleRate ?? null,
    firstPaymentFen: price?.schedule[0]?.paymentFen ?? null,
    costFen: price?.annualCost.totalCostFen ?? null,
    expectedLossFen: price?.expectedLossFen ?? null,
    grade,
    score,
    exposureFen: authority?.exposureFen ?? null,
  };
}

const STEPS = 100;
const A_YUAN = 100;

/** By how much a slider for amounts moves, in fen: about a hundred round steps from end to end. */
export function stepOf({
  minimumFen,
  maximumFen,
}: Pick<Answers['Product'], 'minimumFen' | 'maximumFen'>): number {
  const fine = Math.max((maximumFen - minimumFen) / STEPS, A_YUAN);
  const power = 10 ** Math.floor(Math.log10(fine));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= fine) ?? power;
}
