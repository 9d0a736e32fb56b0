import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { Money } from '../../../kit/figures/figures';
import { TextField } from '../../../kit/forms/fields';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import type { Pricing } from './usePricedOffer';

const WORDS = words({
  points: [
    '用积分抵扣放款时收取的费用（1 分抵 0.01 元）',
    'Pay fees of the payout with points (one is worth 0.01 yuan)',
  ],
  limit: ['现有 {balance} 分，本次最多可用 {limit} 分', 'You have {balance}; at most {limit} here'],
  wrong: ['请填写不超过上限的整数', 'A whole number within the limit'],
  saved: ['积分抵扣', 'Paid with points'],
});

/** Points of the borrower against what is charged once: what is shown above is priced with them. */
export function OfferPoints({ pricing }: { readonly pricing: Pricing }) {
  const say = useWords(WORDS);
  const { typed, type, points, priced, error, again } = pricing;
  const { pointsBalance: balance = 0, pointsLimit: limit = 0, fees = [] } = priced ?? {};
  const used = fees.reduce((sum, fee) => sum + fee.pointsUsed, 0);
  return (
    <>
      <ProblemNotice error={error} again={again} />
      {limit > 0 && (
        <TextField
          label={say('points')}
          hint={say('limit', { balance, limit })}
          inputMode="numeric"
          autoComplete="off"
          wrong={points === null ? say('wrong') : undefined}
          value={typed}
          onChange={({ target }) => type(target.value)}
        />
      )}
      {used > 0 && (
        <p role="status">
          {say('saved')} <Money fen={used} />
        </p>
      )}
    </>
  );
}
