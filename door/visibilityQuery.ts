/**
 * What a visibility query may be made of. It is written anew from these, so the server reads what was understood here:
 * no comment, no escape, no sign that another reader might take otherwise.
 */
const TOKENS =
  /\s*(?:(?:'[^'\\\p{Cc}]*'|"[^"\\\p{Cc}]*")|(?:`[\w-]+`)|(?:[A-Za-z_]\w*)|(?:-?\d+(?:\.\d+)?)|(?:<=|>=|<>|!=|[=<>(),]))/uy;

/** Words that end a condition or begin another statement. */
const NO_CONDITION = 'select union from where having group order limit offset into for lock'.split(' ');

/**
 * Keeps a query of the Temporal UI within what its reader may see: `scope AND (query)`.
 * @param scope a condition of ours
 * @param query as the UI sends it; a count may end in `GROUP BY <attribute>`
 * @returns null for one that does not balance or is no condition: nobody may guess what the server makes of it
 */
export function withinScope(query: string, scope: string): string | null {
  const tokens = tokensOf(query);
  if (tokens === null) return null;
  const { condition, grouping } = splitGrouping(tokens);
  if (!isCondition(condition)) return null;
  const own = condition.length === 0 ? scope : `${scope} AND (${condition.join(' ')})`;
  return [own, ...grouping].join(' ');
}

function tokensOf(query: string): readonly string[] | null {
  const tokens: string[] = [];
  const text = query.trim();
  for (let at = 0; at < text.length; ) {
    TOKENS.lastIndex = at;
    const found = TOKENS.exec(text);
    if (found === null) return null;
    tokens.push(found[0].trim());
    at = TOKENS.lastIndex;
  }
  return tokens;
}

function splitGrouping(tokens: readonly string[]) {
  const last = tokens.slice(-3);
  const isGrouping = /^group by [a-z]\w*$/i.test(last.join(' '));
  return isGrouping
    ? { condition: tokens.slice(0, -3), grouping: last }
    : { condition: tokens, grouping: [] };
}

function isCondition(tokens: readonly string[]): boolean {
  if (tokens.some((token) => NO_CONDITION.includes(token.toLowerCase()))) return false;
  let depth = 0;
  for (const token of tokens) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
