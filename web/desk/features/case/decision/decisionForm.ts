import { parseTypedYuan } from '../../../../../domain/money/typed';
import type { Answers } from '../../../../client/client';
import { FILE_PARTS } from '../../../../kit/words/names';
import { type Pair, words } from '../../../../kit/words/words';
import { FINDING_WORDS } from '../../../parts/postLoan';

export type Decision = Answers['Decision'];
export type ReasonNumber = Answers['DecisionReason'];
type File = Pick<Answers['TaskFile'], 'task' | 'choices' | 'partReasons'>;

/** A part of a file that is sent back: what is wrong with it, by number and in words. */
export interface TypedPart {
  readonly part: Answers['FilePart'];
  /** Empty while none is chosen. */
  readonly reasonCode: string;
  readonly words: string;
}

/** What somebody fills in to decide; kept as a draft until it is sent. */
export interface DecisionForm {
  readonly decision: Decision | null;
  readonly reasonCode: ReasonNumber | null;
  /** Of a refusal the applicant reads it. */
  readonly reason: string;
  /** Stays inside. */
  readonly note: string;
  readonly bankReference: string;
  readonly bankDate: string;
  readonly bankCode: string;
  /** As it is typed: the number of a loan, or its id. */
  readonly loanId: string;
  /** In yuan, as it is typed. */
  readonly amount: string;
  /** What a check found; empty while nothing is chosen. */
  readonly visit: string;
  readonly statements: string;
  readonly useOfFunds: string;
  readonly business: string;
  /** In the order in which they were chosen. */
  readonly parts: readonly TypedPart[];
}

export const EMPTY_FORM: DecisionForm = {
  decision: null,
  reasonCode: null,
  reason: '',
  note: '',
  bankReference: '',
  bankDate: '',
  bankCode: '',
  loanId: '',
  amount: '',
  visit: '',
  statements: '',
  useOfFunds: '',
  business: '',
  parts: [],
};

/** A form as a draft kept it, perhaps by an older release; null: it is of no use. */
export function readForm(json: unknown): DecisionForm | null {
  if (typeof json !== 'object' || json === null) return null;
  const kept = Object.entries(json).filter(([name, value]) => name in EMPTY_FORM && isKept(name, value));
  return { ...EMPTY_FORM, ...Object.fromEntries(kept) };
}

const isKept = (name: string, value: unknown): boolean =>
  name === 'parts'
    ? Array.isArray(value) && value.every(isTypedPart)
    : typeof value === 'string' || (value === null && (name === 'decision' || name === 'reasonCode'));

function isTypedPart(value: unknown): value is TypedPart {
  const { part, reasonCode, words: said } = (value ?? {}) as Partial<TypedPart>;
  return (
    FILE_PARTS.some((each) => each === part) && typeof reasonCode === 'string' && typeof said === 'string'
  );
}

/** The key of a decision: A agrees, R refuses, E is something else; with Shift what is rarer. */
export const DECISION_KEYS: Readonly<Record<Decision, string>> = {
  APPROVE: 'KeyA',
  APPROVE_AS_EXCEPTION: 'Shift+KeyA',
  REJECT: 'KeyR',
  ASK_FOR_MORE: 'KeyE',
  ASK_FOR_CORRECTION: 'KeyE',
  GRANT: 'KeyA',
  UPHOLD: 'KeyR',
  TRY_AGAIN: 'KeyA',
  CANCEL: 'KeyR',
  SUCCEEDED: 'KeyA',
  FAILED: 'KeyR',
  CONFIRM: 'KeyA',
  DISAGREE: 'KeyR',
  BOOKS_ARE_RIGHT: 'KeyA',
  CORRECTED_BY_HAND: 'KeyE',
  BOOK_ON_LOAN: 'KeyA',
  MATCH_ENTRY: 'Shift+KeyA',
  REPAY_CLAIM: 'Shift+KeyE',
  BOOK_AS_CAPITAL: 'KeyE',
  RETURN: 'KeyR',
  SETTLED: 'KeyA',
  GIVE_UP: 'KeyR',
  SIGN: 'KeyA',
  PAID_OFFLINE: 'KeyE',
  REACHED: 'KeyA',
  NOT_REACHED: 'KeyE',
  REFUSES: 'KeyR',
  WRONG_NUMBER: 'Shift+KeyR',
  DONE: 'KeyA',
  NOT_NEEDED: 'KeyR',
  FALSE_ALARM: 'KeyR',
  WATCH: 'KeyA',
  CALL_CHECK: 'KeyE',
  FREEZE_LIMIT: 'Shift+KeyA',
  RECLASSIFY: 'Shift+KeyR',
  IN_ORDER: 'KeyA',
  TO_WATCH: 'KeyE',
  PROBLEMS: 'KeyR',
};

