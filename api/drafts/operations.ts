import { type DraftPlace, findDraft, removeDraft, saveDraft } from '../../gateways/database/drafts';
import type { Parts } from '../kernel/parts';
import { invalid } from '../kernel/problems/apiProblem';
import { refusedBy } from '../kernel/problems/refused';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { MEMBERS } from '../kernel/security/policy';
import { securityRules } from '../kernel/security/rules';

/** What people typed and did not send yet: each sees the own alone, of the enterprise that they act for. It is no act, and not in the audit trail. */
export const draftOperations = {
  getDraft: { who: MEMBERS, do: read },
  saveDraft: { who: MEMBERS, audit: null, limit: 'draft', do: save },
  removeDraft: {
    who: MEMBERS,
    audit: null,
    limit: 'draft',
    do: async ({ sql }, call) => await removeDraft(sql, placeOf(call)),
  },
} satisfies SomeOperations;

/** A form that opens asks in any case: that nothing was saved is no problem. */
async function read({ sql, cipher }: Parts, call: Call<'getDraft'>): Promise<AnswerOf<'getDraft'>> {
  return (await findDraft(sql, cipher, placeOf(call))) ?? { version: 0, savedAt: null, content: null };
}

async function save({ sql, cipher }: Parts, call: Call<'saveDraft'>): Promise<AnswerOf<'saveDraft'>> {
  const place = placeOf(call);
  const saved = await saveDraft(sql, cipher, place, call.body, securityRules().drafts.most);
  if (saved !== null) return saved;
  const newer = await findDraft(sql, cipher, place);
  if (newer === null) throw invalid([{ code: 'TOO_MANY', field: 'content' }]);
  const { version, savedAt, content } = newer;
  // Saved by the very same request, whose answer got lost.
  if (content === call.body.content) return { version, savedAt };
  throw refusedBy({ code: 'DRAFT_NEWER', detail: { version, savedAt: inShanghai(savedAt) } });
}

const SHANGHAI_MS = 8 * 3_600_000;

/** An instant as people read it. */
const inShanghai = (instant: string): string =>
  new Date(Date.parse(instant) + SHANGHAI_MS).toISOString().slice(0, 16).replace('T', ' ');

function placeOf(call: Call<'getDraft' | 'saveDraft' | 'removeDraft'>): DraftPlace {
  const { enterprise, userId } = callerOf(call);
  return { ...call.params, userId, enterpriseId: enterprise?.id ?? null };
}
