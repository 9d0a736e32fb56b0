import { useState } from 'react';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { BOOK_KEEPERS } from '../../parts/books';
import { useLedgerChange } from '../../parts/ledgerChanges';
import { useIs } from '../../parts/Page';
import { ReasonForm } from '../../parts/ReasonForm';

const WORDS = words({
  reverse: ['红字冲销', 'Reverse it'],
  ask: ['提请冲销', 'Ask for the reversal'],
  about: [
    '同意后记一张借贷相反的凭证；原凭证不变。',
    'Once agreed, a mirror entry is posted; this one stays as it is.',
  ],
  asked: ['已提请冲销，等待另一人决定。', 'The reversal is asked for: a second person decides.'],
});

/** Asks that an entry that people posted be taken back by its mirror. */
export function ReverseEntry({ entryId }: { entryId: string }) {
  const say = useWords(WORDS);
  const mayAsk = useIs(BOOK_KEEPERS);
  const [state, setState] = useState<'SHUT' | 'OPEN' | 'ASKED'>('SHUT');
  const { ask, header } = useLedgerChange(() => setState('ASKED'));
  if (!mayAsk) return null;
  if (state === 'ASKED') return <p role="status">{say('asked')}</p>;
  if (state === 'SHUT') {
    return (
      <p>
        <button type="button" className="button small" onClick={() => setState('OPEN')}>
          {say('reverse')}
        </button>
      </p>
    );
  }
  return (
    <ReasonForm
      act={say('ask')}
      isGrave
      send={(reason) => ask.mutate({ params: { header }, body: { kind: 'REVERSE_ENTRY', entryId, reason } })}
      leave={() => setState('SHUT')}
      isPending={ask.isPending}
      error={ask.error}
    >
      <p className="quiet">{say('about')}</p>
    </ReasonForm>
  );
}
