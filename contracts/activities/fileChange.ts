import type { ScreeningOutcome } from '../../domain/parameters/kyc';
import type { FileChangeId } from '../ids';

/** What registry and lists say of what an enterprise wants changed. */
export interface FileChangeFinding {
  /** Null for what no registry knows. */
  readonly registryAgrees: boolean | null;
  readonly screening: ScreeningOutcome | null;
  readonly hits: number;
}

/** Which change. */
interface OfChange {
  readonly changeId: FileChangeId;
}

export interface FileChangeActivities {
  /** Asks registry and lists about what would be on file, and keeps what they said with the change. */
  checkFileChange(of: OfChange & { readonly asOf: string }): Promise<FileChangeFinding>;
  /** Writes from when on a change may count, business instant. */
  setFileChangeWait(of: OfChange & { readonly until: string }): Promise<void>;
  /**
   * Does what was agreed, once; the database sees to it that it was. For another mail address it sends the link there
   * by which its owner confirms it.
   */
  applyFileChange(of: OfChange & { readonly asOf: string }): Promise<void>;
}
