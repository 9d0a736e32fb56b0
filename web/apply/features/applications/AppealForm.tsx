import { useForm } from 'react-hook-form';
import { api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { DraftNote } from '../../../kit/drafts/DraftNote';
import { type Draft, useDraft } from '../../../kit/drafts/useDraft';
import { AreaField } from '../../../kit/forms/fields';
import { tellFields } from '../../../kit/forms/problemFields';
import { useFormDraft } from '../../../kit/forms/useFormDraft';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { textsOf } from './information';

const WORDS = words({
  reason: ['申诉理由', 'Why it should be looked at again'],
  hint: ['请说明情况有何变化或哪里有误（1000 字以内）', 'What has changed or is wrong (1,000 characters)'],
  missing: ['请说明理由', 'Give the reason'],
  long: ['最多 1000 字', '1,000 characters at most'],
  send: ['提交申诉', 'Send the appeal'],
});
const LONGEST = 1_000;

interface Typed {
  readonly reason: string;
  readonly key: string;
}
const read = (json: unknown): Typed => textsOf(json, { reason: '', key: '' });

/** The words of an appeal, kept while they are typed. */
export function AppealForm({ applicationId, userId }: { applicationId: string; userId: string }) {
  const draft = useDraft(userId, { form: 'appeal', subject: applicationId }, read);
  const { key } = useActKey();
  if (draft.opened === undefined) return <div className="skeleton" />;
  const begun = draft.opened ?? { reason: '', key };
  return <Form key={draft.generation} draft={draft} begun={begun} applicationId={applicationId} />;
}

function Form({ draft, begun, applicationId }: { draft: Draft<Typed>; begun: Typed; applicationId: string }) {
  const say = useWords(WORDS);
  const form = useForm<Typed>({ defaultValues: begun });
  const keeping = useFormDraft(form, draft);
  const appealing = api.useMutation('post', '/applications/{applicationId}/appeal', {
    onSuccess: async () => {
      await draft.end();
      await queries.invalidateQueries();
    },
    onError: (error) => tellFields(error, form.setError, (path) => (path === 'reason' ? path : null)),
  });
  const send = form.handleSubmit(({ reason, key }) =>
    appealing.mutate({
      params: { path: { applicationId }, header: { 'Idempotency-Key': key } },
      body: { reason: reason.trim() },
    }),
  );
  return (
    <form className="stack" noValidate onSubmit={(event) => void send(event)} {...keeping}>
      <AreaField
        label={say('reason')}
        hint={say('hint')}
        rows={5}
        wrong={form.formState.errors.reason?.message}
        {...form.register('reason', {
          validate: (text) =>
            text.trim() === '' ? say('missing') : text.trim().length <= LONGEST || say('long'),
        })}
      />
      <ProblemNotice error={appealing.error} />
      <DraftNote draft={draft} />
      <button type="submit" className="button primary" disabled={appealing.isPending}>
        {say('send')}
      </button>
    </form>
  );
}
