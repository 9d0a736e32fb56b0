import { setTimeout as sleep } from 'node:timers/promises';
import { turnOf } from '../../domain/collection/slots';
import type { BankGateway, BankPaymentFinal, BankPaymentOrder } from '../../gateways/bank';

export const ANSWERS_AFTER_MS = 5;
/** Questions about an order without an answer until the bank says what became of it. */
const CONCEALED_QUESTIONS = 1;

/**
 * A bank in memory that carries out every order and leaves one in so many without an answer.
 * @param unknown part of the orders, from 0 to 1
 */
export function benchBank(unknown: number): BankGateway & { readonly unanswered: () => number } {
  const booked = new Map<string, BankPaymentFinal>();
  const questions = new Map<string, number>();
  let unanswered = 0;
  const notAsked = () => Promise.reject(new Error('the bench has no such question'));
  return {
    unanswered: () => unanswered,
    submitPayment: async ({ key, valueDate }: BankPaymentOrder) => {
      await sleep(ANSWERS_AFTER_MS);
      if (booked.has(key)) throw new Error(`${key} was ordered twice`);
      const answer = { status: 'succeeded', bankReference: `bench/${key}`, bankDate: valueDate } as const;
      booked.set(key, answer);
      // Evenly and by the key alone, so that every run has the same ones.
      if (turnOf(key, { slotMinutes: 1 }) >= unknown * 60_000) return answer;
      unanswered += 1;
      return { status: 'unknown', why: 'TIMEOUT' };
    },
    queryPayment: async (key) => {
      await sleep(ANSWERS_AFTER_MS);
      const asked = (questions.get(key) ?? 0) + 1;
      questions.set(key, asked);
      const answer = booked.get(key) ?? ({ status: 'notFound' } as const);
      return asked > CONCEALED_QUESTIONS ? answer : { status: 'unknown', why: 'PROCESSING' };
    },
    closeOrder: notAsked,
    statementFile: notAsked,
  };
}