/** What has no number: its words say it. */
const IN_OWN_WORDS: ReasonNumber = 'D900';

export type Field = Exclude<keyof DecisionForm, 'decision' | 'parts'>;

/** Rows of what a check found: one of the words of each is chosen. */
export const FINDING_ROWS = ['visit', 'statements', 'useOfFunds', 'business'] as const;

/** What is asked for with a decision, in the order of the form. */
export function fieldsFor({ task, choices }: File, decision: Decision): readonly Field[] {
  const needs = choices.find((choice) => choice.decision === decision)?.needs ?? [];
  const isResolved = task.kind === 'RESOLVE_PAYMENT';
  return [
    ...(reasonsFor(task, decision).length > 0 ? (['reasonCode'] as const) : []),
    ...(needs.includes('reason') ? (['reason'] as const) : []),
    ...(needs.includes('bankReference') ? (['bankReference'] as const) : []),
    ...(isResolved && decision === 'SUCCEEDED' ? (['bankDate'] as const) : []),
    ...(isResolved && decision === 'FAILED' ? (['bankCode'] as const) : []),
    ...(needs.includes('loanId') ? (['loanId'] as const) : []),
    ...(needs.includes('amountFen') ? (['amount'] as const) : []),
    ...(needs.includes('findings') ? FINDING_ROWS : []),
    'note',
  ];
}

/** Whether a decision sends parts of a file back. */
export const asksForParts = ({ choices }: Pick<File, 'choices'>, decision: Decision): boolean =>
  choices.find((choice) => choice.decision === decision)?.needs.includes('parts') === true;

/** The numbered reasons that a decision may be given. */
export const reasonsFor = (
  { refusalReasons }: Pick<Answers['Task'], 'refusalReasons'>,
  decision: Decision,
): Answers['Task']['refusalReasons'] =>
  refusalReasons.filter(({ decisions }) => decisions.includes(decision));

const MISSING = words({
  decision: ['请先选择如何决定', 'Choose a decision first'],
  reason: ['请说明理由', 'Say why'],
  number: ['请选择理由编号，或用文字说明', 'Choose a numbered reason, or say it in words'],
  note: [
    '此理由不得告知企业：请在内部备注中说明',
    'Nobody outside may learn of it: say it in the note that stays inside',
  ],
  silent: [
    '此理由不得告知企业：请清空对企业的说明',
    'Nobody outside may learn of it: leave the words for the applicant empty',
  ],
  bankReference: ['请填写银行流水号', 'Give the reference of the bank'],
  loanId: ['请填写贷款编号（LN 开头）', 'Give the number of the loan (LN…)'],
  amount: ['请填写金额', 'Give an amount'],
  findings: ['请填写检查结论的各项内容', 'Say what the check found, row by row'],
  parts: ['请选择要退回的资料，逐项选择原因并说明', 'Choose the parts, and say what is wrong with each'],
});

/** Why it can't be sent yet, in words; null: it can. The rule of domain/approval/decisionReasons, said early. */
export function missingFrom(file: File, form: DecisionForm): Pair | null {
  const { decision } = form;
  if (decision === null) return MISSING.decision;
  const fields = fieldsFor(file, decision);
  if (fields.includes('bankReference') && isBlank(form.bankReference)) return MISSING.bankReference;
  if (fields.includes('loanId') && loanIn(form.loanId) === null) return MISSING.loanId;
  if (fields.includes('amount') && amountOf(form) === null) return MISSING.amount;
  if (FINDING_ROWS.some((row) => fields.includes(row) && isBlank(form[row]))) return MISSING.findings;
  if (asksForParts(file, decision) && !areSaid(form.parts)) return MISSING.parts;
  if (fields.includes('reasonCode')) return missingOfRefusal(file, form);
  return fields.includes('reason') && isBlank(form.reason) ? MISSING.reason : null;
}

