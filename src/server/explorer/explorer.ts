import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify';
import type { Switch } from '../../config/webSettings.ts';
import { NOT_FOUND, RejectedRequestError, type Rejection } from '../rejection.ts';
import { PAGE_POLICY, pageWith } from './page.ts';

/** Below the path of the endpoint, because a proxy may forward nothing else. */
const FOLDER = 'explorer';

const NO_PAGE: Rejection = {
  status: 404,
  code: 'NOT_FOUND',
  message: 'There is no page here. Send GraphQL queries to this URL by POST.',
};

/**
 * Answers browsers that open the GraphQL endpoint with GraphiQL. For use before callers are authenticated: a browser opens a page without
 * credentials, and the page contains no data.
 *
 * @param endpoint path of the GraphQL endpoint
 */
export function answerBrowsers(explorer: Switch, endpoint: string): onRequestAsyncHookHandler {
  return async ({ method, headers }, reply) => {
    if (method !== 'GET' || !headers.accept?.startsWith('text/html')) return;
    if (explorer === 'off') throw new RejectedRequestError(NO_PAGE);
    const { version } = await import('./files.ts');
    const name = endpoint.slice(endpoint.lastIndexOf('/') + 1);
    const page = pageWith(`${name}/${FOLDER}/${version}`);
    reply.header('content-security-policy', PAGE_POLICY).type('text/html; charset=utf-8').send(page);
    return reply;
  };
}

/** Serves the files of the explorer's page, all of them from this process. They contain no data. */
export function addExplorerFiles(fastify: FastifyInstance, explorer: Switch, endpoint: string): void {
  if (explorer === 'off') return;
  fastify.get<{ Params: { version: string; name: string } }>(
    `${endpoint}/${FOLDER}/:version/:name`,
    async ({ params, headers }, reply) => {
      const { files, version } = await import('./files.ts');
      const file = params.version === version ? files.get(params.name) : undefined;
      if (file === undefined) throw new RejectedRequestError(NOT_FOUND);
      reply
        .type(file.type)
        .headers({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' });
      if (!/\bgzip\b/.test(headers['accept-encoding'] ?? '')) return file.text;
      reply.header('content-encoding', 'gzip');
      return file.gzipped();
    },
  );
}
