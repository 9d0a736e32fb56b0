import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { DraftNote } from '../../../kit/drafts/DraftNote';
import { type Draft, useDraft } from '../../../kit/drafts/useDraft';
import { Instant } from '../../../kit/figures/figures';
import { AreaField, TextField } from '../../../kit/forms/fields';
import { Papers } from '../../../kit/forms/Papers';
import { tellFields } from '../../../kit/forms/problemFields';
import { useFormDraft } from '../../../kit/forms/useFormDraft';
import { useSay, useWords } from '../../../kit/words/language';
import { FILE_PART_NAMES, PART_FIELD_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import {
  bodyOf,
  correctionOf,
  FIELDS_OF,
  fieldOfPath,
  readCorrection,
  type TypedCorrection,
} from './correction';
import { LockedParts } from './LockedParts';

const WORDS = words({
  until: ['请在此前更正并提交', 'Correct it and hand it in by'],
  end: [
    '逾期未提交的，本次注册终止，需要重新注册。',
    'Otherwise this registration ends, and you register anew.',
  ],
  wrong: ['问题：{reason}', 'What is wrong: {reason}'],
  needed: ['请填写', 'Please fill this in'],
  papers: ['请上传材料', 'Put up what is asked for'],
  answer: ['补充说明（选填）', 'What you say to it (optional)'],
  hint: [
    '如果某项原本就是正确的，可保持原样，并在此说明。',
    'If something is right as it stands, leave it and say so here.',
  ],
  send: ['提交更正', 'Hand it in'],
});

interface CorrectProps {
  readonly enterprise: Answers['Enterprise'];
  readonly open: readonly Answers['Correction'][];
}

/** The open parts, each with what is wrong with it; the others are shown, and locked. */
export function CorrectFile({ enterprise, open, userId }: CorrectProps & { userId: string }) {
  const draft = useDraft(userId, { form: 'correction', subject: enterprise.id }, readCorrection);
  if (draft.opened === undefined) return <div className="skeleton" />;
  const begun = draft.opened ?? correctionOf(enterprise);
  return <Form key={draft.generation} draft={draft} begun={begun} enterprise={enterprise} open={open} />;
}

type FormProps = CorrectProps & { draft: Draft<TypedCorrection>; begun: TypedCorrection };

function Form({ draft, begun, enterprise, open }: FormProps) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const navigate = useNavigate();
  const { key } = useActKey();
  const form = useForm<TypedCorrection>({ defaultValues: begun });
  const keeping = useFormDraft(form, draft);
  const papers = form.watch('papers');
  const [isBare, setBare] = useState(false);
  const handing = api.useMutation('post', '/enterprises/{enterpriseId}/corrections', {
    onSuccess: async () => {
      await draft.end();
      await queries.invalidateQueries();
      await navigate({ to: '/kyc' });
    },
    onError: (error) => tellFields(error, form.setError, fieldOfPath),
  });
  const parts = open.map(({ part }) => part);
  const send = form.handleSubmit((typed) => {
    const isMissing = parts.includes('PAPERS') && typed.papers.length === 0;
    setBare(isMissing);
    if (isMissing) return;
    const body = bodyOf(typed, parts);
    const path = { enterpriseId: enterprise.id };
    handing.mutate({ params: { path, header: { 'Idempotency-Key': key } }, body });
  });
  return (
    <form className="stack" noValidate onSubmit={(event) => void send(event)} {...keeping}>
      <p className="notice notice-warn">
        {say('until')} <Instant at={open[0]?.dueAt ?? ''} />
        <br />
        {say('end')}
      </p>
      {open.map(({ id, part, reason }) => (
        <section key={id} className="card stack" data-part={part}>
          <h2>{sayPair(FILE_PART_NAMES[part])}</h2>
          <p>{say('wrong', { reason })}</p>
          {FIELDS_OF[part].map((field) => (
            <TextField
              key={field}
              label={sayPair(PART_FIELD_NAMES[field])}
              autoComplete="off"
              wrong={form.formState.errors[field]?.message}
              {...form.register(field, { validate: (typed) => typed.trim() !== '' || say('needed') })}
            />
          ))}
          {part === 'PAPERS' && (
            <Papers
              papers={papers}
              put={(put) => form.setValue('papers', put)}
              wrong={isBare ? say('papers') : undefined}
            />
          )}
        </section>
      ))}
      <LockedParts enterprise={enterprise} open={parts} />
      <section className="card stack">
        <AreaField
          label={say('answer')}
          hint={say('hint')}
          rows={3}
          maxLength={1000}
          {...form.register('answer')}
        />
        <ProblemNotice error={handing.error} />
        <DraftNote draft={draft} />
        <button type="submit" className="button primary" disabled={handing.isPending}>
          {say('send')}
        </button>
      </section>
    </form>
  );
}
