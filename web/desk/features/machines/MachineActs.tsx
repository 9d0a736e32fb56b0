import { useState } from 'react';
import { type Answers, api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { lookAtMachines } from './machines';
import type { Machine } from './words';

const WORDS = words({
  renew: ['更换密钥', 'Another secret'],
  leaked: ['密钥已泄露：立即更换', 'The secret is known: replace it at once'],
  end: ['终止', 'End it'],
  sure: ['终止后不可恢复，其令牌立即失效。', 'For good: its tokens end at once.'],
  yes: ['确认终止', 'End it for good'],
  cancel: ['取消', 'Cancel'],
});

interface MachineActsProps {
  readonly machine: Machine;
  readonly show: (opened: Answers['MachineOpened']) => void;
}

/** What an admin can do about a machine: another secret, with or without ending the one of before, or its end. */
export function MachineActs({ machine: { id, endedAt }, show }: MachineActsProps) {
  const say = useWords(WORDS);
  const [isEnding, setEnding] = useState(false);
  const on = { params: { path: { machineId: id } } };
  const renew = api.useMutation('post', '/machines/{machineId}/secrets', {
    onSuccess: (opened) => {
      show(opened);
      void lookAtMachines();
    },
  });
  const end = api.useMutation('post', '/machines/{machineId}/end', { onSuccess: lookAtMachines });
  if (endedAt !== null) return null;
  if (isEnding) {
    return (
      <div className="four-eyes">
        <span>{say('sure')}</span>
        <div className="row">
          <button
            type="button"
            className="button small danger"
            disabled={end.isPending}
            onClick={() => end.mutate(on)}
          >
            {say('yes')}
          </button>
          <button type="button" className="button small plain" onClick={() => setEnding(false)}>
            {say('cancel')}
          </button>
        </div>
        <ProblemNotice error={end.error} />
      </div>
    );
  }
  return (
    <div className="four-eyes">
      <div className="row">
        <button
          type="button"
          className="button small"
          disabled={renew.isPending}
          onClick={() => renew.mutate({ ...on, body: { endsOthers: false } })}
        >
          {say('renew')}
        </button>
        <button
          type="button"
          className="button small"
          disabled={renew.isPending}
          onClick={() => renew.mutate({ ...on, body: { endsOthers: true } })}
        >
          {say('leaked')}
        </button>
        <button type="button" className="button small danger" onClick={() => setEnding(true)}>
          {say('end')}
        </button>
      </div>
      <ProblemNotice error={renew.error} />
    </div>
  );
}
