/** Five-tier classification, best first: 正常, 关注, 次级, 可疑, 损失. */
export const FIVE_TIER_GRADES = ['NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS'] as const;
export type FiveTierGrade = (typeof FIVE_TIER_GRADES)[number];
