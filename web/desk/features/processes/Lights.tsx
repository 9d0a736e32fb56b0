import { useEffect } from 'react';
import { type Answers, api } from '../../../kit/api/api';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Mark, type Tone } from '../../parts/Mark';
import { AlarmSwitch } from './AlarmSwitch';
import { LIGHTS, type Light, lightsOf, partsDown } from './health';
import { STUCK } from './words';

const WORDS = words({
  title: ['三盏灯', 'Three lights'],
  GOOD: ['正常', 'Fine'],
  LOOK: ['留意', 'Look'],
  ACT: ['立即处理', 'Act now'],
  running: ['运行中的流程 {count} 个', '{count process runs|processes run}'],
  booksDiffer: ['账账不符', 'The books differ'],
  unknown: ['结果未知的支付', 'Payments unknown'],
  none: ['无异常', 'Nothing unusual'],
  and: ['、', ', '],
});

const TONES: Readonly<Record<Light, Tone>> = { GOOD: 'good', LOOK: 'warn', ACT: 'bad' };
const LOOK_EVERY_MS = 30_000;
/** Which reasons each light is about. */
const REASONS = {
  MONEY: ['ACTIVITY_FAILS', 'ACTIVITY_PAUSED'],
  PEOPLE: ['ENDED_BADLY', 'TASK_FAILS', 'WAITS_FOR_ADMIN', 'OVERDUE'],
  PARTS: [],
} as const;

/** Money, people and parts in one look; the tab's title says it too. */
export function Lights({ figures }: { figures: Answers['WorkflowFigures'] }) {
  const [say, sayLight, sayStuck] = [useWords(WORDS), useWords(LIGHTS), useWords(STUCK)];
  const health = api.useQuery('get', '/health', undefined, { refetchInterval: LOOK_EVERY_MS });
  const checks = api.useQuery('get', '/ledger/checks', undefined, { refetchInterval: LOOK_EVERY_MS });
  const booksAgree = checks.data?.ok ?? null;
  const seen = { figures, health: health.data ?? { status: 'UP' as const }, booksAgree };
  const lights = lightsOf(seen);
  const alarms = Object.values(lights).filter((light) => light === 'ACT').length;
  useAlarm(alarms);
  const count = (reason: string): number => figures.stuck.find((each) => each.reason === reason)?.count ?? 0;
  const why = (name: keyof typeof LIGHTS): string => {
    const stuck = REASONS[name].filter((reason) => count(reason) > 0);
    const told = stuck.map((reason) => `${sayStuck(reason)} ${count(reason)}`);
    if (name === 'PARTS') told.push(...partsDown(seen.health));
    if (name === 'MONEY' && booksAgree === false) told.unshift(say('booksDiffer'));
    if (name === 'MONEY' && hasUnknown(figures)) told.push(say('unknown'));
    return told.length === 0 ? say('none') : told.join(say('and'));
  };
  if (health.isPending || checks.isPending) return <div className="skeleton tall" />;
  return (
    <section className="stack" aria-labelledby="lights" aria-live="polite">
      <h2 id="lights" className="unseen">
        {say('title')}
      </h2>
      <ul className="lights">
        {(Object.keys(lights) as (keyof typeof lights)[]).map((name) => (
          <li key={name} className={`card light light-${lights[name].toLowerCase()}`}>
            <strong>{sayLight(name)}</strong>
            <Mark tone={TONES[lights[name]]}>{say(lights[name])}</Mark>
            <span className="quiet">{why(name)}</span>
          </li>
        ))}
      </ul>
      <p className="quiet">{say('running', { count: figures.running })}</p>
      <AlarmSwitch heard={{ stuck: figures.stuck, lights }} />
    </section>
  );
}

const hasUnknown = ({ stages }: Answers['WorkflowFigures']): boolean =>
  stages.some(({ process, stage, open }) => process === 'payment' && stage === 'UNKNOWN' && open > 0);

/** An alarm is seen in the tab of who looks elsewhere. */
function useAlarm(alarms: number): void {
  useEffect(() => {
    const { title } = document;
    if (alarms > 0) document.title = `(${alarms}!) ${title}`;
    return () => {
      document.title = title;
    };
  }, [alarms]);
}
