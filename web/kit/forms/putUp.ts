import type { Answers } from '../../client/client';

/** A paper that was put up, and goes with its form when that is sent. */
export type PutUp = Answers['FileChangePaper'];

/** Those of a draft; of whatever else stands there none. */
export const readPapers = (json: unknown): readonly PutUp[] =>
  Array.isArray(json) ? json.filter(isPutUp) : [];

function isPutUp(json: unknown): json is PutUp {
  const { id, name } = (typeof json === 'object' && json !== null ? json : {}) as Partial<PutUp>;
  return typeof id === 'string' && typeof name === 'string';
}
