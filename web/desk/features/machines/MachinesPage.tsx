import { useState } from 'react';
import { type Answers, api } from '../../../kit/api/api';
import { Instant } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { AdminTabs } from '../../parts/AdminTabs';
import { Listed, PAGED } from '../../parts/Listed';
import { Mark } from '../../parts/Mark';
import { Page, useIs } from '../../parts/Page';
import type { Column } from '../../parts/Records';
import { Who } from '../../parts/Who';
import { AddMachine } from './AddMachine';
import { MachineActs } from './MachineActs';
import { SecretShown } from './SecretShown';
import { ADMINS, type Machine, READERS, SCOPES } from './words';

const WORDS = words({
  title: ['程序接入', 'Machines'],
  lead: [
    '以本机构名义读取数据的程序：只读、按授权范围、个人信息已脱敏。',
    'Programs that read for the institution: what their scopes name, and nothing else; personal data are masked.',
  ],
  add: ['新增程序', 'Add a machine'],
  name: ['名称', 'Name'],
  scopes: ['可读取', 'May read'],
  secrets: ['密钥', 'Secrets'],
  until: ['有效至', 'until'],
  used: ['最近使用', 'used'],
  never: ['从未使用', 'never used'],
  by: ['新增', 'Added'],
  status: ['状态', 'Status'],
  open: ['有效', 'Open'],
  ended: ['已终止', 'Ended'],
  acts: ['操作', 'Acts'],
  empty: [
    '尚无程序。数据仓库或报表系统需要读取时，由管理员新增。',
    'None yet. Where a warehouse or a report reads from the platform, an admin adds it.',
  ],
});

/** Programs that read for the institution, with their secrets' ends. */
export function MachinesPage() {
  const say = useWords(WORDS);
  const mayChange = useIs(ADMINS);
  const [isAdding, setAdding] = useState(false);
  const [opened, show] = useState<Answers['MachineOpened'] | null>(null);
  const found = api.useInfiniteQuery('get', '/machines', { params: { query: {} } }, PAGED);
  const columns = useColumns(mayChange, show);
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      roles={READERS}
      acts={
        mayChange && (
          <button type="button" className="button small primary" onClick={() => setAdding(true)}>
            {say('add')}
          </button>
        )
      }
    >
      <AdminTabs />
      {opened !== null && <SecretShown opened={opened} close={() => show(null)} />}
      {isAdding && <AddMachine leave={() => setAdding(false)} show={show} />}
      <Listed
        caption={say('title')}
        found={found}
        columns={columns}
        idOf={({ id }) => id}
        empty={say('empty')}
      />
    </Page>
  );
}

function useColumns(
  mayChange: boolean,
  show: (opened: Answers['MachineOpened']) => void,
): readonly Column<Machine>[] {
  const [say, sayScope] = [useWords(WORDS), useWords(SCOPES)];
  return [
    {
      key: 'name',
      head: say('name'),
      cell: ({ name, id }) => (
        <>
          {name}
          <br />
          <small>{id}</small>
        </>
      ),
    },
    {
      key: 'scopes',
      head: say('scopes'),
      cell: ({ scopes }) => scopes.map((scope) => sayScope(scope)).join(' · '),
    },
    {
      key: 'secrets',
      head: say('secrets'),
      cell: ({ secrets }) =>
        secrets.map(({ id, endsAt, usedAt }) => (
          <div key={id}>
            {say('until')} <Instant at={endsAt} />{' '}
            <small>
              {usedAt === null ? (
                say('never')
              ) : (
                <>
                  {say('used')} <Instant at={usedAt} />
                </>
              )}
            </small>
          </div>
        )),
    },
    {
      key: 'by',
      head: say('by'),
      cell: ({ createdBy, createdAt }) => (
        <>
          <Who id={createdBy} /> · <Instant at={createdAt} />
        </>
      ),
    },
    {
      key: 'status',
      head: say('status'),
      cell: ({ endedAt }) => (
        <Mark tone={endedAt === null ? 'good' : 'plain'}>{say(endedAt === null ? 'open' : 'ended')}</Mark>
      ),
    },
    ...(mayChange
      ? [
          {
            key: 'acts',
            head: say('acts'),
            cell: (machine: Machine) => <MachineActs machine={machine} show={show} />,
          },
        ]
      : []),
  ];
}
