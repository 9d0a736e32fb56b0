import type { FileChangeFinding } from '../../../contracts/activities';

/** What registry, lists and database do about changes of files, as a world of tests has it. */
export class FileChanges {
  fileChange: FileChangeFinding = { registryAgrees: true, screening: 'CLEAR', hits: 0 };
  /** Until when changes were written to wait, and that they were put on file. */
  readonly fileChanges: string[] = [];

  readonly checkFileChange = async () => this.fileChange;
  readonly setFileChangeWait = async ({ until }: { readonly until: string }) => {
    this.fileChanges.push(until.slice(0, 10));
  };
  readonly applyFileChange = async () => {
    this.fileChanges.push('applied');
  };
}
