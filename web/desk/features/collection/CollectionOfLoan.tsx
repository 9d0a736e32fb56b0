import { useParams } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import {
  HOLD_STATUSES,
  PROMISE_STATUSES,
  type Rung,
  rungsOf,
  WHY_NOT,
} from '../../../kit/collection/calendar';
import { Day, Instant, Money } from '../../../kit/figures/figures';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Asked } from '../../parts/Asked';
import { Facts } from '../../parts/Facts';
import { LoanFrame } from '../../parts/LoanFrame';
import { Mark, type Tone } from '../../parts/Mark';
import { useIs } from '../../parts/Page';
import { stageName } from '../../parts/processes';
import { type Column, Records } from '../../parts/Records';
import { Who } from '../../parts/Who';
import { ContactForm } from './ContactForm';
import { HoldForm } from './HoldForm';
import {
  COLLECTORS,
  CONTACT_OUTCOMES,
  CONTACT_PARTIES,
  CONTACT_WAYS,
  HOLD_ASKERS,
  HOLD_KINDS,
  stageTone,
} from './ladder';
import { PromiseForm } from './PromiseForm';
import '../../../kit/collection/calendar.css';

type Calendar = Answers['CollectionCalendar'];

const WORDS = words({
  nothing: ['没有逾期，阶梯未启动。', 'Nothing is overdue: the ladder has not begun.'],
  stage: ['阶段', 'Stage'],
  days: ['逾期天数', 'Days past due'],
  anchor: ['最早未还到期日', 'Oldest unpaid due date'],
  overdue: ['逾期合计', 'Overdue in all'],
  episode: ['第几次逾期', 'Times overdue so far'],
  calls: ['今日还可致电', 'Calls left today'],
  held: ['今日不得联系债务人。', 'Nobody is to talk to the debtor today.'],
  awaitsDebit: [
    '扣款正在银行处理：结果明确前，不联系债务人，也不采取法律措施。',
    'A debit is at the bank: until its outcome is known the debtor is not contacted, and no legal step is taken.',
  ],
  ladder: ['已做与将做', 'What was done and what comes'],
  day: ['逾期第 {day} 天', 'day {day} past due'],
  before: ['到期前 {days} 天', '{days day|days} before it falls due'],
  dueDay: ['到期日', 'the due date'],
  ifNothing: ['若期间没有还款', 'if nothing is paid meanwhile'],
  promises: ['还款承诺', 'Promises to pay'],
  amount: ['金额', 'Amount'],
  by: ['最迟', 'By'],
  madeBy: ['记录', 'Recorded by'],
  borrower: ['借款人自行承诺', 'The borrower'],
  status: ['状态', 'Status'],
  holds: ['暂缓', 'Holds'],
  kind: ['类型', 'Kind'],
  time: ['期间', 'Time'],
  reason: ['理由', 'Reason'],
  contacts: ['联系记录', 'Contacts'],
  way: ['方式', 'How'],
  party: ['对象', 'Whom'],
  outcome: ['结果', 'Outcome'],
  at: ['时间', 'When'],
  who: ['经办', 'By'],
  note: ['备注', 'Note'],
  none: ['无记录。', 'None.'],
});

/** One loan on the ladder: what was done about what is overdue, what comes next and when, and what people may do. */
export function CollectionOfLoan() {
  const { loanId } = useParams({ from: '/loans/$loanId/collection' });
  const of = api.useQuery('get', '/loans/{loanId}/collection', { params: { path: { loanId } } });
  return (
    <LoanFrame loanId={loanId}>
      {() => <Asked of={of}>{(calendar) => <Told calendar={calendar} />}</Asked>}
    </LoanFrame>
  );
}

function Told({ calendar }: { calendar: Calendar }) {
  return (
    <div className="stack">
      <Standing calendar={calendar} />
      <div className="panes">
        <Ladder calendar={calendar} />
        <div className="stack">
          <Contacts calendar={calendar} />
          <Promises calendar={calendar} />
          <Holds calendar={calendar} />
        </div>
      </div>
    </div>
  );
}

function Standing({ calendar }: { calendar: Calendar }) {
  const [say, sayPair] = [useWords(WORDS), useSay()];
  const { stage, daysPastDue, anchorDate, overdueFen, episode, callsLeftToday, isContactHeld, awaitsDebit } =
    calendar;
  return (
    <>
      {episode === null && <p className="notice notice-good">{say('nothing')}</p>}
      {isContactHeld && <p className="notice notice-warn">{say('held')}</p>}
      {awaitsDebit && <p className="notice">{say('awaitsDebit')}</p>}
      <div className="card">
        <Facts
          facts={[
            [
              say('stage'),
              stage == null ? null : (
                <Mark key="stage" tone={stageTone(stage)}>
                  {sayPair(stageName('collection', stage))}
                </Mark>
              ),
            ],
            [say('days'), daysPastDue],
            [say('anchor'), anchorDate === null ? null : <Day key="anchor" day={anchorDate} />],
            [say('overdue'), <Money key="overdue" fen={overdueFen} />],
            [say('episode'), episode],
            [say('calls'), callsLeftToday],
          ]}
        />
      </div>
    </>
  );
}

const RUNG_TONES: Readonly<Record<Rung['state'], Tone>> = { DONE: 'good', STARTED: 'warn', NEXT: 'plain' };
const RUNG_STATES = words<Rung['state']>({
  DONE: ['已完成', 'Done'],
  STARTED: ['进行中', 'Under way'],
  NEXT: ['将于', 'Comes'],
});

