import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { yuanText } from '../../../../domain/money/text';
import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { TickField } from '../../../kit/forms/fields';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { ChangeTerms } from './ChangeTerms';
import type { Pricing } from './usePricedOffer';

const WORDS = words({
  read: [
    '我已阅读全部成本、逾期后果和还款计划',
    'I have read all costs, what happens if late and the schedule',
  ],
  readFirst: ['请先阅读并勾选', 'Read it and tick the box first'],
  accept: ['接受要约，借款 {amount} 元', 'Accept, and borrow ¥{amount}'],
  others: ['其他选择', 'Otherwise'],
  change: ['想要其他条件', 'Ask for other terms'],
  decline: ['谢绝要约', 'Decline the offer'],
  declineSure: ['确认谢绝？申请将结束。', 'Decline? The application ends with it.'],
  declineYes: ['确认谢绝', 'Yes, decline'],
  keep: ['再想想', 'Let me think'],
});

interface AnswerProps {
  readonly application: Answers['Application'];
  readonly offer: Answers['Offer'];
  readonly pricing: Pricing;
}

/** Accepts what was offered, asks for other terms, or declines. */
export function AnswerOffer({ application, offer, pricing }: AnswerProps) {
  const say = useWords(WORDS);
  const navigate = useNavigate();
  const keys = { accept: useActKey().key, decline: useActKey().key };
  const [hasRead, setRead] = useState(false);
  const [isWarned, setWarned] = useState(false);
  const [asks, setAsks] = useState<'CHANGE' | 'DECLINE' | null>(null);
  const { id: applicationId } = application;
  const answered = async (): Promise<void> => {
    await queries.invalidateQueries();
    await navigate({ to: '/applications/$applicationId', params: { applicationId } });
  };
  const accepting = api.useMutation('post', '/applications/{applicationId}/offer/acceptance', {
    onSuccess: answered,
    // Points or offer may be others by now: the next press is about what is shown then.
    onError: pricing.again,
  });
  const declining = api.useMutation('post', '/applications/{applicationId}/offer/decline', {
    onSuccess: answered,
  });
  const path = { applicationId };
  const accept = (): void => {
    setWarned(!hasRead);
    if (!hasRead) return;
    const params = { path, header: { 'Idempotency-Key': keys.accept } };
    const { points, priced } = pricing;
    const body = priced === null ? undefined : { pointsUsed: points ?? 0, shownSha256: priced.shownSha256 };
    accepting.mutate({ params, ...(body === undefined ? {} : { body }) });
  };
  const isBusy = accepting.isPending || declining.isPending;
  const isPriced = pricing.isFresh || (pricing.priced === null && pricing.error !== null);
  return (
    <>
      <section className="card stack">
        <TickField
          label={say('read')}
          wrong={isWarned && !hasRead ? say('readFirst') : undefined}
          checked={hasRead}
          onChange={({ target }) => setRead(target.checked)}
        />
        <ProblemNotice error={accepting.error ?? declining.error} />
        <button type="button" className="button primary" disabled={isBusy || !isPriced} onClick={accept}>
          {say('accept', { amount: yuanText(offer.amountFen) })}
        </button>
      </section>
      <section className="stack">
        <h2>{say('others')}</h2>
        <div className="row">
          <button type="button" className="button" onClick={() => setAsks('CHANGE')}>
            {say('change')}
          </button>
          <button type="button" className="button danger" onClick={() => setAsks('DECLINE')}>
            {say('decline')}
          </button>
        </div>
        {asks === 'CHANGE' && <ChangeTerms application={application} offer={offer} done={answered} />}
        {asks === 'DECLINE' && (
          <div className="notice notice-warn">
            <p>{say('declineSure')}</p>
            <div className="row">
              <button
                type="button"
                className="button danger"
                disabled={isBusy}
                onClick={() =>
                  declining.mutate({ params: { path, header: { 'Idempotency-Key': keys.decline } } })
                }
              >
                {say('declineYes')}
              </button>
              <button type="button" className="button" onClick={() => setAsks(null)}>
                {say('keep')}
              </button>
            </div>
          </div>
        )}
      </section>
    </>
  );
}
