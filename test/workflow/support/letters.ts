import type { CaseChange } from '../../../contracts/activities';
import { readMessage } from '../../../contracts/messages';

const ADDED = { enterpriseName: 'E', institutionName: 'I', activationUrl: 'https://lending.example/' };

/**
 * Reads the messages of a step as the activity does before it writes it.
 * @throws RangeError when one can't be written
 */
export function readLetters({ messages = [] }: CaseChange): void {
  for (const { kind, values } of messages) {
    const read = readMessage(kind, { ...values, ...ADDED });
    if (!read.ok) throw new RangeError(`${kind}: ${JSON.stringify(read.refusal.detail)}`);
  }
}
