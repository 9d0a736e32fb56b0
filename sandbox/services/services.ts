import { createHash, randomUUID } from 'node:crypto';
import { Journal } from '../kit/journal';
import { nextStep } from '../kit/plans';
import { companyOf, creditRecordOf } from './companies';
import type {
  Company,
  CreditRecord,
  ListEntry,
  Override,
  ServiceBehaviour,
  ServiceEvent,
  ServiceMatch,
  ServicePlan,
  ServiceState,
  ShortMessage,
} from './model';
import { Records } from './records';
import { parseListCsv, SAMPLE_LIST_CSV } from './screeningList';

/** Who an enterprise says it is. */
export interface Claim {
  readonly name?: string | undefined;
  readonly legalPerson?: string | undefined;
}

/** The services outside of the platform that are not a bank, with what they remember. */
export class Services {
  readonly records = new Records();
  private journal: Journal<ServiceEvent, ServiceState> | undefined;
  private listVersion = '';

  constructor(
    private readonly directory: string,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  async open(): Promise<void> {
    this.journal = await Journal.open<ServiceEvent, ServiceState>({
      directory: this.directory,
      name: 'services',
      apply: (event) => this.records.apply(event),
      snapshot: () => this.records.toState(),
      restore: (state) => this.records.restore(state),
      onFault: this.onFault,
    });
    if (this.records.listCodes().length === 0) await this.importLists(SAMPLE_LIST_CSV);
    this.listVersion = versionOf(this.records.entries());
  }

  async close(): Promise<void> {
    await this.journal?.close();
  }

  /**
   * The company under a code. A code that nobody laid anything down for belongs to whoever asks for it
   * first: the claimed name is registered and stays, so that any enterprise a person invents exists.
   */
  async company(uscc: string, claim: Claim): Promise<Company | undefined> {
    const known = this.records.override(uscc).registry;
    if (known.found === false) return undefined;
    const news = {
      ...(known.name === undefined && claim.name !== undefined ? { name: claim.name } : {}),
      ...(known.legalPerson === undefined && claim.legalPerson !== undefined
        ? { legalPerson: claim.legalPerson }
        : {}),
    };
    if (Object.keys(news).length > 0) await this.layDown(uscc, { registry: news, bureau: {} });
    return companyOf(uscc, this.records.override(uscc).registry);
  }

  creditRecord(uscc: string): CreditRecord {
    return creditRecordOf(uscc, this.records.override(uscc).bureau);
  }

  async layDown(uscc: string, override: Override): Promise<void> {
    await this.record({ type: 'overridden', uscc, override });
  }

  /** All entries and a version that changes when any of them does. */
  screeningList(): { readonly version: string; readonly entries: readonly ListEntry[] } {
    return { version: this.listVersion, entries: this.records.entries() };
  }

  /** Replaces each list that the file has entries of. */
  async importLists(csv: string): Promise<readonly string[]> {
    const entries = parseListCsv(csv);
    const listCodes = [...new Set(entries.map((entry) => entry.listCode))];
    for (const listCode of listCodes) {
      const ofList = entries.filter((entry) => entry.listCode === listCode);
      await this.record({ type: 'listImported', listCode, entries: ofList });
    }
    this.listVersion = versionOf(this.records.entries());
    return listCodes;
  }

  /** Accepts a short message; the same key again is the same message. */
  async acceptSms(key: string, to: string, text: string): Promise<ShortMessage> {
    const known = this.records.message(key);
    const receivedAt = new Date().toISOString();
    const message = known ?? { id: randomUUID(), key, to, text, receivedAt };
    if (known === undefined) this.append({ type: 'smsAccepted', message });
    await this.journal?.settled();
    return message;
  }

  async planned(asked: ServiceMatch): Promise<ServiceBehaviour | undefined> {
    const step = nextStep(
      this.records.plans(),
      (match) => match.service === asked.service && (match.uscc ?? asked.uscc) === asked.uscc,
    );
    if (step === undefined) return undefined;
    await this.record({ type: 'planUsed', id: step.planId, index: step.index });
    return step.behaviour;
  }

  async addPlan(match: ServiceMatch, behaviours: readonly ServiceBehaviour[]): Promise<ServicePlan> {
    const id = this.records.nextPlanId();
    const plan: ServicePlan = { id, match, behaviours, used: behaviours.map(() => 0) };
    await this.record({ type: 'planAdded', plan });
    return plan;
  }

  async removePlan(id: number): Promise<void> {
    await this.record({ type: 'planRemoved', id });
  }

  private append(event: ServiceEvent): void {
    if (this.journal === undefined) throw new Error('the records are not open');
    this.journal.append(event);
  }

  private async record(event: ServiceEvent): Promise<void> {
    this.append(event);
    await this.journal?.settled();
  }
}

function versionOf(entries: readonly ListEntry[]): string {
  return createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 16);
}
