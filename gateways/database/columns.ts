import type { FileChangeFinding } from '../../contracts/activities';
import type { AuditAction, AuditSubject } from '../../contracts/audit';
import type {
  AskedHold,
  ContactOutcome,
  ContactParty,
  ContactWay,
  HoldStatus,
  LadderStage,
  NotApplicableBecause,
  PromiseStatus,
} from '../../contracts/collection';
import type { ConsentPurpose } from '../../contracts/consents';
import type {
  BreakDetail,
  BreakKind,
  BreakStatus,
  ReceiptReason,
  ReceiptStatus,
  ReconciliationOutcome,
} from '../../contracts/differences';
import type { ChangeTopic } from '../../contracts/events';
import type { Exported, ExportFormat, ExportStatus } from '../../contracts/exports';
import type { FactorKind } from '../../contracts/factors';
import type { FeeRequestKind, FeeRequestStatus, FeeSettlement } from '../../contracts/fees';
import type { HistoryStatus } from '../../contracts/histories';
import type {
  Answer,
  ATTACHMENT_TYPES,
  ConnectionKind,
  KeptAssessment,
  KeptOffer,
  ledgerChangePayload,
  PRODUCT_STATUSES,
  Preferences,
  profileView,
  RegistryResult,
  ScreeningResult,
  statements,
  TaskWish,
} from '../../contracts/http';
import type { EnterpriseId, InstitutionId, LoanChangeId, PaymentId } from '../../contracts/ids';
import type { LedgerChangeKind, LedgerChangeStatus } from '../../contracts/ledgerChanges';
import type { LoanChangePayload, LoanChangeStatus } from '../../contracts/loanChanges';
import type { MESSAGE_STATUSES } from '../../contracts/messages';
import type { FundFigures, MonthReportKind, RiskFigures } from '../../contracts/monthReports';
import type { NoticeDetail, NoticeMail, NoticeTopic } from '../../contracts/notices';
import type { PaperKind, PaperStatus } from '../../contracts/papers';
import type { MatterKind, MatterOutcome, MatterStatus } from '../../contracts/postLoan';
import type { ProcessActKind, ProcessActStatus } from '../../contracts/processActs';
import type { RefusalCode, WhyRefused } from '../../contracts/refusals';
import type { StaffChangeKind, StaffChangeStatus } from '../../contracts/staff';
import type { CaseType, TaskReason, TaskStatus } from '../../contracts/tasks';
import type { AnyStage } from '../../contracts/texts/processTexts';
import type { Locale } from '../../contracts/texts/texts';
import type {
  AppealStage,
  ApplicationStage,
  FileChangeStage,
  OnboardingStage,
  PaymentMandate,
  PaymentOrder,
  PaymentOutcome,
  PaymentPurpose,
  PaymentStatus,
  PaymentSubject,
} from '../../contracts/workflows';
import type { DecisionReasonCode } from '../../domain/approval/decisionReasons';
import type { LendableRole } from '../../domain/approval/delegation';
import type { LevelUp } from '../../domain/approval/matrix';
import type { Role } from '../../domain/approval/roles';
import type { CaseStep } from '../../domain/approval/separation';
import type { TaskKind } from '../../domain/approval/tasks';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { LoanChangeKind } from '../../domain/changes/kinds';
import type { ChangeQuote } from '../../domain/changes/quoteChange';
import type { ChargeStatus, ChargeStep } from '../../domain/fees/charge';
import type { OfferedFee } from '../../domain/fees/loanFees';
import type { TariffAnswer } from '../../domain/fees/tariff';
import type { FileChangeKind } from '../../domain/kyc/fileChange';
import type { FilePart } from '../../domain/kyc/fileParts';
import type { AccountKind } from '../../domain/ledger/chart';
import type { FeeKind } from '../../domain/ledger/entries';
import type { JournalEventName } from '../../domain/ledger/entry';
import type { LoanStatus } from '../../domain/loan/state';
import type { LoanTerms } from '../../domain/loan/terms';
import type { MachineScope } from '../../domain/machines/scopes';
import type { Fen } from '../../domain/money/fen';
import type { ProductTerms } from '../../domain/offer/productTerms';
import type { FiveTierGrade } from '../../domain/overdue/grades';
import type { Authority } from '../../domain/parameters/approval';
import type { LadderAction } from '../../domain/parameters/collection';
import type { KycRiskGrade } from '../../domain/parameters/kyc';
import type { Indicator, WarningLevel } from '../../domain/parameters/postLoan';
import type { Grade } from '../../domain/parameters/scorecard';
import type { OverallColour } from '../../domain/postLoan/earlyWarning';
import type { CheckFindings } from '../../domain/postLoan/findings';
import type { OwnRulesStatus, OwnSubject, OwnVersion } from '../../domain/rules/ownRules';
import type { DayCount, RepaymentMethod } from '../../domain/schedule/types';
import type { ReviewOutcome, ReviewPeriod } from '../../domain/staff/accessReview';
import type { OutgoingMessage } from '../queue/types';
import type { CaseKind } from './agreement';
import type { NewAuditRecord } from './audit';
import type { ContactKind } from './contactChanges';
import type { ShownFee, ShownTariff } from './feeAgreements';
import { Prisma } from './generated/client';
import { safeInteger } from './pool';
import type { SuggestedLoan } from './receipts';

