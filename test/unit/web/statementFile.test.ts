import { describe, expect, it } from '@jest/globals';
import { readSheet } from '../../../web/apply/features/applications/statementFile';

describe('a statement of an enterprise, as its file has it', () => {
  it('is read from both sides of a balance sheet, each year by itself', () => {
    const sheet = readSheet([
      ['资产负债表', null, null, null, null, null, null, null],
      ['编制单位：杭州青禾', null, null, null, '单位：元', null, null, null],
      ['资产', '行次', '期末余额', '年初余额', '负债和所有者权益', '行次', '期末余额', '年初余额'],
      ['流动资产：', null, null, null, '流动负债：', null, null, null],
      ['货币资金', 1, '1,234.50', 1000, '短期借款', 31, 50, null],
    ]);
    expect(sheet.rows.current).toEqual([
      ['货币资金', '1,234.50'],
      ['短期借款', 50],
    ]);
    expect(sheet.rows.previous).toEqual([['货币资金', 1000]]);
    expect(sheet.unit).toBe('单位：元');
  });

  it('is read from an income statement, of whose columns only those of years count', () => {
    const sheet = readSheet([
      ['利润表', '', '', ''],
      ['项  目', '行次', '本年累计金额', '本月金额'],
      ['一、营业收入', '1', 20_000_000, 1_500_000],
    ]);
    expect(sheet.rows).toEqual({ current: [['一、营业收入', 20_000_000]], previous: [] });
    expect(sheet.unit).toBeNull();
  });

  it('has nothing where no column of a year is named', () => {
    expect(readSheet([['货币资金', 5]]).rows).toEqual({ current: [], previous: [] });
  });
});
