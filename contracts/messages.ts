import { z } from 'zod';
import { SIGN_IN_WARNINGS } from '../domain/accounts/signInWarnings';
import { ROLES } from '../domain/approval/roles';
import { LOAN_CHANGE_KINDS } from '../domain/changes/kinds';
import { FILE_CHANGE_KINDS } from '../domain/kyc/fileChange';
import { FILE_PARTS } from '../domain/kyc/fileParts';
import { MAX_FEN } from '../domain/money/fen';
import { accept, type Result, refuse } from '../domain/result';

/** How a message reaches a person. */
export const MESSAGE_CHANNELS = ['EMAIL', 'SMS'] as const;
export type MessageChannel = (typeof MESSAGE_CHANNELS)[number];

/** FAILED: no further attempt will be made without a person. */
export const MESSAGE_STATUSES = ['WAITING', 'SENDING', 'SENT', 'FAILED'] as const;

/** What may become of what somebody signs in by: second factors, identities at other providers. */
export const FACTOR_CHANGES = [
  'ADDED',
  'REMOVED',
  'CODES_RENEWED',
  'CODE_USED',
  'IDENTITY_LINKED',
  'IDENTITY_REMOVED',
] as const;
export type FactorChange = (typeof FACTOR_CHANGES)[number];

const MAX_LINE = 1_000;

/** One line for people: no control characters, so that a name can't forge a header or a line; cut when long. */
const line = z.string().transform((value) => {
  const clean = value.replace(/\p{Cc}+/gu, ' ').trim();
  return clean.length > MAX_LINE ? `${clean.slice(0, MAX_LINE)}…` : clean;
});

const fen = z.int().min(0).max(MAX_FEN);
const count = z.int().min(0).max(100_000);
/** A fraction as a decimal string. */
const rate = z.string().regex(/^\d{1,3}(\.\d{1,12})?$/);
const date = z.iso.date();
const instant = z.iso.datetime({ offset: true });
const codes = z.array(z.string().min(1));

const address = z.url({ protocol: /^https?$/ }).max(2_000);

/** Parts of a file that are to be put right, each with the number of the reason, if it has one, and the words. */
const correction = z.object({
  parts: z
    .array(z.object({ part: z.enum(FILE_PARTS), reasonCode: z.string().nullable(), words: line }))
    .min(1)
    .readonly(),
  /** Its people noticed it themselves. */
  isOwnWish: z.boolean(),
  expiresAt: instant,
  correctUrl: address,
});
const fileChangeKind = z.enum(FILE_CHANGE_KINDS);

const activation = z.object({
  activationUrl: address,
  expiresAt: instant,
});
/** Why somebody was refused: the words of the person who decided, if one did, else the codes. */
const refusal = z.object({ codes: codes.min(1).readonly(), reason: line });
/** All that is overdue, counted from the oldest due date. */
const overdue = z.object({ amountFen: fen, dueDate: date, daysPastDue: count });
const instalment = z.object({ instalment: count, amountFen: fen, dueDate: date });

