import { parseCorporateAccount } from '../../../../domain/identifiers/bankAccount';
import { parseMail } from '../../../../domain/identifiers/mail';
import { parseMobile } from '../../../../domain/identifiers/phone';
import { parseUscc } from '../../../../domain/identifiers/uscc';
import { words } from '../../../kit/words/words';

/** What somebody types to register an enterprise. */
export interface Registration {
  readonly institutionCode: string;
  readonly name: string;
  readonly uscc: string;
  readonly legalPersonName: string;
  readonly residentId: string;
  readonly bankAccountNo: string;
  readonly mobile: string;
  readonly mail: string;
  readonly password: string;
  /** Purposes that were agreed to. */
  readonly consents: readonly string[];
}

export const NOTHING_YET: Registration = {
  institutionCode: '',
  name: '',
  uscc: '',
  legalPersonName: '',
  residentId: '',
  bankAccountNo: '',
  mobile: '',
  mail: '',
  password: '',
  consents: [],
};

/** Which version of which text is agreed to. */
export const consentOf = ({ purpose, version }: { purpose: string; version: number }): string =>
  `${purpose}@${version}`;

/** What may be wrong with a number, as it is told while it is typed. */
export const WRONG_NUMBER = words({
  LENGTH: ['长度不正确', 'It has another length'],
  CHARSET: ['含有不允许的字符', 'It has characters that do not belong there'],
  CHECK_CHAR: ['校验码不正确，请核对是否输错', 'Its check character does not fit: look for a mistyped one'],
  AUTH_CATEGORY: ['登记管理部门与机构类别代码不存在', 'There is no such authority or kind of organisation'],
  REGION_NOT_DIGITS: ['第 3 至 8 位应为数字', 'Characters 3 to 8 are digits'],
  PREFIX: ['号段不存在', 'There is no such number range'],
  NOT_A_MAIL_ADDRESS: ['不是有效的邮箱地址', 'It is no mail address'],
});
export type WrongNumber = keyof typeof WRONG_NUMBER;

/** What is wrong with a field as it was typed, by the rule that the platform judges it by; null: nothing. */
export function wrongWith(field: keyof Registration, typed: string): WrongNumber | null {
  const read = readField(field, typed);
  return read === null || read.ok ? null : read.refusal.code;
}

function readField(field: keyof Registration, typed: string) {
  switch (field) {
    case 'uscc':
      return parseUscc(typed);
    case 'mobile':
      return parseMobile(typed);
    case 'mail':
      return parseMail(typed);
    case 'bankAccountNo':
      return parseCorporateAccount(typed);
    default:
      return null;
  }
}

/** The form's field for a path of the request. */
export function fieldOf(path: string): keyof Registration | null {
  if (path === 'legalPerson.name') return 'legalPersonName';
  if (path === 'legalPerson.residentId') return 'residentId';
  if (path.startsWith('consents')) return 'consents';
  return Object.hasOwn(NOTHING_YET, path) ? (path as keyof Registration) : null;
}

/** What is kept while the window is open: never a password, and no number of a person. */
export function keptOf(typed: Registration): Registration {
  return { ...typed, password: '', residentId: '' };
}

/** What was kept, as far as it is that. */
export function readKept(text: string | null): Registration {
  const kept: unknown = text === null ? null : JSON.parse(text);
  if (typeof kept !== 'object' || kept === null) return NOTHING_YET;
  const known = Object.entries(kept).filter(
    ([key, value]) => Object.hasOwn(NOTHING_YET, key) && (typeof value === 'string' || key === 'consents'),
  );
  return { ...NOTHING_YET, ...Object.fromEntries(known) };
}
