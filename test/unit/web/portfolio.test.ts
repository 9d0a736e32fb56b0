import { ratiosOf, shareText } from '../../../web/desk/features/risk/portfolio';

const sums = { loans: 1, outstandingFen: 0, overdueFen: 0, provisionFen: 0 };

test('bad are substandard, doubtful and loss, and provisions are set against them', () => {
  const total = { ...sums, outstandingFen: 1_000, overdueFen: 50, provisionFen: 60 };
  const classes = [
    { ...sums, riskClass: 'NORMAL' as const, outstandingFen: 900 },
    { ...sums, riskClass: 'SPECIAL_MENTION' as const, outstandingFen: 60 },
    { ...sums, riskClass: 'SUBSTANDARD' as const, outstandingFen: 30 },
    { ...sums, riskClass: 'LOSS' as const, outstandingFen: 10 },
  ];
  expect(ratiosOf({ total, classes })).toEqual({ pastDue: 0.05, bad: 0.04, coverage: 1.5 });
});

test('of nothing there is no share, and no division by it', () => {
  const nothing = ratiosOf({ total: sums, classes: [] });
  expect(nothing).toEqual({ pastDue: null, bad: null, coverage: null });
  expect([shareText(nothing.bad), shareText(0.0533), shareText(1)]).toEqual(['—', '5.33%', '100.00%']);
});
