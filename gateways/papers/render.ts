import { readFileSync } from 'node:fs';
import PDFDocument from 'pdfkit';
import { type Locale, textOf } from '../../contracts/texts/texts';
import type { BilingualText } from '../../domain/parameters/version';
import type { PaperToMake } from '../database/papers';
import { wordsOf } from './templates';
import { type Block, day, type Fact, type Table } from './templates/define';

/** Points; A4 is 595 × 842 of them. */
const MARGIN = 56;
/** What is kept free for the foot, which begins at its upper edge after a gap. */
const FOOT = 42;
const SIZE = { title: 19, text: 10.5, small: 8, foot: 7 };
const SIGNATURE = SIZE.text * 5;
const INK = '#1f2329';
const PALE = '#646a73';
const RULE = '#c9cdd4';
const GAP = 10;
const LINE_GAP = 5;
const FACT_GAP = 4;
const LABEL_WIDTH = 170;

let fontFile: Buffer | undefined;

/** Noto Sans SC (SIL Open Font License 1.1); each paper holds the signs that it uses and no others. */
function font(): Buffer {
  fontFile ??= readFileSync(
    require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  );
  return fontFile;
}

/** A page being written: where, and in which language. */
interface Pen {
  readonly pdf: PDFKit.PDFDocument;
  readonly width: number;
  readonly say: (words: BilingualText) => string;
}

/**
 * Makes the file of a paper: PDF, A4, with its number, page and fingerprint in the foot of each page. The same paper
 * gives the same bytes: nothing in them is of the day or the machine that they were made on.
 * @throws RangeError for a row whose values are not of its kind
 */
export async function renderPaper(paper: PaperToMake): Promise<Buffer> {
  const { institutionName, to, signedBy, blocks } = wordsOf(paper.kind, paper.values);
  const title = textOf(paper.language, 'papers', paper.kind);
  const pdf = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOT },
    bufferPages: true,
    lang: paper.language,
    font: '',
    info: {
      Title: `${title} ${paper.number}`,
      Author: institutionName,
      CreationDate: new Date(`${paper.issuedOn}T00:00:00Z`),
    },
  });
  const bytes = collected(pdf);
  pdf.registerFont('text', font());
  const pen: Pen = {
    pdf,
    width: pdf.page.width - 2 * MARGIN,
    say: ({ zh, en }) => (paper.language === 'en' ? en : zh),
  };
  writeHead(pen, institutionName, title);
  if (to !== null) writeAddressee(pen, to);
  for (const block of blocks) {
    // Who issues it stands under something, never alone on a page.
    const isLast = block === blocks.at(-1);
    if (isLast && isFull(pdf, heightOf(pen, block) + SIGNATURE)) addPage(pdf);
    writeBlock(pen, block);
  }
  writeSignature(pen, signedBy, day(paper.issuedOn));
  writeFeet(pen, paper);
  pdf.end();
  return await bytes;
}

function collected(pdf: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
}

function writeHead({ pdf, width }: Pen, institutionName: string, title: string): void {
  pdf.font('text').fontSize(SIZE.small).fillColor(PALE).text(institutionName, MARGIN, MARGIN, { width });
  pdf.moveDown(1.2);
  pdf.fontSize(SIZE.title).fillColor(INK).text(title, { width, align: 'center' });
  pdf.moveDown(1);
  pdf.fontSize(SIZE.text);
}

function writeAddressee({ pdf, width, say }: Pen, name: string): void {
  pdf.text(say({ zh: `${name}：`, en: `To ${name}` }), MARGIN, pdf.y, { width });
  pdf.y += GAP;
}

function writeBlock(pen: Pen, block: Block): void {
  if ('paragraph' in block) writeParagraph(pen, block.paragraph);
  else if ('facts' in block) for (const fact of block.facts) writeFact(pen, fact);
  else writeTable(pen, block.table);
  pen.pdf.y += GAP;
}

/** How much room a block takes; of a table, which goes on from page to page, its end. */
function heightOf(pen: Pen, block: Block): number {
  const { pdf, width, say } = pen;
  if ('paragraph' in block)
    return pdf.heightOfString(say(block.paragraph), { width, lineGap: LINE_GAP }) + GAP;
  if ('table' in block) return GAP;
  const heights = block.facts.map((fact) => heightOfRow(pen, cellsOfFact(pen, fact)) + FACT_GAP);
  return heights.reduce((sum, height) => sum + height, GAP);
}

