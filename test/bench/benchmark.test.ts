import { request } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startFloor } from '../../bench/benchmark/floor/floor.ts';
import { mixedOperations } from '../../bench/benchmark/mixed/operations.ts';
import { startUpstreams } from '../../bench/benchmark/upstreams/upstreams.ts';
import { requestBody, WORKLOADS } from '../../bench/benchmark/workloads.ts';
import { startSwitchboard } from '../support/switchboard.ts';

describe('the upstreams of the benchmark', () => {
  test.each([
    ['EMS_URL', '/listConnection'],
    ['TELNYX_BASE_URL', '/connection'],
    ['TELNYX_BASE_URL', '/connections?page[number]=1&page[siz]=20'],
    ['X_BASE_URL', '/2/connections?state=all'],
  ] as const)('refuse a wrong request, and report it: %s%s', async (variable, target) => {
    const upstreams = await startTinyUpstreams();
    const { environment } = upstreams;
    const tokens = { EMS_URL: '', TELNYX_BASE_URL: environment.TELNYX_API_KEY, X_BASE_URL: environment.X_BEARER_TOKEN };
    const headers = { authorization: `Bearer ${tokens[variable]}` };

    const { body } = await request(environment[variable] + target, { headers });
    await body.dump();

    expect(upstreams.counts().refused).toEqual([expect.stringContaining(target)]);
  });

  test('refuse requests without credentials', async () => {
    const upstreams = await startTinyUpstreams();

    const { statusCode, body } = await request(`${upstreams.environment.TELNYX_BASE_URL}/connections`);
    await body.dump();

    expect(statusCode).toBe(401);
    expect(upstreams.counts().refused).toHaveLength(1);
  });

  test('count every request, also those that are answered from a copy', async () => {
    const upstreams = await startTinyUpstreams();
    const send = () => request(`${upstreams.environment.EMS_URL}/listConnections`).then(({ body }) => body.text());

    const [first, second] = [await send(), await send()];

    expect(second).toBe(first);
    expect(upstreams.counts()).toEqual({ requests: { ems: 2, telnyx: 0, x: 0 }, refused: [] });
  });
});

describe('the workloads of the benchmark', () => {
  test.each(WORKLOADS)('$name is accepted, and the floor and Switchboard give equal answers', async (workload) => {
    const upstreams = await startTinyUpstreams();
    const floor = await startFloor(upstreams.environment, 0);
    onTestFinished(floor.close);
    const switchboard = await startSwitchboard(...sourcesOf(upstreams));

    const ofFloor = await request(floor.url, { method: 'POST', body: requestBody(workload) });
    const { data, errors } = await switchboard.query(workload.document, workload.variables);

    expect(errors).toEqual([]);
    expect({ data }).toEqual(await ofFloor.body.json());
    expect(upstreams.counts().refused).toEqual([]);
  });

  test('mixed traffic is accepted', async () => {
    const upstreams = await startTinyUpstreams();
    const switchboard = await startSwitchboard(...sourcesOf(upstreams));

    for (const { document, variables } of mixedOperations(30)) {
      expect(await switchboard.query(document, variables)).toMatchObject({ status: 200, errors: [] });
    }
    expect(upstreams.counts().refused).toEqual([]);
  });
});

async function startTinyUpstreams() {
  const upstreams = await startUpstreams(3);
  onTestFinished(upstreams.close);
  return upstreams;
}

function sourcesOf({ environment }: Awaited<ReturnType<typeof startTinyUpstreams>>) {
  const { EMS_URL, TELNYX_BASE_URL, TELNYX_API_KEY, X_BASE_URL, X_BEARER_TOKEN } = environment;
  return [
    { provider: 'EMS', name: 'ems', url: EMS_URL },
    { provider: 'TELNYX', name: 'telnyx', baseUrl: TELNYX_BASE_URL, apiKey: TELNYX_API_KEY },
    { provider: 'X', name: 'x', baseUrl: X_BASE_URL, bearerToken: X_BEARER_TOKEN },
  ];
}
