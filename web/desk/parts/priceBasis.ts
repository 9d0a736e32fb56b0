import { amountText } from '../../../domain/money/text';
import type { Answers } from '../../client/client';
import { type Pair, type Values, words } from '../../kit/words/words';

type Rule = Answers['FeeRule'];

const WORDS = words({
  FLAT: ['每次 {price}', '{price} each time'],
  OF_AMOUNT: ['金额的 {price}', '{price} of the amount'],
  OF_AMOUNT_AND_TERM: ['金额的 {price}，按年、按期限', '{price} of the amount, a year of the term'],
  TIERED: ['按金额分 {count} 档', 'By {count slice|slices} of the amount'],
});

/** What a line of a price list costs, as a sentence with its values. @param percent writes a share */
export function basisTold(
  { basis }: Pick<Rule, 'basis'>,
  percent: (share: string) => string,
): readonly [Pair, Values] {
  switch (basis.kind) {
    case 'FLAT':
      return [WORDS.FLAT, { price: amountText(basis.amountFen) }];
    case 'OF_AMOUNT':
      return [WORDS.OF_AMOUNT, { price: percent(basis.rate) }];
    case 'OF_AMOUNT_AND_TERM':
      return [WORDS.OF_AMOUNT_AND_TERM, { price: percent(basis.annualRate) }];
    case 'TIERED':
      return [WORDS.TIERED, { count: basis.tiers.length }];
    default:
      return unknown(basis);
  }
}

function unknown(basis: never): never {
  throw new Error(`no words for ${JSON.stringify(basis)}`);
}