type Model = Prisma.ModelName;
type Payload<M extends Model> = Prisma.TypeMap['model'][M]['payload'];
type Scalars<M extends Model> = Payload<M>['scalars'];
type Relations<M extends Model> = Payload<M>['objects'];

/** A table by models and fields that exist, else it does not compile. */
type Known<
  Table extends {
    [M in keyof Table]: M extends Model
      ? { [Name in keyof Table[M]]: Name extends keyof Scalars<M> ? unknown : never }
      : never;
  },
> = Table;

/** Columns that hold less than their type says: PostgreSQL checks the values, or only this program writes them. */
type Narrow = Known<{
  Membership: { role: Role };
  Delegation: { roles: LendableRole[] };
  AccessReview: { period: ReviewPeriod };
  AccessReviewRight: { role: Role; outcome: ReviewOutcome };
  StaffChange: { kind: StaffChangeKind; status: StaffChangeStatus; role: Role };
  NoticeToPerson: { topic: NoticeTopic; caseType: CaseType; detail: NoticeDetail };
  NoticePreference: { mail: NoticeMail };
  EscalationPerson: { role: Role };
  Enterprise: {
    stage: OnboardingStage;
    refusalCode: WhyRefused;
    refusalReasonCode: DecisionReasonCode;
    locale: Locale;
    riskGrade: KycRiskGrade;
    registryResult: RegistryResult | null;
    screeningResult: ScreeningResult | null;
  };
  Product: {
    kind: 'LOAN' | 'CROSS_BORDER' | 'EQUITY';
    status: (typeof PRODUCT_STATUSES)[number];
    methods: RepaymentMethod[];
    dayCount: DayCount;
    terms: ProductTerms;
  };
  Application: {
    stage: ApplicationStage;
    refusalCode: WhyRefused;
    refusalReasonCode: DecisionReasonCode;
    method: RepaymentMethod;
    statements: Answer<typeof statements>;
    profile: Answer<typeof profileView>;
    assessment: KeptAssessment | null;
    offer: KeptOffer | null;
  };
  MonthReport: { kind: MonthReportKind; figures: RiskFigures | FundFigures };
  LedgerChange: {
    kind: LedgerChangeKind;
    status: LedgerChangeStatus;
    payload: Answer<typeof ledgerChangePayload>;
  };
  ChangeEvent: { topic: ChangeTopic };
  TaskView: { filter: TaskWish };
  Preference: { chosen: Preferences };
  ExportFile: { what: Exported; format: ExportFormat; status: ExportStatus; filter: object };
  Paper: { caseType: CaseType; kind: PaperKind; language: Locale; status: PaperStatus };
  Appeal: {
    stage: AppealStage;
    appealedCode: WhyRefused;
    refusalCode: WhyRefused;
    refusalReasonCode: DecisionReasonCode;
  };
  FileChange: {
    kind: FileChangeKind;
    stage: FileChangeStage;
    refusalCode: WhyRefused;
    refusalReasonCode: DecisionReasonCode;
    checks: FileChangeFinding;
  };
  FileCorrection: { part: FilePart; reasonCode: DecisionReasonCode };
  PostLoanLook: { overall: OverallColour };
  PostLoanMatter: {
    kind: MatterKind;
    indicator: Indicator;
    level: WarningLevel;
    grade: Grade;
    status: MatterStatus;
    outcome: MatterOutcome;
    findings: CheckFindings;
  };
  FileChangePaper: { mediaType: (typeof ATTACHMENT_TYPES)[number] };
  HumanTask: {
    kind: TaskKind;
    caseType: CaseType;
    role: Role;
    status: TaskStatus;
    reason: TaskReason;
    grade: Grade;
    stage: AnyStage;
  };
  ApprovalRoute: { approvers: Authority[]; raisedBy: LevelUp[]; method: RepaymentMethod };
  Machine: { scopes: MachineScope[] };
  SecondFactor: { kind: FactorKind };
  CaseActor: { step: CaseStep };
  Connection: { kind: ConnectionKind };
  Consent: { purpose: ConsentPurpose; locale: Locale };
  Decision: { step: CaseStep; reasonCode: DecisionReasonCode };
  OwnRules: { subject: OwnSubject; status: OwnRulesStatus; value: OwnVersion['value'] };
  Message: {
    channel: OutgoingMessage['channel'];
    locale: Locale;
    caseType: AuditSubject;
    status: (typeof MESSAGE_STATUSES)[number];
  };
  AuditRecord: { action: AuditAction; caseType: AuditSubject; detail: NewAuditRecord['detail'] };
  ContactChange: { kind: ContactKind };
  JournalEntry: { event: JournalEventName };
  Account: { kind: AccountKind };
  Dispute: { booked: PaymentOutcome; claimed: PaymentOutcome };
  Drawdown: { terms: LoanTerms };
  CollectionEpisode: { stage: LadderStage };
  CollectionRung: { stage: LadderStage };
  CollectionAction: {
    action: LadderAction;
    outcome: 'DONE' | 'SUPERSEDED' | 'NOT_APPLICABLE';
    why: NotApplicableBecause | null;
  };
  CollectionPromise: { status: PromiseStatus };
  CollectionHold: { kind: AskedHold; status: HoldStatus };
  CollectionContact: { channel: ContactWay; party: ContactParty; outcome: ContactOutcome };
  LoanChange: {
    id: LoanChangeId;
    code: RefusalCode;
    kind: LoanChangeKind;
    status: LoanChangeStatus;
    payload: LoanChangePayload;
    quote: ChangeQuote;
  };
  LoanChangeApproval: { role: Role };
  LoanChangeRule: { kind: LoanChangeKind; askedBy: Role[]; approvedBy: Role[] };
  ProcessCheck: { kind: CaseKind };
  ProcessHistory: { caseType: CaseType; status: HistoryStatus };
  ProcessAct: { caseType: CaseType; kind: ProcessActKind; status: ProcessActStatus; code: RefusalCode };
  FeeAgreement: { kind: FeeKind; timing: OfferedFee['timing']; shown: ShownFee };
  Fee: { kind: FeeKind; status: ChargeStatus; settlement: FeeSettlement; shown: ShownFee };
  FeeEvent: { type: ChargeStep['type']; detail: object };
  FeeRequest: { kind: FeeRequestKind; status: FeeRequestStatus };
  TariffNotice: { shown: ShownTariff };
  TariffAnswer: { answer: TariffAnswer['answer'] };
  BreakCase: { kind: BreakKind; status: BreakStatus; detail: BreakDetail };
  ReconciliationItem: { direction: 'IN' | 'OUT'; outcome: ReconciliationOutcome };
  UnidentifiedReceipt: {
    reason: ReceiptReason;
    status: ReceiptStatus;
    suggestions: readonly SuggestedLoan[];
  };
  StatementRow: { direction: 'CREDIT' | 'DEBIT' };
  Loan: { status: LoanStatus; riskClass: FiveTierGrade; terms: Json };
  Payment: {
    subjectType: PaymentSubject['type'];
    mandateType: PaymentMandate['type'];
    purpose: PaymentPurpose;
    status: PaymentStatus;
    reconciledAs: 'MATCH' | 'AMOUNT_DIFF' | 'SHORT';
    id: PaymentId;
    institutionId: InstitutionId;
    enterpriseId: EnterpriseId;
    prepayment: NonNullable<PaymentOrder['prepayment']> | null;
  };
}>;

