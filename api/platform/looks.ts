import { caseOfProcess } from '../../contracts/tasks';
import type { NewAuditRecord } from '../../gateways/database/audit';

/** Somebody has payloads of a process opened, or was refused them. */
export interface Look {
  readonly actorId: string;
  /** Whose trail it stands in. */
  readonly institutionId: string | null;
  readonly workflowId: string;
  /** `WITHHELD`: another institution's, so it was not opened. */
  readonly outcome: 'DONE' | 'WITHHELD';
  readonly payloads: number;
}

/** The Temporal UI asks for the payloads of a page one by one: within this time they are one look. */
const ONE_LOOK_MS = 60_000;

/**
 * The trail of looks: the first payload of a process is recorded before it is shown, what the same person reads of it
 * within the minute as one more record with their number.
 */
export class Looks {
  private readonly more = new Map<string, { look: Look; payloads: number; readonly timer: NodeJS.Timeout }>();

  /**
   * @param write adds to the audit trail
   * @param fault is told when the number of further payloads could not be written
   */
  constructor(
    private readonly write: (record: NewAuditRecord) => Promise<void>,
    private readonly fault: (error: unknown) => void,
  ) {}

  async note(look: Look): Promise<void> {
    const name = [look.actorId, look.workflowId, look.outcome].join(' ');
    const open = this.more.get(name);
    if (open !== undefined) {
      open.payloads += look.payloads;
      return;
    }
    await this.write(recordOf(look));
    const timer = setTimeout(() => void this.close(name).catch(this.fault), ONE_LOOK_MS);
    this.more.set(name, { look, payloads: 0, timer: timer.unref() });
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
    if (open.payloads > 0) await this.write(recordOf({ ...open.look, payloads: open.payloads }));
  }
}

function recordOf({ workflowId, payloads, ...look }: Look): NewAuditRecord {
  const about = caseOfProcess(workflowId);
  return {
    ...look,
    action: 'payloads.decode',
    caseType: about?.caseType ?? null,
    caseId: about?.caseId ?? null,
    detail: { workflowId, payloads },
  };
}
