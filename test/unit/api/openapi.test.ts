import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { openApiDocument, problemStatusesOf } from '../../../api/kernel/openapi/document';
import { operations } from '../../../api/operations';
import { IDEMPOTENCY_HEADER, operationIds, type RouteContract, routes } from '../../../contracts/http';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly unknown[];
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: { readonly content: Record<string, { schema: object; example?: unknown }> };
  readonly responses: Record<
    string,
    { readonly content?: Record<string, { schema: object; example?: unknown }> }
  >;
}

interface Document {
  readonly openapi: string;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, object> };
}

const document = openApiDocument(operations, 'http://localhost:3000') as unknown as Document;
const pathOf = (path: string) => path.replace(/:(\w+)/g, '{$1}');
const operationOf = (contract: RouteContract) => document.paths[pathOf(contract.path)]?.[contract.method];

test('is OpenAPI 3.1 for this server', () => {
  expect(document.openapi).toBe('3.1.0');
  expect(document.servers).toEqual([{ url: 'http://localhost:3000/api' }]);
});

test('describes exactly the routes of the contract', () => {
  const described = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(described.sort()).toEqual([...operationIds].sort());
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
    (match) => match[1] ?? '',
  );
  expect(references.length).toBeGreaterThan(100);
  const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
  expect(references.filter((reference) => !known.includes(reference))).toEqual([]);
});

test('says which schema of a union it is, by the field that tells them apart', () => {
  const known = Object.keys(document.components.schemas);
  const mappings = [...JSON.stringify(document).matchAll(/"discriminator":({.+?}})/g)].map(
    ([, text]) => (JSON.parse(text ?? '') as { mapping: Record<string, string> }).mapping,
  );
  expect(mappings.length).toBeGreaterThan(2);
  for (const reference of mappings.flatMap(Object.values<string>)) {
    expect(known).toContain(reference.replace('#/components/schemas/', ''));
  }
});

test('names every value of what is a stage, a status, a kind or the like', () => {
  const LIKE = /^(stage|status|kind|purpose|riskClass|outcome|caseType|decision|channel|type|event|action)$/;
  type Field = {
    readonly type?: string | readonly string[];
    readonly enum?: unknown;
    readonly const?: unknown;
  };
  const isFree = (field: Field) =>
    [field.type].flat().includes('string') && field.enum === undefined && field.const === undefined;
  const free = Object.entries(document.components.schemas).flatMap(([name, schema]) => {
    const { properties = {} } = schema as { properties?: Record<string, Field & { anyOf?: Field[] }> };
    return Object.entries(properties)
      .filter(([field, { anyOf = [], ...rest }]) => LIKE.test(field) && [rest, ...anyOf].some(isFree))
      .map(([field]) => `${name}.${field}`);
  });
  // The applicant's own words, a problem's address, and what is told of anything or by any process.
  const own = ['Application.purpose', 'ApplicationSummary.purpose', 'Problem.type'];
  expect(free.sort()).toEqual([...own, 'AuditRecord.outcome', 'Task.outcome', 'Workflow.stage'].sort());
});

test('has no example that could be of somebody: whoever tries them out signs in to no account', () => {
  const mails = JSON.stringify(document).match(/[\w.+-]+@[\w.-]+/g) ?? [];
  expect(mails.length).toBeGreaterThan(1);
  const accounts = [...ACCOUNTS_OF_THE_DEMO].filter((ending) => mails.some((mail) => mail.endsWith(ending)));
  expect(accounts).toEqual([]);
  expect(routes.signIn.example?.body).toMatchObject({ email: expect.stringMatching(/\.invalid$/) });
});

const ACCOUNTS_OF_THE_DEMO = ['jiangnan.example', 'beichen.example', 'platform.example', 'company.example'];

test('leaves no object open: whatever is answered has a shape', () => {
  const { '/openapi.json': _self, ...paths } = document.paths;
  expect(JSON.stringify([paths, document.components])).not.toContain('"additionalProperties":{}');
});

test('names the problems of an address, a body and a key, whoever does not ask for them', () => {
  expect(problemStatusesOf(routes.getLoan)).toEqual(expect.arrayContaining([400, 404]));
  expect(problemStatusesOf(routes.signOut)).toEqual(expect.arrayContaining([400, 413, 415]));
  expect(problemStatusesOf(routes.claimTask)).toEqual(expect.arrayContaining([413, 415, 422]));
});

describe.each(operationIds)('%s', (id) => {
  const contract: RouteContract = routes[id];
  const operation = operationOf(contract);

  test('names its parameters, its body, its answer and its problems', () => {
    expect(operation?.summary).toBe(contract.summary);
    const inPath = [...contract.path.matchAll(/:(\w+)/g)].map((match) => match[1]);
    const described = operation?.parameters.filter((parameter) => parameter.in === 'path');
    expect(described?.map(({ name }) => name)).toEqual(inPath);
    expect(operation?.requestBody !== undefined).toBe(
      contract.body !== undefined || contract.rawBody === true,
    );
    expect(Object.keys(operation?.responses ?? {})).toEqual(
      expect.arrayContaining([contract.status, ...problemStatusesOf(contract)].map(String)),
    );
    const mayTakeLonger = contract.mayTakeLonger === true || contract.status === 202;
    expect('202' in (operation?.responses ?? {})).toBe(mayTakeLonger);
  });

  test('asks for a session and a key where they are needed', () => {
    expect(operation?.security.length === 0).toBe(contract.access === 'public');
    const header = operation?.parameters.find(({ name }) => name === IDEMPOTENCY_HEADER);
    expect(header?.required ?? null).toBe(
      contract.idempotency === 'none' ? null : contract.idempotency === 'required',
    );
  });

  test('has examples that its own schemas accept', () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats(ajv);
    ajv.addSchema({ $id: 'document', components: document.components });
    const resolve = (schema: object) =>
      JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"document#/components')) as object;
    const contents = [
      ...Object.values(operation?.requestBody?.content ?? {}),
      ...Object.values(operation?.responses ?? {}).flatMap(({ content }) => Object.values(content ?? {})),
    ];
    for (const { schema, example } of contents) {
      if (example === undefined) continue;
      const validate = ajv.compile(resolve(schema));
      validate(example);
      expect(validate.errors ?? []).toEqual([]);
    }
  });
});
