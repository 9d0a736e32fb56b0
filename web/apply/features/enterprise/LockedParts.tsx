import type { Answers } from '../../../kit/api/api';
import { useSay, useWords } from '../../../kit/words/language';
import { FILE_PART_NAMES, FILE_PARTS } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { correctionOf, FIELDS_OF } from './correction';

const WORDS = words({
  title: ['其他资料（无需更正，不能修改）', 'The rest of your file (right as it is, and locked)'],
  uscc: ['统一社会信用代码', 'Unified social credit code'],
  mail: ['邮箱', 'Mail'],
});

/** What of a file nobody has to put right: shown, so that its people see what is reviewed. */
export function LockedParts({
  enterprise,
  open,
}: {
  enterprise: Answers['Enterprise'];
  open: readonly Answers['FilePart'][];
}) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const file = correctionOf(enterprise);
  const locked = FILE_PARTS.filter((part) => !open.includes(part) && FIELDS_OF[part].length > 0);
  const rows = [
    ...locked.map((part) => {
      const value = FIELDS_OF[part].map((field) => file[field]).join(' · ');
      return [sayPair(FILE_PART_NAMES[part]), value] as const;
    }),
    [say('uscc'), enterprise.uscc] as const,
    [say('mail'), enterprise.mail] as const,
  ];
  return (
    <section className="card stack" aria-disabled="true">
      <h2>{say('title')}</h2>
      <dl className="figures">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
