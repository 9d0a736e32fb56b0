import { figuresOf, planOf } from '../../../activities/loanBooks';
import type {
  AssessmentFinding,
  BankAnswer,
  CaseChange,
  DisputeSettlement,
  DisputeToOpen,
  FileAnswer,
  NotRouted,
  OpenedPayment,
  Recorded,
  RepricingOf,
  Routed,
  Settled,
  Settlement,
  Submission,
  TakenChange,
} from '../../../contracts/activities';
import type { AllActivities } from '../../../contracts/activityOptions';
import type { LoanChangeId, PaymentId } from '../../../contracts/ids';
import type { TaskToOpen } from '../../../contracts/tasks';
import type { PaymentOrder, PaymentOutcome, WantedTerms } from '../../../contracts/workflows';
import type { TaskKind } from '../../../domain/approval/tasks';
import { businessDate } from '../../../domain/calendar/clock';
import { type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { appendLoanEvent } from '../../../domain/loan/append';
import type { LoanEvent, NewLoanEvent } from '../../../domain/loan/events';
import { loanAt } from '../../../domain/loan/fold';
import { heldMoneyUses, sightOf } from '../../../domain/loan/heldMoney';
import { incoming } from '../../../domain/loan/receipts';
import type { LoanState } from '../../../domain/loan/state';
import type { FloatingRate, LoanTerms } from '../../../domain/loan/terms';
import { fen } from '../../../domain/money/fen';
import { accept, refuse } from '../../../domain/result';
import { type ApprovedChange, changesOn, repriced } from './contract';
import { Customers } from './customers';
import { LadderWorld } from './ladder';
import { readLetters } from './letters';
import {
  COMMITTEE,
  calendar,
  eventOf,
  NOTHING_LEFT,
  orderNumberOf,
  orThrow,
  planLateDebit,
  planNextOrder,
  policy,
  quotePrepaymentOf,
  REAL_TIME,
  ROUTE,
  takenUp,
  termsOf,
} from './rules';

/** What the bank of a test says to an order; by default that the money moved. */
export type Bank = (order: PaymentOrder, nth: number) => BankAnswer | Error;

/** The bank moved the money on the day it was ordered for. */
export const paid = ({ key, valueDate }: PaymentOrder): PaymentOutcome => ({
  status: 'SUCCEEDED',
  bankReference: `ref/${key}`,
  bankDate: valueDate,
});

/**
 * The outside and the database, in memory: activities that record what they are told, over the real domain. A
 * test sets what the bank, the bureau and the applicant do, and what any other activity answers.
 */
export class World extends Customers implements Partial<AllActivities> {
  readonly changes: CaseChange[] = [];
  readonly submitted: PaymentOrder[] = [];
  readonly settled: Settlement[] = [];
  readonly payments = new Map<string, { id: PaymentId; outcome: PaymentOutcome | null }>();
  readonly events: LoanEvent[] = [];
  terms: LoanTerms | null = null;
  /** What people approved about the loan; `reverses`: the event of a receipt that bounced. */
  readonly loanChanges: ApprovedChange[] = [];
  /** The borrower's account was bound anew for another of their loans. */
  isAccountNew = false;
  bank: Bank = paid;
  /** What the bank says when asked by key. */
  inquiry: Bank = () => ({ status: 'UNKNOWN', code: 'NOT_FOUND' });
  /** What the bank says when it shall close a key: by default that it is closed. */
  closing: Bank = () => ({ status: 'FAILED', code: 'CLOSED' });
  statement: (order: PaymentOrder) => FileAnswer = () => ({ status: 'FAILED', code: 'NOT_FOUND' });
  /** Whether an open dispute holds orders back. */
  isHeld: () => boolean = () => false;
  /** Orders that the books could not take. */
  refuses: (order: PaymentOrder) => boolean = () => false;
  readonly disputes: DisputeToOpen[] = [];
  readonly settledDisputes: DisputeSettlement[] = [];
  missing: string[][] = [[]];
  assessment: AssessmentFinding = {
    outcome: 'TO_REVIEW',
    grade: 'A',
    score: 700,
    annualRate: '0.06',
    reasonCodes: [],
    route: ROUTE,
    exceptionReason: null,
  };
  /** When orders are sent; at once by default. */
  sentAtMs: number | null = null;
  questions = 0;
  closings = 0;

  /** Tasks that are open, as the inbox shows them; those of the ladder where they are asked for by kind. */
  openTasks(kind?: TaskKind): TaskToOpen[] {
    const closed = new Set(
      this.changes.flatMap((change) => (change.close ?? []).map(({ taskId }) => taskId)),
    );
    return this.changes
      .flatMap((change) => change.open ?? [])
      .filter(
        (task) =>
          !closed.has(task.taskId) &&
          (kind === undefined ? task.caseType !== 'COLLECTION' : task.kind === kind),
      );
  }

  stages(): string[] {
    const own = this.changes.filter(({ caseType }) => caseType !== 'COLLECTION');
    return own.flatMap(({ stage }) => (stage === undefined ? [] : [stage.stage]));
  }

  messages(): string[] {
    return this.changes.flatMap((change) => (change.messages ?? []).map(({ kind }) => kind));
  }

  readonly recordChange = async (change: CaseChange): Promise<Recorded | null> => {
    readLetters(change);
    const withheld = this.ladder.withholds(change);
    if (withheld !== null) return { acts: [], over: [], inactive: [], chosen: [], abandoned: [], withheld };
    const isKnown = ({ caseId, changeKey }: CaseChange) =>
      caseId === change.caseId && changeKey === change.changeKey;
    if (!this.changes.some(isKnown)) this.changes.push(change);
    this.ladder.note(change, this.events.length);
    return null;
  };
  readonly recordHumanStep = (change: CaseChange) => this.recordChange(change);

  readonly checkCompleteness = async () => ({ missing: this.missing.shift() ?? [] });
  /** How often the bureau may not be asked, because the consent to it was withdrawn. */
  withdrawnConsents = 0;
  readonly pullCreditReport: AllActivities['pullCreditReport'] = async () =>
    this.withdrawnConsents-- > 0 ? { outcome: 'NO_CONSENT' } : { outcome: 'PULLED', reportId: 'report-1' };
  /** For which round of approval it was scored. */
  readonly scored: number[] = [];
  readonly assessApplication: AllActivities['assessApplication'] = async ({ round }) => {
    this.scored.push(round);
    const { assessment, route } = this;
    const isAsked = assessment.outcome === 'TO_REVIEW' && route.outcome === 'ROUTED';
    return isAsked ? { ...assessment, route } : assessment;
  };
  readonly wanted: WantedTerms[] = [];
  readonly changeTerms: AllActivities['changeTerms'] = async ({ applicationId: _id, ...wanted }) => {
    this.wanted.push(wanted);
  };
  readonly makeOffer = async ({ offeredAtMs }: { readonly offeredAtMs: number }) => ({
    annualRate: '0.06',
    annualCost: '0.0617',
    instalments: 6,
    firstDueDate: '2026-02-05',
    expiresAtMs: offeredAtMs + 7 * 86_400_000,
    message: {
      amountFen: 30_000_000,
      instalments: 6,
      annualRate: '0.06',
      annualCost: '0.0617',
      firstDueDate: '2026-02-05',
      expiresAt: new Date(offeredAtMs + 7 * 86_400_000).toISOString(),
    },
  });
  /** Who must approve, and why they were asked, round by round. */
  readonly routed: { readonly round: number; readonly exceptionReason: string | null }[] = [];
  route: Routed | NotRouted = ROUTE;
  readonly routeApproval: AllActivities['routeApproval'] = async ({ round, exceptionReason }) => {
    this.routed.push({ round, exceptionReason });
    return this.route;
  };
  committee = COMMITTEE;
  readonly callCommittee = async () => this.committee;
  /** Whether what was approved still stands, look by look; it does by default. */
  readonly stands: boolean[] = [];
  readonly approvalStands = async () => ({ stands: this.stands.shift() ?? true, isFrozen: false });

  readonly openPayment = async (order: PaymentOrder): Promise<OpenedPayment> => {
    if (!this.payments.has(order.key) && this.isHeld()) return { status: 'HELD' };
    const outcome: PaymentOutcome | null = this.refuses(order)
      ? { status: 'FAILED', code: 'NOT_BOOKABLE' }
      : null;
    const row = this.payments.get(order.key) ?? { id: order.paymentId, outcome };
    this.payments.set(order.key, row);
    return { paymentId: row.id, status: row.outcome?.status ?? 'CREATED', outcome: row.outcome, policy };
  };

  readonly submitOrder = async (order: PaymentOrder): Promise<Submission> => {
    this.submitted.push(order);
    const answer = orThrow(this.bank(order, this.submitted.length));
    return { status: 'SENT', answer, sentAtMs: this.sentAtMs ?? order.decidedAtMs };
  };
  readonly markUnknown = async () => undefined;
  readonly queryOrder = async (order: PaymentOrder): Promise<BankAnswer> => {
    this.questions += 1;
    return orThrow(this.inquiry(order, this.questions));
  };
  readonly closeOrder = async (order: PaymentOrder): Promise<BankAnswer> => {
    this.closings += 1;
    return orThrow(this.closing(order, this.closings));
  };
  readonly findInFiles = async (order: PaymentOrder) => this.statement(order);

  readonly openDispute = async (dispute: DisputeToOpen) => {
    const isSame = ({ paymentId, claimed }: DisputeToOpen) =>
      paymentId === dispute.paymentId && JSON.stringify(claimed) === JSON.stringify(dispute.claimed);
    const known = this.disputes.filter(({ paymentId }) => paymentId === dispute.paymentId);
    const same = known.findIndex(isSame);
    if (same < 0) this.disputes.push(dispute);
    return same < 0 ? known.length + 1 : same + 1;
  };
  readonly settleDispute = async (settlement: DisputeSettlement) => {
    this.settledDisputes.push(settlement);
    await this.recordChange(settlement.change);
  };

  readonly settlePayment = async (settlement: Settlement): Promise<Settled> => {
    const { order, outcome, change } = settlement;
    const row = this.payments.get(order.key);
    // A workflow task that was begun anew (a signal came meanwhile) runs its local activities again.
    if (row?.outcome != null) return { outcome: row.outcome, loan: null };
    this.settled.push(settlement);
    this.changes.push(change);
    if (row !== undefined) row.outcome = outcome;
    if (outcome.status === 'FAILED' || order.subject?.type === 'RECEIPT') return { outcome, loan: null };
    const after = this.append(eventOf(order, outcome.bankDate));
    return { outcome, loan: figuresOf(after) };
  };

  readonly planInstalment: AllActivities['planInstalment'] = async ({ loanId, fromInstalment, ...of }) => {
    const asOf = isoDate(of.asOf);
    this.terms = { ...this.history().terms, loanId };
    this.useHeldMoney(asOf);
    const plan = planOf(this.history(), calendar, { ...of, fromInstalment, asOf });
    const number = plan.instalment?.number ?? fromInstalment;
    const ordersSoFar = [...this.payments.keys()].map((key) => orderNumberOf(key, number));
    return {
      ...plan,
      ordersSoFar: Math.max(0, ...ordersSoFar),
      isAccountNew: this.isAccountNew,
      isDebitAwaited: this.ladder.awaitsDebit(this.changes),
      ...changesOn(this.loanChanges, asOf),
    };
  };
  /** How the rate of a loan that is lent follows the LPR; null where it is fixed. */
  floating: FloatingRate | null = null;
  readonly announced: RepricingOf[] = [];
  readonly announceRepricing: AllActivities['announceRepricing'] = async (of) => {
    this.announced.push(of);
  };
  readonly repriceLoan: AllActivities['repriceLoan'] = async (of) => {
    this.append(repriced(of));
  };
  readonly ladder = new LadderWorld();
  readonly lookAtCollection: AllActivities['lookAtCollection'] = async ({ loanId, atMs, moved }) => {
    this.useHeldMoney(businessDate(atMs));
    const isDebiting = [...this.payments.values()].some(({ outcome }) => outcome === null);
    const moment = { atMs, moved, isDebiting };
    return this.ladder.lookAt(loanId, { record: this.history(), calendar }, this.changes, moment);
  };
  readonly takeUpCollection = async () => ({ tasks: this.ladder.takenUp });
  /** What an earlier process of the loan left. */
  leftOpen = NOTHING_LEFT;
  readonly takeUpLoan = async () => takenUp(this.leftOpen);
  readonly planLateDebit = planLateDebit;
  readonly planNextOrder = planNextOrder;
  readonly takeChange = async ({ changeId }: { changeId: LoanChangeId }): Promise<TakenChange> => {
    const change = this.loanChanges.find(({ id }) => id === changeId);
    if (change === undefined) throw new Error(`no change ${changeId}`);
    const { kind, reverses } = change;
    if (reverses !== undefined && change.status === 'APPROVED') this.reverse(reverses);
    if (change.event !== undefined && change.status === 'APPROVED') this.append(change.event);
    change.status = 'APPLIED';
    return { kind, status: 'APPLIED', code: null };
  };
  readonly quoteRepayment = async ({ amountFen }: { amountFen: number }) =>
    amountFen > 100_000_000 ? refuse('MORE_THAN_OWED', 'amountFen') : accept({ amountFen });
  readonly quotePrepayment: AllActivities['quotePrepayment'] = async (of) =>
    quotePrepaymentOf(this.history(), of);
  readonly closeLoan = async (of: { asOf: string }) => {
    const { latest } = sightOf(this.history(), isoDate(of.asOf), calendar);
    if (latest.status === 'CLOSED') return { closed: true };
    const date = latest.asOf;
    const businessKey = `closed/${this.events.length}`;
    const recorded = appendLoanEvent(
      this.history(),
      { kind: 'CLOSED', effectiveDate: date, recordedOn: date, businessKey },
      calendar,
    );
    if (recorded.ok) this.events.push(recorded.value.event);
    return { closed: recorded.ok };
  };

  readonly claimReceipt: AllActivities['claimReceipt'] = async ({ loanId, receiptId }) => ({
    ok: true,
    businessKey: `loan/${loanId}/receipt/${receiptId}`,
  });
  readonly bookCapital = async () => ({ ok: true }) as const;
  readonly findReturnAccount = async () => ({ isKnown: true });
  /** What people said of breaks. */
  readonly resolutions: string[] = [];
  readonly settleBreak: AllActivities['settleBreak'] = async ({ resolution, change }) => {
    this.resolutions.push(resolution);
    return await this.recordChange(change);
  };
  readonly readTime = async () => REAL_TIME;

  /** A loan that was paid out on a day, without its application. */
  lend(startDate: string, principalFen: number, termMonths: number): void {
    this.terms = {
      ...termsOf(isoDate(startDate), principalFen, termMonths),
      ...(this.floating === null ? {} : { floating: this.floating }),
    };
    const date = isoDate(startDate);
    this.append({
      kind: 'DISBURSED',
      amountFen: fen(principalFen),
      effectiveDate: date,
      recordedOn: date,
      businessKey: 'disbursed',
    });
  }

  stateOn(asOf: IsoDate): LoanState {
    return loanAt(this.history().terms, this.events, asOf, calendar);
  }

  private history() {
    if (this.terms === null) this.terms = termsOf(isoDate('2026-01-05'), 30_000_000, 6);
    return { terms: this.terms, events: this.events };
  }

  /** Money from elsewhere that is booked on the loan; the loan isn't told. */
  receive(key: string, date: string, amountFen: number): void {
    const day = isoDate(date);
    const phase = this.stateOn(day).status === 'WRITTEN_OFF' ? 'WRITTEN_OFF' : 'ACTIVE';
    this.append({
      ...incoming({ phase }, { amountFen: fen(amountFen), into: 'BANK' }),
      effectiveDate: day,
      recordedOn: day,
      businessKey: key,
    });
  }

  private reverse(sequence: number): void {
    const date =
      this.events
        .map(({ effectiveDate }) => effectiveDate)
        .sort()
        .at(-1) ?? isoDate('2026-01-05');
    this.append({
      kind: 'REVERSED',
      reverses: sequence,
      reason: 'bounced',
      effectiveDate: date,
      recordedOn: date,
      businessKey: `reversal/${sequence}`,
    });
  }

  private useHeldMoney(by: IsoDate): void {
    for (;;) {
      const [use] = heldMoneyUses(this.history(), by, calendar);
      if (use === undefined) return;
      const { date, amountFen } = use;
      const recordedOn = date > by ? date : by;
      const businessKey = `suspense/${this.events.length}`;
      this.append({ kind: 'SUSPENSE_APPLIED', amountFen, effectiveDate: date, recordedOn, businessKey });
    }
  }

  private append(event: NewLoanEvent): LoanState {
    const known = this.events.find(({ businessKey }) => businessKey === event.businessKey);
    if (known !== undefined) return this.stateOn(event.effectiveDate);
    if (event.kind === 'DISBURSED' && this.terms === null) {
      this.terms = termsOf(event.effectiveDate, event.amountFen, 6);
    }
    const recorded = appendLoanEvent(this.history(), event, calendar);
    if (!recorded.ok) throw new Error(`${event.kind}: ${recorded.refusal.code}`);
    this.events.push(recorded.value.event);
    return recorded.value.after;
  }
}
