import { join, relative, sep } from 'node:path';
import ts from 'typescript';

/** What runs for people, and what runs it. */
const FOLDERS =
  /^(domain|contracts|workflows|activities|gateways|api|worker|door|sandbox|prisma|dev|demo|web)\//;
const GENERATED = /\bgenerated\//;
/** Pages come to rules of the domain; what the pages' own files export is their own matter. */
const PAGES = /^web\//;
/** What a handler makes of an event is part of that event. */
const HANDLERS = /^domain\/loan\/handlers\//;
const PARAMETERS = /^domain\/parameters\/[^/]+\.ts$/;
const DATA = /^domain\/parameters\/data\//;

/** What is reached from where the programs begin. Names are `path#name`. */
export interface Reach {
  readonly exported: ReadonlySet<string>;
  /** Exported names that no program comes to. */
  readonly unreached: ReadonlySet<string>;
  /** Fields of the parameters, as `path#Type.field`. */
  readonly fields: ReadonlySet<string>;
  /** Those that no code reads. */
  readonly unread: ReadonlySet<string>;
  /** Words that reached code gives to the `kind` of what it makes. */
  readonly kindsMade: ReadonlySet<string>;
}

/** A declaration or another statement at the top of a file: what is reached as a whole. */
type Part = ts.Node;

interface Program {
  readonly checker: ts.TypeChecker;
  readonly files: readonly ts.SourceFile[];
  readonly own: ReadonlySet<ts.SourceFile>;
  readonly pathOf: (file: ts.SourceFile) => string;
}

/**
 * Follows every name from the beginnings of the programs.
 * @param root the repository's folder
 * @param isBeginning whether a file runs as a whole, or is found by its name
 */
export function reachOf(root: string, isBeginning: (path: string) => boolean): Reach {
  const program = read(root);
  const { files, pathOf } = program;
  const reached = new Set<Part>();
  const open = files.filter((file) => isBeginning(pathOf(file))).flatMap(partsOf);
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (reached.has(part)) continue;
    reached.add(part);
    open.push(...effectsOf(part.getSourceFile()), ...comesTo(part, program));
  }
  const exported = files
    .filter((file) => !PAGES.test(pathOf(file)))
    .flatMap(partsOf)
    .filter(isExported);
  const makers = [...reached].filter((part) => !HANDLERS.test(pathOf(part.getSourceFile())));
  const named = (part: Part) => `${pathOf(part.getSourceFile())}#${nameOf(part)}`;
  return {
    exported: new Set(exported.map(named)),
    unreached: new Set(exported.filter((part) => !reached.has(part)).map(named)),
    ...fieldsOf(program),
    kindsMade: new Set(makers.flatMap(kindsIn)),
  };
}

/**
 * Packages from elsewhere and generated code are left out: they say nothing about our names, and cost most of the
 * time.
 */
function read(root: string): Program {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const pathOf = ({ fileName }: { readonly fileName: string }) =>
    relative(root, fileName).split(sep).join('/');
  const host = ts.createCompilerHost({ ...options, types: [] });
  host.resolveModuleNameLiterals = (literals, from, _redirected, settings) =>
    literals.map(({ text }) =>
      text.startsWith('.') && !GENERATED.test(text)
        ? ts.resolveModuleName(text, from, settings, host)
        : { resolvedModule: undefined },
    );
  const program = ts.createProgram({
    rootNames: [...fileNames, ...ts.sys.readDirectory(join(root, 'web'), ['.ts', '.tsx'])].filter(
      (name) => FOLDERS.test(pathOf({ fileName: name })) && !GENERATED.test(name),
    ),
    options: { ...options, jsx: ts.JsxEmit.ReactJSX, types: [], incremental: false },
    host,
  });
  const files = program.getSourceFiles().filter((file) => FOLDERS.test(pathOf(file)));
  return { checker: program.getTypeChecker(), files, own: new Set(files), pathOf };
}

function partsOf(file: ts.SourceFile): Part[] {
  return file.statements.flatMap((statement): readonly Part[] =>
    ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement],
  );
}

/** What runs as soon as a file is loaded. */
function effectsOf(file: ts.SourceFile): Part[] {
  return file.statements.filter(
    (statement) => ts.isExpressionStatement(statement) || isEffectImport(statement),
  );
}

function isEffectImport(node: ts.Node): boolean {
  return ts.isImportDeclaration(node) && node.importClause === undefined;
}