function missingOfRefusal({ task }: File, { reasonCode, reason, note }: DecisionForm): Pair | null {
  const number = task.refusalReasons.find(({ code }) => code === reasonCode);
  if (number === undefined) return isBlank(reason) ? MISSING.number : null;
  if (number.isConfidential) {
    if (!isBlank(reason)) return MISSING.silent;
    return isBlank(note) ? MISSING.note : null;
  }
  // Whoever disputed a fee is answered in words; the number is published.
  const needsWords = number.code === IN_OWN_WORDS || task.kind === 'RESOLVE_FEE_DISPUTE';
  return needsWords && isBlank(reason) ? MISSING.reason : null;
}

const areSaid = (parts: readonly TypedPart[]): boolean =>
  parts.length > 0 && parts.every((part) => !isBlank(part.reasonCode) && !isBlank(part.words));

/** The typed amount in fen; null: it can't be read. */
function amountOf({ amount }: DecisionForm): number | null {
  const typed = parseTypedYuan(amount);
  return typed.ok ? typed.value : null;
}

const isBlank = (text: string): boolean => text.trim() === '';

/** What was seen of a task when it was decided. */
export interface Seen {
  readonly version: number;
  readonly caseVersion: number;
}

/** What is sent. @param next of which the next task is to be; null: none is wanted */
export function bodyOf(file: File, form: DecisionForm, decision: Decision, seen: Seen, next: object | null) {
  const fields = fieldsFor(file, decision);
  const amountFen = amountOf(form);
  const said = <Name extends Field>(name: Name) =>
    fields.includes(name) && form[name] !== null && form[name] !== '' ? { [name]: form[name] } : {};
  return {
    decision,
    version: seen.version,
    caseVersion: seen.caseVersion,
    reason: fields.includes('reason') ? form.reason : '',
    note: form.note,
    ...said('reasonCode'),
    ...said('bankReference'),
    ...said('bankDate'),
    ...said('bankCode'),
    ...(fields.includes('loanId') ? loanIn(form.loanId) : null),
    ...(fields.includes('amount') && amountFen !== null ? { amountFen } : {}),
    ...findingsOf(fields, form),
    ...(asksForParts(file, decision) ? { parts: partsOf(file, form.parts) } : {}),
    ...(next === null ? {} : { next }),
  };
}

const LOAN_NO = /^LN\d{10,20}$/;
const LOAN_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The loan that is typed, by its number or its id; null for what is neither. */
function loanIn(typed: string): { readonly loanNo: string } | { readonly loanId: string } | null {
  const text = typed.trim();
  if (LOAN_NO.test(text.toUpperCase())) return { loanNo: text.toUpperCase() };
  return LOAN_ID.test(text.toLowerCase()) ? { loanId: text.toLowerCase() } : null;
}

/** Parts with the numbers that are offered for them. */
function partsOf({ partReasons }: Pick<File, 'partReasons'>, parts: readonly TypedPart[]) {
  return parts.flatMap(({ part, reasonCode, words: said }) => {
    const reason = partReasons.find(({ code }) => code === reasonCode);
    return reason === undefined ? [] : [{ part, reasonCode: reason.code, words: said.trim() }];
  });
}

/** What a check found; nothing where none is asked for, or a row isn't chosen yet. */
function findingsOf(
  fields: readonly Field[],
  form: DecisionForm,
): { readonly findings?: Answers['CheckFindings'] } {
  if (!fields.includes('visit')) return {};
  const [visit, statements] = [wordOf('visit', form), wordOf('statements', form)];
  const [useOfFunds, business] = [wordOf('useOfFunds', form), wordOf('business', form)];
  if (visit === null || statements === null || useOfFunds === null || business === null) return {};
  return { findings: { visit, statements, useOfFunds, business } };
}

function wordOf<Row extends keyof Answers['CheckFindings']>(
  row: Row,
  form: DecisionForm,
): Answers['CheckFindings'][Row] | null {
  const known = Object.keys(FINDING_WORDS[row]) as Answers['CheckFindings'][Row][];
  return known.find((word) => word === form[row]) ?? null;
}
