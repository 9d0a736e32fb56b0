import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { sessionEndMs } from '../../../gateways/auth/sessionEnd';

const { session } = parametersAt(PARAMETERS_BEGIN).security;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('a session that is not used ends after the idle time', () => {
  expect(sessionEndMs({ beganMs: 0, usedMs: 0 }, session.staff)).toBe(30 * MINUTE);
  expect(sessionEndMs({ beganMs: 0, usedMs: 5 * MINUTE }, session.staff)).toBe(35 * MINUTE);
  expect(sessionEndMs({ beganMs: 0, usedMs: 0 }, session.applicant)).toBe(60 * MINUTE);
});

test('a session that is used all the time ends all the same', () => {
  expect(sessionEndMs({ beganMs: 0, usedMs: 11.9 * HOUR }, session.staff)).toBe(12 * HOUR);
  expect(sessionEndMs({ beganMs: 0, usedMs: 23.9 * HOUR }, session.applicant)).toBe(24 * HOUR);
});
