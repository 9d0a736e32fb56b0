import { api } from '../../../kit/api/api';
import { Instant } from '../../../kit/figures/figures';
import { useBusinessNow } from '../../../kit/live/clock';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { AdminTabs } from '../../parts/AdminTabs';
import { Asked } from '../../parts/Asked';
import { Facts } from '../../parts/Facts';
import { Mark } from '../../parts/Mark';
import { Page, useIs } from '../../parts/Page';
import { type Column, Records } from '../../parts/Records';
import { Overview } from './Overview';
import { PartLinks } from './PartLinks';
import { EVERYBODY, OPERATORS, PARTS, type Part } from './words';

const WORDS = words({
  title: ['平台各部分', 'Parts of the platform'],
  lead: [
    '平台由哪些部分组成、是否正常、在哪里打开。',
    'What the platform is made of, whether it works, and where it is.',
  ],
  part: ['部分', 'Part'],
  status: ['状态', 'Status'],
  UP: ['正常', 'Works'],
  DOWN: ['不可用', 'Down'],
  latency: ['响应', 'Answers in'],
  ms: ['{count} 毫秒', '{count} ms'],
  detail: ['说明', 'Detail'],
  polling: ['{count} 个在线', '{count} at work'],
  clock: ['业务时间', 'Business time'],
  speed: ['时钟速度', 'Clock speed'],
  times: ['{count} 倍', '{count} ×'],
  years: ['缺少节假日的年份', 'Years without holidays'],
  none: ['无', 'None'],
  empty: ['没有数据。', 'Nothing known.'],
});

interface Row {
  readonly part: Part;
  readonly status: 'UP' | 'DOWN';
  readonly latencyMs: number;
  readonly detail?: string | undefined;
}
const LOOK_EVERY_MS = 15_000;

/** Whether each part works, and where it is. */
export function PartsPage() {
  const [say, sayPart] = [useWords(WORDS), useWords(PARTS)];
  const isOperator = useIs(OPERATORS);
  const now = useBusinessNow();
  const health = api.useQuery('get', '/health', undefined, { refetchInterval: LOOK_EVERY_MS });
  const told = (detail = '—'): string => {
    const [, count] = /^(\d+) polling$/.exec(detail) ?? [];
    return count === undefined ? detail : say('polling', { count });
  };
  const columns: readonly Column<Row>[] = [
    { key: 'part', head: say('part'), cell: ({ part }) => sayPart(part) },
    {
      key: 'status',
      head: say('status'),
      cell: ({ status }) => <Mark tone={status === 'UP' ? 'good' : 'bad'}>{say(status)}</Mark>,
    },
    {
      key: 'latency',
      head: say('latency'),
      isFigure: true,
      cell: ({ latencyMs }) => say('ms', { count: Math.round(latencyMs) }),
    },
    { key: 'detail', head: say('detail'), cell: ({ detail }) => told(detail) },
  ];
  return (
    <Page title={say('title')} lead={say('lead')} roles={EVERYBODY}>
      <AdminTabs />
      <PartLinks />
      <Asked of={health}>
        {({ parts, clockSpeed, missingCalendarYears = [] }) => (
          <>
            <div className="card">
              <Facts
                facts={[
                  [
                    say('clock'),
                    now === null ? null : <Instant key="now" at={new Date(now).toISOString()} />,
                  ],
                  [say('speed'), clockSpeed === null ? null : say('times', { count: clockSpeed })],
                  [
                    say('years'),
                    missingCalendarYears.length === 0 ? say('none') : missingCalendarYears.join(', '),
                  ],
                ]}
              />
            </div>
            <Records
              caption={say('title')}
              columns={columns}
              rows={(Object.keys(PARTS) as Part[]).flatMap((part) =>
                parts === undefined ? [] : [{ part, ...parts[part] }],
              )}
              idOf={({ part }) => part}
              empty={say('empty')}
            />
          </>
        )}
      </Asked>
      {isOperator && <Overview />}
    </Page>
  );
}
