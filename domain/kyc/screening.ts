import {
  type KycParameters,
  SCREENING_OUTCOMES,
  type ScreeningOutcome,
  type ScreeningParameters,
} from '../parameters/kyc';
import { type ComparableName, comparableName } from './normaliseName';
import { jaroWinkler, levenshteinRatio, type Similarity } from './similarity';

/** A document that identifies, e.g. `{ type: 'USCC', value: '91…' }`. */
export interface Identifier {
  readonly type: string;
  readonly value: string;
}

/** Whom to screen, or who is on a list. */
export interface ScreenedParty {
  readonly names: readonly string[];
  readonly identifiers: readonly Identifier[];
  /** ISO date; null when not known. */
  readonly birthDate: string | null;
  /** ISO country codes; empty when not known. */
  readonly countries: readonly string[];
}

export interface ListEntry extends ScreenedParty {
  readonly listCode: string;
  readonly entryId: string;
}

/** What a hit goes by. */
export const HIT_BASES = ['IDENTIFIER', 'SAME_NAME', 'SIMILAR_NAME'] as const;

/** An entry that may be the party. Kept as evidence with the decision of the two people who look at it. */
export interface ScreeningHit {
  readonly listCode: string;
  readonly entryId: string;
  readonly basis: (typeof HIT_BASES)[number];
  readonly similarity: Similarity;
  /** The name on the list that came closest; null when only an identifier matched. */
  readonly matchedName: string | null;
  readonly outcome: 'REVIEW' | 'BLOCK';
}

export interface ScreeningResult {
  readonly outcome: ScreeningOutcome;
  /** Most alike first. */
  readonly hits: readonly ScreeningHit[];
}

/** Four places: less than that is noise of binary fractions. */
const PLACES = 10_000;

/**
 * Screens a party against list entries: the same identifier or a similarity of a name from the parameters'
 * `blockFrom` on blocks, from `reviewFrom` on asks for a review. A known and different birth date or country
 * makes a name less alike, never an identifier.
 */
export function screen(
  party: ScreenedParty,
  entries: readonly ListEntry[],
  { screening }: KycParameters,
): ScreeningResult {
  const names = party.names.map((name) => comparableName(name, screening));
  const hits = entries
    .flatMap((entry) => hitOf(party, names, entry, screening) ?? [])
    .sort((left, right) => right.similarity - left.similarity);
  return { outcome: hits[0]?.outcome ?? 'CLEAR', hits };
}

/**
 * How alike two names are, by the rule for their scripts; Chinese and Latin are compared by sound. A name
 * without a letter is like no other.
 */
export function nameSimilarity(left: ComparableName, right: ComparableName): Similarity {
  if (left.characters.length === 0 || right.characters.length === 0) return 0;
  if (left.isChinese && right.isChinese) {
    return Math.max(jaroWinkler(left.characters, right.characters), jaroWinkler(left.sounds, right.sounds));
  }
  // Word order says little in Latin names, and the sound of a Chinese name is written as one word or many.
  const isMixed = left.isChinese !== right.isChinese;
  const [one, other] = isMixed
    ? [lettersInOrder(left), lettersInOrder(right)]
    : [letters(left), letters(right)];
  return Math.max(jaroWinkler(one, other), levenshteinRatio(one, other));
}

function letters(name: ComparableName): readonly string[] {
  return [...name.sounds.join('')];
}

function lettersInOrder(name: ComparableName): readonly string[] {
  return name.isChinese ? letters(name) : name.characters;
}

function hitOf(
  party: ScreenedParty,
  names: readonly ComparableName[],
  entry: ListEntry,
  parameters: ScreeningParameters,
): ScreeningHit | null {
  const { listCode, entryId } = entry;
  const closest = closestName(names, entry, parameters);
  if (sharesIdentifier(party, entry)) {
    const matchedName = closest?.name ?? null;
    return { listCode, entryId, basis: 'IDENTIFIER', similarity: 1, matchedName, outcome: 'BLOCK' };
  }
  if (closest === null) return null;
  const penalty = mismatches(party, entry) * Number(parameters.mismatchPenalty);
  const similarity = rounded(closest.similarity - penalty);
  if (similarity < Number(parameters.reviewFrom)) return null;
  const outcome = similarity >= Number(parameters.blockFrom) ? 'BLOCK' : 'REVIEW';
  const basis = closest.isSame ? 'SAME_NAME' : 'SIMILAR_NAME';
  return { listCode, entryId, basis, similarity, matchedName: closest.name, outcome };
}

interface ClosestName {
  readonly name: string;
  readonly similarity: Similarity;
  readonly isSame: boolean;
}

function closestName(
  names: readonly ComparableName[],
  entry: ListEntry,
  parameters: ScreeningParameters,
): ClosestName | null {
  const candidates = entry.names.flatMap((name) => {
    const listed = comparableName(name, parameters);
    return names.map((own) => ({
      name,
      similarity: nameSimilarity(own, listed),
      isSame: own.text === listed.text,
    }));
  });
  return candidates.reduce<ClosestName | null>(
    (best, candidate) => (best === null || candidate.similarity > best.similarity ? candidate : best),
    null,
  );
}

function sharesIdentifier(party: ScreenedParty, entry: ListEntry): boolean {
  const has = ({ type, value }: Identifier) =>
    party.identifiers.some((own) => own.type === type && sameIdentifier(own.value, value));
  return entry.identifiers.some(has);
}

/** Identifiers are written with spaces, dashes and small letters. */
function sameIdentifier(left: string, right: string): boolean {
  const plain = (value: string) =>
    value
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[^\p{Letter}\p{Number}]/gu, '');
  return plain(left) !== '' && plain(left) === plain(right);
}

/** How many of birth date and country are known on both sides and differ. */
function mismatches(party: ScreenedParty, entry: ListEntry): number {
  const bornOtherwise =
    party.birthDate !== null && entry.birthDate !== null && party.birthDate !== entry.birthDate;
  const isElsewhere =
    party.countries.length > 0 &&
    entry.countries.length > 0 &&
    !party.countries.some((country) => entry.countries.includes(country));
  return Number(bornOtherwise) + Number(isElsewhere);
}

function rounded(similarity: Similarity): Similarity {
  return Math.round(similarity * PLACES) / PLACES;
}

/** What the screening of several parties comes to together: the worst of them. */
export function worstOutcome(outcomes: readonly ScreeningOutcome[]): ScreeningOutcome {
  return SCREENING_OUTCOMES.findLast((outcome) => outcomes.includes(outcome)) ?? 'CLEAR';
}
