import type { PayloadCodec } from '@temporalio/common';

/**
 * What comes between a worker's decision and Temporal. A worker that dies: the next completion of a workflow task that
 * holds one of these clear texts is lost. A stranger who foresees what a task says acts before it is said.
 */
export class Loss {
  stranger: (said: string) => Promise<void> = async () => undefined;

  private words: readonly string[] = [];
  private tell: () => void = () => undefined;

  /** @returns a promise of the loss */
  next(...words: readonly string[]): Promise<void> {
    this.words = words;
    return new Promise((resolve) => {
      this.tell = resolve;
    });
  }

  readonly codec: PayloadCodec = {
    encode: async (payloads) => {
      for (const { data } of payloads) await this.stranger(Buffer.from(data ?? []).toString());
      const isMeant = (text: string) => this.words.some((words) => text.includes(words));
      if (payloads.some(({ data }) => data != null && isMeant(Buffer.from(data).toString()))) {
        this.words = [];
        this.tell();
        throw new Error('the worker died before its task was kept');
      }
      return payloads;
    },
    decode: async (payloads) => payloads,
  };
}
