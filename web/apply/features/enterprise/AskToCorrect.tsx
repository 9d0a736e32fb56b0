import { type FormEvent, useState } from 'react';
import { api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { DraftNote } from '../../../kit/drafts/DraftNote';
import { type Draft, useDraft } from '../../../kit/drafts/useDraft';
import { AreaField, TickField } from '../../../kit/forms/fields';
import { useSay, useWords } from '../../../kit/words/language';
import { FILE_PART_NAMES, FILE_PARTS } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { NO_WISH, readWish, toggled, type Wish, wishedParts } from './wish';

const WORDS = words({
  about: [
    '贵企业正在审核中。如果发现登记的资料有误，可以取回更正：审核暂停，更正并提交后继续，其他资料不受影响。',
    'Your file is being reviewed. If something in it is wrong you can take it back: the review waits, and goes on once you have handed it in. Nothing else is affected.',
  ],
  end: [
    '取回后请在显示的期限内更正并提交；逾期未提交的，本次注册终止，需要重新注册。',
    'Hand it in by the time that is shown then: otherwise this registration ends, and you register anew.',
  ],
  wrong: ['哪里有误', 'What is wrong'],
  send: ['取回并更正', 'Take it back and correct it'],
});

interface AskProps {
  readonly enterpriseId: string;
  readonly userId: string;
}

/** Its people noticed something wrong while somebody reviews it: which parts, and what. */
export function AskToCorrect({ enterpriseId, userId }: AskProps) {
  const draft = useDraft(userId, { form: 'correctionWish', subject: enterpriseId }, readWish);
  if (draft.opened === undefined) return <div className="skeleton" />;
  return <Form key={draft.generation} draft={draft} enterpriseId={enterpriseId} />;
}

function Form({ draft, enterpriseId }: { draft: Draft<Wish>; enterpriseId: string }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { key } = useActKey();
  const [wish, setWish] = useState(draft.opened ?? NO_WISH);
  const asking = api.useMutation('post', '/enterprises/{enterpriseId}/corrections/requests', {
    onSuccess: async () => {
      await draft.end();
      await queries.invalidateQueries();
    },
  });
  const change = (to: Wish): void => {
    setWish(to);
    draft.type(to);
  };
  const send = (event: FormEvent): void => {
    event.preventDefault();
    asking.mutate({
      params: { path: { enterpriseId }, header: { 'Idempotency-Key': key } },
      body: { parts: wishedParts(wish) },
    });
  };
  return (
    <form className="card stack" onSubmit={send} onBlur={draft.flush}>
      <p>{say('about')}</p>
      <p>{say('end')}</p>
      {FILE_PARTS.map((part) => (
        <div key={part} className="stack-tight">
          <TickField
            label={sayPair(FILE_PART_NAMES[part])}
            checked={wish.parts.includes(part)}
            onChange={() => change(toggled(wish, part))}
          />
          {wish.parts.includes(part) && (
            <AreaField
              label={say('wrong')}
              rows={2}
              required
              maxLength={500}
              value={wish.words[part] ?? ''}
              onChange={({ target }) => change({ ...wish, words: { ...wish.words, [part]: target.value } })}
            />
          )}
        </div>
      ))}
      <ProblemNotice error={asking.error} />
      <DraftNote draft={draft} />
      <button type="submit" className="button primary" disabled={asking.isPending || wish.parts.length === 0}>
        {say('send')}
      </button>
    </form>
  );
}
