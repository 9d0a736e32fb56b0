import { useState } from 'react';
import { type Answers, api } from '../../../kit/api/api';
import { Instant } from '../../../kit/figures/figures';
import { useSay, useWords } from '../../../kit/words/language';
import { PARTY_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { CaseLink, hasScreen } from '../../parts/CaseLink';
import { Mark } from '../../parts/Mark';
import { PROCESS_WORDS, stageName } from '../../parts/processes';
import { ActForm } from './ActForm';
import { ActsOf } from './ActsOf';
import { AGO, actsFor, agoOf, isGrave } from './health';
import { ACTS, type ActKind, CURES, STUCK } from './words';

const WORDS = words({
  waitsFor: ['等待：{who}', 'Waits for: {who}'],
  since: ['已运行 {time}', 'Running for {time}'],
  due: ['期限', 'Due'],
  fails: ['失败的步骤：{step}', 'Failing step: {step}'],
  attempts: ['第 {count} 次', 'Attempt {count}'],
  next: ['下次', 'Next'],
  trying: ['正在重试', 'Being tried now'],
  temporal: ['在 Temporal 中查看', 'See it in Temporal'],
  case: ['打开案件', 'Open the case'],
  cure: ['处理步骤：', 'What to do: '],
});

type Workflow = Answers['Workflow'];

/** One process in words: what it is, why it is stuck, since when, what comes next; and what can be done. */
export function ProcessTold({ workflow }: { workflow: Workflow }) {
  const [say, sayAct] = [useWords(WORDS), useWords(ACTS)];
  const [sayStuck, sayCure] = [useWords(STUCK), useWords(CURES)];
  const [act, setAct] = useState<ActKind | null>(null);
  const { workflowId, reason, url, case: about } = workflow;
  return (
    <div className="stack process-told">
      <div className="row spread">
        <Title workflow={workflow} />
        {reason !== null && <Mark tone={reason === 'OVERDUE' ? 'warn' : 'bad'}>{sayStuck(reason)}</Mark>}
      </div>
      <Standing workflow={workflow} />
      {reason !== null && (
        <p>
          <strong>{say('cure')}</strong>
          {sayCure(reason)}
        </p>
      )}
      {act === null ? (
        <div className="row">
          {actsFor(workflow).map((kind) => (
            <button
              key={kind}
              type="button"
              className={isGrave(kind) ? 'button small danger' : 'button small'}
              onClick={() => setAct(kind)}
            >
              {sayAct(kind)}
            </button>
          ))}
          {about !== null && hasScreen(about.type) && (
            <CaseLink type={about.type} id={about.id}>
              {say('case')}
            </CaseLink>
          )}
          <a href={url} target="_blank" rel="noreferrer">
            {say('temporal')}
          </a>
        </div>
      ) : (
        <ActForm workflowId={workflowId} kind={act} leave={() => setAct(null)} />
      )}
      <ActsOf workflowId={workflowId} />
    </div>
  );
}

function Title({ workflow }: { workflow: Workflow }) {
  const [sayPair, sayProcess] = [useSay(), useWords(PROCESS_WORDS)];
  const { type, stage, case: about } = workflow;
  const name = useCaseName(about?.id ?? null);
  return (
    <h3>
      {sayProcess(type)}
      {name !== null && ` · ${name}`}
      {stage !== null && ` · ${sayPair(stageName(type, stage))}`}
    </h3>
  );
}

function Standing({ workflow }: { workflow: Workflow }) {
  const [say, sayAgo, sayRole] = [useWords(WORDS), useWords(AGO), useWords(PARTY_NAMES)];
  const { waitingFor, dueAt, startedAt, failing } = workflow;
  // Temporal's instants are real time, not the business's.
  const { unit, count } = agoOf(Date.parse(startedAt), Date.now());
  return (
    <p className="row quiet">
      {waitingFor !== null && <span>{say('waitsFor', { who: sayRole(waitingFor) })}</span>}
      <span>{say('since', { time: sayAgo(unit, { count }) })}</span>
      {dueAt !== null && (
        <span>
          {say('due')} <Instant at={dueAt} />
        </span>
      )}
      {failing !== null && (
        <>
          <span>{say('fails', { step: failing.text })}</span>
          <span>{say('attempts', { count: failing.attempts })}</span>
          <span>
            {failing.nextAttemptAt === null ? (
              say('trying')
            ) : (
              <>
                {say('next')} <Instant at={failing.nextAttemptAt} />
              </>
            )}
          </span>
        </>
      )}
    </p>
  );
}

/** Whose case it is: processes carry ids alone. */
function useCaseName(id: string | null): string | null {
  const query = { params: { query: { q: id ?? '' } } };
  const { data } = api.useQuery('get', '/search', query, {
    enabled: id !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data?.items.find((hit) => hit.id === id)?.title ?? null;
}
