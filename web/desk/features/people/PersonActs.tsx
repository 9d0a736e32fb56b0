import { useState } from 'react';
import type { Answers } from '../../../kit/api/api';
import { useSession } from '../../../kit/session/session';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { ChangeForm } from './ChangeForm';
import { SuspendForm } from './SuspendForm';
import { type Act, actsAbout } from './wishes';
import { CHANGE_KINDS } from './words';

const WORDS = words({
  self: ['本人的权限由他人处理', 'Others look after your rights'],
  SUSPEND: ['立即停用', 'Suspend at once'],
  more: ['办理', 'Change'],
  less: ['收起', 'Close'],
  asked: ['已提出，等待另一人决定', 'Asked for: a second person decides'],
});

/** What can be asked for about a person. */
export function PersonActs({ person }: { person: Answers['StaffMember'] }) {
  const [say, sayKind] = [useWords(WORDS), useWords(CHANGE_KINDS)];
  const session = useSession();
  const [act, setAct] = useState<Act | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const acts = actsAbout(person, session?.user.id ?? '');
  if (acts.length === 0) return <span className="quiet">{say('self')}</span>;
  if (act === 'SUSPEND') return <SuspendForm person={person} leave={() => setAct(null)} />;
  if (act !== null) {
    return (
      <ChangeForm
        person={person}
        act={act}
        leave={() => setAct(null)}
        done={() => {
          setAct(null);
          setAsked(true);
        }}
      />
    );
  }
  return (
    <div className="row">
      <button type="button" className="button small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {say(isOpen ? 'less' : 'more')}
      </button>
      {(isOpen ? acts : []).map((each) => (
        <button
          key={each}
          type="button"
          className={each === 'SUSPEND' ? 'button small danger' : 'button small'}
          onClick={() => setAct(each)}
        >
          {each === 'SUSPEND' ? say('SUSPEND') : sayKind(each)}
        </button>
      ))}
      {isAsked && <span role="status">{say('asked')}</span>}
    </div>
  );
}
