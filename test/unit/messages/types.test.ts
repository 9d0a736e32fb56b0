import type { MessageOf, MessageToSend } from '../../../contracts/activities';
import { type GivenValues, type MessageKind, readMessage } from '../../../contracts/messages';
import type { Templates } from '../../../gateways/mail/templates/define';

const names = { enterpriseName: 'A', institutionName: 'B' };

function mail<Kind extends MessageKind>(kind: Kind, values: GivenValues<Kind>): MessageOf<Kind> {
  return { dedupeKey: kind, channel: 'EMAIL', kind, values };
}

/**
 * These lines are proved by the compiler: `npm run types` fails when one of the marked mistakes compiles.
 */
describe('a message that can not be written', () => {
  it('is refused by the compiler', () => {
    const mistakes = (templates: Templates) => {
      // @ts-expect-error a value that the kind needs and does not get
      mail('LOAN_CLOSED', {});
      // @ts-expect-error a value of another type
      mail('LOAN_CLOSED', { date: 20260205 });
      // @ts-expect-error a kind that nobody has words for
      mail('LOAN_SOLD', {});
      // @ts-expect-error the values of another kind
      const message: MessageToSend = { ...mail('LOAN_CLOSED', { date: '' }), kind: 'OFFER' };
      const { OFFER: _offer, ...others } = templates;
      // @ts-expect-error a kind without a template
      const all: Templates = others;
      return [message, all];
    };
    expect(mistakes).toBeInstanceOf(Function);
  });

  it('is refused when it is read, with the names of what is wrong', () => {
    expect(readMessage('LOAN_CLOSED', { ...names, date: '2026-02-05' })).toMatchObject({ ok: true });
    expect(readMessage('LOAN_CLOSED', { ...names, date: 'soon' })).toMatchObject({
      refusal: { code: 'MESSAGE_VALUES_INVALID', detail: { fields: 'date' } },
    });
    const wanted = { ...names, missing: [], wish: '', expiresAt: '2026-01-20T08:00:00.000Z' };
    expect(readMessage('INFORMATION_WANTED', wanted)).toMatchObject({
      refusal: { detail: { fields: 'missing' } },
    });
    expect(readMessage('INFORMATION_WANTED', { ...wanted, wish: 'x' })).toMatchObject({ ok: true });
  });

  it('has no control characters in its lines, so that a name can not forge a header', () => {
    const read = readMessage('LOAN_CLOSED', { ...names, enterpriseName: 'A\r\nBcc: x', date: '2026-02-05' });
    expect(read).toMatchObject({ value: { enterpriseName: 'A Bcc: x' } });
  });
});
