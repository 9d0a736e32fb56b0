import type { ChangePlace } from '../../gateways/database/changeEvents';
import type { Parts } from '../kernel/parts';
import { tooMany } from '../kernel/problems/apiProblem';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { lookingInto } from '../kernel/security/emergency';
import { identify } from '../kernel/security/identify';
import { MEMBERS } from '../kernel/security/policy';
import { securityRules } from '../kernel/security/rules';

/** What has changed since somebody looked. */
export const eventOperations = {
  listenToChanges: { who: MEMBERS, do: listen },
} satisfies SomeOperations;

const AGAIN_AFTER_SECONDS = 30;

async function listen(parts: Parts, call: Call<'listenToChanges'>): Promise<AnswerOf<'listenToChanges'>> {
  const caller = callerOf(call);
  const { streamsPerPerson } = securityRules().changes;
  if (parts.events.streamsOf(caller.userId) >= streamsPerPerson) throw tooMany(AGAIN_AFTER_SECONDS);
  // What stands between must pass each line on as it comes (nginx).
  call.reply.headers['X-Accel-Buffering'] = 'no';
  return await parts.events.listen(caller, placeIn(call.headers['last-event-id']), async () => {
    const now = await identify(parts, call, { isUse: false });
    return lookingInto(now) ?? now;
  });
}

/** The place that a browser comes back with; what is none is as good as nothing. */
function placeIn(header: string | string[] | undefined): ChangePlace | null {
  const found = /^(\d{1,15})\.(\d{1,15})$/.exec(String(header));
  return found === null ? null : { transaction: Number(found[1]), id: Number(found[2]) };
}
