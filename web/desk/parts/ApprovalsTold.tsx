import type { Answers } from '../../kit/api/api';
import { useWords } from '../../kit/words/language';
import { ROLE_NAMES } from '../../kit/words/names';
import { words } from '../../kit/words/words';
import { Mark } from './Mark';
import { Who } from './Who';

const WORDS = words({
  waits: ['待批', 'Waits'],
});

/** Each approval that a change needs: by whom it was given, or who may. */
export function ApprovalsTold({ approvals }: Pick<Answers['LoanChange'], 'approvals'>) {
  const [say, sayRole] = [useWords(WORDS), useWords(ROLE_NAMES)];
  return (
    <ul className="approvals">
      {approvals.map(({ role, decidedBy }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an approval is known by its place
        <li key={at} className="row">
          <Mark tone={decidedBy === null ? 'warn' : 'good'}>
            {decidedBy === null ? say('waits') : <Who id={decidedBy} />}
          </Mark>
          <small>{sayRole(role)}</small>
        </li>
      ))}
    </ul>
  );
}
