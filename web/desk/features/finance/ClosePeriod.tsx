import { useState } from 'react';
import type { Answers } from '../../../kit/api/api';
import { Day, Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { PAYMENT_STATUS_NAMES, PURPOSE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { BOOK_KEEPERS } from '../../parts/books';
import { CaseLink } from '../../parts/CaseLink';
import { DecideLedgerChange } from '../../parts/DecideLedgerChange';
import { LEDGER_CHANGE_KINDS, LEDGER_CHANGE_STATUSES, useLedgerChange } from '../../parts/ledgerChanges';
import { Mark } from '../../parts/Mark';
import { useIs } from '../../parts/Page';
import { ReasonForm } from '../../parts/ReasonForm';
import { Who } from '../../parts/Who';
import { type ClosingStep, closingStep } from './closing';

const WORDS = words({
  close: ['提请月结', 'Ask to close the month'],
  reopen: ['提请重开', 'Ask to open it again'],
  reopening: [
    '重开后该月可再记账，已出的报表会变；须由另一名财务人员同意。',
    'The month takes entries again and its statements change; another one of finance must agree.',
  ],
  closing: [
    '另一名财务人员同意后，该月不再记账；十二月同时年结。',
    'Once another one of finance agrees, the month takes no entry any more; with December the year is closed too.',
  ],
  carry: [
    '以下指令结果未知。逐笔确认结转：结果明确时记入当时未结的月份。',
    'Nobody knows what became of these orders. Say of each that it is carried over: it is booked in the month that is open when it is known.',
  ],
  asked: ['{kind}：由', '{kind}: asked by'],
});

/** What can be done about a month as a whole: asked for by one of finance, decided by another one. */
export function ClosePeriod({ period }: { period: Answers['Period'] }) {
  const mayAsk = useIs(BOOK_KEEPERS);
  const step = closingStep(period);
  const { change } = period;
  return (
    <>
      {change !== null && <LastChange change={change} />}
      {mayAsk && (step === 'CLOSE' || step === 'REOPEN') && <Ask period={period} step={step} />}
    </>
  );
}

/** What was asked for last about the month. */
function LastChange({ change }: { change: Answers['LedgerChange'] }) {
  const say = useWords(WORDS);
  const [sayKind, sayStatus] = [useWords(LEDGER_CHANGE_KINDS), useWords(LEDGER_CHANGE_STATUSES)];
  return (
    <div className="card stack">
      <p className="row">
        {say('asked', { kind: sayKind(change.kind) })} <Who id={change.requestedBy} />
        <Mark tone={change.status === 'REQUESTED' ? 'warn' : 'plain'}>{sayStatus(change.status)}</Mark>
        <span className="quiet">{change.reason}</span>
      </p>
      <DecideLedgerChange change={change} />
    </div>
  );
}

interface AskProps {
  readonly period: Answers['Period'];
  readonly step: Extract<ClosingStep, 'CLOSE' | 'REOPEN'>;
}

function Ask({ period: { month, ordersUnknown }, step }: AskProps) {
  const say = useWords(WORDS);
  const [isOpen, open] = useState(false);
  const [carried, carry] = useState<readonly string[]>([]);
  const { ask, header } = useLedgerChange(() => open(false));
  const act = say(step === 'CLOSE' ? 'close' : 'reopen');
  const isWhole = step === 'REOPEN' || ordersUnknown.every(({ paymentId }) => carried.includes(paymentId));
  const send = (reason: string): void =>
    ask.mutate({
      params: { header },
      body:
        step === 'CLOSE'
          ? { kind: 'CLOSE_PERIOD', month, carried: [...carried], reason }
          : { kind: 'REOPEN_PERIOD', month, reason },
    });
  if (!isOpen) {
    return (
      <p>
        <button
          type="button"
          className={`button ${step === 'CLOSE' ? 'primary' : 'danger'}`}
          onClick={() => open(true)}
        >
          {act}
        </button>
      </p>
    );
  }
  return (
    <section className="card">
      <ReasonForm
        act={act}
        isGrave={step === 'REOPEN'}
        send={send}
        leave={() => open(false)}
        isPending={ask.isPending || !isWhole}
        error={ask.error}
      >
        <p className="quiet">{say(step === 'CLOSE' ? 'closing' : 'reopening')}</p>
        {step === 'CLOSE' && ordersUnknown.length > 0 && (
          <Carried
            orders={ordersUnknown}
            carried={carried}
            toggle={(id) =>
              carry(carried.includes(id) ? carried.filter((each) => each !== id) : [...carried, id])
            }
          />
        )}
      </ReasonForm>
    </section>
  );
}

interface CarriedProps {
  readonly orders: Answers['Period']['ordersUnknown'];
  readonly carried: readonly string[];
  readonly toggle: (paymentId: string) => void;
}

/** Orders of which nobody knows what became of them, each to be carried over. */
function Carried({ orders, carried, toggle }: CarriedProps) {
  const say = useWords(WORDS);
  const [sayPurpose, sayStatus] = [useWords(PURPOSE_NAMES), useWords(PAYMENT_STATUS_NAMES)];
  return (
    <fieldset className="level">
      <legend>{say('carry')}</legend>
      {orders.map(({ paymentId, purpose, status, amountFen, valueDate }) => (
        <label key={paymentId} className="row tick">
          <input type="checkbox" checked={carried.includes(paymentId)} onChange={() => toggle(paymentId)} />
          <CaseLink type="PAYMENT" id={paymentId}>
            {sayPurpose(purpose)}
          </CaseLink>
          <Money fen={amountFen} /> <Day day={valueDate} /> {sayStatus(status)}
        </label>
      ))}
    </fieldset>
  );
}