/** Every kind of message to an enterprise or a person, with the values that it needs. */
export const MESSAGES = {
  ACTIVATION: activation,
  ACTIVATION_REMINDER: activation,
  ACTIVATION_EXPIRED: z.object({}),
  /** To whom an enterprise is registered already: somebody tried it again. */
  REGISTRATION_REPEATED: z.object({ signInUrl: address }),
  /** To an address that has an account: somebody tried to register with it. */
  MAIL_HAS_ACCOUNT: z.object({ signInUrl: address }),
  /** To somebody who is to work for an institution. */
  STAFF_INVITATION: z.object({ role: z.enum(ROLES), invitationUrl: address, expiresAt: instant }),
  /** To somebody who is to act for an enterprise. */
  ENTERPRISE_INVITATION: z.object({ invitedBy: line, invitationUrl: address, expiresAt: instant }),
  /** To the people of an enterprise: who they are is another than before. */
  PEOPLE_CHANGED: z.object({ person: line, change: z.enum(['JOINED', 'LEFT', 'REMOVED']), at: instant }),
  /** To a person who forgot the password. */
  PASSWORD_RESET: z.object({ resetUrl: address, expiresAt: instant }),
  /** To a person in whose account something unusual was seen. */
  SIGN_IN_WARNING: z.object({
    at: instant,
    agent: line,
    network: line,
    warnings: z.array(z.enum(SIGN_IN_WARNINGS)).min(1).readonly(),
    /** False where nobody got in. */
    isSignedIn: z.boolean(),
    resetUrl: address,
  }),
  /** To both ends of a change of mail address. */
  MAIL_CHANGE: z.object({ newMail: line, confirmUrl: address, expiresAt: instant }),
  MAIL_CHANGED: z.object({ newMail: line, at: instant }),
  /** To an address that has an account: somebody wanted it for another account. */
  MAIL_WANTED: z.object({ signInUrl: address }),
  /** By short message to both ends of a change of phone. */
  PHONE_CODE: z.object({ code: z.string().regex(/^\d{6}$/), expiresAt: instant }),
  PHONE_CHANGED: z.object({ at: instant }),
  PASSWORD_CHANGED: z.object({ at: instant, resetUrl: address }),
  /** To a person whose second factors are not those that they were. */
  FACTOR_CHANGED: z.object({ change: z.enum(FACTOR_CHANGES), at: instant, resetUrl: address }),
  /** To somebody who works here: what concerns their tasks, one or many. */
  NOTICES: z.object({
    notices: z
      .array(z.object({ zh: line, en: line }))
      .min(1)
      .readonly(),
    inboxUrl: address,
  }),
  /** To whoever keeps the heads of the audit trail where the owner of the database can't write. */
  AUDIT_HEAD: z.object({
    at: instant,
    number: z.int().min(1),
    recordId: z.int().min(1),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    faults: count,
  }),
  ONBOARDING_REFUSED: refusal,
  ONBOARDING_ACTIVE: z.object({}),
  /** Parts of the file are open to its people while it is admitted. */
  CORRECTION_WANTED: correction,
  CORRECTION_REMINDER: correction,

  /** To everybody of an enterprise whose file is to open it to somebody else. */
  FILE_CHANGE_WAITS: z.object({
    ...{ kind: fileChangeKind, until: instant, stopUrl: address },
    /** Whose mailbox is lost, and the new one, masked; of a recovery, added where the message is written. */
    recovered: z.object({ person: line, mail: line }).nullable().default(null),
  }),
  FILE_CHANGE_DONE: z.object({ kind: fileChangeKind }),
  FILE_CHANGE_STOPPED: z.object({ kind: fileChangeKind }),
  FILE_CHANGE_REFUSED: refusal.extend({ kind: fileChangeKind }),
  /** To an enterprise of whose people somebody was let in again for another one. */
  ACCESS_HELD: z.object({ person: line, at: instant }),
  /** To the address at which somebody wants to be reached who lost the one before. */
  MAIL_RECOVERY: z.object({ confirmUrl: address, expiresAt: instant }),

  APPLICATION_RECEIVED: z.object({ amountFen: fen }),
  /** A reviewer's words, or the paths of the fields that are missing. */
  INFORMATION_WANTED: z
    .object({ wish: line.default(''), missing: codes.readonly().default([]), expiresAt: instant })
    .refine(({ missing, wish }) => missing.length > 0 || wish !== '', { path: ['missing'] }),
  APPLICATION_DECLINED: refusal.extend({
    /** Left out where nobody can appeal any more. */
    appealUntil: date.optional(),
    signInUrl: address,
  }),
  APPEAL_RECEIVED: z.object({ answerBy: instant }),
  APPEAL_DELAYED: z.object({}),
  APPEAL_GRANTED: z.object({}),
  APPEAL_UPHELD: refusal,
  APPLICATION_WITHDRAWN: z.object({}),
  OFFER: z.object({
    amountFen: fen,
    instalments: count,
    annualRate: rate,
    annualCost: rate,
    firstDueDate: date,
    expiresAt: instant,
  }),
  OFFER_EXPIRED: z.object({}),
  DISBURSED: z.object({ amountFen: fen, date }),
  DISBURSEMENT_FAILED: z.object({ reasonZh: line, reasonEn: line }),

  INSTALMENT_REMINDER: instalment.extend({ daysBefore: count }),
  INSTALMENT_COLLECTED: z.object({ instalment: count, amountFen: fen, date, outstandingFen: fen }),
  REPAYMENT_RECEIVED: z.object({ amountFen: fen, date }),
  /** A fee that is quoted: it waits for a yes. */
  FEE_QUOTED: z.object({ feeZh: line, feeEn: line, amountFen: fen, validUntil: date }),
  FEE_INVOICED: z.object({ feeZh: line, feeEn: line, amountFen: fen, invoiceNo: line }),
  FEE_COLLECTED: z.object({ feeZh: line, feeEn: line, amountFen: fen, date }),
  FEE_NOT_COLLECTED: z.object({ feeZh: line, feeEn: line, amountFen: fen, reasonZh: line, reasonEn: line }),
  /** The bank has taken back what was paid: it is owed again. */
  FEE_BOUNCED: z.object({ feeZh: line, feeEn: line, amountFen: fen, date }),
  /**
   * What was to be given back in money is not: it is set off against what is outstanding again, or its prepayment stands
   * no longer, which withdraws it.
   */
  FEE_REFUND_ENDED: z.object({ feeZh: line, feeEn: line, withdrawnFen: fen, outstandingFen: fen }),
  /** What came of a dispute, or what is given up or back by the institution itself. */
  FEE_ANSWERED: z.object({ feeZh: line, feeEn: line, grantedFen: fen, reason: line }),
  /** What a prepayment lets fall away of a fee, and what of that was paid and comes back. */
  FEE_FELL_AWAY: z.object({ feeZh: line, feeEn: line, amountFen: fen, refundFen: fen }),
  /** Other prices from a day on, which need an answer until the day before. */
  TARIFF_NOTICE: z.object({ effectiveFrom: date, answerBy: date, isFavourable: z.boolean() }),
  COLLECTION_FAILED: instalment.extend({
    reasonZh: line,
    reasonEn: line,
    /** Left out when there is none. */
    nextAttemptAt: instant.optional(),
  }),
  OVERDUE_NOTICE: instalment.extend({ daysPastDue: count }),
  COLLECTION_LETTER: overdue,
  LAWYER_LETTER: overdue,
  LOAN_CLOSED: z.object({ date }),
  /** The house has approved a change of the contract: the borrower may agree to it. */
  LOAN_CHANGE_OFFERED: z.object({
    change: z.enum(LOAN_CHANGE_KINDS),
    date,
    annualRate: rate,
    maturity: date,
    interestToPayFen: fen,
    expiresAt: instant,
    signInUrl: address,
  }),
  /** Before a floating rate is looked up anew: what it would be by the LPR that is published by then. */
  REPRICING_NOTICE: z.object({ date, annualRate: rate, expectedRate: rate, lpr: rate, publishedOn: date }),
  LOAN_REPRICED: z.object({ date, formerRate: rate, annualRate: rate, lpr: rate, publishedOn: date }),
  LOAN_CHANGE_ENDED: z.object({
    change: z.enum(LOAN_CHANGE_KINDS),
    outcome: z.enum(['APPLIED', 'REJECTED', 'REFUSED']),
    /** From which it counts; null where that is the day of the letter. */
    date: date.nullable(),
  }),
} as const satisfies Readonly<Record<string, z.ZodObject>>;

