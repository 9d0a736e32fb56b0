import { FIGURES, fieldOf, fieldOfPath, type InformationField, type TypedInformation } from './information';

const DEBTS: readonly InformationField[] = ['existingDebtFen', 'principalDue12mFen'];
const PROFILE: readonly InformationField[] = ['years', 'taxRating', 'litigation'];
const period = (year: 'current' | 'previous'): readonly InformationField[] =>
  FIGURES.map((figure): InformationField => `${year}.${figure}`);

/** What a path stands for where it names a whole part. */
const WHOLE: Readonly<Record<string, readonly InformationField[]>> = {
  statements: [...period('current'), ...period('previous'), ...DEBTS],
  'statements.current': period('current'),
  'statements.previous': period('previous'),
  profile: PROFILE,
};

/** Everything that an enterprise says of itself. */
export const ALL_FIELDS: ReadonlySet<InformationField> = new Set([
  ...(['purpose', ...PROFILE] as const),
  ...(WHOLE.statements ?? []),
]);

/** The fields that are asked for again. @param missing paths of the application, such as `statements.current.ebitFen` */
export function wantedFields(missing: readonly string[]): ReadonlySet<InformationField> {
  return new Set(
    missing.flatMap((path): readonly InformationField[] => {
      const field = fieldOfPath(path);
      return field === null ? (WHOLE[path] ?? []) : [field];
    }),
  );
}

/** Consents that are missing, by what they are for. */
export const wantedConsents = (missing: readonly string[]): readonly string[] =>
  missing.flatMap((path) => (path.startsWith('consents.') ? [path.slice('consents.'.length)] : []));

/** What is asked for and still empty; figures of a year that there was none of are not asked for. */
export function emptyOf(
  typed: TypedInformation,
  wanted: ReadonlySet<InformationField>,
): readonly InformationField[] {
  return [...wanted].filter((name) => {
    if (typed.hasPrevious === 'NO' && name.startsWith('previous.')) return false;
    return textAt(typed, name).trim() === '';
  });
}

/** What is on file already and not asked for again. */
export function othersThan(
  onFile: TypedInformation,
  wanted: ReadonlySet<InformationField>,
): ReadonlySet<InformationField> {
  return new Set([...ALL_FIELDS].filter((name) => !wanted.has(name) && textAt(onFile, name) !== ''));
}

function textAt(typed: TypedInformation, name: InformationField): string {
  const [year, figure] = name.split('.');
  const known = FIGURES.find((each) => each === figure);
  if (known !== undefined) return typed[year === 'current' ? 'current' : 'previous'][known];
  const text = fieldOf(typed, name);
  return typeof text === 'string' ? text : '';
}
