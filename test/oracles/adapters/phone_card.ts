import {
  maskCard,
  parseCard,
  parseCnaps,
  parseCorporateAccount,
} from '../../../domain/identifiers/bankAccount';
import { maskMobile, parseLandline, parseMobile } from '../../../domain/identifiers/phone';
import type { Result } from '../../../domain/result';
import { compare, type Difference, type OracleAdapter } from '../adapter';

interface MobileCase {
  readonly input: string;
  readonly valid: boolean;
  readonly e164: string | null;
  readonly masked: string | null;
}

interface CardCase {
  readonly pan: string;
  readonly valid: boolean;
  readonly masked?: string | null;
}

interface PlainCase {
  readonly input?: string;
  readonly code?: string;
  readonly valid: boolean;
}

function checkMobile({ input, valid, e164, masked }: MobileCase): readonly Difference[] {
  const mobile = parseMobile(input);
  const actual = mobile.ok
    ? { valid: true, e164: mobile.value, masked: maskMobile(mobile.value) }
    : { valid: false, e164: null, masked: null };
  return compare(input, { valid, e164, masked }, actual);
}

function checkCard({ pan, valid, masked = null }: CardCase): readonly Difference[] {
  const card = parseCard(pan);
  const actual = { valid: card.ok, masked: card.ok ? maskCard(card.value) : null };
  return compare(pan, { valid, masked }, actual);
}

/** For kinds that the file describes in its `meta`, should a folder bring cases of them. */
function checkValidity(
  parse: (input: string) => Result<unknown>,
): (testCase: PlainCase) => readonly Difference[] {
  return ({ input, code, valid }) => {
    const text = input ?? code ?? '';
    return compare(text, valid, parse(text).ok);
  };
}

export const adapter: OracleAdapter = {
  file: 'phone_card.json',
  blocks: {
    mobile: checkMobile,
    cards: checkCard,
    landline: checkValidity(parseLandline),
    cnaps: checkValidity(parseCnaps),
    corporate_account: checkValidity(parseCorporateAccount),
  },
};
