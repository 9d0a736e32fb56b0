import type { Answers } from '../../../client/client';
import type { Bounds, WantedTerms } from '../../../kit/loan/wantedTerms';

/** What the calculator's address says: it is the link to share. All of it is as it was typed. */
export interface CalculatorSearch {
  readonly product?: string;
  readonly amount?: string;
  readonly term?: string;
  readonly method?: string;
}

const NAMES = ['product', 'amount', 'term', 'method'] as const;
const LONGEST = 40;

/** Reads an address; what is of no use is left out, never an error. */
export function readSearch(search: Record<string, unknown>): CalculatorSearch {
  const kept = NAMES.flatMap((name) => {
    const value = search[name];
    const text = typeof value === 'number' ? String(value) : value;
    return typeof text === 'string' && text !== '' && text.length <= LONGEST ? [[name, text]] : [];
  });
  return Object.fromEntries(kept) as CalculatorSearch;
}

type Product = Answers['Product'];

/** The product of an address, else the first one. */
export function productOf(products: readonly Product[], { product }: CalculatorSearch): Product | undefined {
  return products.find(({ id }) => id === product) ?? products[0];
}

/** An amount to begin with that is neither of the bounds. */
const USUAL_FEN = 30_000_000;
const USUAL_MONTHS = 12;
const FEN_A_YUAN = 100;

/** What the form begins with: the address, else what is usual within the product. */
export function wantedAtFirst(product: Bounds, search: CalculatorSearch): WantedTerms {
  const { minimumFen, maximumFen, minimumTermMonths, maximumTermMonths, methods } = product;
  const amountFen = Math.min(Math.max(USUAL_FEN, minimumFen), maximumFen);
  const months = Math.min(Math.max(USUAL_MONTHS, minimumTermMonths), maximumTermMonths);
  const known = methods.find((method) => method === search.method);
  return {
    amount: search.amount ?? String(amountFen / FEN_A_YUAN),
    term: search.term ?? String(months),
    method: known ?? methods[0] ?? '',
  };
}
