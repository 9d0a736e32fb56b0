import { createHash } from 'node:crypto';
import PDFDocument from 'pdfkit';
import { PAPER_KINDS } from '../../../contracts/papers';
import { LOCALES } from '../../../contracts/texts/texts';
import { renderPaper } from '../../../gateways/papers/render';
import { wordsOf } from '../../../gateways/papers/templates';
import { NAMES, PAPER_EXAMPLES, paperOf } from '../../support/papers';

const hash = (file: Buffer) => createHash('sha256').update(file).digest('hex');
const pages = (file: Buffer) => file.toString('latin1').match(/\/Type \/Page\b/g)?.length;

describe.each(PAPER_KINDS)('%s', (kind) => {
  it.each(LOCALES)('is made in %s, the same bytes each time', async (language) => {
    const file = await renderPaper(paperOf(kind, language));
    expect(file.subarray(0, 5).toString()).toBe('%PDF-');
    expect(file.length).toBeLessThan(100_000);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(hash(await renderPaper(paperOf(kind, language)))).toBe(hash(file));
  });

  it('says all in both languages', () => {
    for (const block of wordsOf(kind, { ...PAPER_EXAMPLES[kind], ...NAMES }).blocks) {
      const words =
        'paragraph' in block
          ? [block.paragraph]
          : 'facts' in block
            ? block.facts.flat()
            : block.table.rows.flat();
      for (const { zh, en } of words) {
        expect(zh).not.toMatch(/undefined|NaN|null|\{/);
        expect(en).not.toMatch(/undefined|NaN|null|\{/);
      }
    }
  });
});

it('goes on to another page where one is full', async () => {
  expect(pages(await renderPaper(paperOf('LOAN_STATEMENT', 'zh-CN')))).toBeGreaterThan(1);
  expect(pages(await renderPaper(paperOf('CLOSING_CERTIFICATE', 'zh-CN')))).toBe(1);
});

it.each(LOCALES)('a report of a month is one page, in %s', async (language) => {
  for (const kind of ['RISK_REPORT', 'FUND_REPORT'] as const) {
    const paper = paperOf(kind, language);
    // It is to nobody.
    const values = { ...paper.values, enterpriseName: null };
    expect(pages(await renderPaper({ ...paper, values }))).toBe(1);
  }
});

it('whoever issues it never stands alone on a page: what comes before goes with them', async () => {
  const written: string[] = [];
  const { addPage, text } = PDFDocument.prototype;
  const spies = [
    jest.spyOn(PDFDocument.prototype, 'addPage').mockImplementation(function (this: PDFKit.PDFDocument, of) {
      written.push('—');
      return addPage.call(this, of);
    }),
    jest.spyOn(PDFDocument.prototype, 'text').mockImplementation(function (
      this: PDFKit.PDFDocument,
      ...said: unknown[]
    ) {
      written.push(String(said[0]));
      return (text as (...of: unknown[]) => PDFKit.PDFDocument).apply(this, said);
    }),
  ];
  // With whom it is to it is too long for one page by its signature.
  await renderPaper(paperOf('RISK_REPORT', 'zh-CN'));
  for (const spy of spies) spy.mockRestore();
  const second = written.slice(written.lastIndexOf('—') + 1);
  expect(written.filter((each) => each === '—')).toHaveLength(2);
  expect(second.slice(0, 2)).toEqual(['财务签字', '吴财务 Wu，2026年4月2日']);
});

it('names an amount that counts in capitals, beside its figures', () => {
  const { blocks } = wordsOf('CLOSING_CERTIFICATE', { ...PAPER_EXAMPLES.CLOSING_CERTIFICATE, ...NAMES });
  expect(JSON.stringify(blocks)).toContain('人民币叁拾万元整（¥300,000.00）');
  expect(JSON.stringify(blocks)).toContain('RMB 300,000.00');
});

it.each(['CLOSING_CERTIFICATE', 'SETTLEMENT_QUOTE'] as const)(
  '%s promises nothing about fees for services',
  (kind) => {
    const [first] = wordsOf(kind, { ...PAPER_EXAMPLES[kind], ...NAMES } as never).blocks;
    const said = JSON.stringify(first);
    expect(said).toMatch(/principal.*penalty interest/);
    expect(said).not.toMatch(/费用已|债权债务关系终止|nothing is owed|the loan is settled/i);
  },
);

it('is refused for values of another kind', async () => {
  const paper = { ...paperOf('CLOSING_CERTIFICATE', 'zh-CN'), kind: 'COLLECTION_LETTER' as const };
  await expect(renderPaper(paper)).rejects.toThrow(RangeError);
});

it('goes to the guarantor and comes from the lawyer, where it says so', () => {
  const words = wordsOf('GUARANTOR_NOTICE', { ...PAPER_EXAMPLES.GUARANTOR_NOTICE, ...NAMES });
  expect(words).toMatchObject({ to: '王建国', signedBy: NAMES.institutionName });
  const letter = wordsOf('LAWYERS_LETTER', { ...PAPER_EXAMPLES.LAWYERS_LETTER, ...NAMES });
  expect(letter).toMatchObject({ to: NAMES.enterpriseName, signedBy: '江南正信律师事务所' });
});

it('holds no line break or other sign that nobody sees from what people typed', () => {
  const values = { ...PAPER_EXAMPLES.GUARANTOR_NOTICE, ...NAMES, guarantorName: '王\n建\u0000国' };
  expect(wordsOf('GUARANTOR_NOTICE', values).to).toBe('王 建 国');
});