type Json = Readonly<Record<string, unknown>>;

/** A value as it is outside this folder: fen and dates branded, instants as ISO 8601 in UTC, no Date, no bigint. */
type Cell<Name, Value> = Value extends bigint
  ? Name extends `${string}Fen`
    ? Fen
    : number
  : Value extends Date
    ? Name extends Instant
      ? string
      : IsoDate
    : Value extends Prisma.Decimal
      ? number
      : Value;

/** Names of fields that hold an instant; every other one of its kind holds a date. A test compares. */
type Instant = `${string}At` | 'at' | `${string}Since` | 'leaseUntil' | 'waitsUntil';
export const INSTANT = /At$|^at$|Since$|^(lease|waits)Until$/;

type Narrowed<M extends Model, Name, Value> = M extends keyof Narrow
  ? Name extends keyof Narrow[M]
    ? Narrow[M][Name] | (Prisma.JsonValue extends Value ? never : Extract<Value, null>)
    : Cell<Name, Value>
  : Cell<Name, Value>;

/** A row of a model, or what was selected of it and of rows that it refers to. */
export type Plain<M extends Model, Row> = Row extends null
  ? null
  : Row extends readonly (infer Element)[]
    ? readonly Plain<M, Element>[]
    : {
        readonly [Name in keyof Row]: Name extends keyof Scalars<M>
          ? Narrowed<M, Name, Row[Name]>
          : Name extends keyof Relations<M>
            ? Plain<ModelOf<Relations<M>[Name]>, Row[Name]>
            : Row[Name];
      };

