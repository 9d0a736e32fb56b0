import { caseOfProcess } from '../../contracts/tasks';
import type { NewAuditRecord } from '../../gateways/database/audit';

/** What of a process is counted: payloads that are opened, and what is seen through the door, in an emergency or not. */
const COUNTED = {
  'payloads.decode': 'payloads',
  'process.look': 'answers',
  'emergency.look': 'answers',
} as const;

/** Somebody looks at a process in the Temporal UI, or was refused it. */
export interface Look {
  readonly action: keyof typeof COUNTED;
  readonly actorId: string;
  /** Whose trail it stands in. */
  readonly institutionId: string | null;
  /** null: the list of the institution's processes. */
  readonly workflowId: string | null;
  /** `WITHHELD`: another institution's, so it was not opened. */
  readonly outcome: 'DONE' | 'WITHHELD';
  readonly count: number;
}

/** The Temporal UI asks for a page in many questions, and for its payloads one by one: within this time they are one look. */
const ONE_LOOK_MS = 60_000;

/**
 * The trail of looks: the first answer about a process is recorded before it is shown, what the same person reads of
 * it within the minute as one more record with their number.
 */
export class Looks {
  private readonly more = new Map<string, { look: Look; count: number; readonly timer: NodeJS.Timeout }>();

  /**
   * @param write adds to the audit trail
   * @param fault is told when the number of further answers could not be written
   */
  constructor(
    private readonly write: (record: NewAuditRecord) => Promise<void>,
    private readonly fault: (error: unknown) => void,
  ) {}

  async note(look: Look): Promise<void> {
    const { action, actorId, institutionId, workflowId, outcome } = look;
    const name = [action, actorId, institutionId, workflowId, outcome].join(' ');
    const open = this.more.get(name);
    if (open !== undefined) {
      open.count += look.count;
      return;
    }
    await this.write(recordOf(look));
    const timer = setTimeout(() => void this.close(name).catch(this.fault), ONE_LOOK_MS);
    this.more.set(name, { look, count: 0, timer: timer.unref() });
  }

  /** Records what is not recorded yet. */
  async end(): Promise<void> {
    await Promise.all([...this.more.keys()].map((name) => this.close(name)));
  }

  private async close(name: string): Promise<void> {
    const open = this.more.get(name);
    this.more.delete(name);
    if (open === undefined) return;
    clearTimeout(open.timer);
    if (open.count > 0) await this.write(recordOf({ ...open.look, count: open.count }));
  }
}

function recordOf({ workflowId, count, ...look }: Look): NewAuditRecord {
  const about = workflowId === null ? null : caseOfProcess(workflowId);
  return {
    ...look,
    caseType: about?.caseType ?? null,
    caseId: about?.caseId ?? null,
    detail: { ...(workflowId === null ? { list: true } : { workflowId }), [COUNTED[look.action]]: count },
  };
}
