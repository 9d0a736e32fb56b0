import fc from 'fast-check';
import { addDays, isoDate } from '../../domain/calendar/isoDate';
import {
  cnapsCheckDigit,
  maskCard,
  parseCard,
  parseCnaps,
  parseCorporateAccount,
} from '../../domain/identifiers/bankAccount';
import { maskMobile, parseLandline, parseMobile } from '../../domain/identifiers/phone';
import {
  maskResidentId,
  parseResidentId,
  residentIdCheckCharacter,
} from '../../domain/identifiers/residentId';
import { parseUscc, usccCheckCharacter } from '../../domain/identifiers/uscc';
import { anyDate } from './support/arbitraries';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const today = isoDate('2100-01-01');
const digits = (length: number) =>
  fc.array(fc.nat(9), { minLength: length, maxLength: length }).map((list) => list.join(''));

const anyUscc = fc
  .tuple(
    digits(6),
    fc.array(fc.constantFrom(...ALPHABET), { minLength: 9, maxLength: 9 }).map((list) => list.join('')),
  )
  .map(([region, organisation]) => `91${region}${organisation}`)
  .map((first17) => first17 + usccCheckCharacter(first17));

const anyResidentId = fc
  .tuple(anyDate, digits(4), digits(3))
  .map(([birth, place, sequence]) => `11${place}${birth.replaceAll('-', '')}${sequence}`)
  .map((first17) => first17 + residentIdCheckCharacter(first17));

/** A copy with the character at a position replaced. */
function replacedAt(text: string, position: number, character: string): string {
  return text.slice(0, position) + character + text.slice(position + 1);
}

describe('identifiers', () => {
  it('are never thrown at, whatever people type', () => {
    const parsers = [parseUscc, parseMobile, parseLandline, parseCard, parseCnaps, parseCorporateAccount];
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), digits(18)), (input) => {
        for (const parse of parsers) expect(typeof parse(input).ok).toBe('boolean');
        expect(typeof parseResidentId(input, today).ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });

  it('accept codes with a right check character and notice each single change', () => {
    fc.assert(
      fc.property(anyUscc, fc.nat(16), fc.constantFrom(...ALPHABET), (code, position, character) => {
        expect(parseUscc(code).ok).toBe(true);
        const changed = replacedAt(code, position, character);
        expect(parseUscc(changed).ok).toBe(changed === code);
      }),
    );
  });

  it('accept resident numbers with a right check character and notice each change and swap', () => {
    fc.assert(
      fc.property(anyResidentId, fc.nat(16), fc.nat(9), (number, position, digit) => {
        expect(parseResidentId(number, today).ok).toBe(true);
        const changed = replacedAt(number, position, String(digit));
        expect(parseResidentId(changed, today).ok).toBe(changed === number);
        const [left, right] = [number.charAt(position), number.charAt(position + 1)];
        const swapped = replacedAt(replacedAt(number, position, right), position + 1, left);
        expect(parseResidentId(swapped, today).ok).toBe(swapped === number);
      }),
    );
  });

  it('tell the birthday that is inside', () => {
    fc.assert(
      fc.property(anyResidentId, (number) => {
        const reading = parseResidentId(number, today);
        expect(reading.ok && reading.value.birthDate.replaceAll('-', '')).toBe(number.slice(6, 14));
        const birthday = reading.ok ? reading.value.birthDate : today;
        expect(parseResidentId(number, addDays(birthday, -1)).ok).toBe(false);
      }),
    );
  });

  it('accept bank branches with a right check digit only', () => {
    fc.assert(
      fc.property(digits(11), fc.nat(9), (first11, digit) => {
        expect(parseCnaps(first11 + digit).ok).toBe(digit === cnapsCheckDigit(first11));
      }),
    );
  });

  it('show no more than the masks allow', () => {
    fc.assert(
      fc.property(anyResidentId, digits(9), (number, rest) => {
        expect(maskResidentId(number).replace(/[^*]/g, '')).toHaveLength(11);
        const mobile = parseMobile(`13${rest}`);
        expect(mobile.ok && maskMobile(mobile.value)).toBe(`13${rest.charAt(0)}****${rest.slice(5)}`);
        const card = parseCard(`4${rest}${rest}`);
        if (card.ok) expect(maskCard(card.value)).toHaveLength(19);
      }),
    );
  });
});
