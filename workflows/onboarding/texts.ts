import type { OnboardingStage } from '../../contracts/workflows';
import type { BilingualText } from '../../domain/parameters/version';

/** What the Temporal UI says about each stage. */
export const ONBOARDING_TEXTS: Readonly<Record<OnboardingStage, BilingualText>> = {
  AWAITING_ACTIVATION: { zh: '等待企业点击激活链接', en: 'Waiting for the activation link to be opened' },
  CHECKING: { zh: '工商与名单核查中', en: 'Checking registry and lists' },
  IN_REVIEW: { zh: '等待人工审核', en: 'Waiting for a reviewer' },
  ACTIVE: { zh: '已准入', en: 'Active' },
  REFUSED: { zh: '已拒绝', en: 'Refused' },
  EXPIRED: { zh: '激活链接已过期', en: 'The activation link has expired' },
};
