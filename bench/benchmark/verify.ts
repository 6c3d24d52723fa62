import { isDeepStrictEqual } from 'node:util';
import { ANSWERS } from './floor/answers.ts';
import { createGet } from './floor/get.ts';
import type { RunningServer } from './serverProcess.ts';
import type { UpstreamEnvironment } from './upstreams/upstreams.ts';
import { requestBody, type Workload } from './workloads.ts';

/** The answer to a workload, made by hand from the bodies of the upstreams. */
export async function expectedAnswer(workload: Workload, environment: UpstreamEnvironment): Promise<unknown> {
  const data = await ANSWERS[workload.name](createGet(environment), workload.variables.first);
  return JSON.parse(JSON.stringify({ data }));
}

/**
 * Checks that a server gives the expected answer.
 *
 * @returns the bytes of the answer, which are the same every time
 */
export async function verifiedAnswer(
  server: RunningServer,
  workload: Workload,
  expected: unknown,
): Promise<Uint8Array> {
  const { status, bytes } = await server.send(requestBody(workload));
  const text = Buffer.from(bytes).toString();
  if (status !== 200 || !isDeepStrictEqual(JSON.parse(text), expected)) {
    throw new Error(
      `${server.kind.name} gave another answer to ${workload.name}: HTTP ${status} ${text.slice(0, 2_000)}`,
    );
  }
  return bytes;
}
