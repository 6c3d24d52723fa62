import { describe, expect, test } from 'vitest';
import { listField, type ProviderUnderTest } from './providerUnderTest.ts';
import { respondWithError, startSecretive } from './secretiveUpstream.ts';

/** The health of a source. */
export function testHealth(provider: ProviderUnderTest): void {
  const list = `{ ${listField(provider)} { nodes { id } } }`;
  const health = '{ sources { status lastSuccessAt lastProblem { code message httpStatus } } }';

  describe('the status of its source', () => {
    test('follows the upstream responses from UNKNOWN to UP, DEGRADED, DOWN and UP, and is read without a request', async () => {
      let status = 200;
      const { query, requests } = await startSecretive(provider, (_request, response) =>
        status === 200 ? response.end(provider.listingBody([])) : respondWithError(response, status),
      );
      const sourceNow = async () => {
        const requestsBefore = requests.length;
        const { data } = await query(health);
        expect(requests).toHaveLength(requestsBefore);
        return data.sources[0];
      };
      const sourceAfter = async (next: number) => {
        status = next;
        await query(list);
        return sourceNow();
      };

      expect(await sourceNow()).toEqual({ status: 'UNKNOWN', lastSuccessAt: null, lastProblem: null });

      const start = Date.now();
      const up = await sourceAfter(200);
      expect(up).toEqual({ status: 'UP', lastSuccessAt: expect.any(String), lastProblem: null });
      const { lastSuccessAt } = up;
      expect(Date.parse(lastSuccessAt)).toBeGreaterThanOrEqual(start);
      expect(Date.parse(lastSuccessAt)).toBeLessThanOrEqual(Date.now());

      const message = expect.stringContaining('"main"');
      const lastProblem = { code: 'UPSTREAM_UNAVAILABLE', httpStatus: 500, message };
      expect(await sourceAfter(500)).toEqual({ status: 'DEGRADED', lastSuccessAt, lastProblem });
      expect(await sourceAfter(500)).toEqual({ status: 'DEGRADED', lastSuccessAt, lastProblem });
      expect(await sourceAfter(500)).toEqual({ status: 'DOWN', lastSuccessAt, lastProblem });
      expect(await sourceAfter(200)).toMatchObject({ status: 'UP', lastProblem });
      expect(await sourceAfter(500)).toMatchObject({ status: 'DEGRADED' });
    });

    test('is DOWN after the first failure if there has been no success', async () => {
      const { query } = await startSecretive(provider, (_request, response) => respondWithError(response, 500));
      const before = Date.now();
      await query(list);
      const after = Date.now();

      expect((await query(health)).data.sources).toMatchObject([{ status: 'DOWN', lastSuccessAt: null }]);
      const [{ lastProblemAt }] = (await query('{ sources { lastProblemAt } }')).data.sources;
      expect(Date.parse(lastProblemAt)).toBeGreaterThanOrEqual(before);
      expect(Date.parse(lastProblemAt)).toBeLessThanOrEqual(after);
    });
  });
}
