import { type Answers, api } from '../../../kit/api/api';
import { useLanguage, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Asked } from '../../parts/Asked';
import { type Column, Records } from '../../parts/Records';

const WORDS = words({
  processes: ['各机构的流程', 'Processes by institution'],
  institution: ['机构', 'Institution'],
  platform: ['平台自身', 'The platform’s own'],
  running: ['运行中', 'Running'],
  endedBadly: ['异常结束', 'Ended badly'],
  queues: ['消息队列', 'Queues'],
  queue: ['队列', 'Queue'],
  waiting: ['等待', 'Waiting'],
  delayed: ['延后', 'Delayed'],
  active: ['处理中', 'Active'],
  failed: ['失败', 'Failed'],
  empty: ['没有数据。', 'Nothing known.'],
});

/** How much there is, and of no institution what it is about: for whoever runs the platform. */
export function Overview() {
  const say = useWords(WORDS);
  const { language } = useLanguage();
  const overview = api.useQuery('get', '/admin/overview');
  const ofProcesses: readonly Column<Answers['ProcessCount']>[] = [
    {
      key: 'institution',
      head: say('institution'),
      cell: ({ institution }) => {
        if (institution === null) return say('platform');
        return language === 'en' ? institution.nameEn : institution.nameZh;
      },
    },
    { key: 'running', head: say('running'), isFigure: true, cell: ({ running }) => running },
    { key: 'endedBadly', head: say('endedBadly'), isFigure: true, cell: ({ endedBadly }) => endedBadly },
  ];
  const count = (key: 'waiting' | 'delayed' | 'active' | 'failed'): Column<Answers['Queue']> => ({
    key,
    head: say(key),
    isFigure: true,
    cell: (queue) => queue[key],
  });
  const ofQueues: readonly Column<Answers['Queue']>[] = [
    { key: 'queue', head: say('queue'), cell: ({ name }) => name },
    ...(['waiting', 'delayed', 'active', 'failed'] as const).map(count),
  ];
  return (
    <Asked of={overview}>
      {({ processes, queues }) => (
        <>
          <h2>{say('processes')}</h2>
          <Records
            caption={say('processes')}
            columns={ofProcesses}
            rows={processes}
            idOf={({ institution }) => institution?.id ?? ''}
            empty={say('empty')}
          />
          <h2>{say('queues')}</h2>
          <Records
            caption={say('queues')}
            columns={ofQueues}
            rows={queues}
            idOf={({ name }) => name}
            empty={say('empty')}
          />
        </>
      )}
    </Asked>
  );
}
