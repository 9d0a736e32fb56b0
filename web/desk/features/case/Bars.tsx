import enRefusals from '../../../../contracts/texts/en/refusals.json';
import zhRefusals from '../../../../contracts/texts/zh-CN/refusals.json';
import type { Answers } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { KeyCap } from '../../../kit/keys/KeyCap';
import { useKeys } from '../../../kit/keys/useKeys';
import { useSay, useWords } from '../../../kit/words/language';
import { type Pair, words } from '../../../kit/words/words';
import { GIVERS } from '../../app/places';
import { useTaskActs } from '../../app/tasks/acts';
import { useSnoozing } from '../../app/tasks/Snoozing';
import { mayBeSnoozed } from '../../app/tasks/snoozes';
import { standingOf } from '../../app/tasks/standing';
import { useIs } from '../../parts/Page';

const WORDS = words({
  claim: ['领取', 'Claim'],
  giveBack: ['退回待办', 'Give back'],
  snooze: ['暂缓', 'Put off'],
  takeOver: ['接管', 'Take over'],
  mine: ['由您办理', 'You have it'],
  taken: ['由 {name} 办理', '{name} has it'],
  free: ['无人领取', 'Nobody has it'],
  barred: ['您不可办理：{why}', 'You may not decide it: {why}'],
  others: ['可由以下同事办理：', 'Colleagues who may:'],
  none: ['目前没有其他人可以办理，请联系管理员。', 'Nobody else may at present: ask an administrator.'],
  colleague: ['{name}（在办 {held} 项）', '{name} ({held} at hand)'],
  give: ['转交 {name}（在办 {held} 项）', 'Give it to {name} ({held} at hand)'],
  deputy: ['您代 {name} 办理', 'You decide for {name}'],
});
const TAKING: Pair = ['领取', 'Claiming'];
const REFUSALS_ZH: Readonly<Record<string, string>> = zhRefusals;
const REFUSALS_EN: Readonly<Record<string, string>> = enRefusals;

/** Who has the task, and how that can be changed; whoever may not decide it is told why and who may. */
export function Bars({ file, userId }: { file: Answers['TaskFile']; userId: string }) {
  const say = useWords(WORDS);
  const { task, candidates } = file;
  const acts = useTaskActs();
  const { ask } = useSnoozing();
  const maySnooze = mayBeSnoozed(task, userId);
  const nameOf = (id: string | null): string =>
    candidates.find(({ person }) => person.id === id)?.person.name ?? '—';
  const { state, mayClaim, mayGiveBack, mayTakeOver } = standingOf(task, userId);
  const on = { params: { path: { taskId: task.id } } };
  useKeys('CASE', TAKING, [
    ...(mayClaim ? [{ press: 'KeyC', does: WORDS.claim, act: () => acts.claim.mutate(on) }] : []),
    ...(mayGiveBack
      ? [{ press: 'Shift+KeyC', does: WORDS.giveBack, act: () => acts.giveBack.mutate(on) }]
      : []),
    ...(maySnooze ? [{ press: 'KeyS', does: WORDS.snooze, act: () => ask(task) }] : []),
  ]);
  const isBusy = acts.claim.isPending || acts.giveBack.isPending || acts.takeOver.isPending;
  return (
    <div className="bars">
      <div className="row">
        <span>
          {state === 'MINE' && say('mine')}
          {state === 'FREE' && say('free')}
          {state === 'TAKEN' && say('taken', { name: nameOf(task.claimedBy) })}
        </span>
        {mayClaim && (
          <button type="button" className="button" disabled={isBusy} onClick={() => acts.claim.mutate(on)}>
            {say('claim')} <KeyCap press="KeyC" />
          </button>
        )}
        {mayGiveBack && (
          <button
            type="button"
            className="button plain"
            disabled={isBusy}
            onClick={() => acts.giveBack.mutate(on)}
          >
            {say('giveBack')} <KeyCap press="Shift+KeyC" />
          </button>
        )}
        {maySnooze && (
          <button type="button" className="button plain" onClick={() => ask(task)}>
            {say('snooze')} <KeyCap press="KeyS" />
          </button>
        )}
        {mayTakeOver && (
          <button
            type="button"
            className="button"
            disabled={isBusy}
            onClick={() => acts.takeOver.mutate({ ...on, body: { version: task.version } })}
          >
            {say('takeOver')}
          </button>
        )}
        {task.onBehalfOf !== null && (
          <span className="tag">{say('deputy', { name: nameOf(task.onBehalfOf) })}</span>
        )}
      </div>
      <ProblemNotice error={acts.claim.error ?? acts.giveBack.error ?? acts.takeOver.error} />
      {task.barred !== null && <Barred file={file} barred={task.barred} userId={userId} />}
    </div>
  );
}

interface BarredProps {
  readonly file: Answers['TaskFile'];
  readonly barred: Answers['RefusalCode'];
  readonly userId: string;
}

function Barred({ file: { task, candidates }, barred, userId }: BarredProps) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { give } = useTaskActs();
  const mayGive = useIs(GIVERS);
  const able = candidates.filter(({ barred: bar, person }) => bar === null && person.id !== userId);
  return (
    <div className="notice notice-warn">
      <p>{say('barred', { why: sayPair([REFUSALS_ZH[barred] ?? '', REFUSALS_EN[barred] ?? '']) })}</p>
      <p>{say(able.length === 0 ? 'none' : 'others')}</p>
      {!mayGive && able.length > 0 && (
        <p>{able.map(({ person, held }) => say('colleague', { name: person.name, held })).join(' · ')}</p>
      )}
      <div className="row">
        {(mayGive ? able : []).map(({ person, held }) => (
          <button
            key={person.id}
            type="button"
            className="button"
            disabled={give.isPending}
            onClick={() =>
              give.mutate({
                params: { path: { taskId: task.id } },
                body: { userId: person.id, version: task.version },
              })
            }
          >
            {say('give', { name: person.name, held })}
          </button>
        ))}
      </div>
      <ProblemNotice error={give.error} />
    </div>
  );
}
