/**
 * Who may import whom, as an allow-list: what is not named here is refused. The reasons are in the design:
 * rules stay pure, workflows stay deterministic, and only gateways know a vendor.
 */
const own = (...folders) => `^(${folders.join('|')})(/|[.]ts$)`;
const packages = (...names) => `^node_modules/(${names.join('|')})/`;

/** Node's own modules. */
const node = { dependencyTypes: ['core'] };

/** A folder may import these parts of the project and these packages. */
const may = (folder, folders, names = [], also = []) => [
  { from: { path: own(folder) }, to: { path: own(folder, ...folders) } },
  ...names.map((name) => ({ from: { path: own(folder) }, to: { path: packages(name) } })),
  ...also.map((to) => ({ from: { path: own(folder) }, to })),
];

const temporal = (...names) => `@temporalio/(${names.join('|')})`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  allowedSeverity: 'error',
  allowed: [
    ...may('domain', [], ['decimal.js', 'opencc-js', 'pinyin-pro']),
    ...may('contracts', ['domain'], ['zod', 'uuidv7', temporal('common', 'workflow')]),
    ...may('workflows', ['contracts', 'domain'], [temporal('common', 'workflow')]),
    ...may('activities', ['contracts', 'domain', 'gateways'], [temporal('activity', 'common')], [node]),
    // Adapters: the only folder that may import any package.
    ...may('gateways', ['contracts', 'domain'], ['.+'], [node]),
    ...may(
      'api',
      ['contracts', 'domain', 'gateways'],
      [
        'express',
        'compression',
        'helmet',
        '@opentelemetry/api',
        'swagger-ui-dist',
        '@bull-board/.+',
        'zod',
        'uuidv7',
        'pino',
        'prom-client',
        temporal('client', 'common'),
      ],
      [node],
    ),
    ...may(
      'worker',
      ['activities', 'contracts', 'domain', 'gateways', 'workflows'],
      [temporal('.+'), 'pino', 'prom-client', 'zod'],
      [node],
    ),
    // In front of the Temporal UI: knows nobody by itself, so it needs neither database nor Temporal.
    ...may('door', ['contracts', 'gateways/(settings|log)', 'gateways/lifecycle'], ['zod', 'pino'], [node]),
    ...may(
      'sandbox',
      ['domain/(identifiers|money|calendar)', 'domain/result'],
      ['express', 'zod', 'smtp-server', 'mailparser'],
      [node],
    ),
    // What it may not import it can't disagree with: the API is known by its description alone.
    // A pure leaf of the domain gives the same verdict in the browser, at once; it brings no library with it.
    ...may(
      'web',
      ['contracts/(texts|events)', 'domain/(money|identifiers|calendar)', 'domain/result'],
      [
        'react',
        'react-dom',
        '@types/react.*',
        'openapi-fetch',
        'altcha-lib',
        'openapi-react-query',
        '@tanstack/react-(query|router|virtual)',
        '@simplewebauthn/browser',
        'react-hook-form',
        'tinykeys',
        'hucre',
        'idb-keyval',
        'antd',
        '@ant-design/icons',
        'dayjs',
        'cmdk',
        'pdfjs-dist',
        'web-vitals',
        'vite',
        '@vitejs/plugin-react',
      ],
      [node],
    ),
    // Tools of the house stand outside and may use everything.
    { from: { path: own('demo', 'dev', 'bench', 'prisma', 'test') }, to: {} },
  ],
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Files that need each other cannot be understood one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unresolved',
      comment: 'An import has to lead somewhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'two-doors',
      comment: 'The doors share the kit and nothing else, and the kit knows neither.',
      severity: 'error',
      from: { path: '^web/(apply|desk|kit|client)/' },
      to: { path: '^web/(apply|desk)/', pathNot: '^web/$1/' },
    },
    {
      name: 'features-stand-alone',
      comment: 'What two features of a door need is in its parts/ or in the kit.',
      severity: 'error',
      from: { path: '^web/(apply|desk)/features/([^/]+)/' },
      to: { path: '^web/(apply|desk)/features/', pathNot: '^web/$1/features/$2/' },
    },
    {
      name: 'browser-and-node-apart',
      comment: 'Pages run in the browser; only their build knows Node.',
      severity: 'error',
      from: { path: '^web/', pathNot: '^web/vite[.]config[.]mjs$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-rules-in-workflow-code',
      comment:
        'A table of rules in replayed code breaks open cases when a rule changes (docs/decisions/0089).',
      severity: 'error',
      from: { path: own('workflows') },
      to: { path: '^domain/(parameters/(parametersAt|data)|calendar/(data|published|lpr))' },
    },
    {
      name: 'no-tools-in-production',
      comment:
        'What the platform needs at run time is a dependency, not a devDependency: its image holds no others. The sandboxes have an image of their own.',
      severity: 'error',
      from: {
        path: own('domain', 'contracts', 'workflows', 'activities', 'gateways', 'api', 'worker', 'door'),
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'a-case-waits-for-its-cure',
      comment:
        'A case calls activities as its own (Case.activities): one that fails for good is asked about and ends nothing.',
      severity: 'error',
      from: { path: '^workflows/', pathNot: '^workflows/(case|operations)/' },
      to: { path: '^workflows/shared/activities[.]ts$', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Pages run in the browser and load their scripts by address.
    exclude: {
      path: '^(gateways/database/generated|dist|node_modules/@types|api/pages/static|web/client/generated)/',
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'types'],
    },
    cache: { folder: '.cache/dependency-cruiser', strategy: 'content' },
  },
};
