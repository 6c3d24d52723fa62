import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { hashApiKey, makeApiKey } from '../../src/config/apiKey.ts';
import { run, send, urlOf } from '../support/program.ts';
import { startServerOf } from '../support/upstreams.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';
const SECRET = 'hunter2';

interface Value {
  readonly stringValue?: string;
  readonly intValue?: number | string;
}

interface SpanJson {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly status: { readonly code?: number };
  readonly attributes: readonly { readonly key: string; readonly value: Value }[];
}

/** An OpenTelemetry collector, and what it received. */
async function startCollector() {
  const bodies: string[] = [];
  const { url, requests } = await startServerOf((request, response) => {
    void buffer(request).then((body) => {
      bodies.push(body.toString());
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  const resources = () => bodies.flatMap((body) => JSON.parse(body).resourceSpans);
  const spans = (): SpanJson[] =>
    resources().flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }: { spans: SpanJson[] }) => spans));
  return { url, requests, bodies, resources, spans };
}

/** Starts the program, sends it one operation and stops it. */
async function trace(settings: Readonly<Record<string, string>>, document: string, authorization = SECRET) {
  let received = 0;
  const ems = await startServerOf((_request, response) => {
    received += 1;
    if (received === 1) response.writeHead(503).end(SECRET);
    else response.end('{"data":null,"description":"","status":"SUCCESS"}');
  });
  const emsUrl = new URL(`/${SECRET}`, ems.url);
  emsUrl.username = SECRET;
  emsUrl.password = SECRET;
  const program = run({ PORT: '0', SHUTDOWN_DELAY_MS: '0', EMS_URL: emsUrl.href, ...settings });
  const url = await urlOf(program);
  const { answer } = await send(url, document, {
    traceparent: `00-${TRACE}-${CALLER}-01`,
    authorization,
    cookie: SECRET,
  });
  program.child.kill('SIGTERM');
  const ended = await program.ended;
  return { answer, ended, upstream: ems };
}

function attributesOf({ attributes }: SpanJson) {
  return Object.fromEntries(
    attributes.map(({ key, value: { stringValue, intValue } }) => [key, stringValue ?? Number(intValue)]),
  );
}

const DOCUMENT = `query Board { connections(filter: { nameContains: "${SECRET}" }) { totalCount } }`;

describe('with a collector', () => {
  test('an operation is a span in the trace of its client, and each upstream request is a child span', async () => {
    const collector = await startCollector();
    const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' };

    const { answer, ended, upstream } = await trace(settings, DOCUMENT);

    expect(answer.errors).toBeUndefined();
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const [operation, ...others] = collector.spans().filter(({ kind }) => kind === 2);
    const upstreamSpans = collector.spans().filter(({ kind }) => kind === 3);
    if (operation === undefined) throw new Error('The operation has no span');
    expect(others).toEqual([]);
    expect(operation).toMatchObject({ traceId: TRACE, parentSpanId: CALLER, name: 'query Board' });
    expect(attributesOf(operation)).toEqual({
      'http.request.method': 'POST',
      'http.route': '/graphql',
      'http.response.status_code': 200,
      'graphql.operation.type': 'query',
      'graphql.operation.name': 'Board',
      'switchboard.request_id': expect.any(String),
      'switchboard.outcome': 'ok',
    });

    expect(upstreamSpans).toHaveLength(2);
    for (const span of upstreamSpans) {
      expect(span).toMatchObject({ traceId: TRACE, parentSpanId: operation.spanId });
      expect(attributesOf(span)).toMatchObject({ 'http.request.method': 'GET', 'switchboard.source': 'ems' });
    }
    const statuses = upstreamSpans.map((span) => attributesOf(span)['http.response.status_code']);
    expect(statuses.sort()).toEqual([200, 503]);

    expect(collector.bodies.join()).not.toContain(SECRET);
    // Vendors do not get the trace context.
    for (const { headers } of upstream.requests) expect(headers).not.toHaveProperty('traceparent');
  });

  test('the span of an operation has the name of its caller, and not the credentials', async () => {
    const collector = await startCollector();
    const key = makeApiKey();
    const settings = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      SWITCHBOARD_API_KEY_SHA256: hashApiKey(key).toString('hex'),
    };

    const { answer } = await trace(settings, '{ __typename }', `Bearer ${key}`);

    expect(answer).toEqual({ data: { __typename: 'Query' } });
    expect(collector.spans().map(attributesOf)).toMatchObject([{ 'enduser.id': 'default' }]);
    expect(collector.bodies.join()).not.toContain(key);
  });

  test.each([
    [{}, 'switchboard'],
    [{ OTEL_SERVICE_NAME: 'night-shift' }, 'night-shift'],
    [{ OTEL_RESOURCE_ATTRIBUTES: 'service.name=day-shift' }, 'day-shift'],
  ])('the service name can be set by %j', async (variables, name) => {
    const collector = await startCollector();
    const settings = {
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/v1/traces`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      ...variables,
    };
    await trace(settings, '{ __typename }');

    const [{ resource }] = collector.resources();
    expect(resource.attributes).toContainEqual({ key: 'service.name', value: { stringValue: name } });
    // Only traces: metrics and logs are not exported by OpenTelemetry.
    expect(new Set(collector.requests.map(({ path }) => path))).toEqual(new Set(['/v1/traces']));
  });

  test('that never responds, the program still stops with code 0', async () => {
    const collector = await startServerOf(() => undefined);
    const { ended } = await trace({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }, '{ __typename }');
    expect(collector.requests.length).toBeGreaterThan(0);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
  });
});

/** Prints the OpenTelemetry modules that are loaded to standard error. */
const printLoadedModules = `
  import { writeSync } from 'node:fs';
  import { registerHooks } from 'node:module';
  registerHooks({
    load(url, context, next) {
      if (url.includes('@opentelemetry/')) writeSync(2, url + '\\n');
      return next(url, context);
    },
  });
`;

test.each<[string, (url: string) => Readonly<Record<string, string>>]>([
  ['no variable enables it', () => ({})],
  ['OTEL_SDK_DISABLED is true', (url) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_SDK_DISABLED: 'true' })],
  ['OTEL_TRACES_EXPORTER is none', (url) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_TRACES_EXPORTER: 'none' })],
])('sends no traces and does not load the OpenTelemetry SDK if %s', async (_case, variables) => {
  const collector = await startCollector();
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(printLoadedModules)}`;
  const settings = { NODE_OPTIONS, ...variables(collector.url) };
  const { ended, answer } = await trace(settings, '{ __typename }');
  expect(answer).toEqual({ data: { __typename: 'Query' } });
  expect(collector.requests).toEqual([]);
  expect(ended.code).toBe(0);
  expect(ended.stderr).toContain('@opentelemetry/api/');
  expect(ended.stderr).not.toContain('@opentelemetry/sdk-node/');
});
