import { type ChangeEvent, useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { yuanText } from '../../../../domain/money/text';
import { type Answers, client, isProblem } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { TextField } from '../../../kit/forms/fields';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { FIGURES, type TypedInformation } from './information';
import { readSheet, type StatementSheet, type Year } from './statementFile';

const WORDS = words({
  file: ['从报表文件填入', 'Fill in from a file'],
  hint: [
    'Excel（.xlsx）或 CSV 格式的资产负债表、利润表，可分两次选择；填入后请逐项核对',
    'A balance sheet or income statement as Excel (.xlsx) or CSV, one after the other; look each figure over',
  ],
  reading: ['正在读取…', 'Reading…'],
  found: ['已填入 {count} 项，请核对。', '{count figure is|figures are} filled in: look over what was read.'],
  nothing: [
    '没有读到报表数据：需要含“期末余额”或“本年累计金额”列的报表。',
    'No figures were found: a statement with a column 期末余额 or 本年累计金额 is needed.',
  ],
  unreadable: [
    '文件无法读取，请另存为 .xlsx 或 CSV 后再试。',
    'It can’t be read: save it as .xlsx or CSV and try again.',
  ],
  doubtful: ['需要留意的 {count} 处', 'Doubtful: {count}'],
});
const YEARS: readonly Year[] = ['current', 'previous'];

type Cleaned = Answers['CleanedStatement'];
interface Found {
  readonly count: number;
  readonly warnings: Cleaned['warnings'];
}

/** Reads an enterprise's own statements into the form, and says what was doubtful; nothing is sent by it. */
export function FromFile() {
  const say = useWords(WORDS);
  const { setValue } = useFormContext<TypedInformation>();
  const [found, tell] = useState<Found | 'READING' | null>(null);
  const [error, fail] = useState<unknown>(null);

  const fill = (year: Year, { figures }: Cleaned): number => {
    const known = FIGURES.filter((figure) => figures[figure] !== undefined);
    for (const figure of known) {
      setValue(`${year}.${figure}`, yuanText(figures[figure] ?? 0), { shouldValidate: true });
    }
    return known.length;
  };
  const take = async ({ target }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = target.files?.[0];
    if (file === undefined) return;
    fail(null);
    tell('READING');
    try {
      const { sheetsOf } = await import('./readFile');
      const cleaned = await cleanedOf((await sheetsOf(file)).map(readSheet));
      const counts = cleaned.map(([year, statement]) => fill(year, statement));
      const warnings = cleaned.flatMap(([, statement]) => statement.warnings);
      tell({ count: counts.reduce((sum, count) => sum + count, 0), warnings });
    } catch (problem) {
      tell(null);
      fail(problem);
    }
    // The same file may be chosen again, once it was mended.
    target.value = '';
  };
  return (
    <section className="card stack">
      <TextField
        label={say('file')}
        hint={say('hint')}
        type="file"
        accept=".xlsx,.csv"
        wrong={error === null || isProblem(error) ? undefined : say('unreadable')}
        onChange={(event) => void take(event)}
      />
      {isProblem(error) && <ProblemNotice error={error} />}
      <div role="status">
        {found === 'READING' && say('reading')}
        {found !== null && found !== 'READING' && (
          <p className={found.count === 0 ? 'notice notice-warn' : 'notice notice-good'}>
            {say(found.count === 0 ? 'nothing' : 'found', { count: found.count })}
          </p>
        )}
      </div>
      {found !== null && found !== 'READING' && found.warnings.length > 0 && (
        <details>
          <summary>{say('doubtful', { count: found.warnings.length })}</summary>
          <ul className="plain">
            {found.warnings.map(({ code, key, name, text }) => (
              <li key={`${code}/${key}/${name}/${text}`}>{text}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** Every year of every sheet in amounts. @throws the problem of the API */
async function cleanedOf(sheets: readonly StatementSheet[]): Promise<readonly (readonly [Year, Cleaned])[]> {
  const asked = sheets.flatMap(({ unit, rows }) =>
    YEARS.filter((year) => rows[year].length > 0).map(async (year) => {
      const body = { unit, rows: [...rows[year]] };
      const { data, error } = await client.POST('/statements/cleaning', { body });
      if (error !== undefined) throw error;
      return [year, data] as const;
    }),
  );
  return await Promise.all(asked);
}
