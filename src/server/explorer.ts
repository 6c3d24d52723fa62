import { type ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { onRequestHookHandler } from 'fastify';
import type { Switch } from '../config/webSettings.ts';
import type { Context } from '../context.ts';
import { RejectedRequestError, type Rejection } from './rejection.ts';

const NO_PAGE: Rejection = {
  status: 404,
  code: 'NOT_FOUND',
  message: 'There is no page here. Send GraphQL queries to this URL by POST.',
};

/** Apollo's explorer. Its script and its frame come from Apollo's servers. */
export function explorerPlugin(explorer: Switch): ApolloServerPlugin<Context> {
  return explorer === 'on'
    ? ApolloServerPluginLandingPageLocalDefault({ embed: { runTelemetry: false } })
    : ApolloServerPluginLandingPageDisabled();
}

/**
 * Answers browsers that open the GraphQL endpoint. For use before callers are authenticated: a browser opens a page without credentials,
 * and the page contains no data.
 */
export function answerBrowsers(explorer: Switch, apollo: ApolloServer<Context>): onRequestHookHandler {
  return ({ method, headers }, reply, proceed) => {
    if (method !== 'GET' || !headers.accept?.startsWith('text/html')) return proceed();
    if (explorer === 'off') throw new RejectedRequestError(NO_PAGE);
    pageOf(apollo).then((html) => {
      reply.header('content-security-policy', policyOf(html)).type('text/html; charset=utf-8').send(html);
    }, proceed);
  };
}

async function pageOf(apollo: ApolloServer<Context>): Promise<string> {
  const { body } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: 'GET',
      headers: new HeaderMap([['accept', 'text/html']]),
      search: '',
      body: undefined,
    },
    context: () => Promise.reject(new Error('A page has no operation')),
  });
  if (body.kind !== 'complete') throw new Error('The page of the explorer is incomplete');
  return body.string;
}

/** Exactly what the page loads. The frame sends its queries through the page, so they come from the page's origin. */
function policyOf(html: string): string {
  // Apollo Server makes a new one for each page.
  const [nonce] = /'nonce-[0-9a-f]{64}'/.exec(html) ?? [];
  return [
    "default-src 'none'",
    `script-src ${nonce}`,
    `style-src ${nonce} https://fonts.googleapis.com`,
    'font-src https://fonts.gstatic.com',
    'img-src https://apollo-server-landing-page.cdn.apollographql.com',
    'manifest-src https://apollo-server-landing-page.cdn.apollographql.com',
    'frame-src https://sandbox.embed.apollographql.com',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
