import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { freshCompany } from '../../demo/people';
import { Borrower } from '../../demo/story';
import { addDays, isoDate } from '../../domain/calendar/isoDate';
import { INSTITUTIONS } from '../../gateways/database/baseData';
import type { Chance } from './chance';
import { type LifePlan, msOfLife } from './lifePlan';
import { MANNERS } from './manners';
import type { Venue } from './venue';

const LOOK_EVERY_MS = 1_500;
/** How long a life is waited for. */
export interface Patience {
  /** For a step that people or the platform do. */
  readonly stepMs: number;
  /** For an order at the bank, beside the life of the loan. */
  readonly graceMs: number;
}

/** Debits are tried again, and some borrowers get other plans. */
const LONGER = 1.5;
/** Parts are dead, frozen and cut off meanwhile; the bank is silent for 90 seconds, then asked, and asked again. */
const LONG_PATIENCE: Patience = { stepMs: 300_000, graceMs: 420_000 };

/** One loan that is lived: from registration until it is closed, with what became of it. */
export class Life {
  readonly company;
  readonly account: string;
  borrower: Borrower | undefined;
  applicationId: string | undefined;
  loanId: string | undefined;
  isClosed = false;
  /** Whether money came for it from another bank. */
  isTransferredTo = false;
  /** Whether it pays nothing for now whatever people do: those who know leave it alone. */
  isHoldingOut = false;
  /** Why it was given up. */
  trouble: string | undefined;

  constructor(
    readonly plan: LifePlan,
    private readonly venue: Venue,
    private readonly chance: Chance,
    readonly patience: Patience = LONG_PATIENCE,
  ) {
    this.company = freshCompany(plan.institutionCode);
    this.account = this.company.bankAccountNo;
  }

  /** Lives it; what goes wrong is kept as {@link trouble}. */
  async live(): Promise<void> {
    try {
      const borrower = await this.becomeCustomer();
      const loanId = await this.borrow(borrower);
      // Enough for the penalty of an outage, which lasts months on a fast clock.
      await this.venue.stage.bank.payIn(this.account, 2 * this.plan.amountFen, `turnover/${loanId}`);
      await Promise.all([this.behave(borrower, loanId), this.untilClosed(borrower, loanId)]);
    } catch (fault) {
      this.trouble = `${this.plan.manner}: ${fault instanceof Error ? fault.message : String(fault)}`;
    }
  }

  /** The lender. */
  get institution() {
    const found = INSTITUTIONS.find(({ code }) => code === this.plan.institutionCode);
    if (found === undefined) throw new Error(`no institution ${this.plan.institutionCode}`);
    return found;
  }

  /**
   * Money from another bank with the loan in the remark.
   * @param on the day of its file; when left out, for a third of them the next one
   */
  async transfer(amountFen: number, on?: string): Promise<void> {
    const { borrower, chance, loanId, venue } = this;
    if (borrower === undefined || loanId === undefined) return;
    this.isTransferredTo = true;
    const { asOf } = await borrower.loan(loanId);
    const next = chance.whole(1, 3) === 1 ? addDays(isoDate(asOf), 1) : undefined;
    const valueDate = on ?? next;
    const key = `transfer/${loanId}/${chance.whole(0, 1_000_000_000)}`;
    const money = { amountFen, key, payer: this.account, memo: `还款 ${loanId}` };
    const dated = valueDate === undefined ? money : { ...money, valueDate };
    await venue.stage.bank.transfer(this.institution.bankAccountNo, dated);
  }

  private async becomeCustomer(): Promise<Borrower> {
    const registered = await Borrower.register(this.venue.stage, this.company);
    const borrower = await registered.activate();
    this.borrower = borrower;
    await until('the enterprise to be active', this.patience.stepMs, async () => {
      const { enterpriseId } = borrower;
      const { stage } = await borrower.client.call('getEnterprise', { params: { enterpriseId } });
      return stage === 'ACTIVE' ? true : undefined;
    });
    return borrower;
  }

  private async borrow(borrower: Borrower): Promise<string> {
    const { amountFen, method, termMonths } = this.plan;
    const purpose = '采购原料 Raw material';
    const applicationId = await borrower.apply({ amountFen, method, termMonths, purpose });
    this.applicationId = applicationId;
    await this.reaches(borrower, applicationId, 'OFFERED', this.patience.stepMs);
    await borrower.client.call('acceptOffer', { params: { applicationId }, key: uuidv7() });
    const { loanId } = await this.reaches(borrower, applicationId, 'DISBURSED', this.patience.graceMs);
    if (loanId === null) throw new Error(`application ${applicationId} is disbursed, and there is no loan`);
    this.loanId = loanId;
    return loanId;
  }

  private reaches(borrower: Borrower, applicationId: string, stage: string, withinMs: number) {
    return until(`application ${applicationId} to be ${stage}`, withinMs, async () => {
      const application = await borrower.application(applicationId);
      if (application.stage === stage) return application;
      if (!ENDED.has(application.stage)) return undefined;
      throw new Error(`application ${applicationId} ended as ${application.stage}`);
    });
  }

  private async untilClosed(borrower: Borrower, loanId: string): Promise<void> {
    const withinMs = LONGER * msOfLife(this.plan, this.venue.speed) + this.patience.graceMs;
    await until(`loan ${loanId} to be closed`, withinMs, async () => {
      const { status } = await borrower.loan(loanId);
      return status === 'CLOSED' ? true : undefined;
    });
    this.isClosed = true;
  }

  private behave(borrower: Borrower, loanId: string): Promise<void> {
    return MANNERS[this.plan.manner]({
      borrower,
      loanId,
      life: this,
      venue: this.venue,
      chance: this.chance,
    });
  }
}

const ENDED = new Set(['DISBURSED', 'REJECTED', 'DECLINED_BY_APPLICANT', 'WITHDRAWN', 'EXPIRED']);

/** @throws Error with `what` when it takes too long */
export async function until<Value>(
  what: string,
  withinMs: number,
  ask: () => Promise<Value | undefined>,
): Promise<Value> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    const value = await ask();
    if (value !== undefined) return value;
    await sleep(LOOK_EVERY_MS);
  }
  throw new Error(`waited ${Math.round(withinMs / 1000)} s for ${what}`);
}
