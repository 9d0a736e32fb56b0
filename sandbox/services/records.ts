import { plansAfter } from '../kit/plans';
import type { ListEntry, Override, ServiceEvent, ServicePlan, ServiceState, ShortMessage } from './model';

const MAX_MESSAGES = 5_000;

/** What the services keep: overrides, lists, accepted messages and plans; a fold over {@link ServiceEvent}s. */
export class Records {
  private readonly overrides = new Map<string, Override>();
  private readonly lists = new Map<string, readonly ListEntry[]>();
  private readonly messagesByKey = new Map<string, ShortMessage>();
  private currentPlans: readonly ServicePlan[] = [];
  private plansMade = 0;

  override(uscc: string): Override {
    return this.overrides.get(uscc) ?? { registry: {}, bureau: {} };
  }

  overrideCount(): number {
    return this.overrides.size;
  }

  entries(): readonly ListEntry[] {
    return [...this.lists.values()].flat();
  }

  listCodes(): readonly string[] {
    return [...this.lists.keys()];
  }

  messages(): readonly ShortMessage[] {
    return [...this.messagesByKey.values()];
  }

  message(key: string): ShortMessage | undefined {
    return this.messagesByKey.get(key);
  }

  plans(): readonly ServicePlan[] {
    return this.currentPlans;
  }

  nextPlanId(): number {
    return this.plansMade + 1;
  }

  apply(event: ServiceEvent): void {
    switch (event.type) {
      case 'overridden':
        this.overrides.set(event.uscc, merge(this.override(event.uscc), event.override));
        break;
      case 'listImported':
        this.lists.set(event.listCode, event.entries);
        break;
      case 'smsAccepted':
        this.keep(event.message);
        break;
      default:
        if (event.type === 'planAdded') this.plansMade = event.plan.id;
        this.currentPlans = plansAfter(this.currentPlans, event);
    }
  }

  toState(): ServiceState {
    return {
      overrides: [...this.overrides],
      lists: [...this.lists],
      messages: this.messages(),
      plans: this.currentPlans,
      planCount: this.plansMade,
    };
  }

  restore(state: ServiceState): void {
    for (const [uscc, override] of state.overrides) this.overrides.set(uscc, override);
    for (const [listCode, entries] of state.lists) this.lists.set(listCode, entries);
    for (const message of state.messages) this.messagesByKey.set(message.key, message);
    this.currentPlans = state.plans;
    this.plansMade = state.planCount;
  }

  private keep(message: ShortMessage): void {
    this.messagesByKey.set(message.key, message);
    const [oldest] = this.messagesByKey.keys();
    if (this.messagesByKey.size > MAX_MESSAGES && oldest !== undefined) this.messagesByKey.delete(oldest);
  }
}

function merge(known: Override, change: Override): Override {
  return {
    registry: { ...known.registry, ...change.registry },
    bureau: { ...known.bureau, ...change.bureau },
  };
}
