import { readXlsx } from 'hucre/xlsx';
import { xlsxOf } from '../../gateways/xlsx';

test('a table is a workbook whose texts stay texts', async () => {
  async function* rows() {
    yield ['=1+1', 5, null, true];
  }
  const file = await xlsxOf(['text', 'number', 'nothing', 'flag'], rows());
  const [sheet] = (await readXlsx(file)).sheets;
  expect(sheet?.rows).toEqual([
    ['text', 'number', 'nothing', 'flag'],
    ['=1+1', 5, null, true],
  ]);
});