function writeParagraph({ pdf, width, say }: Pen, paragraph: BilingualText): void {
  pdf.text(say(paragraph), MARGIN, pdf.y, { width, lineGap: LINE_GAP });
}

function writeFact(pen: Pen, fact: Fact): void {
  writeRow(pen, cellsOfFact(pen, fact));
  pen.pdf.y += FACT_GAP;
}

const cellsOfFact = ({ say, width }: Pen, [label, value]: Fact): readonly Cell[] => [
  { words: say(label), x: 0, width: LABEL_WIDTH, color: PALE },
  { words: say(value), x: LABEL_WIDTH, width: width - LABEL_WIDTH, color: INK },
];

interface Cell {
  readonly words: string;
  /** From the margin, in points. */
  readonly x: number;
  readonly width: number;
  readonly color: string;
  readonly align?: 'right';
}

/** Cells side by side; on the next page where they would not end on this one. */
function writeRow(pen: Pen, cells: readonly Cell[]): void {
  const { pdf } = pen;
  const height = heightOfRow(pen, cells);
  if (isFull(pdf, height)) addPage(pdf);
  const top = pdf.y;
  for (const { words, x, width, color, align = 'left' } of cells)
    pdf.fillColor(color).text(words, MARGIN + x, top, { width, align });
  pdf.fillColor(INK);
  pdf.y = top + height;
}

const heightOfRow = ({ pdf }: Pen, cells: readonly Cell[]): number =>
  Math.max(...cells.map(({ words, width }) => pdf.heightOfString(words, { width })));

const addPage = (pdf: PDFKit.PDFDocument): void => {
  pdf.addPage().font('text').fontSize(SIZE.text);
};

const isFull = (pdf: PDFKit.PDFDocument, height: number): boolean =>
  pdf.y + height > pdf.page.height - MARGIN - FOOT;

function writeTable(pen: Pen, { columns, rows }: Table): void {
  const cellsOf = (words: readonly BilingualText[], color: string): Cell[] => {
    let x = 0;
    return columns.map(({ width: part, isAmount }, index) => {
      const cell = { words: pen.say(words[index] ?? { zh: '', en: '' }), x, width: part * pen.width, color };
      x += part * pen.width;
      return isAmount === true ? { ...cell, align: 'right' } : cell;
    });
  };
  const head = () => {
    writeRow(
      pen,
      cellsOf(
        columns.map((column) => column.head),
        PALE,
      ),
    );
    rule(pen);
  };
  head();
  for (const row of rows) {
    if (isFull(pen.pdf, SIZE.text * 2)) {
      addPage(pen.pdf);
      head();
    }
    writeRow(pen, cellsOf(row, INK));
    pen.pdf.y += 3;
  }
  rule(pen);
}

function rule({ pdf, width }: Pen): void {
  const y = pdf.y + 3;
  pdf
    .moveTo(MARGIN, y)
    .lineTo(MARGIN + width, y)
    .lineWidth(0.5)
    .strokeColor(RULE)
    .stroke();
  pdf.y = y + 5;
}

function writeSignature({ pdf, width, say }: Pen, signedBy: string, date: BilingualText): void {
  if (isFull(pdf, SIGNATURE)) addPage(pdf);
  pdf.moveDown(1.5);
  pdf.text(signedBy, MARGIN, pdf.y, { width, align: 'right' });
  pdf.text(say(date), { width, align: 'right' });
}

/** Number, page and fingerprint, once it is known how many pages there are. */
function writeFeet({ pdf, width }: Pen, { number, fingerprint, language }: PaperToMake): void {
  const { count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    pdf.switchToPage(page);
    // Beyond the margin a text would begin a page of its own.
    pdf.page.margins.bottom = 0;
    const words = footOf(language, { number, page: page + 1, pages: count, fingerprint });
    let y = pdf.page.height - MARGIN - FOOT + GAP;
    for (const line of words) {
      pdf.font('text').fontSize(SIZE.foot).fillColor(PALE);
      pdf.text(line, MARGIN, y, { width, align: 'center', lineBreak: false });
      y += SIZE.foot * 1.6;
    }
  }
}

function footOf(
  language: Locale,
  values: {
    readonly number: string;
    readonly page: number;
    readonly pages: number;
    readonly fingerprint: string;
  },
): readonly string[] {
  return [textOf(language, 'papers', 'foot', values), textOf(language, 'papers', 'check', values)];
}
