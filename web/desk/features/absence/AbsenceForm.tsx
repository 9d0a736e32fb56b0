import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { TextField } from '../../../kit/forms/fields';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  from: ['自（含）', 'From (that day too)'],
  until: ['至（含）', 'Until (that day too)'],
  reason: ['事由', 'Why'],
  send: ['登记离岗', 'Say it'],
});

/** Says when one is away. */
export function AbsenceForm({ done }: { done: () => void }) {
  const say = useWords(WORDS);
  const { key } = useActKey();
  const absent = api.useMutation('post', '/absences', { onSuccess: done });
  return (
    <form
      className="card stack absence-form"
      onSubmit={(event) => {
        event.preventDefault();
        const said = new FormData(event.currentTarget);
        const of = (name: string): string => String(said.get(name) ?? '');
        absent.mutate({
          params: { header: { 'Idempotency-Key': key } },
          body: { from: of('from'), until: of('until'), reason: of('reason') },
        });
      }}
    >
      <TextField label={say('from')} name="from" type="date" required />
      <TextField label={say('until')} name="until" type="date" required />
      <TextField label={say('reason')} name="reason" maxLength={500} required />
      <ProblemNotice error={absent.error} />
      <button type="submit" className="button primary" disabled={absent.isPending}>
        {say('send')}
      </button>
    </form>
  );
}
