import type { Answers } from '../../../client/client';
import {
  type Bounds,
  type Said,
  termsOf,
  type WantedTerms,
  wrongAmount,
  wrongMethod,
  wrongTerm,
} from '../../../kit/loan/wantedTerms';
import type { Pair } from '../../../kit/words/words';
import {
  emptyInformation,
  fieldOfPath,
  type InformationField,
  informationOf,
  readInformation,
  type TypedInformation,
  textsOf,
} from './information';
import { ALL_FIELDS, emptyOf } from './wanted';
import { wrongInformation } from './wrongInformation';

/** The steps of applying, in their order; each has an address, so that going back is the step before. */
export const STEPS = ['product', 'terms', 'purpose', 'statements', 'check'] as const;
export type Step = (typeof STEPS)[number];

/** An application as typed, with the key that it will be sent under: sent twice, it is one application. */
export interface TypedApplication extends WantedTerms, TypedInformation {
  readonly key: string;
  readonly productId: string;
}
export type ApplicationField = keyof WantedTerms | InformationField | 'productId';

export const NO_PRODUCT: Pair = ['请选择贷款产品', 'Choose a product'];

type Product = Bounds & Pick<Answers['Product'], 'id'>;

/** What the form begins with. @param key a new one, for an application that nobody has begun */
export const emptyApplication = (key: string): TypedApplication => ({
  ...{ key, productId: '', amount: '', term: '', method: '' },
  ...emptyInformation(),
});

/** Reads a draft of any age. */
export function readApplication(json: unknown): TypedApplication | null {
  const { key, productId, amount, term, method } = textsOf(json, emptyApplication(''));
  if (key === '') return null;
  return { ...readInformation(json), key, productId, amount, term, method };
}

/** What was typed wrongly, by field, within the product that was chosen. */
export function wrongApplication(
  typed: TypedApplication,
  product: Product | undefined,
  noProduct: Said,
): Partial<Record<ApplicationField, Said>> {
  const told = wrongInformation(typed);
  if (product === undefined) return { ...told, productId: noProduct };
  const terms = {
    amount: wrongAmount(typed.amount, product),
    term: wrongTerm(typed.term, product),
    method: wrongMethod(typed.method, product),
  };
  const wrong = Object.entries(terms).filter(([, said]) => said !== null);
  return { ...told, ...Object.fromEntries(wrong) };
}

/**
 * Where somebody goes on who began before: the first step on which something is wrong or empty, else the last one.
 * @param product that was chosen; undefined: none
 */
export function firstUnfinished(typed: TypedApplication, product: Product | undefined): Step {
  const wrong = Object.keys(wrongApplication(typed, product, [NO_PRODUCT])) as ApplicationField[];
  const steps = [...wrong, ...emptyOf(typed, ALL_FIELDS)].map(stepOf);
  return STEPS.find((step) => steps.includes(step)) ?? 'check';
}

/** Which step a field stands on. */
export function stepOf(field: ApplicationField): Step {
  if (field === 'productId') return 'product';
  if (field === 'amount' || field === 'term' || field === 'method') return 'terms';
  return field === 'purpose' || field === 'years' || field === 'taxRating' || field === 'litigation'
    ? 'purpose'
    : 'statements';
}

/** The step of an address; the first one for what is none. */
export const stepOfPath = (path: string): Step => STEPS.find((step) => step === path) ?? 'product';

/** @returns null after the last one */
export const stepAfter = (step: Step): Step | null => STEPS[STEPS.indexOf(step) + 1] ?? null;

/** The form's field for a path of the request. */
export function applicationFieldOf(path: string): ApplicationField | null {
  if (path === 'productId' || path === 'method') return path;
  if (path === 'amountFen') return 'amount';
  if (path === 'termMonths') return 'term';
  return fieldOfPath(path);
}

/** What is sent; null while something is wrong. */
export function applicationBody(typed: TypedApplication, product: Product) {
  const terms = termsOf(typed, product);
  if (terms === null) return null;
  return { productId: product.id, ...terms, purpose: typed.purpose.trim(), ...informationOf(typed) };
}
