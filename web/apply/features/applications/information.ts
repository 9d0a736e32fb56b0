import { yuanText } from '../../../../domain/money/text';
import type { Answers } from '../../../client/client';
import { typedFen } from '../../../kit/forms/typedFigures';

type Period = Answers['StatementPeriod'];
export type Figure = keyof Period & string;

/** The figures of a year in the order of the statements, and whether each may be negative. */
const MAY_BE_NEGATIVE: Readonly<Record<Figure, boolean>> = {
  revenueFen: false,
  costOfGoodsSoldFen: false,
  ebitFen: true,
  interestExpenseFen: false,
  netProfitFen: true,
  depreciationFen: false,
  amortisationFen: false,
  operatingCashFlowFen: true,
  currentAssetsFen: false,
  inventoryFen: false,
  prepaymentsFen: false,
  receivablesFen: false,
  totalAssetsFen: false,
  currentLiabilitiesFen: false,
  totalLiabilitiesFen: false,
  equityFen: true,
  retainedEarningsFen: true,
};
export const FIGURES = Object.keys(MAY_BE_NEGATIVE) as readonly Figure[];
export const mayBeNegative = (figure: Figure): boolean => MAY_BE_NEGATIVE[figure];

/** A year's figures as typed; an empty one is not known yet. */
export type TypedPeriod = Record<Figure, string>;

/** What an enterprise says of itself, as typed. */
export interface TypedInformation {
  readonly purpose: string;
  readonly current: TypedPeriod;
  /** NO: it is in its first year. */
  readonly hasPrevious: 'YES' | 'NO';
  readonly previous: TypedPeriod;
  readonly principalDue12mFen: string;
  readonly existingDebtFen: string;
  readonly years: string;
  /** NONE: the tax authority has given none; empty: not said. */
  readonly taxRating: string;
  readonly litigation: string;
}

export const TAX_RATINGS = ['A', 'B', 'M', 'C', 'D'] as const;
export const LITIGATION = ['NONE', 'SETTLED', 'OPEN', 'DISHONEST_JUDGMENT_DEBTOR'] as const;

const emptyPeriod = (): TypedPeriod =>
  Object.fromEntries(FIGURES.map((figure) => [figure, ''])) as TypedPeriod;

/** Nothing said yet. */
export const emptyInformation = (): TypedInformation => ({
  purpose: '',
  current: emptyPeriod(),
  hasPrevious: 'YES',
  previous: emptyPeriod(),
  principalDue12mFen: '',
  existingDebtFen: '',
  years: '',
  taxRating: '',
  litigation: '',
});

type OnFile = Pick<Answers['Application'], 'purpose' | 'statements' | 'profile'>;

/** What is on file, as it would be typed. */
export function typedOf({ purpose, statements, profile }: OnFile): TypedInformation {
  const { current, previous, principalDue12mFen, existingDebtFen } = statements;
  const { yearsInOperation, taxRating, litigation } = profile;
  return {
    purpose,
    current: typedPeriod(current),
    hasPrevious: previous === null ? 'NO' : 'YES',
    previous: typedPeriod(previous),
    principalDue12mFen: typedAmount(principalDue12mFen),
    existingDebtFen: typedAmount(existingDebtFen),
    years: yearsInOperation === undefined ? '' : String(yearsInOperation),
    taxRating: taxRating === null ? 'NONE' : (taxRating ?? ''),
    litigation: litigation ?? '',
  };
}

const typedAmount = (amountFen: number | undefined): string =>
  amountFen === undefined ? '' : yuanText(amountFen);

function typedPeriod(period: Period | null | undefined): TypedPeriod {
  return Object.fromEntries(FIGURES.map((figure) => [figure, typedAmount(period?.[figure])])) as TypedPeriod;
}

