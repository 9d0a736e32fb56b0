import type { DataConverter } from '@temporalio/common';
import { PersonalDataCodec } from './codec';

/** Where the failure converter is, for the workflow bundle too. */
export const failureConverterPath = require.resolve('./failureConverter');

/** How client and workers read and write everything that goes through Temporal. */
export function dataConverterOf(dataKeys: string): DataConverter {
  return { payloadCodecs: [new PersonalDataCodec(dataKeys)], failureConverterPath };
}
