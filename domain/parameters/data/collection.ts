import { isoDate } from '../../calendar/isoDate';
import type { OverdueParameters } from '../collection';
import type { Version } from '../version';

/** Overdue ladder and limits of contact. The days are the house's design; sources give bucket practice only. */
export const OVERDUE_VERSIONS: readonly Version<OverdueParameters>[] = [
  {
    id: 'overdue/1',
    effectiveFrom: isoDate('2019-08-20'),
    source: 'House policy (oracles/policy.json collections); contact limits after GB/T 45251-2025',
    value: {
      officesOpen: '09:00',
      debitTimes: ['09:00', '15:00', '21:00'],
      // The last slot of the day ends before the quiet hours begin.
      slotMinutes: 30,
      contactLimits: {
        quietFrom: '22:00',
        quietUntil: '08:00',
        maximumCallsPerDebtorPerDay: 3,
        vendorReviewMonths: 12,
      },
      promises: { days: 14, brokenAnEpisode: 2, leastShare: '0.1' },
      // House policy: time for a season; who needs more asks again, and somebody decides again.
      holdDays: 90,
      bankWaitDays: 3,
      letterDays: 10,
      ladder: [
        {
          day: -7,
          actions: ['REMIND'],
          channels: ['EMAIL', 'IN_APP'],
          text: { zh: '还款提醒', en: 'Repayment reminder' },
        },
        {
          day: -3,
          actions: ['REMIND'],
          channels: ['SMS', 'EMAIL'],
          text: { zh: '还款提醒', en: 'Repayment reminder' },
        },
        {
          day: -1,
          actions: ['REMIND', 'CHECK_BALANCE'],
          channels: ['SMS'],
          text: { zh: '还款提醒+余额检查', en: 'Repayment reminder and balance check' },
        },
        {
          day: 0,
          actions: ['AUTO_DEBIT'],
          channels: [],
          text: { zh: '到期扣款 09:00 / 15:00 / 21:00', en: 'Automatic debit at 09:00, 15:00 and 21:00' },
        },
        {
          day: 1,
          stage: 'M1',
          actions: ['NOTIFY_OVERDUE', 'STOP_LIMIT_INCREASE', 'TRANSFER_TO_OVERDUE'],
          channels: ['SMS', 'IN_APP'],
          text: {
            zh: '逾期通知 短信+站内; 停止提额; 利息转逾期',
            en: 'Overdue notice; no limit increase; amounts due become overdue',
          },
        },
        {
          day: 3,
          actions: ['CALL_BY_SERVICE'],
          channels: ['PHONE'],
          text: { zh: '电话提醒(客服)', en: 'Reminder call by customer service' },
        },
        {
          day: 7,
          actions: ['CALL_BY_COLLECTOR', 'START_PENALTY'],
          channels: ['PHONE'],
          text: {
            zh: '电话催收(专员) + 宽限期结束计罚',
            en: 'Call by a collector; grace ends and penalty interest counts',
          },
        },
        {
          day: 15,
          actions: ['OPEN_POST_LOAN_CHECK'],
          channels: [],
          text: { zh: '贷后检查工单: 经营/账户核查', en: 'Post-loan check of business and accounts' },
        },
        {
          day: 30,
          stage: 'M2',
          actions: ['SEND_COLLECTION_LETTER', 'NOTIFY_GUARANTOR', 'FREEZE_LIMIT', 'REVIEW_CLASSIFICATION'],
          channels: ['LETTER'],
          text: {
            zh: '催收函(EMS) + 担保人通知; 冻结剩余额度; 分类复核',
            en: 'Collection letter and notice to the guarantor; limit frozen; classification reviewed',
          },
        },
        {
          day: 60,
          stage: 'M3',
          actions: ['VISIT_OR_INTERVIEW', 'ASSESS_RESTRUCTURING'],
          channels: ['VISIT'],
          text: { zh: '上门/约谈(2人) + 重组评估', en: 'Visit by two people; restructuring assessed' },
        },
        {
          day: 90,
          actions: ['DECLARE_ACCELERATION'],
          channels: ['LETTER'],
          text: { zh: '宣布提前到期通知(合同约定)', en: 'Loan declared due early, as the contract provides' },
        },
        {
          day: 91,
          stage: 'M4',
          actions: ['STOP_ACCRUAL', 'CLASSIFY_SUBSTANDARD', 'SEND_LAWYER_LETTER', 'OPEN_LEGAL_CASE'],
          channels: ['LETTER'],
          text: {
            zh: '非应计 + 次级 + 律师函 + 法务工单',
            en: 'Non-accrual; substandard; lawyer’s letter; legal case opened',
          },
        },
        {
          day: 180,
          stage: 'M7+',
          actions: ['LITIGATE'],
          channels: [],
          text: { zh: '诉讼/仲裁/保全', en: 'Litigation, arbitration or preservation of assets' },
        },
        {
          day: 271,
          actions: ['CLASSIFY_DOUBTFUL', 'DISPOSE_COLLATERAL'],
          channels: [],
          text: { zh: '可疑 + 处置抵押', en: 'Doubtful; collateral is realised' },
        },
        {
          day: 361,
          actions: ['CLASSIFY_LOSS', 'ASSESS_WRITE_OFF'],
          channels: [],
          text: { zh: '损失 + 核销评估', en: 'Loss; write-off assessed' },
        },
      ],
    },
  },
];