/** What the API takes of it; what was left empty is left out, and asked for later. */
export function informationOf(typed: TypedInformation) {
  const principalDue12mFen = typedFen(typed.principalDue12mFen);
  const existingDebtFen = typedFen(typed.existingDebtFen);
  const current = periodOf(typed.current);
  const previous = typed.hasPrevious === 'NO' ? null : periodOf(typed.previous);
  const rating = TAX_RATINGS.find((each) => each === typed.taxRating);
  const litigation = LITIGATION.find((each) => each === typed.litigation);
  const years = typedYears(typed.years);
  return {
    statements: {
      ...(current === undefined ? {} : { current }),
      ...(previous === undefined ? {} : { previous }),
      ...(principalDue12mFen === null ? {} : { principalDue12mFen }),
      ...(existingDebtFen === null ? {} : { existingDebtFen }),
    },
    profile: {
      ...(years === null ? {} : { yearsInOperation: years }),
      ...(typed.taxRating === 'NONE' ? { taxRating: null } : {}),
      ...(rating === undefined ? {} : { taxRating: rating }),
      ...(litigation === undefined ? {} : { litigation }),
    },
  };
}

/** @returns undefined where nothing was typed */
function periodOf(typed: TypedPeriod): Period | undefined {
  const figures = FIGURES.flatMap((figure) => {
    const amount = typedFen(typed[figure]);
    return amount === null ? [] : [[figure, amount] as const];
  });
  return figures.length === 0 ? undefined : (Object.fromEntries(figures) as Period);
}

/** Years, with one decimal at most. */
export function typedYears(typed: string): number | null {
  const plain = typed.normalize('NFKC').replace(/\s|年$/g, '');
  return /^\d{1,3}(\.\d)?$/.test(plain) ? Number(plain) : null;
}

/** Reads a draft of any age: what has another shape is left out. */
export function readInformation(json: unknown): TypedInformation {
  const empty = emptyInformation();
  return {
    ...textsOf(json, empty),
    hasPrevious: textOf(json, 'hasPrevious') === 'NO' ? 'NO' : 'YES',
    current: textsOf(fieldOf(json, 'current'), empty.current),
    previous: textsOf(fieldOf(json, 'previous'), empty.previous),
  };
}

/** The texts of a draft where the form has texts. */
export function textsOf<Texts extends object>(json: unknown, empty: Texts): Texts {
  const read = Object.entries(empty).map(([name, otherwise]) => [name, textOf(json, name) ?? otherwise]);
  return Object.fromEntries(read) as Texts;
}

export function fieldOf(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[name] : undefined;
}

function textOf(json: unknown, name: string): string | undefined {
  const value = fieldOf(json, name);
  return typeof value === 'string' ? value : undefined;
}

/** The form's field for a path of the request or of what is missing; null: it stands for several, or for none here. */
export function fieldOfPath(path: string): InformationField | null {
  if (path === 'purpose') return 'purpose';
  const [head = '', part = '', figure = ''] = path.split('.');
  if (head === 'profile') return PROFILE_FIELDS[part] ?? null;
  if (head !== 'statements') return null;
  if (part === 'principalDue12mFen' || part === 'existingDebtFen') return part;
  const known = FIGURES.find((each) => each === figure);
  if (known === undefined || (part !== 'current' && part !== 'previous')) return null;
  return `${part}.${known}`;
}

/** A field of the form by its name. */
export type InformationField =
  | Exclude<keyof TypedInformation, 'current' | 'previous'>
  | `${'current' | 'previous'}.${Figure}`;

const PROFILE_FIELDS: Readonly<Record<string, InformationField>> = {
  yearsInOperation: 'years',
  taxRating: 'taxRating',
  litigation: 'litigation',
};

/** How many answers are still empty that an assessment needs. */
export function missingCount(typed: TypedInformation): number {
  const { current, previous, hasPrevious, principalDue12mFen, existingDebtFen } = typed;
  const { years, taxRating, litigation } = typed;
  const answers = [principalDue12mFen, existingDebtFen, years, taxRating, litigation];
  const figures = [...Object.values(current), ...(hasPrevious === 'YES' ? Object.values(previous) : [])];
  return [...answers, ...figures].filter((text) => text.trim() === '').length;
}
