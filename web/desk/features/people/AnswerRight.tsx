import { useState } from 'react';
import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { ReasonForm } from '../../parts/ReasonForm';
import { STAFF_ROLES } from './words';

const WORDS = words({
  confirm: ['保留', 'Confirm'],
  take: ['收回', 'Take away'],
  preview: ['立即收回，无需再次同意。', 'Taken away at once.'],
  LAST_ADMIN: ['收回后本机构将没有管理员。', 'The institution would have no admin.'],
  OWN_RIGHTS: ['本人的权限须由他人答复。', 'Others answer for your own rights.'],
  NOT_THEIR_MANAGER: ['目前由其上级负责答复。', 'Their manager answers now.'],
  other: ['未能答复，请刷新后再试。', 'Not answered: look again.'],
});
const KNOWN = ['LAST_ADMIN', 'OWN_RIGHTS', 'NOT_THEIR_MANAGER'] as const;

interface AnswerRightProps {
  readonly reviewId: string;
  readonly userId: string;
  readonly role: Answers['Role'];
}

/** Says of one right whether it is still needed. */
export function AnswerRight({ reviewId, userId, role }: AnswerRightProps) {
  const say = useWords(WORDS);
  const [isTaking, setTaking] = useState(false);
  const answer = api.useMutation('post', '/access-reviews/{reviewId}/answers', {
    onSuccess: () => queries.invalidateQueries({ queryKey: ['get', '/access-reviews/{reviewId}'] }),
  });
  const right = STAFF_ROLES.find((each) => each === role);
  if (right === undefined) return null;
  const send = (outcome: 'CONFIRMED' | 'TAKEN', reason: string): void => {
    const answers = [{ userId, role: right, outcome, reason }];
    answer.mutate({ params: { path: { reviewId } }, body: { answers } });
  };
  const refusal = answer.data?.results.find((result) => result.refusal !== null)?.refusal;
  if (isTaking) {
    return (
      <ReasonForm
        act={say('take')}
        isGrave
        send={(reason) => send('TAKEN', reason)}
        leave={() => setTaking(false)}
        isPending={answer.isPending}
        error={answer.error}
      >
        <p className="notice notice-warn">{say('preview')}</p>
      </ReasonForm>
    );
  }
  return (
    <div className="row">
      <button
        type="button"
        className="button small"
        disabled={answer.isPending}
        onClick={() => send('CONFIRMED', '')}
      >
        {say('confirm')}
      </button>
      <button type="button" className="button small danger" onClick={() => setTaking(true)}>
        {say('take')}
      </button>
      <ProblemNotice error={answer.error} />
      {refusal != null && <span role="alert">{say(KNOWN.find((code) => code === refusal) ?? 'other')}</span>}
    </div>
  );
}
