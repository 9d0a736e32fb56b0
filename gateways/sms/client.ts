import { z } from 'zod';
import { askService, parseJson, readAnswer, type ServiceAddress, ServiceFault } from '../http/service';

const acceptedSchema = z.object({ id: z.string().min(1) });
const problemSchema = z.object({ code: z.string() });

export type SmsOutcome =
  | { readonly status: 'accepted'; readonly reference: string }
  /** For good, e.g. the number does not exist. */
  | { readonly status: 'refused'; readonly code: string };

export interface SmsGateway {
  /**
   * Hands a short message to the provider, who sends one message per key.
   * @throws ServiceFault worth another try with the same key
   */
  send(sms: { readonly key: string; readonly to: string; readonly text: string }): Promise<SmsOutcome>;
}

/** Makes the client of the SMS provider. */
export function createSmsGateway(address: ServiceAddress): SmsGateway {
  return {
    send: async (sms) => {
      const answer = await askService('sms', address, { method: 'POST', path: '/sms', body: sms });
      if (answer.status === 422) {
        const problem = problemSchema.safeParse(parseJson(answer.text));
        if (!problem.success) throw new ServiceFault('sms', 'ANSWER_INVALID', 'HTTP 422 without a code');
        return { status: 'refused', code: problem.data.code };
      }
      return { status: 'accepted', reference: readAnswer('sms', answer, acceptedSchema).id };
    },
  };
}