export type MessageKind = keyof typeof MESSAGES;

/** What somebody has just asked for and sits waiting for: sent in the quiet hours too. */
export const AWAITED_KINDS: readonly MessageKind[] = ['PHONE_CODE'];

export const MESSAGE_KINDS = Object.keys(MESSAGES) as readonly MessageKind[];

/** What is not read again in the product: it opens something, or it was for somebody else. */
const ONLY_WHERE_SENT: readonly MessageKind[] = [
  'ACTIVATION',
  'ACTIVATION_REMINDER',
  'REGISTRATION_REPEATED',
  'MAIL_HAS_ACCOUNT',
  'STAFF_INVITATION',
  'ENTERPRISE_INVITATION',
  'PASSWORD_RESET',
  'MAIL_CHANGE',
  'MAIL_WANTED',
  'MAIL_RECOVERY',
  'PHONE_CODE',
  'NOTICES',
  'AUDIT_HEAD',
];

/** What people of an enterprise find among their messages, beside the mail that they got. */
export const KEPT_KINDS = MESSAGE_KINDS.filter((kind) => !ONLY_WHERE_SENT.includes(kind));

/** Who writes to whom: every message names them. A person is greeted in the place of an enterprise. */
const letterhead = z.object({ enterpriseName: line, institutionName: line });
export type Letterhead = z.output<typeof letterhead>;

/** What the template of a kind says it with. */
export type MessageValues<Kind extends MessageKind> = z.output<(typeof MESSAGES)[Kind]>;

/** What a process gives: the link that only the mail may hold is added where the message is written. */
export type GivenValues<Kind extends MessageKind> = Omit<z.input<(typeof MESSAGES)[Kind]>, 'activationUrl'>;

/**
 * Reads the values of a message by its kind: before they are written to their row, so that the process that should
 * give them hears of what is missing, and again when the row is read.
 * @returns refused with the names of the values in `fields`
 */
export function readMessage<Kind extends MessageKind>(
  kind: Kind,
  values: unknown,
): Result<MessageValues<Kind> & Letterhead, 'MESSAGE_VALUES_INVALID'> {
  const checked = letterhead.and(MESSAGES[kind]).safeParse(values);
  if (checked.success) return accept(checked.data as MessageValues<Kind> & Letterhead);
  const fields = checked.error.issues.map((issue) => issue.path.join('.')).join(', ');
  return refuse('MESSAGE_VALUES_INVALID', undefined, { kind, fields });
}

/** Whether a word from outside of the program names a kind of message. */
export function isMessageKind(kind: string): kind is MessageKind {
  return Object.hasOwn(MESSAGES, kind);
}
