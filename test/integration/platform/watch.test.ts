import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { freshCompany } from '../../../demo/people';
import { stageAt } from '../../../demo/stage';
import { Borrower, waitFor } from '../../../demo/story';
import { startTestPlatform, type TestPlatform } from '../../support/platform';

/** What an operator sees from outside: figures, alarms that stand on them, traces. */

const root = join(__dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Span {
  readonly service: string;
  readonly traceId: string;
  readonly name: string;
}
interface OtlpSpans {
  readonly resourceSpans: readonly {
    readonly resource: {
      readonly attributes: readonly {
        readonly key: string;
        readonly value: { readonly stringValue?: string };
      }[];
    };
    readonly scopeSpans: readonly {
      readonly spans: readonly { readonly traceId: string; readonly name: string }[];
    }[];
  }[];
}

const spans: Span[] = [];
const told: string[] = [];
const collector = createServer((request, response) => {
  void request.toArray().then((chunks) => {
    const text = Buffer.concat(chunks).toString('utf8');
    told.push(text);
    for (const { resource, scopeSpans } of (JSON.parse(text) as OtlpSpans).resourceSpans) {
      const name = resource.attributes.find(({ key }) => key === 'service.name');
      const service = name?.value.stringValue ?? '';
      for (const span of scopeSpans.flatMap((scope) => scope.spans)) {
        spans.push({ service, traceId: span.traceId, name: span.name });
      }
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
});

const company = freshCompany();
let platform: TestPlatform;

beforeAll(async () => {
  await new Promise<void>((resolve) => void collector.listen(0, '127.0.0.1', resolve));
  const { port } = collector.address() as { readonly port: number };
  platform = await startTestPlatform({
    settings: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` },
  });
  const borrower = await (await Borrower.register(stageAt(platform.urls), company)).activate();
  await borrower.passKyc();
  const applicationId = await borrower.apply({ amountFen: 20_000_000, termMonths: 12, purpose: 'stock' });
  await borrower.winOffer(applicationId);
  await borrower.disbursed(await borrower.takeMoney(applicationId));
});

afterAll(async () => {
  await platform.release();
  collector.close();
});

const figuresAt = async (url: string) => (await fetch(`${url}/metrics`)).text();

/** Names of figures in an expression; functions and labels are no figures. */
const named = (expression: string): string[] =>
  expression.match(/\b(lending|temporal|http|calendar)_[a-z_]+/g) ?? [];
const plain = (name: string) => name.replace(/_(bucket|count|sum)$/, '');

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly summary: string; readonly runbook: string };
}
const rules = (parse(read('ops/prometheus/alerts.yml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
);
const panels = (JSON.parse(read('ops/grafana/lending.json')) as { panels: { targets: { expr: string }[] }[] })
  .panels;

/** A debit is unknown for a moment, and a look at Temporal may fail. */
const ALL_IS_WELL = [
  'lending_backlog_tasks{',
  'lending_payments_unknown 0',
  'lending_figures_unknown{about="temporal"} 0',
];

describe('figures', () => {
  it('are all there that alarms and panels ask for', async () => {
    const worker = `http://127.0.0.1:${platform.env.WORKER_PORT}`;
    const figures = await waitFor('figures of the worker', async () => {
      const text = `${await figuresAt(worker)}${await figuresAt(platform.urls.ops)}`;
      return ALL_IS_WELL.every((figure) => text.includes(figure)) ? text : undefined;
    });
    const asked = [
      ...rules.map(({ expr }) => expr),
      ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ];
    const names = new Set(asked.flatMap(named).map(plain));
    // Core tells of a failure first when there is one; its names stand in its library.
    const core = readFileSync(
      join(
        dirname(require.resolve('@temporalio/core-bridge/package.json')),
        'releases/x86_64-unknown-linux-gnu/index.node',
      ),
    );
    const missing = [...names].filter(
      (name) => !figures.includes(`# TYPE ${name} `) && !core.includes(name.replace(/^temporal_/, '')),
    );
    expect(missing).toEqual([]);
    expect(figures).toMatch(/temporal_workflow_task_schedule_to_start_latency_count\{[^}]*task_queue="main"/);
    expect(figures).not.toContain(company.legalPerson.name);
  });

  it('lead each alarm to a step of the runbook, in two languages', () => {
    const steps = [...read('docs/runbook.md').matchAll(/^##+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .replace(/\s/g, '-'),
    );
    for (const { alert, annotations } of rules) {
      const [file, anchor] = annotations.runbook.split('#');
      expect([alert, file, steps.includes(anchor ?? '')]).toEqual([alert, 'docs/runbook.md', true]);
      expect([alert, annotations.summary]).toEqual([alert, expect.stringMatching(/ · .*\p{Script=Han}/u)]);
    }
  });
});

describe('a trace', () => {
  const through = (traceId: string) => spans.filter((span) => span.traceId === traceId);
  const tracesWith = (name: RegExp) =>
    spans.filter((span) => name.test(span.name)).map(({ traceId }) => through(traceId));

  it('goes from a request through its workflow and activities to the queue', async () => {
    const registered = await waitFor('the trace of a registration', async () =>
      tracesWith(/^registerEnterprise$/).find((trace) =>
        trace.some(({ name }) => name === 'RunWorkflow:onboarding'),
      ),
    );
    const names = registered.map(({ name }) => name);
    expect(names).toContain('StartWorkflow:onboarding');
    expect(names.some((name) => name.startsWith('RunActivity:'))).toBe(true);
    const queued = await waitFor('the trace of a message', async () =>
      tracesWith(/^RunActivity:/).find((trace) => trace.some(({ name }) => /add|process/i.test(name))),
    );
    expect(queued.length).toBeGreaterThan(1);
  });

  it('shows the order at the bank under the decision that released it', async () => {
    const bank = new RegExp(`(POST|PUT) ${new URL(platform.urls.bank).host}`);
    const ordered = await waitFor('the trace of an order', async () =>
      tracesWith(bank).find((trace) => trace.some(({ name }) => name.startsWith('RunActivity:submitOrder'))),
    );
    expect(ordered.map(({ name }) => name)).toEqual(
      expect.arrayContaining([expect.stringMatching(/payment$/)]),
    );
  });

  it('tells of no person', () => {
    for (const secret of [company.legalPerson.name, company.mail, company.bankAccountNo]) {
      expect(told.some((text) => text.includes(secret))).toBe(false);
    }
  });
});
