/** What may change about what an enterprise was registered with. The same in HTTP and in the database's CHECK. */
export const FILE_CHANGE_KINDS = [
  /** The enterprise has another name. */
  'NAME',
  /** Another person stands for it. */
  'LEGAL_PERSON',
  /**
   * Somebody of the enterprise has lost the mailbox, so that nobody can confirm another one there: the institution's
   * staff have seen who it is.
   */
  'MAIL',
] as const;
export type FileChangeKind = (typeof FILE_CHANGE_KINDS)[number];

/** How a change is looked at before it counts. */
export interface FileChangeRule {
  readonly askedBy: 'ENTERPRISE' | 'INSTITUTION';
  /** A reviewer compares it with its papers, the registry and the lists. */
  readonly isReviewed: boolean;
  /** Somebody of risk agrees, who neither asked nor reviewed. */
  readonly isConfirmed: boolean;
  /** Everybody of the enterprise is told, and any of them stops it before it counts. */
  readonly isWaitedFor: boolean;
}

/**
 * What opens the enterprise to another person is strict: four eyes, and time for those whose file it is.
 * Source: 金融机构客户尽职调查和客户身份资料及交易记录保存管理办法 (2022) art. 21 (a changed representative is identified
 * anew); NIST SP 800-63B-4 4.2 (recovery: notice to all addresses on record, and a wait).
 */
export const FILE_CHANGE_RULES: Readonly<Record<FileChangeKind, FileChangeRule>> = {
  NAME: { askedBy: 'ENTERPRISE', isReviewed: true, isConfirmed: false, isWaitedFor: false },
  LEGAL_PERSON: { askedBy: 'ENTERPRISE', isReviewed: true, isConfirmed: true, isWaitedFor: true },
  MAIL: { askedBy: 'INSTITUTION', isReviewed: false, isConfirmed: true, isWaitedFor: true },
};
