import { useState } from 'react';
import { ProblemNotice } from '../../kit/api/ProblemNotice';
import { useSession } from '../../kit/session/session';
import { useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';
import { ReasonForm } from './ReasonForm';

const WORDS = words({
  approve: ['同意', 'Approve'],
  reject: ['不同意', 'Reject'],
  own: ['由您提出，须由另一人决定', 'You asked for it: another person decides'],
});

export interface Decided {
  readonly decision: 'APPROVE' | 'REJECT';
  readonly reason: string;
}

interface FourEyesProps {
  /** Who asked: that person does not decide. */
  readonly askedBy: string | null;
  readonly decide: (decided: Decided) => void;
  readonly isPending: boolean;
  readonly error: unknown;
}

/** What one person asked for and another one decides (四眼原则); a refusal gives its reason. */
export function FourEyes({ askedBy, decide, isPending, error }: FourEyesProps) {
  const say = useWords(WORDS);
  const session = useSession();
  const [isRejecting, setRejecting] = useState(false);
  if (session?.user.id === askedBy) return <span className="quiet">{say('own')}</span>;
  if (isRejecting) {
    return (
      <ReasonForm
        act={say('reject')}
        isGrave
        send={(reason) => decide({ decision: 'REJECT', reason })}
        leave={() => setRejecting(false)}
        isPending={isPending}
        error={error}
      />
    );
  }
  return (
    <div className="four-eyes">
      <div className="row">
        <button
          type="button"
          className="button small primary"
          disabled={isPending}
          onClick={() => decide({ decision: 'APPROVE', reason: '' })}
        >
          {say('approve')}
        </button>
        <button type="button" className="button small" onClick={() => setRejecting(true)}>
          {say('reject')}
        </button>
      </div>
      <ProblemNotice error={error} />
    </div>
  );
}
