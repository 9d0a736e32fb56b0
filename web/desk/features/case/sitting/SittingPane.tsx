import { useId, useState } from 'react';
import { type Answers, api } from '../../../../kit/api/api';
import { ProblemNotice } from '../../../../kit/api/ProblemNotice';
import { useActKey } from '../../../../kit/api/useActKey';
import { DraftNote } from '../../../../kit/drafts/DraftNote';
import { useKeptText } from '../../../../kit/drafts/useKeptText';
import { Instant } from '../../../../kit/figures/figures';
import { KeyCap } from '../../../../kit/keys/KeyCap';
import { useKeys } from '../../../../kit/keys/useKeys';
import { useSay, useWords } from '../../../../kit/words/language';
import { SITTING_OUTCOME_NAMES } from '../../../../kit/words/names';
import { type Pair, type Words, words } from '../../../../kit/words/words';
import { lookAtTasks } from '../../../app/tasks/acts';
import { Asked } from '../../../parts/Asked';
import { StaleNotice } from '../decision/StaleNotice';
import { isStale, useSendingKey } from '../decision/useDecision';
import { meterOf, seatOf } from './sitting';

const WORDS = words({
  title: ['贷审会表决', 'Vote of the committee'],
  meter: [
    '已表决 {cast} / {seats} 席，法定人数 {quorum}',
    '{cast} of {seats} seats have voted; quorum {quorum}',
  ],
  missing: ['还差 {missing} 票达到法定人数', '{missing} more for the quorum'],
  enough: ['已达法定人数', 'The quorum is there'],
  tally: [
    '赞成 {yes} · 反对 {no} · 弃权 {abstain}；通过须赞成占 {majority}',
    'Yes {yes} · no {no} · abstained {abstain}; {majority} of yes and no needed',
  ],
  now: ['若此刻结束：{outcome}', 'If it ended now: {outcome}'],
  over: ['表决已结束：{outcome}', 'It is over: {outcome}'],
  until: ['截止', 'Until'],
  reason: ['理由（反对须填写，记入纪要）', 'Reason (needed for no; goes to the minutes)'],
  yours: ['您的表决', 'Your vote'],
  final: ['表决后不可更改', 'A vote is final'],
  noSeat: ['您不在本次贷审会席位中。', 'You do not sit on this committee.'],
  voted: ['您已表决：{ballot}', 'You have voted: {ballot}'],
  chair: ['主任', 'Chair'],
  waiting: ['尚未表决', 'Not yet'],
  minutes: ['会议纪要', 'Minutes'],
  recuse: ['回避（利益冲突）', 'Step back (conflict of interest)'],
});
const BALLOTS: Words<Answers['Ballot'] | 'RECUSE'> = words({
  YES: ['赞成', 'Yes'],
  NO: ['反对', 'No'],
  ABSTAIN: ['弃权', 'Abstain'],
  VETO: ['否决', 'Veto'],
  NO_VETO: ['不行使否决权', 'No veto'],
  RECUSE: ['回避', 'Stepped back'],
});
const CONFLICTS: Words<NonNullable<Answers['Sitting']['seats'][number]['conflict']>> = words({
  CONNECTED: ['与借款人有关联，不参加表决', 'Connected with the borrower: no vote'],
  MAKER: ['曾办理本案，不参加表决', 'Worked on the case: no vote'],
});
const VOTE: Pair = ['表决', 'Vote'];
const BALLOT_KEYS = { YES: 'KeyY', NO: 'KeyN', ABSTAIN: 'KeyT' } as const;

/** A committee on a case: the quorum, the own vote, and the minutes that the votes make. */
export function SittingPane({ task, userId }: { task: Answers['Task']; userId: string }) {
  const of = api.useQuery('get', '/tasks/{taskId}/sitting', { params: { path: { taskId: task.id } } });
  return <Asked of={of}>{(sitting) => <Sitting sitting={sitting} task={task} userId={userId} />}</Asked>;
}

interface Seated {
  readonly sitting: Answers['Sitting'];
  readonly task: Answers['Task'];
  readonly userId: string;
}

function Sitting({ sitting, task, userId }: Seated) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const meter = meterOf(sitting);
  const outcome = sayPair(SITTING_OUTCOME_NAMES[sitting.outcome]);
  return (
    <div className="stack">
      <h2>{say('title')}</h2>
      <div>
        <meter
          className="quorum"
          min={0}
          max={meter.seats}
          low={meter.quorum}
          value={meter.cast}
          aria-label={say('meter', meter)}
        />
        <p>
          {say('meter', meter)}
          <br />
          {meter.missing > 0 ? say('missing', meter) : say('enough')}
        </p>
        <p>
          {say('tally', {
            yes: sitting.yes,
            no: sitting.no,
            abstain: sitting.abstain,
            majority: sitting.majority,
          })}
        </p>
        <p>
          <strong>{say(sitting.closed ? 'over' : 'now', { outcome })}</strong>
          <br />
          <small>
            {say('until')} <Instant at={sitting.deadline} />
          </small>
        </p>
      </div>
      <Vote sitting={sitting} task={task} userId={userId} />
      <Seats seats={sitting.seats} />
      <details>
        <summary>{say('minutes')}</summary>
        <p className="minutes">{sitting.minutes}</p>
      </details>
    </div>
  );
}

