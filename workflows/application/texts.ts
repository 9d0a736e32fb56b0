import type { ApplicationStage } from '../../contracts/workflows';
import type { BilingualText } from '../../domain/parameters/version';

/** What the Temporal UI says about each stage. */
export const APPLICATION_TEXTS: Readonly<Record<ApplicationStage, BilingualText>> = {
  CHECKING: { zh: '检查资料完整性', en: 'Checking completeness' },
  AWAITING_INFORMATION: { zh: '等待企业补充资料', en: 'Waiting for the applicant to supply information' },
  SCORING: { zh: '评分与定价中', en: 'Scoring and pricing' },
  IN_REVIEW: { zh: '等待审查', en: 'Waiting for a reviewer' },
  IN_APPROVAL: { zh: '等待审批', en: 'Waiting for approval by another person' },
  OFFERED: { zh: '要约已发出，等待企业确认', en: 'Offer made, waiting for the applicant' },
  AWAITING_RELEASE: { zh: '等待财务放款审核', en: 'Waiting for finance to release the money' },
  DISBURSING: { zh: '放款中', en: 'The money is on its way' },
  DISBURSED: { zh: '已放款', en: 'Disbursed' },
  REJECTED: { zh: '已拒绝', en: 'Rejected' },
  DECLINED_BY_APPLICANT: { zh: '企业放弃要约', en: 'The applicant declined the offer' },
  WITHDRAWN: { zh: '企业撤回申请', en: 'Withdrawn by the applicant' },
  EXPIRED: { zh: '已过期', en: 'Expired' },
};
