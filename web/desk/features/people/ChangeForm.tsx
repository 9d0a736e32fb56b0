import { useId, useState } from 'react';
import { type Answers, api } from '../../../kit/api/api';
import { useWords } from '../../../kit/words/language';
import { ROLE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { ReasonForm } from '../../parts/ReasonForm';
import { useStaffChange } from './useStaffChange';
import { type Act, rolesFor } from './wishes';
import { CHANGE_KINDS, STAFF_ROLES } from './words';

const WORDS = words({
  role: ['权限', 'Right'],
  GRANT: ['另一人同意后，{name} 立即有此权限。', 'Once another person agrees, {name} has the right at once.'],
  TAKE: [
    '另一人同意后，{name} 立即失去此权限。',
    'Once another person agrees, {name} loses the right at once.',
  ],
  LEAVE: [
    '另一人同意后，{name} 的全部权限与手中待办都会收回。',
    'Once another person agrees, {name} has no right and nothing in hand any more.',
  ],
  FORGET_FACTORS: [
    '另一人同意后，{name} 会在所有设备上退出，下次登录时重新设置双重验证。',
    'Once another person agrees, {name} is signed out and sets another factor up at the next sign-in.',
  ],
  SET_MANAGER: [
    '另一人同意后，{name} 的权限由其上级复核。',
    'Once another person agrees, the manager answers for the rights of {name}.',
  ],
  manager: ['上级', 'Manager'],
  nobody: ['无（由管理员复核）', 'Nobody: the admins answer'],
  REINSTATE: ['另一人同意后，{name} 可以重新登录。', 'Once another person agrees, {name} may sign in again.'],
});

interface ChangeFormProps {
  readonly person: Answers['StaffMember'];
  readonly act: Exclude<Act, 'SUSPEND'>;
  readonly leave: () => void;
  readonly done: () => void;
}

/** Asks for a change about somebody; what will happen is said before. */
export function ChangeForm({ person, act, leave, done }: ChangeFormProps) {
  const [say, sayKind, sayRole] = [useWords(WORDS), useWords(CHANGE_KINDS), useWords(ROLE_NAMES)];
  const id = useId();
  const held = person.rights.map(({ role }) => role);
  const roles = rolesFor(act, held, STAFF_ROLES);
  const [role, setRole] = useState(roles[0]);
  const [managerId, setManagerId] = useState(person.managerId ?? '');
  const { ask, header } = useStaffChange(done);
  const send = (reason: string): void => {
    const about = { userId: person.id, reason };
    if (act === 'SET_MANAGER') {
      ask.mutate({
        params: { header },
        body: { kind: act, managerId: managerId === '' ? null : managerId, ...about },
      });
    } else if (act !== 'GRANT' && act !== 'TAKE') {
      ask.mutate({ params: { header }, body: { kind: act, ...about } });
    } else if (role !== undefined) {
      ask.mutate({ params: { header }, body: { kind: act, role, ...about } });
    }
  };
  return (
    <ReasonForm
      act={sayKind(act)}
      isGrave={act !== 'GRANT' && act !== 'SET_MANAGER'}
      send={send}
      leave={leave}
      isPending={ask.isPending}
      error={ask.error}
    >
      <p className="notice">{say(act, { name: person.name })}</p>
      {act === 'SET_MANAGER' && <ManagerField but={person.id} chosen={managerId} choose={setManagerId} />}
      {roles.length > 0 && (
        <div className="field">
          <label htmlFor={id}>{say('role')}</label>
          <select
            id={id}
            value={role}
            onChange={({ target }) => setRole(roles.find((each) => each === target.value))}
          >
            {roles.map((each) => (
              <option key={each} value={each}>
                {sayRole(each)}
              </option>
            ))}
          </select>
        </div>
      )}
    </ReasonForm>
  );
}

interface ManagerFieldProps {
  readonly but: string;
  readonly chosen: string;
  readonly choose: (userId: string) => void;
}

/** Everybody who works here, but the one whom it is about. */
function ManagerField({ but, chosen, choose }: ManagerFieldProps) {
  const say = useWords(WORDS);
  const id = useId();
  const { data } = api.useQuery('get', '/colleagues');
  const others = (data?.items ?? []).filter((each) => each.id !== but);
  return (
    <div className="field">
      <label htmlFor={id}>{say('manager')}</label>
      <select id={id} value={chosen} onChange={({ target }) => choose(target.value)}>
        <option value="">{say('nobody')}</option>
        {others.map((each) => (
          <option key={each.id} value={each.id}>
            {each.name}
          </option>
        ))}
      </select>
    </div>
  );
}