/** The parts that a part names. */
function comesTo(part: Part, { checker, own }: Program): Part[] {
  const found: Part[] = [];
  const add = (symbol: ts.Symbol | undefined) => {
    if (symbol === undefined) return;
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    const { declarations = [] } = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
    for (const declaration of declarations) {
      if (ts.isSourceFile(declaration)) found.push(...partsOf(declaration));
      else if (own.has(declaration.getSourceFile())) found.push(topOf(declaration));
    }
  };
  const visit = (node: ts.Node): void => {
    // An import runs nothing by itself: who uses its name comes to it.
    if (ts.isImportDeclaration(node) && !isEffectImport(node)) return;
    // Neither does a type that asks how a function refuses.
    if (ts.isTypeQueryNode(node) && isFunction(checker.getTypeAtLocation(node))) return;
    if (ts.isStringLiteral(node) && isWholeModule(node)) add(checker.getSymbolAtLocation(node));
    if (ts.isIdentifier(node) && !isMember(node)) add(symbolOf(node, checker));
    ts.forEachChild(node, visit);
  };
  visit(part);
  return found;
}

function isFunction(type: ts.Type): boolean {
  return type.getCallSignatures().length > 0;
}

function isWholeModule({ parent }: ts.StringLiteral): boolean {
  if (ts.isCallExpression(parent)) return parent.expression.kind === ts.SyntaxKind.ImportKeyword;
  if (ts.isExportDeclaration(parent)) return parent.exportClause === undefined;
  return isEffectImport(parent);
}

/** Names of members belong to what they are members of. */
function isMember(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  return (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === node;
}

function symbolOf(node: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  if (ts.isShorthandPropertyAssignment(node.parent)) {
    return checker.getShorthandAssignmentValueSymbol(node.parent);
  }
  return checker.getSymbolAtLocation(node);
}

function topOf(declaration: ts.Node): Part {
  let node = declaration;
  while (!ts.isSourceFile(node.parent)) {
    if (ts.isVariableDeclaration(node) && ts.isSourceFile(node.parent.parent.parent)) return node;
    node = node.parent;
  }
  return node;
}

function isExported(part: Part): boolean {
  const declaration = part as ts.Declaration;
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0;
}

function nameOf(part: Part): string {
  return ts.getNameOfDeclaration(part as ts.Declaration)?.getText() ?? 'default';
}

/** The fields of the parameters' types, and those that no code reads by name. */
function fieldsOf({ checker, files, pathOf }: Program): Pick<Reach, 'fields' | 'unread'> {
  const fields = new Map<ts.Node, string>();
  const declare = (node: ts.Node, owner: string): void => {
    const isField = ts.isPropertySignature(node);
    const name = isField ? `${owner}.${node.name.getText()}` : owner;
    if (isField) fields.set(node, name);
    ts.forEachChild(node, (child) => declare(child, name));
  };
  for (const file of files.filter((candidate) => PARAMETERS.test(pathOf(candidate)))) {
    for (const type of file.statements.filter(isType)) declare(type, `${pathOf(file)}#${nameOf(type)}`);
  }
  const names = new Set([...fields.keys()].map((field) => (field as ts.PropertySignature).name.getText()));
  const read = new Set<ts.Node>();
  const visit = (node: ts.Node): void => {
    for (const declaration of readBy(node, names, checker)) read.add(declaration);
    ts.forEachChild(node, visit);
  };
  for (const file of files.filter((candidate) => !DATA.test(pathOf(candidate)))) visit(file);
  return {
    fields: new Set(fields.values()),
    unread: new Set([...fields].filter(([field]) => !read.has(field)).map(([, name]) => name)),
  };
}

function isType(node: ts.Node): node is ts.InterfaceDeclaration | ts.TypeAliasDeclaration {
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
}

/** The members that are read here, by one of the names. */
function readBy(node: ts.Node, names: ReadonlySet<string>, checker: ts.TypeChecker): readonly ts.Node[] {
  if (ts.isPropertyAccessExpression(node) && names.has(node.name.text)) {
    return checker.getSymbolAtLocation(node.name)?.declarations ?? [];
  }
  if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
    const name = (node.propertyName ?? node.name).getText();
    if (names.has(name)) return checker.getTypeAtLocation(node.parent).getProperty(name)?.declarations ?? [];
  }
  return [];
}

/** The words that are given to a `kind`. */
function kindsIn(part: Part): string[] {
  const found: string[] = [];
  const words = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) found.push(node.text);
    ts.forEachChild(node, words);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'kind') words(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(part);
  return found;
}
