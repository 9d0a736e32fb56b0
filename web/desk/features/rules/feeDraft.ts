import { yuanText } from '../../../../domain/money/text';
import type { Answers } from '../../../client/client';
import { percentTyped, shareOf } from '../../../kit/forms/percents';
import { typedFen } from '../../../kit/forms/typedFigures';
import { type Words, words } from '../../../kit/words/words';

export type FeeRule = Answers['FeeRule'];
export type Basis = Exclude<FeeRule['basis']['kind'], 'TIERED'>;

export const BASES: Words<Basis> = words({
  FLAT: ['固定金额（元）', 'A fixed amount (yuan)'],
  OF_AMOUNT: ['按金额（%）', 'Of the amount (%)'],
  OF_AMOUNT_AND_TERM: ['按金额与年限（%/年）', 'Of the amount and the term (% a year)'],
});

/** A line of the price list as it is typed. What is not typed here (slices, discounts by grade) stays as it is. */
export interface FeeDraft {
  readonly code: string;
  readonly kind: FeeRule['kind'];
  readonly timing: FeeRule['timing'];
  /** null: by slices, which are not typed here */
  readonly basis: Basis | null;
  /** Yuan or a percentage, by the basis. */
  readonly price: string;
  readonly minimum: string;
  readonly maximum: string;
  /** As it stands in the list; null: it is new. */
  readonly before: FeeRule | null;
}

export const NEW_LINE: FeeDraft = {
  ...{ code: '', kind: 'CONSULTING', timing: 'ON_REQUEST', basis: 'FLAT', price: '' },
  ...{ minimum: '', maximum: '', before: null },
};

/** The price list in force, to be changed. */
export const feesTyped = (rules: readonly FeeRule[]): readonly FeeDraft[] =>
  rules.map((rule) => ({
    ...{ code: rule.code, kind: rule.kind, timing: rule.timing, before: rule },
    basis: rule.basis.kind === 'TIERED' ? null : rule.basis.kind,
    price: priceOf(rule.basis),
    minimum: rule.minimumFen === undefined ? '' : yuanText(rule.minimumFen),
    maximum: rule.maximumFen === undefined ? '' : yuanText(rule.maximumFen),
  }));

function priceOf(basis: FeeRule['basis']): string {
  if (basis.kind === 'FLAT') return yuanText(basis.amountFen);
  if (basis.kind === 'OF_AMOUNT') return percentTyped(basis.rate);
  return basis.kind === 'OF_AMOUNT_AND_TERM' ? percentTyped(basis.annualRate) : '';
}

/** The list that is asked for; null: a line can't be read, or nothing differs. Whether it makes sense the platform says. */
export function feesWanted(
  drafts: readonly FeeDraft[],
  inForce: readonly FeeRule[],
): { rules: FeeRule[] } | null {
  const rules: FeeRule[] = [];
  for (const draft of drafts) {
    const rule = ruleOf(draft);
    if (rule === null) return null;
    rules.push(rule);
  }
  return JSON.stringify(rules) === JSON.stringify(feesOf(inForce)) ? null : { rules };
}

/** As the drafts of a list would be read: for comparing. */
const feesOf = (rules: readonly FeeRule[]): readonly (FeeRule | null)[] => feesTyped(rules).map(ruleOf);

function ruleOf(draft: FeeDraft): FeeRule | null {
  const { code, kind, timing, before } = draft;
  const basis = basisOf(draft);
  const [least, most] = [boundOf(draft.minimum), boundOf(draft.maximum)];
  if (basis === null || least === null || most === null || code.trim() === '') return null;
  return {
    ...{ code: code.trim().toUpperCase(), kind, timing, basis },
    ...(least === 'NONE' ? {} : { minimumFen: least }),
    ...(most === 'NONE' ? {} : { maximumFen: most }),
    gradeDiscounts: before?.gradeDiscounts ?? {},
    loyaltyDiscounts: before?.loyaltyDiscounts ?? [],
    maximumDiscount: before?.maximumDiscount ?? '0',
  };
}

function basisOf({ basis, price, before }: FeeDraft): FeeRule['basis'] | null {
  if (basis === null) return before?.basis ?? null;
  if (basis === 'FLAT') {
    const amountFen = typedFen(price);
    return amountFen === null || amountFen <= 0 ? null : { kind: basis, amountFen };
  }
  const rate = shareOf(price);
  if (rate === null) return null;
  return basis === 'OF_AMOUNT' ? { kind: basis, rate } : { kind: basis, annualRate: rate };
}

/** null: it can't be read */
function boundOf(typed: string): number | 'NONE' | null {
  if (typed.trim() === '') return 'NONE';
  const read = typedFen(typed);
  return read === null || read <= 0 ? null : read;
}
