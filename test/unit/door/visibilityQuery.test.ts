import { withinScope } from '../../../door/visibilityQuery';

const SCOPE = "Institution = 'a'";
const within = (query: string) => withinScope(query, SCOPE);

test.each([
  ['', SCOPE],
  ['  ', SCOPE],
  ["Process='payment' AND WaitingFor = 'bank'", `${SCOPE} AND (Process = 'payment' AND WaitingFor = 'bank')`],
  // OR binds less than AND: without the parentheses the second half would be everybody's.
  ["Process='loan' OR Institution='b'", `${SCOPE} AND (Process = 'loan' OR Institution = 'b')`],
  ['WorkflowId="loan/x"', `${SCOPE} AND (WorkflowId = "loan/x")`],
  ['`WorkflowId`="loan/x"', `${SCOPE} AND (\`WorkflowId\` = "loan/x")`],
  [
    "(DueAt < '2026-12-01T00:00:00Z' OR DueAt IS NULL) AND ExecutionStatus IN ('Failed', 'TimedOut')",
    `${SCOPE} AND (( DueAt < '2026-12-01T00:00:00Z' OR DueAt IS NULL ) AND ExecutionStatus IN ( 'Failed' , 'TimedOut' ))`,
  ],
  ['GROUP BY ExecutionStatus', `${SCOPE} GROUP BY ExecutionStatus`],
  ["Stage='X' group by ExecutionStatus", `${SCOPE} AND (Stage = 'X') group by ExecutionStatus`],
  ["Stage='it''s'", `${SCOPE} AND (Stage = 'it' 's')`],
  [
    "WorkflowId STARTS_WITH 'loan/' AND HistoryLength>=-1.5",
    `${SCOPE} AND (WorkflowId STARTS_WITH 'loan/' AND HistoryLength >= -1.5)`,
  ],
])('%s is kept within the scope', (query, expected) => expect(within(query)).toBe(expected));

test.each([
  ["a = 'x') OR (b = 'y'", 'closes our parenthesis'],
  ["a = 'x')", 'closes more than it opens'],
  ["(a = 'x'", 'leaves one open'],
  [')(', 'balances in number only'],
  ["a = 'x", 'a text without an end'],
  ["a = 'x\\' OR Institution = 'b') OR ('", 'an escaped quote'],
  ['a = "x\\"', 'an escaped double quote'],
  ["a = 'x' -- ", 'a comment to the end'],
  ["a = 'x' /* ' */ OR 1=1", 'a comment within'],
  ["a = 'x' # ", 'another comment'],
  ["a = 'x'; DROP", 'another statement'],
  ["a = 'x' UNION SELECT 1", 'a union'],
  ['a = (select Institution from x)', 'a query within'],
  ["a = 'x' ORDER BY StartTime", 'an order'],
  ["a = 'x' GROUP BY ExecutionStatus OR Institution = 'b'", 'more after the grouping'],
  ["a = 'x' LIMIT 1", 'a limit'],
  ["a = 'x\u0000'", 'a sign that nobody sees'],
  ['a = ’x’', 'quotes of another alphabet'],
  ['`a` = `b', 'a name without an end'],
  ["a = 'x' || 'y'", 'an operator that is none of ours'],
  ['@a = 1', 'a variable'],
])('%s is refused: %s', (query) => expect(within(query)).toBeNull());
