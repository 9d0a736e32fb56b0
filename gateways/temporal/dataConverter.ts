import type { DataConverter, PayloadCodec } from '@temporalio/common';
import { banksWordCheck } from '../bank';
import type { Secret } from '../crypto';
import { type Claims, ClientCodec, WorkerCodec } from './codec';
import { PayloadSeal } from './payloadSeal';
import { createProofCheck } from './proof';

/** Where the failure converter is, for the workflow bundle too. */
export const failureConverterPath = require.resolve('./failureConverter');

/** What the seal of a process's payloads needs. */
export interface SealSettings {
  readonly temporalNamespace: string;
  readonly dataKeys: Secret;
}

/** What a worker needs besides: the means to verify what the API and the bank have signed. */
export interface WorkerSealSettings extends SealSettings {
  readonly proofPublicKeys: string;
  readonly bankNoticeSecret: string;
}

/** How a client writes and reads what goes through Temporal. */
export function clientConverter({ dataKeys, temporalNamespace }: SealSettings): DataConverter {
  return converterWith(new ClientCodec(new PayloadSeal(dataKeys), temporalNamespace));
}

/** How a worker does: what is not ours is marked, for the doors to refuse. */
export function workerConverter(settings: WorkerSealSettings): DataConverter {
  const { dataKeys, temporalNamespace, proofPublicKeys, bankNoticeSecret } = settings;
  const claims: Claims = {
    proof: createProofCheck(proofPublicKeys),
    evidence: banksWordCheck(bankNoticeSecret),
  };
  return converterWith(new WorkerCodec(new PayloadSeal(dataKeys), temporalNamespace, claims));
}

function converterWith(codec: PayloadCodec): DataConverter {
  return { payloadCodecs: [codec], failureConverterPath };
}
