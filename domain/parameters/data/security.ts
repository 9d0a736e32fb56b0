import { isoDate } from '../../calendar/isoDate';
import type { SecurityParameters } from '../security';
import type { Version } from '../version';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const SECURITY_VERSIONS: readonly Version<SecurityParameters>[] = [
  {
    id: 'security/1',
    effectiveFrom: isoDate('2019-08-20'),
    source:
      'Passwords: OWASP ASVS 5.0 6.2, which supersedes oracles/policy.json (oracles-next/README); sessions: ASVS 7.3, NIST SP 800-63B-4 AAL2; limits: ASVS 2.4.1, 6.3.1; second factor: ASVS 6.3.3, 6.5, 7.5; machines: ASVS 10.4, RFC 9700; 网络安全法 art.21(3); 个人信息保护法 art.56; 网络数据安全管理条例 art.12',
    value: {
      password: {
        minimumLength: 12,
        minimumGuessesLog10: 10,
        houseWords: ['lending', 'daikuan', '贷款', 'password', 'mima', '密码'],
        remembered: 5,
        resetMinutes: 30,
      },
      contactChange: { mailMinutes: 24 * 60, codeMinutes: 10, codeTries: 5, recoveryMinutes: 14 * 24 * 60 },
      session: {
        staff: { idleMinutes: 30, hours: 12 },
        applicant: { idleMinutes: 60, hours: 24 },
      },
      factor: {
        freshMinutes: { MONEY: 15, ACCESS: 15, PERSONAL_DATA: 60 },
        recoveryCodes: 10,
        challengeMinutes: 5,
        driftSteps: 1,
        most: 10,
      },
      machines: { tokenMinutes: 10, secretDays: 365, overlapDays: 7, keyDays: 30, most: 20 },
      // About half a second of a desk's machine, two of a phone.
      work: { cost: 5_000, least: 150, most: 450, minutes: 10 },
      guesses: {
        ofOne: [
          { most: 5, seconds: MINUTE / 2 },
          { most: 8, seconds: 5 * MINUTE },
          { most: 12, seconds: 30 * MINUTE },
        ],
        ofOneUnderAttack: [{ most: 1, seconds: 30 * MINUTE }],
        ofAddress: [
          { most: 30, seconds: 10 * MINUTE },
          { most: 100, seconds: DAY },
        ],
        ofAccount: [{ most: 50, seconds: DAY }],
        knownDeviceDays: 180,
      },
      signInWarnings: { failures: 5, nightUntil: '05:00' },
      limits: {
        act: { per: 'PERSON', counts: 'ALL', windows: [{ most: 120, seconds: MINUTE }] },
        quote: { per: 'PERSON', counts: 'ALL', windows: [{ most: 60, seconds: MINUTE }] },
        signIn: { per: 'ADDRESS', counts: 'ALL', windows: [{ most: 60, seconds: MINUTE }] },
        // Three of a million codes are right at any time: whoever has the password guesses for ten years.
        factor: {
          per: 'PERSON',
          counts: 'ALL',
          windows: [
            { most: 10, seconds: 5 * MINUTE },
            { most: 40, seconds: HOUR },
            { most: 100, seconds: DAY },
          ],
        },
        registration: {
          per: 'ADDRESS',
          counts: 'ALL',
          windows: [
            { most: 10, seconds: HOUR },
            { most: 30, seconds: DAY },
          ],
        },
        accountLink: { per: 'ADDRESS', counts: 'ALL', windows: [{ most: 20, seconds: HOUR }] },
        machineToken: { per: 'ADDRESS', counts: 'ALL', windows: [{ most: 60, seconds: MINUTE }] },
        activation: { per: 'ADDRESS', counts: 'ALL', windows: [{ most: 30, seconds: HOUR }] },
        payloads: { per: 'PERSON', counts: 'ALL', windows: [{ most: 600, seconds: MINUTE }] },
        // A form saves itself while somebody types.
        draft: { per: 'PERSON', counts: 'ALL', windows: [{ most: 240, seconds: MINUTE }] },
        search: { per: 'PERSON', counts: 'ALL', windows: [{ most: 240, seconds: MINUTE }] },
        notice: { per: 'ADDRESS', counts: 'REFUSED', windows: [{ most: 60, seconds: MINUTE }] },
      },
      anything: { most: 12_000, seconds: MINUTE },
      registrationsOfMail: [{ most: 3, seconds: DAY }],
      lettersTo: [
        { most: 3, seconds: HOUR },
        { most: 6, seconds: DAY },
      ],
      evenAnswerMs: { ACCOUNT: 400, REGISTRATION: 1_000 },
      oldTokenDays: 31,
      recordsOfStrangers: [{ most: 600, seconds: HOUR }],
      conduct: {
        from: { PERSONAL_DATA: 40, REFUSED: 30, FAILED_SIGN_INS: 20 },
        timesUsual: 3,
        usualDays: 28,
      },
      invitationDays: 7,
      changes: { keptHours: 24, streamsPerPerson: 6 },
      drafts: { keptDays: 30, most: 50 },
      exports: { keptHours: 24, mostRows: 50_000, mostWaiting: 5 },
      idempotencyDays: 30,
      emergencyAccessHours: 4,
      networkLogMonths: 6,
      impactAssessmentYears: 3,
      disclosureRecordYears: 3,
      antiMoneyLaunderingYears: 10,
    },
  },
];
