import ts from 'typescript';

/** A function of a file, with the lines that are its own: those of functions inside count for these. */
export interface FunctionLength {
  /** Line on which it begins, from 1. */
  readonly line: number;
  readonly lines: number;
}

/** Lengths of all functions of a TypeScript file; a `describe` is a chapter of tests and none of them. */
export function functionLengths(path: string, text: string): readonly FunctionLength[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const found: FunctionLength[] = [];
  /** Looks at a node; answers the lines that functions inside have taken. */
  const look = (node: ts.Node): number => {
    let taken = 0;
    ts.forEachChild(node, (child) => {
      taken += look(child);
    });
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return taken;
    const [line, end] = [lineOf(node.getStart()), lineOf(node.end)];
    if (!isChapter(node)) found.push({ line, lines: end - line + 1 - taken });
    // The line that it shares with what is around it stays with that.
    return Math.max(0, end - line);
  };
  look(source);
  return found;
}

function isChapter({ parent }: ts.Node): boolean {
  return ts.isCallExpression(parent) && /^describe\b/.test(parent.expression.getText());
}
