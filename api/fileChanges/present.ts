import type { Locale } from '../../contracts/texts/texts';
import { maskEmail, maskName } from '../../domain/identifiers/personalData';
import { maskResidentId } from '../../domain/identifiers/residentId';
import type { FileChangeRow, FileChangeWish } from '../../gateways/database/fileChanges';
import { presentRefusal } from '../cases/refusal';
import type { AnswerOf } from '../kernel/routing/call';

type View = AnswerOf<'askForFileChange'>;

/** How a change is read. @param wish opened; null once it was erased */
export interface FileChangeReading {
  readonly wish: FileChangeWish | null;
  /** Whose mailbox is lost. */
  readonly person: { readonly userId: string; readonly name: string } | null;
  readonly masked: boolean;
  readonly showsStaff: boolean;
  readonly locale: Locale;
}

export function presentFileChange(
  row: FileChangeRow,
  { wish, person, masked, showsStaff, locale }: FileChangeReading,
): View {
  const told = showsStaff ? row : asToldToEnterprise(row);
  return {
    id: row.id,
    enterpriseId: row.enterpriseId,
    kind: row.kind,
    stage: told.stage,
    since: told.stageSince,
    wish: wish && presentWish(wish, masked),
    person: person && { userId: person.userId, name: masked ? maskName(person.name) : person.name },
    reason: row.reason,
    papers: row.papers.map(({ id, name, mediaType, bytes }) => ({ id, name, mediaType, bytes })),
    // Nor is it told that a name is on a list (反洗钱法 2024 art. 7).
    checks: showsStaff ? row.checks : null,
    waitsUntil: row.waitsUntil,
    refusal: presentRefusal(told, locale),
    isByInstitution: row.kind === 'MAIL',
    createdAt: row.createdAt,
  };
}

/**
 * A name is looked at by a second person only where a list may know it, so an enterprise is not told that there is one,
 * nor from when on (反洗钱法 2024 art. 7).
 */
function asToldToEnterprise(row: FileChangeRow): FileChangeRow {
  if (row.kind !== 'NAME') return row;
  const isOpen = row.stage === 'IN_REVIEW' || row.stage === 'IN_CONFIRMATION';
  return {
    ...row,
    ...(isOpen && { stage: 'IN_REVIEW', stageSince: row.createdAt }),
    ...(row.refusalCode === 'REFUSED_BY_RISK' && { refusalCode: 'REFUSED_BY_REVIEWER' }),
  };
}

const NOTHING = { name: null, residentId: null, mail: null };

function presentWish(wish: FileChangeWish, masked: boolean): NonNullable<View['wish']> {
  switch (wish.kind) {
    // What an enterprise is called is no personal data.
    case 'NAME':
      return { ...NOTHING, name: wish.name };
    case 'LEGAL_PERSON': {
      const { name, residentId } = wish;
      return masked
        ? { ...NOTHING, name: maskName(name), residentId: maskResidentId(residentId) }
        : { ...NOTHING, name, residentId };
    }
    case 'MAIL':
      return { ...NOTHING, mail: masked ? maskEmail(wish.mail) : wish.mail };
  }
}
