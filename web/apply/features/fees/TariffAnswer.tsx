import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { Day, Money } from '../../../kit/figures/figures';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { FEE_TIMES } from './fees';

const WORDS = words({
  from: ['生效日', 'From'],
  until: ['最迟答复', 'Answer by'],
  stands: ['不同意则沿用原价格。', 'Without your consent the old prices stand.'],
  fee: ['费用', 'Fee'],
  now: ['现价', 'Now'],
  later: ['新价', 'From then on'],
  noMore: ['不再收取', 'Charged no more'],
  agree: ['同意新价格', 'Agree to them'],
  refuse: ['不同意', 'Refuse'],
});

/** Other prices for a loan, line by line, and the answer to them. */
export function TariffAnswer({ notice }: { notice: Answers['TariffNotice'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const sayTime = useWords(FEE_TIMES);
  const keys = { CONSENT: useActKey().key, REFUSE: useActKey().key };
  const answering = api.useMutation('post', '/tariffs/notices/{tariff}/{loanId}/answers', {
    onSuccess: () => queries.invalidateQueries(),
  });
  const { answerBy, effectiveFrom, lines, loanId, shownSha256, tariff } = notice;
  const answer = (said: 'CONSENT' | 'REFUSE'): void =>
    answering.mutate({
      params: { path: { tariff, loanId }, header: { 'Idempotency-Key': keys[said] } },
      body: { answer: said, shownSha256 },
    });
  return (
    <section className="card stack next" data-mood="DO">
      <p>
        {say('from')} <Day day={effectiveFrom} />
        {answerBy !== null && (
          <>
            {' · '}
            {say('until')} <Day day={answerBy} />
          </>
        )}
      </p>
      <table className="ways">
        <thead>
          <tr>
            <th scope="col">{say('fee')}</th>
            <th scope="col" className="figure">
              {say('now')}
            </th>
            <th scope="col" className="figure">
              {say('later')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ rule, words: { zh, en }, nowFen, thenFen, thenFrom, thenTiming, timing }) => (
            <tr key={rule}>
              <th scope="row">{sayPair([zh, en])}</th>
              <td className="figure">
                <Money fen={nowFen} />
                <br />
                <small>{sayTime(timing)}</small>
              </td>
              <td className="figure">
                <Money fen={thenFen} />
                <br />
                <small>
                  {thenFen === 0 ? say('noMore') : sayTime(thenTiming)}
                  {thenFrom > effectiveFrom && (
                    <>
                      {' · '}
                      {say('from')} <Day day={thenFrom} />
                    </>
                  )}
                </small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">{say('stands')}</p>
      <ProblemNotice error={answering.error} />
      <div className="row">
        <button
          type="button"
          className="button primary"
          disabled={answering.isPending}
          onClick={() => answer('CONSENT')}
        >
          {say('agree')}
        </button>
        <button
          type="button"
          className="button"
          disabled={answering.isPending}
          onClick={() => answer('REFUSE')}
        >
          {say('refuse')}
        </button>
      </div>
    </section>
  );
}
