import { createHash } from 'node:crypto';
import type { Company, CreditRecord, Override } from './model';

const PLACES = ['上海', '杭州', '苏州', '宁波', '合肥', '成都', '武汉', '西安'] as const;
const STEMS = ['恒远', '瑞丰', '博信', '天成', '华益', '明达', '嘉禾', '宏图', '启航', '新源'] as const;
const TRADES = [
  ['精密机械', '制造业'],
  ['电子科技', '制造业'],
  ['食品', '制造业'],
  ['供应链管理', '批发和零售业'],
  ['建材', '批发和零售业'],
  ['信息技术', '信息传输、软件和信息技术服务业'],
] as const;
const SURNAMES = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴'] as const;
const GIVEN_NAMES = ['伟', '芳', '敏', '建国', '丽华', '志强', '晓明', '文博'] as const;
const CAPITAL_YUAN = [500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000] as const;

/** A number from 0 to `below` - 1 that is always the same for a code and a subject. */
function chosen(uscc: string, subject: string, below: number): number {
  return createHash('sha256').update(`${subject}/${uscc}`).digest().readUInt32BE(0) % below;
}

function pick<Item>(items: readonly Item[], uscc: string, subject: string): Item {
  const item = items[chosen(uscc, subject, items.length)];
  if (item === undefined) throw new Error(`nothing to pick for ${subject}`);
  return item;
}

/** The company under a code: what was laid down, and for the rest what follows from the code. */
export function companyOf(uscc: string, override: Override['registry']): Company {
  const [trade, industry] = pick(TRADES, uscc, 'trade');
  const place = pick(PLACES, uscc, 'place');
  const year = 2008 + chosen(uscc, 'year', 13);
  const month = String(1 + chosen(uscc, 'month', 12)).padStart(2, '0');
  const day = String(1 + chosen(uscc, 'day', 28)).padStart(2, '0');
  const laidDown = Object.fromEntries(
    Object.entries(override).filter(([field, value]) => field !== 'found' && value !== undefined),
  );
  return {
    uscc,
    name: `${place}${pick(STEMS, uscc, 'stem')}${trade}有限公司`,
    legalPerson: pick(SURNAMES, uscc, 'surname') + pick(GIVEN_NAMES, uscc, 'given name'),
    status: 'IN_BUSINESS',
    establishedOn: `${year}-${month}-${day}`,
    registeredCapitalFen: pick(CAPITAL_YUAN, uscc, 'capital') * 100,
    industry,
    address: `${place}市高新区科技路${1 + chosen(uscc, 'house', 400)}号`,
    ...laidDown,
  };
}

/**
 * The credit record under a code. Without an override it is an ordinary one: nothing in it knocks an
 * application out, so that surprises are those that somebody planned.
 */
export function creditRecordOf(uscc: string, override: Override['bureau']): CreditRecord {
  const laidDown = Object.fromEntries(Object.entries(override).filter(([, value]) => value !== undefined));
  return {
    maxDpd24m: pick([0, 0, 0, 0, 0, 0, 0, 0, 12, 25], uscc, 'days past due'),
    daysPastDue: 0,
    enquiries6m: chosen(uscc, 'enquiries', 4),
    litigation: pick(['NONE', 'NONE', 'NONE', 'NONE', 'NONE', 'NONE', 'NONE', 'SETTLED'], uscc, 'litigation'),
    taxRating: pick(['A', 'A', 'B', 'B', 'B', 'M'], uscc, 'tax rating'),
    ...laidDown,
  };
}
