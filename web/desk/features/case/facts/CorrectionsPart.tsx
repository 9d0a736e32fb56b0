import { Link } from '@tanstack/react-router';
import type { Answers } from '../../../../kit/api/api';
import { Instant } from '../../../../kit/figures/figures';
import { useSay, useWords } from '../../../../kit/words/language';
import { FILE_PART_NAMES, PART_FIELD_NAMES } from '../../../../kit/words/names';
import { words } from '../../../../kit/words/words';
import { Facts } from '../../../parts/Facts';
import { Mark } from '../../../parts/Mark';

const WORDS = words({
  title: ['资料更正', 'Corrections'],
  own: ['企业自行提出', 'Noticed by the enterprise'],
  wrong: ['问题', 'What was wrong'],
  was: ['{before} → {after}', '{before} → {after}'],
  same: ['{value}（未改）', '{value} (as it was)'],
  answer: ['企业说明', 'What the enterprise says'],
  supplied: ['更正时间', 'Handed in'],
  waits: ['等待企业更正，期限', 'Waits for the enterprise until'],
  closed: ['未更正', 'Not handed in'],
  file: ['查看企业资料', 'See the whole file'],
});

type Correction = Answers['Correction'];

/** What was to be put right, with what stood there before and what stands there since. */
export function CorrectionsPart({
  corrections,
  enterpriseId,
}: {
  corrections: readonly Correction[];
  /** Where the whole file is read; left out on its own page. */
  enterpriseId?: string;
}) {
  const say = useWords(WORDS);
  if (corrections.length === 0) return null;
  return (
    <section className="case-part">
      <h2>{say('title')}</h2>
      {corrections.toReversed().map((correction) => (
        <Told key={correction.id} correction={correction} />
      ))}
      {enterpriseId !== undefined && (
        <Link to="/enterprises/$enterpriseId" params={{ enterpriseId }}>
          {say('file')}
        </Link>
      )}
    </section>
  );
}

function Told({ correction }: { correction: Correction }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { answer, changes, dueAt, isOpen, isOwnWish, part, reason, suppliedAt } = correction;
  return (
    <div className="stack-tight">
      <p className="row">
        <strong>{sayPair(FILE_PART_NAMES[part])}</strong>
        {isOwnWish && <Mark tone="plain">{say('own')}</Mark>}
        {suppliedAt === null && !isOpen && <Mark tone="warn">{say('closed')}</Mark>}
      </p>
      <Facts
        facts={[
          [say('wrong'), reason],
          ...changes.map(({ field, before, after }) => {
            const text = before === after ? say('same', { value: after }) : say('was', { before, after });
            return [sayPair(PART_FIELD_NAMES[field]), text] as const;
          }),
          [say('answer'), answer === '' ? null : answer],
          [say('supplied'), suppliedAt === null ? null : <Instant key="at" at={suppliedAt} />],
          [say('waits'), isOpen ? <Instant key="until" at={dueAt} /> : null],
        ]}
      />
    </div>
  );
}
