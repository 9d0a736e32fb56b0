import { useId } from 'react';
import { type Answers, api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { TextField, TickField, YuanField } from '../../../kit/forms/fields';
import { typedFen } from '../../../kit/forms/typedFigures';
import { type Role, useSession } from '../../../kit/session/session';
import { useSay, useWords } from '../../../kit/words/language';
import { ROLE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';

const WORDS = words({
  deputy: ['代理人', 'Deputy'],
  choose: ['请选择', 'Choose'],
  roles: ['授予的角色', 'Roles that are lent'],
  from: ['自（含）', 'From (that day too)'],
  until: ['至（含，至多 30 天）', 'Until (that day too, 30 days at most)'],
  most: ['单笔金额上限', 'Largest amount of a case'],
  reason: ['事由', 'Why'],
  send: ['授权', 'Lend it'],
});

const LENDABLE = [
  'customer_service',
  'reviewer',
  'approver',
  'committee',
  'board',
  'finance',
  'risk',
] as const satisfies readonly Answers['LendableRole'][];

/** Lends own roles to a deputy: for days, up to an amount. */
export function DelegationForm({ done }: { done: () => void }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const own: readonly Role[] = useSession()?.roles ?? [];
  const { key } = useActKey();
  const lend = api.useMutation('post', '/delegations', { onSuccess: done });
  const roles = LENDABLE.filter((role) => own.includes(role));
  return (
    <form
      className="card stack absence-form"
      onSubmit={(event) => {
        event.preventDefault();
        const said = new FormData(event.currentTarget);
        const of = (name: string): string => String(said.get(name) ?? '');
        lend.mutate({
          params: { header: { 'Idempotency-Key': key } },
          body: {
            deputyId: of('deputyId'),
            roles: roles.filter((role) => said.get(role) !== null),
            from: of('from'),
            until: of('until'),
            maximumFen: typedFen(of('most')) ?? 0,
            reason: of('reason'),
          },
        });
      }}
    >
      <DeputyField />
      <fieldset className="choices">
        <legend>{say('roles')}</legend>
        {roles.map((role) => (
          <TickField key={role} label={sayPair(ROLE_NAMES[role])} name={role} defaultChecked />
        ))}
      </fieldset>
      <TextField label={say('from')} name="from" type="date" required />
      <TextField label={say('until')} name="until" type="date" required />
      <YuanField label={say('most')} name="most" required />
      <TextField label={say('reason')} name="reason" maxLength={500} required />
      <ProblemNotice error={lend.error} />
      <button type="submit" className="button primary" disabled={lend.isPending}>
        {say('send')}
      </button>
    </form>
  );
}

function DeputyField() {
  const say = useWords(WORDS);
  const id = useId();
  const userId = useSession()?.user.id;
  const { data } = api.useQuery('get', '/colleagues');
  const people = data?.items.filter((person) => person.id !== userId) ?? [];
  return (
    <div className="field">
      <label htmlFor={id}>{say('deputy')}</label>
      <select id={id} name="deputyId" required defaultValue="">
        <option value="">{say('choose')}</option>
        {people.map((person) => (
          <option key={person.id} value={person.id}>
            {person.name}
          </option>
        ))}
      </select>
    </div>
  );
}
