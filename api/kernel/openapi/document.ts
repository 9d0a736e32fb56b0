import { z } from 'zod';
import {
  CHALLENGE_HEADER,
  IDEMPOTENCY_HEADER,
  IDEMPOTENCY_KEY_PATTERN,
  mayBeLeftOut,
  type OperationId,
  operationIds,
  PROBLEM_MEDIA_TYPE,
  problem,
  type RouteContract,
  routes,
  WORK_HEADER,
} from '../../../contracts/http';
import type { ProblemStatus } from '../../../contracts/texts/texts';
import { MACHINE_SCOPES } from '../../../domain/machines/scopes';
import type { Policy } from '../security/policy';
import { problemExample, problemMeaning } from './problems';

type Json = Record<string, unknown>;

/** Of machines, each with what it opens. */
const SCOPES = Object.fromEntries(
  MACHINE_SCOPES.map((scope) => [scope, `Read ${scope.replace(':read', '')} of the institution`]),
);

const tokenUrlOf = (publicUrl: string): string => `${publicUrl}/api${routes.getToken.path}`;
type Io = 'input' | 'output';

/** Schemas that are named; filled while the document is made. */
class Components {
  readonly schemas: Json = {};

  /** JSON Schema of a part of a route; named schemas go to the components. */
  schemaOf(schema: z.ZodType, io: Io): Json {
    const made = z.toJSONSchema(schema, {
      ...{ target: 'draft-2020-12', io, unrepresentable: 'any' },
      override: ({ zodSchema, jsonSchema }) => Object.assign(jsonSchema, discriminatorOf(zodSchema)),
    }) as Json;
    const { $defs, $schema: _, ...rest } = atHome(made) as { $defs?: Json; $schema?: unknown } & Json;
    for (const [name, definition] of Object.entries($defs ?? {})) {
      const { id: _id, ...named } = definition as Json;
      this.schemas[name] = named;
    }
    return rest;
  }
}

/** Which of the schemas of a union it is, by the field that tells them apart; each of them has a name. */
function discriminatorOf(schema: z.core.$ZodType): Json {
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return {};
  const { discriminator: propertyName, options } = schema.def;
  const mapping = options.flatMap((option) => {
    const name = z.globalRegistry.get(option)?.id;
    return [...(option._zod.propValues?.[propertyName] ?? [])].map((value) => [
      String(value),
      `#/components/schemas/${name}`,
    ]);
  });
  return { discriminator: { propertyName, mapping: Object.fromEntries(mapping) } };
}

/** References as OpenAPI writes them. */
function atHome(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(atHome);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string'
        ? [key, inner.replace('#/$defs/', '#/components/schemas/')]
        : [key, atHome(inner)],
    ),
  );
}

/**
 * The description of the API (OpenAPI 3.1), made from the same schemas that requests are parsed with.
 * @param operations who may call which
 */
export function openApiDocument(
  operations: Readonly<Record<OperationId, { readonly who: Policy }>>,
  publicUrl: string,
): Json & { readonly openapi: string } {
  const components = new Components();
  const paths: Record<string, Json> = {};
  for (const id of operationIds) {
    const contract: RouteContract = routes[id];
    const path = contract.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = {
      ...paths[path],
      [contract.method]: operationOf(id, contract, operations[id].who, components),
    };
  }
  components.schemaOf(problem, 'output');
  return {
    openapi: '3.1.0',
    info: {
      title: 'SME lending platform',
      version: '0.1.0',
      description:
        'Money is integer fen, rates are decimal texts, dates are YYYY-MM-DD in China. Refusals are RFC 9457 ' +
        'problem documents with a stable `code`, in zh-CN or English by Accept-Language. Requests that move ' +
        `or make something carry an ${IDEMPOTENCY_HEADER}: repeated with the same key they are done once.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${publicUrl}/api` }],
    paths,
    components: {
      schemas: components.schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'lending.session_token' },
        machine: {
          type: 'oauth2',
          flows: { clientCredentials: { tokenUrl: tokenUrlOf(publicUrl), scopes: SCOPES } },
        },
      },
    },
  };
}

