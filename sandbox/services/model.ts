import type { Plan, PlanEvent } from '../kit/plans';

export type CompanyStatus = 'IN_BUSINESS' | 'ABNORMAL' | 'REVOKED' | 'DEREGISTERED';

/** What the registry says about a company. */
export interface Company {
  readonly uscc: string;
  readonly name: string;
  readonly legalPerson: string;
  readonly status: CompanyStatus;
  readonly establishedOn: string;
  readonly registeredCapitalFen: number;
  readonly industry: string;
  readonly address: string;
}

/** What the credit bureau says about an enterprise. */
export interface CreditRecord {
  readonly maxDpd24m: number;
  /** Now, with any lender. */
  readonly daysPastDue: number;
  readonly enquiries6m: number;
  readonly litigation: 'NONE' | 'SETTLED' | 'OPEN' | 'DISHONEST_JUDGMENT_DEBTOR';
  readonly taxRating: 'A' | 'B' | 'M' | 'C' | 'D' | null;
}

type Partially<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

/** What an operator of the sandbox laid down about an enterprise; the rest follows from its code. */
export interface Override {
  readonly registry: Partially<Omit<Company, 'uscc'>> & { readonly found?: boolean | undefined };
  readonly bureau: Partially<CreditRecord>;
}

/** One entry of a sanctions or watch list, in the import format of the platform's policy. */
export interface ListEntry {
  readonly listCode: string;
  readonly entryId: string;
  readonly type: 'person' | 'org' | 'vessel';
  readonly primaryName: string;
  readonly aliases: readonly string[];
  readonly birthDate: string;
  readonly countries: readonly string[];
  readonly identifiers: readonly { readonly type: string; readonly value: string }[];
  readonly programme: string;
  readonly listedOn: string;
  readonly sourceUrl: string;
}

export interface ShortMessage {
  readonly id: string;
  readonly key: string;
  readonly to: string;
  readonly text: string;
  readonly receivedAt: string;
}

export type ServiceName = 'REGISTRY' | 'SCREENING' | 'BUREAU' | 'SMS';

export interface ServiceMatch {
  readonly service: ServiceName;
  readonly uscc?: string | undefined;
}

export interface ServiceBehaviour {
  readonly times: number;
  readonly kind: 'NOT_REACHED' | 'SLOW' | 'HTTP_500';
  readonly delayMs?: number | undefined;
}

export type ServicePlan = Plan<ServiceMatch, ServiceBehaviour>;

export type ServiceEvent =
  | { readonly type: 'overridden'; readonly uscc: string; readonly override: Override }
  | { readonly type: 'listImported'; readonly listCode: string; readonly entries: readonly ListEntry[] }
  | { readonly type: 'smsAccepted'; readonly message: ShortMessage }
  | PlanEvent<ServiceMatch, ServiceBehaviour>;

export interface ServiceState {
  readonly overrides: readonly (readonly [string, Override])[];
  readonly lists: readonly (readonly [string, readonly ListEntry[]])[];
  readonly messages: readonly ShortMessage[];
  readonly plans: readonly ServicePlan[];
  readonly planCount: number;
}