type ModelOf<Related> = Related extends readonly (infer Element)[]
  ? ModelOf<Element>
  : Related extends { readonly name: infer Name extends Model }
    ? Name
    : never;

/** All columns of a model: statements pick theirs from it. */
export type Stored<M extends Model> = Plain<M, Scalars<M>>;

/**
 * Makes rows of Prisma those of the platform.
 * @example prisma.product.findMany({ select }).then((rows) => rows.map(plain<'Product'>()))
 */
export function plain<M extends Model>(): <Row extends object | null>(row: Row) => Plain<M, Row> {
  return <Row extends object | null>(row: Row) => (row === null ? null : plainObject(row)) as Plain<M, Row>;
}

function plainObject(row: object): object {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(name, value)]));
}

function plainValue(name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return safeInteger(value);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (value instanceof Date) {
    const text = value.toISOString();
    return INSTANT.test(name) ? text : text.slice(0, 'YYYY-MM-DD'.length);
  }
  if (Prisma.Decimal.isDecimal(value)) return value.toNumber();
  return Array.isArray(value) ? value.map((each) => plainValue(name, each)) : plainObject(value);
}

/** Fields that a select of Prisma's picks of the row itself, for SQL that reads the same. */
export const fieldsOf = (select: object): readonly string[] =>
  Object.entries(select)
    .filter(([, picked]) => picked === true)
    .map(([field]) => field);

/** A date as Prisma takes it. */
export const dateOf = (date: string): Date => new Date(date);
