import { useState } from 'react';
import { type Answers, api } from '../../../kit/api/api';
import { Day } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { ROLE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { AdminTabs } from '../../parts/AdminTabs';
import { Listed, PAGED } from '../../parts/Listed';
import { Mark } from '../../parts/Mark';
import { Page, useIs } from '../../parts/Page';
import type { Column } from '../../parts/Records';
import { Who } from '../../parts/Who';
import { InviteForm } from './InviteForm';
import { PersonActs } from './PersonActs';
import { ASKERS, OVERSEERS } from './words';

const WORDS = words({
  title: ['人员', 'People'],
  lead: [
    '谁在本机构工作、有哪些权限、手中有多少待办。权限的授予与收回须由两人完成。',
    'Who works here, with which rights and how much in hand. Rights are given and taken by two.',
  ],
  invite: ['邀请新人', 'Invite somebody'],
  name: ['姓名', 'Name'],
  rights: ['权限', 'Rights'],
  status: ['状态', 'Status'],
  active: ['正常', 'Active'],
  suspended: ['已停用', 'Suspended'],
  hand: ['手中待办', 'In hand'],
  manager: ['上级', 'Manager'],
  team: ['团队', 'Team'],
  ofTeam: ['{people} 人，手中 {tasks} 项', '{people} people, {tasks} in hand'],
  acts: ['操作', 'Acts'],
  none: ['无', 'None'],
  since: ['自', 'since'],
  empty: ['还没有人员。', 'Nobody yet.'],
});

/** Who works for the institution, and what an admin can ask for. */
export function PeoplePage() {
  const [say, sayRole] = [useWords(WORDS), useWords(ROLE_NAMES)];
  const mayAsk = useIs(ASKERS);
  const [isInviting, setInviting] = useState(false);
  const found = api.useInfiniteQuery('get', '/staff', { params: { query: {} } }, PAGED);
  const columns: readonly Column<Answers['StaffMember']>[] = [
    {
      key: 'name',
      head: say('name'),
      cell: ({ name, email }) => (
        <>
          {name}
          <br />
          <small>{email}</small>
        </>
      ),
    },
    {
      key: 'rights',
      head: say('rights'),
      cell: ({ rights }) =>
        rights.length === 0
          ? say('none')
          : rights.map(({ role, since }) => (
              <span key={role} className="row">
                {sayRole(role)}
                <small>
                  {say('since')} <Day day={since} />
                </small>
              </span>
            )),
    },
    {
      key: 'status',
      head: say('status'),
      cell: ({ suspended }) => (
        <>
          <Mark tone={suspended === null ? 'good' : 'bad'}>
            {say(suspended === null ? 'active' : 'suspended')}
          </Mark>
          {suspended !== null && <small> {suspended.reason}</small>}
        </>
      ),
    },
    {
      key: 'manager',
      head: say('manager'),
      cell: ({ managerId }) => (managerId === null ? '—' : <Who id={managerId} />),
    },
    {
      key: 'team',
      head: say('team'),
      cell: ({ team }) => team && say('ofTeam', { people: team.people, tasks: team.claimedTasks }),
    },
    { key: 'hand', head: say('hand'), isFigure: true, cell: ({ claimedTasks }) => claimedTasks },
    ...(mayAsk
      ? [
          {
            key: 'acts',
            head: say('acts'),
            cell: (person: Answers['StaffMember']) => <PersonActs person={person} />,
          },
        ]
      : []),
  ];
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      roles={OVERSEERS}
      acts={
        mayAsk && (
          <button type="button" className="button small primary" onClick={() => setInviting(true)}>
            {say('invite')}
          </button>
        )
      }
    >
      <AdminTabs />
      {isInviting && <InviteForm leave={() => setInviting(false)} />}
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
