import { PRICES } from './ruleFigures';
import type { Rules } from './rules';
import type { Assignment } from './words';

type Decision = NonNullable<Rules['scorecard']['decisionOf'][keyof Rules['scorecard']['decisionOf']]>;

/** A figure of the rules, as it is shown. */
type Figure =
  | { readonly as: 'SHARE'; readonly share: string }
  | { readonly as: 'DECISION'; readonly decision: Decision }
  | { readonly as: 'ASSIGNMENT'; readonly assignment: Assignment }
  | { readonly as: 'TEXT'; readonly text: string };

/** One figure that somebody wants to set. */
export interface Told {
  readonly name: { readonly of: 'FIGURE' | 'TASK' | 'GRADE'; readonly key: string };
  /** null: it is not known, or is the same */
  readonly before: Figure | null;
  readonly after: Figure;
}

/** The rules that a change may set, by the names of their figures. */
type Before = Readonly<Record<'approval' | 'deadlines' | 'pricing' | 'scorecard', object>>;

/** Shown as parts of their own. */
const APART: readonly string[] = ['matrix', 'thresholds', 'rules'];
const SHARES: readonly string[] = [...PRICES, 'singleBorrowerShareOfNetAssets', 'maximumLoanToRevenue'];
const OF = { taskOfKind: 'TASK', decisionOf: 'GRADE' } as const;

/**
 * Figure by figure what a change of rules sets.
 * @param before the rules of its day without it; null: they are not asked for, or not known yet
 */
export function figuresIn(value: object, before: Before | null): readonly Told[] {
  const inForce: object =
    before === null
      ? {}
      : { ...before.approval, ...before.deadlines, ...before.pricing, ...before.scorecard };
  return Object.entries(value)
    .filter(([key]) => !APART.includes(key))
    .flatMap(([key, wanted]) => {
      const was = of(inForce, key);
      if (key !== 'taskOfKind' && key !== 'decisionOf') return [toldOf({ of: 'FIGURE', key }, was, wanted)];
      return Object.entries(wanted as object).map(([part, figure]) =>
        toldOf({ of: OF[key], key: part }, of(was, part), figure),
      );
    });
}

const of = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && key in value ? value[key as keyof typeof value] : undefined;

function toldOf(name: Told['name'], was: unknown, wanted: unknown): Told {
  const before = was === undefined || was === null ? null : shownOf(name, was);
  return { name, before, after: shownOf(name, wanted) };
}

function shownOf({ of: whose, key }: Told['name'], figure: unknown): Figure {
  if (whose === 'GRADE') return { as: 'DECISION', decision: figure as Decision };
  if (SHARES.includes(key)) return { as: 'SHARE', share: String(figure) };
  if (key === 'assignment') return { as: 'ASSIGNMENT', assignment: figure as Assignment };
  return { as: 'TEXT', text: textOf(figure) };
}

/** Hours of a task as `4 / 12`, parts of a day as `09:00–12:00 · 13:30–18:00`. */
function textOf(figure: unknown): string {
  if (Array.isArray(figure)) {
    return figure.map((part) => (Array.isArray(part) ? part.join('–') : textOf(part))).join(' · ');
  }
  return typeof figure === 'object' && figure !== null
    ? Object.values(figure).map(textOf).join(' / ')
    : String(figure);
}
