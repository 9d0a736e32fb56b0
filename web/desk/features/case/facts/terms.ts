import type { Answers } from '../../../../client/client';

type Application = NonNullable<Answers['CaseFile']['application']>;

/** One line of the comparison: what was asked, what follows from the assessment, what was offered. */
export interface TermLine {
  readonly name: 'amountFen' | 'termMonths' | 'method' | 'annualRate';
  readonly asked: string | number | null;
  readonly proposed: string | number | null;
  readonly approved: string | number | null;
  /** Two of them are not the same: the eye goes there. */
  readonly differs: boolean;
}

/** Asked, proposed and approved beside each other; null: there is none yet. */
export function termLines({
  amountFen,
  termMonths,
  method,
  assessment,
  offer,
}: Application): readonly TermLine[] {
  const rate = assessment?.figures?.price?.annualRate ?? null;
  return [
    line('amountFen', amountFen, amountFen, offer?.amountFen ?? null),
    line('termMonths', termMonths, termMonths, offer?.termMonths ?? null),
    line('method', method, method, offer?.method ?? null),
    line('annualRate', null, rate, offer?.annualRate ?? null),
  ];
}

function line(
  name: TermLine['name'],
  asked: TermLine['asked'],
  proposed: TermLine['asked'],
  approved: TermLine['asked'],
): TermLine {
  const said = [asked, proposed, approved].filter((value) => value !== null);
  return { name, asked, proposed, approved, differs: new Set(said).size > 1 };
}
