import ts from 'typescript';

/** Attributes that somebody reads or hears. */
const SPOKEN = new Set([
  'alt',
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'label',
  'placeholder',
  'title',
]);
const LETTERS = /\p{L}{2,}/u;

/**
 * Words that stand in the markup of a screen as they are, in one language for everybody.
 * @returns each as `path:line: text`
 */
export function literalsIn(path: string, text: string): readonly string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    const words = wordsOf(node);
    if (words !== null && LETTERS.test(words)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${path}:${line + 1}: ${words.trim()}`);
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

function wordsOf(node: ts.Node): string | null {
  if (ts.isJsxText(node)) return node.text;
  if (ts.isJsxExpression(node) && ts.isJsxElement(node.parent)) return literalOf(node.expression);
  if (ts.isJsxAttribute(node) && SPOKEN.has(node.name.getText())) return attributeText(node.initializer);
  return null;
}

function attributeText(value: ts.JsxAttributeValue | undefined): string | null {
  if (value === undefined) return null;
  return ts.isJsxExpression(value) ? literalOf(value.expression) : literalOf(value);
}

const literalOf = (value: ts.Node | undefined): string | null =>
  value !== undefined && ts.isStringLiteralLike(value) ? value.text : null;
