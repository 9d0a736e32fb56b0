import { type PutUp, readPapers } from '../../../kit/forms/putUp';
import { ASKABLE, type Askable } from './fileChanges';

/** What is typed of a change, as its draft keeps it. */
export interface Typed {
  readonly kind: Askable;
  readonly name: string;
  readonly residentId: string;
  readonly reason: string;
  /** Names the intention: sent twice, it is one change. */
  readonly key: string;
  /** Put up for it; they count towards the limit, sent or not. */
  readonly papers: readonly PutUp[];
}

const TEXTS = ['name', 'residentId', 'reason', 'key'] as const;

/** Reads a draft; of whatever else stands there an empty form. */
export function readTyped(json: unknown): Typed {
  const kept = (typeof json === 'object' && json !== null ? json : {}) as Readonly<Record<string, unknown>>;
  const text = (field: (typeof TEXTS)[number]): string => {
    const value = kept[field];
    return typeof value === 'string' ? value : '';
  };
  return {
    kind: ASKABLE.find((kind) => kind === kept.kind) ?? 'NAME',
    name: text('name'),
    residentId: text('residentId'),
    reason: text('reason'),
    key: text('key'),
    papers: readPapers(kept.papers),
  };
}

/** The change as it is asked for: of its kind only the fields that the kind has. */
export function bodyOf({ kind, name, residentId, reason, papers }: Typed) {
  const common = { name: name.trim(), reason: reason.trim(), papers: papers.map(({ id }) => id) };
  return kind === 'NAME' ? { kind, ...common } : { kind, ...common, residentId: residentId.trim() };
}
