import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { yuanText } from '../domain/money/text';
import type { AnswerOf, PlatformClient } from './client';
import type { Narrator } from './narrator';
import type { Mailbox, OutsideBank, OutsideServices } from './outside';
import {
  type Company,
  DEMO_PASSWORD,
  registrationOf,
  SOUND_CREDIT,
  soundStatements,
  staffMail,
} from './people';

/** Everything that a story needs. */
export interface Stage {
  /** Address of the Temporal UI. */
  readonly temporalUi: string;
  readonly platform: PlatformClient;
  readonly bank: OutsideBank;
  readonly services: OutsideServices;
  readonly mailbox: Mailbox;
  readonly narrator: Narrator;
}

export type ProductAnswer = AnswerOf<'listProducts'>['items'][number];
export type LoanAnswer = AnswerOf<'getLoan'>;
type Method = ProductAnswer['methods'][number];
type ApplicationAnswer = AnswerOf<'getApplication'>;
type TaskAnswer = AnswerOf<'listTasks'>['items'][number];
/** People of an institution, by what their mail addresses begin with. */
export type StaffName =
  | 'customer_service'
  | 'reviewer'
  | 'approver'
  | 'finance'
  | 'finance2'
  | 'admin'
  | 'risk'
  | 'risk2'
  | 'chair'
  | 'board'
  | 'board2'
  | `committee${number}`;

const POLL_MS = 250;
/** Ends what hangs: while a fast clock has debits under way all the time, nobody is called, and a slow machine takes minutes. */
const PATIENCE_MS = 480_000;

/** Waits until `ask` gives something. @throws Error with `what` when it takes longer than the patience */
export async function waitFor<Value>(
  what: string,
  ask: () => Promise<Value | undefined>,
  patienceMs = PATIENCE_MS,
): Promise<Value> {
  const until = Date.now() + patienceMs;
  while (Date.now() < until) {
    const value = await ask();
    if (value !== undefined) return value;
    await sleep(POLL_MS);
  }
  throw new Error(`waited ${patienceMs / 60_000} minutes for ${what}`);
}

/** An enterprise that the story follows, with its people signed in. */
export class Borrower {
  private constructor(
    readonly company: Company,
    readonly enterpriseId: string,
    readonly client: PlatformClient,
    readonly stage: Stage,
  ) {}

  /** Registers over the API; the registry knows the company and the bank has its account. */
  static async register(
    stage: Stage,
    company: Company,
    credit: Readonly<Record<string, unknown>> = SOUND_CREDIT,
  ): Promise<Borrower> {
    const { bank, narrator, platform, services } = stage;
    await services.layDown(company, credit);
    await bank.openAccount(company.bankAccountNo, company.name);
    const registered = await platform.call('registerEnterprise', {
      body: registrationOf(company),
      key: uuidv7(),
    });
    narrator.say(`${company.name} (${company.uscc}) registers`, workflowLink(stage, registered.workflowId));
    return new Borrower(company, registered.enterpriseId, platform, stage);
  }

  /** Opens the link in the activation mail and signs in. */
  async activate(): Promise<Borrower> {
    const { mailbox, narrator, platform } = this.stage;
    const link = await mailbox.linkTo(this.company.mail, 'activate');
    narrator.say(`opens the link in the activation mail (${this.company.mail})`);
    const secret = new URLSearchParams(link.hash.slice(1));
    await platform.call('activateEnterprise', {
      body: { enterpriseId: this.enterpriseId, token: secret.get('token') ?? '' },
    });
    const client = await platform.signedIn(this.company.mail, DEMO_PASSWORD);
    return new Borrower(this.company, this.enterpriseId, client, this.stage);
  }

  /** Tells something about it. */
  say(what: string): void {
    this.stage.narrator.say(what);
  }

  /** A member of staff of the enterprise's institution. */
  staff(name: StaffName): Promise<PlatformClient> {
    return this.stage.platform.signedIn(staffMail(name, this.company.institutionCode), DEMO_PASSWORD);
  }

  /** The reviewer of enterprises accepts it. */
  async passKyc(): Promise<void> {
    await this.decide('reviewer', 'REVIEW_ENTERPRISE', this.enterpriseId, 'APPROVE');
    await waitFor('the enterprise to be active', async () => {
      const { stage } = await this.client.call('getEnterprise', {
        params: { enterpriseId: this.enterpriseId },
      });
      return stage === 'ACTIVE' ? true : undefined;
    });
    this.stage.narrator.say('the enterprise is active');
  }

  /** A product of the enterprise's institution that lends so much, to be repaid this way over so many months. */
  async product(
    method: Method = 'EQUAL_INSTALMENT',
    termMonths = 12,
    amountFen = 30_000_000,
  ): Promise<ProductAnswer> {
    const { items } = await this.client.call('listProducts', {
      query: { institutionCode: this.company.institutionCode },
    });
    const product = items.find(
      ({ methods, minimumFen, maximumFen, minimumTermMonths, maximumTermMonths }) =>
        methods.includes(method) &&
        minimumFen <= amountFen &&
        amountFen <= maximumFen &&
        minimumTermMonths <= termMonths &&
        termMonths <= maximumTermMonths,
    );
    if (product === undefined) throw new Error(`${this.company.institutionCode} has no product for the demo`);
    return product;
  }

