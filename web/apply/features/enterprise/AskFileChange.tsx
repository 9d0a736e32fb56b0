import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { DraftNote } from '../../../kit/drafts/DraftNote';
import { type Draft, useDraft } from '../../../kit/drafts/useDraft';
import { AreaField, ChoiceField, TextField } from '../../../kit/forms/fields';
import { Papers } from '../../../kit/forms/Papers';
import { tellFields } from '../../../kit/forms/problemFields';
import { useFormDraft } from '../../../kit/forms/useFormDraft';
import { useSay, useWords } from '../../../kit/words/language';
import { FILE_CHANGE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import type { Askable } from './fileChanges';

import { bodyOf, readTyped, type Typed } from './typedChange';

const WORDS = words({
  what: ['变更事项', 'What changes'],
  NAME: ['新的企业名称', 'The new name'],
  LEGAL_PERSON: ['新法定代表人姓名', 'Name of the new legal person'],
  residentId: ['新法定代表人身份证号', 'Resident id of the new legal person'],
  reason: ['说明', 'Why'],
  hint: ['例如：工商登记已于本月变更', 'Say: the registry has had it since this month'],
  needed: ['请填写', 'Please fill this in'],
  papers: ['请上传证明，例如变更后的营业执照', 'Put up what proves it, such as the new licence'],
  strict: [
    '更换法定代表人须经两人复核，并有三天等待期，期间可以停止。',
    'Another legal person is looked at by two people, and waits for three days in which you can stop it.',
  ],
  send: ['提交', 'Send it'],
});

/** The form of a change, kept while it is typed, with the papers that were put up. */
export function AskFileChange({ kinds, userId }: { kinds: readonly Askable[]; userId: string }) {
  const draft = useDraft(userId, { form: 'fileChange', subject: 'new' }, readTyped);
  const { key } = useActKey();
  if (draft.opened === undefined) return <div className="skeleton" />;
  const begun = draft.opened ?? { ...readTyped(null), kind: kinds[0] ?? 'NAME', key };
  return <Form key={draft.generation} draft={draft} begun={begun} kinds={kinds} />;
}

function Form({ draft, begun, kinds }: { draft: Draft<Typed>; begun: Typed; kinds: readonly Askable[] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const form = useForm<Typed>({ defaultValues: begun });
  const keeping = useFormDraft(form, draft);
  const papers = form.watch('papers');
  const [isBare, setBare] = useState(false);
  const asking = api.useMutation('post', '/file-changes', {
    onSuccess: async () => {
      await draft.end();
      await queries.invalidateQueries();
    },
    onError: (error) =>
      tellFields(error, form.setError, (path) =>
        path === 'name' || path === 'residentId' || path === 'reason' ? path : null,
      ),
  });
  const kind = form.watch('kind');
  const needed = (typed: string) => typed.trim() !== '' || say('needed');
  const send = form.handleSubmit((typed) => {
    setBare(typed.papers.length === 0);
    if (typed.papers.length === 0) return;
    const body = bodyOf(typed);
    asking.mutate({ params: { header: { 'Idempotency-Key': typed.key } }, body });
  });
  const wrong = form.formState.errors;
  return (
    <form className="stack" noValidate onSubmit={(event) => void send(event)} {...keeping}>
      <ChoiceField
        label={say('what')}
        choices={kinds.map((value) => ({ value, label: sayPair(FILE_CHANGE_NAMES[value]) }))}
        {...form.register('kind')}
      />
      {kind === 'LEGAL_PERSON' && <p className="quiet">{say('strict')}</p>}
      <TextField
        label={say(kind)}
        autoComplete="off"
        wrong={wrong.name?.message}
        {...form.register('name', { validate: needed })}
      />
      {kind === 'LEGAL_PERSON' && (
        <TextField
          label={say('residentId')}
          autoComplete="off"
          wrong={wrong.residentId?.message}
          {...form.register('residentId', { validate: needed })}
        />
      )}
      <AreaField
        label={say('reason')}
        hint={say('hint')}
        rows={3}
        wrong={wrong.reason?.message}
        {...form.register('reason', { validate: needed })}
      />
      <Papers
        papers={papers}
        put={(put) => form.setValue('papers', put)}
        wrong={isBare ? say('papers') : undefined}
      />
      <ProblemNotice error={asking.error} />
      <DraftNote draft={draft} />
      <button type="submit" className="button primary" disabled={asking.isPending}>
        {say('send')}
      </button>
    </form>
  );
}
