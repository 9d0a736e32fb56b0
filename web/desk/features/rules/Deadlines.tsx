import { useWords } from '../../../kit/words/language';
import { TASK_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { Facts } from '../../parts/Facts';
import type { Rules } from './rules';
import { DEADLINES, type Deadline } from './words';

const WORDS = words({
  title: ['时限（业务时间）', 'Deadlines (business time)'],
  working: ['工作时间', 'Working hours'],
  task: ['待办（提醒 / 升级，小时）', 'Tasks (reminder / escalation, hours)'],
  digest: ['每日邮件', 'Daily mail'],
});

type TaskHours = { readonly reminder: number; readonly escalation: number };
const hoursText = ({ reminder, escalation }: TaskHours): string => `${reminder} / ${escalation}`;

/** By when what has to be done. */
export function Deadlines({ deadlines }: { deadlines: Rules['deadlines'] }) {
  const [say, sayTask, sayDeadline] = [useWords(WORDS), useWords(TASK_NAMES), useWords(DEADLINES)];
  const ofKinds = Object.entries(deadlines.taskOfKind) as [keyof typeof TASK_NAMES, TaskHours][];
  return (
    <div className="card stack">
      <h3>{say('title')}</h3>
      <Facts
        facts={[
          [say('working'), deadlines.workingHours.map((part) => part.join('–')).join(' · ')],
          [say('digest'), deadlines.digestAt],
          [say('task'), hoursText(deadlines.task)],
          ...ofKinds.map(([kind, hours]) => [sayTask(kind), hoursText(hours)] as const),
          ...(Object.keys(DEADLINES) as Deadline[]).map((key) => [sayDeadline(key), deadlines[key]] as const),
        ]}
      />
    </div>
  );
}