function Seats({ seats }: { seats: Answers['Sitting']['seats'] }) {
  const say = useWords(WORDS);
  const [sayBallot, sayConflict] = [useWords(BALLOTS), useWords(CONFLICTS)];
  return (
    <ul className="seats">
      {seats.map(({ person, isChair, conflict, cast }) => (
        <li key={person.id}>
          <span>
            {person.name} {isChair && <span className="tag">{say('chair')}</span>}
          </span>
          <span>
            {conflict !== null
              ? sayConflict(conflict)
              : cast === null
                ? say('waiting')
                : sayBallot(cast.ballot)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The own vote: a ballot with its key, the reason, which is kept while it is typed, and stepping back. */
function Vote({ sitting, task, userId }: Seated) {
  const say = useWords(WORDS);
  const sayBallot = useWords(BALLOTS);
  const id = useId();
  const { text: reason, draft, field } = useKeptText({ form: 'vote', subject: task.id });
  const { key } = useActKey();
  const keyOf = useSendingKey();
  const [caseVersion, look] = useState(task.caseVersion);
  const { seat, mayVote, mayVeto } = seatOf(sitting, userId);
  const vote = api.useMutation('post', '/tasks/{taskId}/votes', {
    onSuccess: draft.end,
    onSettled: lookAtTasks,
  });
  const recuse = api.useMutation('post', '/tasks/{taskId}/recusal', {
    onSuccess: draft.end,
    onSettled: lookAtTasks,
  });
  const params = { path: { taskId: sitting.taskId }, header: { 'Idempotency-Key': key } };
  const cast = (ballot: Answers['Ballot']): void => {
    // Whoever has read what changed and votes all the same has seen it.
    const seen = isStale(vote.error) ? task.caseVersion : caseVersion;
    look(seen);
    const body = { ballot, reason, caseVersion: seen };
    vote.mutate({ params: { ...params, header: { 'Idempotency-Key': keyOf(body) } }, body });
  };
  const ballots: readonly Answers['Ballot'][] = mayVeto
    ? ['YES', 'NO', 'ABSTAIN', 'VETO', 'NO_VETO']
    : ['YES', 'NO', 'ABSTAIN'];
  const [ballot, choose] = useState<Answers['Ballot'] | null>(null);
  useKeys('CASE', VOTE, [
    ...(mayVote
      ? Object.entries(BALLOT_KEYS).map(([name, press]) => ({
          press,
          does: BALLOTS[name as keyof typeof BALLOT_KEYS],
          act: () => choose(name as keyof typeof BALLOT_KEYS),
        }))
      : []),
    ...(ballot === null
      ? []
      : [{ press: '$mod+Enter', does: VOTE, act: () => cast(ballot), inFields: true as const }]),
  ]);
  if (seat === null) return <p className="quiet">{say('noSeat')}</p>;
  if (seat.cast !== null)
    return <p className="notice">{say('voted', { ballot: sayBallot(seat.cast.ballot) })}</p>;
  if (!mayVote) return null;
  const isBusy = vote.isPending || recuse.isPending;
  return (
    <fieldset className="stack vote">
      <legend>{say('yours')}</legend>
      <div className="choices">
        {ballots.map((name) => (
          <button
            key={name}
            type="button"
            className="choice-button"
            aria-pressed={name === ballot}
            onClick={() => choose(name)}
          >
            {sayBallot(name)}{' '}
            {name in BALLOT_KEYS && <KeyCap press={BALLOT_KEYS[name as keyof typeof BALLOT_KEYS]} />}
          </button>
        ))}
      </div>
      <div className="field">
        <label htmlFor={id}>{say('reason')}</label>
        <textarea id={id} rows={2} maxLength={1000} {...field} />
      </div>
      <DraftNote draft={draft} />
      <StaleNotice of={{ error: vote.error, changes: [], acknowledge: () => undefined }} />
      <ProblemNotice error={recuse.error} />
      <button
        type="button"
        className="button primary deed"
        disabled={ballot === null || isBusy}
        onClick={() => ballot !== null && cast(ballot)}
      >
        {ballot === null ? say('yours') : sayBallot(ballot)} <KeyCap press="$mod+Enter" />
      </button>
      <small>{say('final')}</small>
      <button
        type="button"
        className="button plain"
        disabled={isBusy || reason.trim() === ''}
        onClick={() => recuse.mutate({ params, body: { reason } })}
      >
        {say('recuse')}
      </button>
    </fieldset>
  );
}
