import { useState } from 'react';
import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { Day, Money } from '../../../kit/figures/figures';
import { useSession } from '../../../kit/session/session';
import { useSay, useWords } from '../../../kit/words/language';
import { ROLE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { PEOPLE_WITH_TASKS } from '../../app/places';
import { Page } from '../../parts/Page';
import { type Column, Records } from '../../parts/Records';
import { AbsenceForm } from './AbsenceForm';
import { DelegationForm } from './DelegationForm';
import './absence.css';

const WORDS = words({
  title: ['离岗与代理', 'Absence and deputies'],
  lead: [
    '离岗期间的事项转给代理人；代理人所为注明代谁办理。',
    'While you are away your tasks go to your deputy, whose acts say for whom they were done.',
  ],
  absences: ['谁不在岗', 'Who is away'],
  delegations: ['代理授权', 'Lent authority'],
  nobody: ['今后没有人离岗。', 'Nobody is away from today on.'],
  none: ['没有代理授权。', 'No authority is lent.'],
  who: ['人员', 'Who'],
  from: ['自', 'From'],
  until: ['至', 'Until'],
  reason: ['事由', 'Why'],
  withdraw: ['取消离岗', 'Take it back'],
  principal: ['授权人', 'Principal'],
  deputy: ['代理人', 'Deputy'],
  roles: ['角色', 'Roles'],
  most: ['单笔上限', 'At most'],
  revoke: ['收回', 'Take back'],
  revoked: ['已收回', 'Taken back'],
  say: ['登记离岗', 'Say when you are away'],
  lend: ['授权代理人', 'Lend authority'],
});

/** Who is away and who decides meanwhile; the forms for both. */
export function AbsencePage() {
  const say = useWords(WORDS);
  const [form, show] = useState<'ABSENCE' | 'DELEGATION' | null>(null);
  const done = (): void => {
    show(null);
    void queries.invalidateQueries({
      predicate: ({ queryKey: [, path] }) => path === '/absences' || path === '/delegations',
    });
  };
  return (
    <Page title={say('title')} lead={say('lead')} roles={PEOPLE_WITH_TASKS}>
      <div className="row">
        <button
          type="button"
          className="button"
          aria-expanded={form === 'ABSENCE'}
          onClick={() => show('ABSENCE')}
        >
          {say('say')}
        </button>
        <button
          type="button"
          className="button"
          aria-expanded={form === 'DELEGATION'}
          onClick={() => show('DELEGATION')}
        >
          {say('lend')}
        </button>
      </div>
      {form === 'ABSENCE' && <AbsenceForm done={done} />}
      {form === 'DELEGATION' && <DelegationForm done={done} />}
      <Absences />
      <Delegations />
    </Page>
  );
}

function Absences() {
  const say = useWords(WORDS);
  const userId = useSession()?.user.id;
  const { data, error, refetch } = api.useQuery('get', '/absences');
  const withdraw = api.useMutation('post', '/absences/{absenceId}/withdrawal', {
    onSettled: () => refetch(),
  });
  const columns: readonly Column<Answers['Absence']>[] = [
    { key: 'who', head: say('who'), cell: ({ user }) => user.name },
    { key: 'from', head: say('from'), cell: ({ from }) => <Day day={from} /> },
    { key: 'until', head: say('until'), cell: ({ until }) => <Day day={until} /> },
    { key: 'reason', head: say('reason'), cell: ({ reason }) => reason },
    {
      key: 'act',
      head: say('withdraw'),
      cell: ({ id, user }) =>
        user.id === userId && (
          <button
            type="button"
            className="button small"
            disabled={withdraw.isPending}
            onClick={() => withdraw.mutate({ params: { path: { absenceId: id } } })}
          >
            {say('withdraw')}
          </button>
        ),
    },
  ];
  return (
    <section className="stack">
      <h2>{say('absences')}</h2>
      <ProblemNotice error={error ?? withdraw.error} />
      <Records
        caption={say('absences')}
        columns={columns}
        rows={data?.items}
        idOf={({ id }) => id}
        empty={say('nobody')}
      />
    </section>
  );
}

function Delegations() {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const userId = useSession()?.user.id;
  const { data, error, refetch } = api.useQuery('get', '/delegations');
  const revoke = api.useMutation('post', '/delegations/{delegationId}/revocation', {
    onSettled: () => refetch(),
  });
  const columns: readonly Column<Answers['Delegation']>[] = [
    { key: 'principal', head: say('principal'), cell: ({ principal }) => principal.name },
    { key: 'deputy', head: say('deputy'), cell: ({ deputy }) => deputy.name },
    {
      key: 'roles',
      head: say('roles'),
      cell: ({ roles }) => roles.map((role) => sayPair(ROLE_NAMES[role])).join(' · '),
    },
    { key: 'from', head: say('from'), cell: ({ from }) => <Day day={from} /> },
    { key: 'until', head: say('until'), cell: ({ until }) => <Day day={until} /> },
    { key: 'most', head: say('most'), cell: ({ maximumFen }) => <Money fen={maximumFen} />, isFigure: true },
    {
      key: 'act',
      head: say('revoke'),
      cell: ({ id, principal, revokedOn }) => {
        if (revokedOn !== null) return say('revoked');
        return (
          principal.id === userId && (
            <button
              type="button"
              className="button small"
              disabled={revoke.isPending}
              onClick={() => revoke.mutate({ params: { path: { delegationId: id } } })}
            >
              {say('revoke')}
            </button>
          )
        );
      },
    },
  ];
  return (
    <section className="stack">
      <h2>{say('delegations')}</h2>
      <ProblemNotice error={error ?? revoke.error} />
      <Records
        caption={say('delegations')}
        columns={columns}
        rows={data?.items}
        idOf={({ id }) => id}
        empty={say('none')}
      />
    </section>
  );
}