function operationOf(
  id: OperationId,
  contract: RouteContract,
  { named, scope }: Policy,
  components: Components,
): Json {
  const { summary, tag, description, body, example, access } = contract;
  const who = `Who: ${named}.`;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: description === undefined ? who : `${description}\n\n${who}`,
    security:
      access === 'public'
        ? []
        : [{ bearer: [] }, { cookie: [] }, ...(scope === null ? [] : [{ machine: [scope] }])],
    parameters: parametersOf(contract, components),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            ...requestBody(components.schemaOf(body, 'input'), example?.body, contract.form && FORM),
            ...(mayBeLeftOut(body) ? { required: false } : {}),
          },
        }),
    ...(contract.rawBody ? { requestBody: requestBody({ type: 'object' }, undefined) } : {}),
    responses: responsesOf(contract, components),
  };
}

const FORM = 'application/x-www-form-urlencoded';

function requestBody(schema: Json, example: unknown, mediaType = 'application/json'): Json {
  const content = { schema, ...(example === undefined ? {} : { example }) };
  return { required: true, content: { [mediaType]: content } };
}

function parametersOf(contract: RouteContract, components: Components): readonly Json[] {
  const { params, query, idempotency, work } = contract;
  const header: Json = {
    name: IDEMPOTENCY_HEADER,
    in: 'header',
    required: idempotency === 'required',
    description: 'Names this request; repeated with the same key it is done once and answered the same.',
    schema: { type: 'string', pattern: IDEMPOTENCY_KEY_PATTERN.source },
  };
  return [
    ...fieldsOf(params, 'path', components),
    ...fieldsOf(query, 'query', components),
    ...(idempotency === 'none' ? [] : [header]),
    ...(work ? [WORK] : []),
  ];
}

/** Of what robots are held back from. */
const WORK: Json = {
  name: WORK_HEADER,
  in: 'header',
  required: false,
  description:
    `After a refusal with WORK_NEEDED: base64 of JSON with what its header ${CHALLENGE_HEADER} asked (\`challenge\`) and ` +
    'its `solution`, by `solveChallenge` of npm altcha-lib. Each counts once.',
  schema: { type: 'string' },
};

function fieldsOf(schema: z.ZodType | undefined, where: 'path' | 'query', components: Components): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = components.schemaOf(schema, 'input') as {
    properties?: Json;
    required?: string[];
  };
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: field,
  }));
}

/** Of a process that has taken a request and is still at it. */
const UNDER_WAY: Json = {
  description: 'Taken, and still at it: this is how it stands. It is not done twice',
  headers: { Location: { description: 'Where to look', schema: { type: 'string' } } },
};

function responsesOf(contract: RouteContract, components: Components): Json {
  const { answer, example, status, mayTakeLonger, produces = 'application/json' } = contract;
  const schema = answer === undefined ? { type: 'string' } : components.schemaOf(answer, 'output');
  const content = { schema, ...(example?.answer === undefined ? {} : { example: example.answer }) };
  const success =
    status === 204 ? { description: 'Done' } : { description: 'Done', content: { [produces]: content } };
  const problems = problemStatusesOf(contract).map((code) => [
    String(code),
    {
      description: problemMeaning(code),
      content: {
        [PROBLEM_MEDIA_TYPE]: {
          schema: { $ref: '#/components/schemas/Problem' },
          example: problemExample(code, contract.path),
        },
      },
    },
  ]);
  const underWay = { ...success, ...UNDER_WAY };
  return {
    [String(status)]: success,
    ...(mayTakeLonger ? { '202': underWay } : {}),
    ...Object.fromEntries(problems),
  };
}

/** Problems that a route can answer: its own, and those that follow from what it is. */
export function problemStatusesOf(contract: RouteContract): readonly ProblemStatus[] {
  const { access, body, idempotency, method, params, query, rawBody, work } = contract;
  const isRead = body !== undefined || rawBody === true || query !== undefined;
  const follow: (readonly [applies: boolean, ...statuses: ProblemStatus[]])[] = [
    [access === 'signedIn', 401, 403],
    // A body that nobody asked for is refused by the same rules as one that is read.
    [method !== 'get', 400, 403, 413, 415],
    [work === true, 403],
    [isRead || idempotency !== 'none', 422],
    [params !== undefined, 400, 404],
    [true, 429, 500, 503],
  ];
  const own = follow.flatMap(([applies, ...statuses]) => (applies ? statuses : []));
  return [...new Set([...contract.problems, ...own])].sort((left, right) => left - right);
}
