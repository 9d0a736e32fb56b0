import { type FormEvent, useState } from 'react';
import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { DraftNote } from '../../../kit/drafts/DraftNote';
import { type Draft, useDraft } from '../../../kit/drafts/useDraft';
import { AreaField, TickField } from '../../../kit/forms/fields';
import { useSay, useWords } from '../../../kit/words/language';
import { FILE_PART_NAMES, FILE_PARTS } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { type CorrectionWish, readWish } from './correction';

const WORDS = words({
  about: [
    '贵企业正在审核中。如果发现登记的资料有误，可以取回更正：审核暂停，更正并提交后继续，其他资料不受影响。',
    'Your file is being reviewed. If something in it is wrong you can take it back: the review waits, and goes on once you have handed it in. Nothing else is affected.',
  ],
  wrong: ['哪里有误', 'What is wrong'],
  send: ['取回并更正', 'Take it back and correct it'],
});

type Part = Answers['FilePart'];

/** Its people noticed something wrong while somebody reviews it: which parts, and what; kept while it is typed. */
export function AskToCorrect({ enterpriseId, userId }: { enterpriseId: string; userId: string }) {
  const draft = useDraft(userId, { form: 'correctionWish', subject: enterpriseId }, readWish);
  if (draft.opened === undefined) return <div className="skeleton" />;
  return <Form key={draft.generation} draft={draft} begun={draft.opened ?? {}} enterpriseId={enterpriseId} />;
}

interface FormProps {
  readonly draft: Draft<CorrectionWish>;
  readonly begun: CorrectionWish;
  readonly enterpriseId: string;
}

function Form({ draft, begun, enterpriseId }: FormProps) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { key } = useActKey();
  const [said, setSaid] = useState(begun);
  const fill = (now: CorrectionWish): void => {
    setSaid(now);
    draft.type(now);
  };
  const chosen = FILE_PARTS.filter((part) => said[part] !== undefined);
  const asking = api.useMutation('post', '/enterprises/{enterpriseId}/corrections/requests', {
    onSuccess: async () => {
      await draft.end();
      await queries.invalidateQueries();
    },
  });
  const toggle = (part: Part): void => {
    const { [part]: before, ...others } = said;
    fill(before === undefined ? { ...said, [part]: '' } : others);
  };
  const send = (event: FormEvent): void => {
    event.preventDefault();
    asking.mutate({
      params: { path: { enterpriseId }, header: { 'Idempotency-Key': key } },
      body: { parts: chosen.map((part) => ({ part, words: (said[part] ?? '').trim() })) },
    });
  };
  return (
    <form className="card stack" onSubmit={send} onBlur={draft.flush}>
      <p>{say('about')}</p>
      {FILE_PARTS.map((part) => (
        <div key={part} className="stack-tight">
          <TickField
            label={sayPair(FILE_PART_NAMES[part])}
            checked={said[part] !== undefined}
            onChange={() => toggle(part)}
          />
          {said[part] !== undefined && (
            <AreaField
              label={say('wrong')}
              rows={2}
              required
              maxLength={500}
              value={said[part]}
              onChange={({ target }) => fill({ ...said, [part]: target.value })}
            />
          )}
        </div>
      ))}
      <ProblemNotice error={asking.error} />
      <DraftNote draft={draft} />
      <button type="submit" className="button primary" disabled={asking.isPending || chosen.length === 0}>
        {say('send')}
      </button>
    </form>
  );
}
