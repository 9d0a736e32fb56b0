import { type Answers, api, queries } from '../../../kit/api/api';
import { useActKey } from '../../../kit/api/useActKey';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { ReasonForm } from '../../parts/ReasonForm';

const WORDS = words({
  suspend: ['立即停用', 'Suspend at once'],
  preview: [
    '{name} 会立即在所有设备上退出，手中待办全部放开。一人即可停用，恢复须由两人。',
    '{name} is signed out everywhere at once, and what they had in hand is free. One suspends; two reinstate.',
  ],
});

/** Suspends somebody at once: one person is enough. */
export function SuspendForm({ person, leave }: { person: Answers['StaffMember']; leave: () => void }) {
  const say = useWords(WORDS);
  const { key } = useActKey();
  const suspend = api.useMutation('post', '/staff/{userId}/suspension', {
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['get', '/staff'] });
      leave();
    },
  });
  return (
    <ReasonForm
      act={say('suspend')}
      isGrave
      send={(reason) =>
        suspend.mutate({
          params: { path: { userId: person.id }, header: { 'Idempotency-Key': key } },
          body: { reason },
        })
      }
      leave={leave}
      isPending={suspend.isPending}
      error={suspend.error}
    >
      <p className="notice notice-warn">{say('preview', { name: person.name })}</p>
    </ReasonForm>
  );
}