function Ladder({ calendar }: { calendar: Calendar }) {
  const [say, sayState, sayWhyNot, sayPair] = [
    useWords(WORDS),
    useWords(RUNG_STATES),
    useWords(WHY_NOT),
    useSay(),
  ];
  const rungs = rungsOf(calendar);
  return (
    <section className="stack" aria-labelledby="ladder">
      <h2 id="ladder">{say('ladder')}</h2>
      {rungs.length === 0 && <p className="card quiet">{say('none')}</p>}
      <ol className="rungs">
        {rungs.map(({ key, on, day, text, state, whyNot }) => (
          <li key={key} data-state={state}>
            <span className="row">
              <Mark tone={RUNG_TONES[state]}>{sayState(state)}</Mark>
              <Day day={on} />
              <small>
                {day > 0 ? say('day', { day }) : day === 0 ? say('dueDay') : say('before', { days: -day })}
              </small>
            </span>
            <span>{sayPair([text.zh, text.en])}</span>
            {whyNot.map((why) => (
              <small key={why}>{sayWhyNot(why)}</small>
            ))}
            {state === 'NEXT' && <small>{say('ifNothing')}</small>}
          </li>
        ))}
      </ol>
    </section>
  );
}

const PROMISE_TONES: Readonly<Record<Answers['PromiseStatus'], Tone>> = {
  ...{ OPEN: 'plain', KEPT: 'good', BROKEN: 'bad' },
};

function Promises({ calendar }: { calendar: Calendar }) {
  const [say, sayStatus] = [useWords(WORDS), useWords(PROMISE_STATUSES)];
  const mayAct = useIs(COLLECTORS);
  const columns: readonly Column<Answers['PromiseToPay']>[] = [
    {
      key: 'amount',
      head: say('amount'),
      isFigure: true,
      cell: ({ amountFen }) => <Money fen={amountFen} />,
    },
    { key: 'by', head: say('by'), cell: ({ byDate }) => <Day day={byDate} /> },
    {
      key: 'status',
      head: say('status'),
      cell: ({ status }) => <Mark tone={PROMISE_TONES[status]}>{sayStatus(status)}</Mark>,
    },
    {
      key: 'madeBy',
      head: say('madeBy'),
      cell: ({ madeBy }) => (madeBy === null ? say('borrower') : <Who id={madeBy} />),
    },
  ];
  return (
    <section className="stack" aria-labelledby="promises">
      <h2 id="promises">{say('promises')}</h2>
      <Records
        caption={say('promises')}
        columns={columns}
        rows={calendar.promises}
        idOf={({ id }) => id}
        empty={say('none')}
      />
      {mayAct && <PromiseForm calendar={calendar} />}
    </section>
  );
}

function Holds({ calendar }: { calendar: Calendar }) {
  const { episode, holds } = calendar;
  const [say, sayKind, sayStatus] = [useWords(WORDS), useWords(HOLD_KINDS), useWords(HOLD_STATUSES)];
  const mayAsk = useIs(HOLD_ASKERS) && episode !== null;
  const columns: readonly Column<Answers['CollectionHold']>[] = [
    { key: 'kind', head: say('kind'), cell: ({ kind }) => sayKind(kind) },
    {
      key: 'time',
      head: say('time'),
      cell: ({ from, until }) => (
        <>
          <Day day={from} /> – <Day day={until} />
        </>
      ),
    },
    { key: 'reason', head: say('reason'), cell: ({ reason }) => reason },
    {
      key: 'status',
      head: say('status'),
      cell: ({ status, decisionReason }) => (
        <>
          <Mark tone={status === 'REQUESTED' ? 'warn' : 'plain'}>{sayStatus(status)}</Mark>{' '}
          <small>{decisionReason}</small>
        </>
      ),
    },
  ];
  return (
    <section className="stack" aria-labelledby="holds">
      <h2 id="holds">{say('holds')}</h2>
      <Records
        caption={say('holds')}
        columns={columns}
        rows={holds}
        idOf={({ id }) => id}
        empty={say('none')}
      />
      {mayAsk && <HoldForm calendar={calendar} />}
    </section>
  );
}

function Contacts({ calendar: { contacts, episode, loanId } }: { calendar: Calendar }) {
  const [say, sayWay, sayParty, sayOutcome] = [
    useWords(WORDS),
    useWords(CONTACT_WAYS),
    useWords(CONTACT_PARTIES),
    useWords(CONTACT_OUTCOMES),
  ];
  const mayAct = useIs(COLLECTORS) && episode !== null;
  const columns: readonly Column<Answers['CollectionContact']>[] = [
    { key: 'at', head: say('at'), cell: ({ at }) => <Instant at={at} /> },
    { key: 'way', head: say('way'), cell: ({ channel }) => sayWay(channel) },
    { key: 'party', head: say('party'), cell: ({ party }) => sayParty(party) },
    { key: 'outcome', head: say('outcome'), cell: ({ outcome }) => sayOutcome(outcome) },
    { key: 'who', head: say('who'), cell: ({ by }) => <Who id={by} /> },
    { key: 'note', head: say('note'), cell: ({ note }) => note },
  ];
  return (
    <section className="stack" aria-labelledby="contacts">
      <h2 id="contacts">{say('contacts')}</h2>
      <Records
        caption={say('contacts')}
        columns={columns}
        rows={contacts}
        idOf={({ id }) => id}
        empty={say('none')}
      />
      {mayAct && <ContactForm loanId={loanId} />}
    </section>
  );
}