  async apply(request: {
    amountFen: number;
    termMonths: number;
    purpose: string;
    method?: Method;
  }): Promise<string> {
    const { method = 'EQUAL_INSTALMENT' } = request;
    const product = await this.product(method, request.termMonths, request.amountFen);
    const applied = await this.client.call('apply', {
      body: {
        ...request,
        productId: product.id,
        method,
        statements: soundStatements(),
        profile: { yearsInOperation: 8, taxRating: 'A', litigation: 'NONE' },
      },
      key: uuidv7(),
    });
    this.stage.narrator.say(
      `applies for ¥${yuanText(request.amountFen)} over ${request.termMonths} months (${product.nameEn})`,
      workflowLink(this.stage, applied.workflowId),
    );
    return applied.applicationId;
  }

  application(applicationId: string): Promise<ApplicationAnswer> {
    return this.client.call('getApplication', { params: { applicationId } });
  }

  /** Waits until the application reaches a stage; fails when it ends elsewhere. */
  async reaches(applicationId: string, ...stages: readonly string[]): Promise<ApplicationAnswer> {
    const ended = ['DISBURSED', 'REJECTED', 'DECLINED_BY_APPLICANT', 'WITHDRAWN', 'EXPIRED'];
    return waitFor(`the application to be ${stages.join(' or ')}`, async () => {
      const application = await this.application(applicationId);
      if (stages.includes(application.stage)) return application;
      if (!ended.includes(application.stage)) return undefined;
      throw new Error(`the application ended as ${application.stage}: ${application.refusal?.reason ?? ''}`);
    });
  }

  /** The task of a kind in the case, once it is in the inbox of a person. */
  async task(name: StaffName, kind: string, caseId: string): Promise<TaskAnswer> {
    const person = await this.staff(name);
    return await waitFor(`the task ${kind}`, async () => {
      const { items } = await person.call('listTasks', { query: { kind, caseId } });
      return items.find(({ status }) => status === 'OPEN' || status === 'CLAIMED');
    });
  }

  /** Takes the task of a kind in the case out of the inbox of a person, and decides it. */
  async decide(name: StaffName, kind: string, caseId: string, decision: string, reason = ''): Promise<void> {
    const person = await this.staff(name);
    const task = await this.task(name, kind, caseId);
    await person.call('claimTask', { params: { taskId: task.id }, key: uuidv7() });
    await person.call('decideTask', {
      params: { taskId: task.id },
      body: { decision, reason },
      key: uuidv7(),
    });
    this.stage.narrator.say(`the ${name} claims ${kind} and decides: ${decision}`);
  }

  /** Review and approval by two people, then the offer. */
  async winOffer(applicationId: string): Promise<ApplicationAnswer> {
    await this.decide('reviewer', 'REVIEW_APPLICATION', applicationId, 'APPROVE');
    await this.decide('approver', 'APPROVE_APPLICATION', applicationId, 'APPROVE');
    return await this.offered(applicationId);
  }

  /** Waits for the offer of what was approved, and tells it. */
  async offered(applicationId: string): Promise<ApplicationAnswer> {
    const application = await this.reaches(applicationId, 'OFFERED');
    const { offer } = application;
    this.stage.narrator.say(
      `offer: ¥${yuanText(application.amountFen)} at ${offer?.annualRate}, annual cost ${offer?.annualCost?.effectiveRate} (IRR), grade ${application.assessment?.grade}`,
    );
    return application;
  }

  /** Accepts, and finance releases the money. */
  async takeMoney(applicationId: string): Promise<string> {
    await this.client.call('acceptOffer', { params: { applicationId }, key: uuidv7() });
    this.stage.narrator.say('accepts the offer');
    await this.decide('finance', 'RELEASE_DISBURSEMENT', applicationId, 'APPROVE');
    return applicationId;
  }

  async disbursed(applicationId: string): Promise<string> {
    const { loanId } = await this.reaches(applicationId, 'DISBURSED');
    if (loanId === null) throw new Error('disbursed, and no loan');
    this.stage.narrator.say('the money is paid out', workflowLink(this.stage, `loan/${loanId}`));
    return loanId;
  }

  loan(loanId: string): Promise<LoanAnswer> {
    return this.client.call('getLoan', { params: { loanId } });
  }

  /** Tells the loan's statement line by line until it is closed. */
  async followToTheEnd(loanId: string): Promise<LoanAnswer> {
    let told = 0;
    for (;;) {
      // Waiting for the next line has the patience, not the whole life of the loan.
      const lines = await waitFor('the next line of the statement', async () => {
        const statement = await this.client.call('getStatement', { params: { loanId } });
        return statement.lines.length > told ? statement.lines : undefined;
      });
      for (const line of lines.slice(told)) {
        if (TOLD_KINDS.has(line.kind)) this.stage.narrator.say(`${line.effectiveDate}  ${line.text}`);
      }
      told = lines.length;
      if (lines.at(-1)?.kind === 'CLOSED') return this.loan(loanId);
    }
  }
}

/** What the borrower would tell of; accruals and provisions of every day would drown it. */
const TOLD_KINDS = new Set(['DISBURSED', 'RECEIVED', 'PREPAID', 'CLOSED', 'REFUNDED', 'REVERSED']);

/** Where a workflow is in the Temporal UI. */
export function workflowLink(stage: Stage, workflowId: string): string {
  return `${stage.temporalUi}/namespaces/default/workflows/${encodeURIComponent(workflowId)}`;
}
