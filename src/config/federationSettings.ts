import type { z } from 'zod';
import type { SubgraphOptions } from '../graph/typeDefs.ts';
import { type Switch, switchSetting } from './webSettings.ts';

/** How Switchboard takes part in a supergraph. */
export interface FederationSettings extends SubgraphOptions {
  /** Whether `_service` can be queried. */
  readonly sdl: Switch;
  /** Whether answers have Apollo's federated traces, for routers that ask for them. */
  readonly tracing: Switch;
}

/** The environment variables of these settings. */
export const federationVariables = {
  FEDERATION: switchSetting.default('off'),
  FEDERATION_NODE: switchSetting.optional(),
  FEDERATION_SCOPES: switchSetting.optional(),
  FEDERATION_SDL: switchSetting.optional(),
  FEDERATION_TRACING: switchSetting.optional(),
};

type Variables = z.infer<z.ZodObject<typeof federationVariables>>;

/** The names of variables that have no effect, because Switchboard is no subgraph. */
export function withoutFederation(variables: Variables): readonly string[] {
  if (variables.FEDERATION === 'on') return [];
  return (['FEDERATION_NODE', 'FEDERATION_SCOPES', 'FEDERATION_SDL', 'FEDERATION_TRACING'] as const).filter(
    (name) => variables[name] !== undefined,
  );
}

/** Null if Switchboard is no subgraph. */
export function toFederationSettings(variables: Variables, introspection: Switch): FederationSettings | null {
  if (variables.FEDERATION === 'off') return null;
  const { FEDERATION_NODE, FEDERATION_SCOPES, FEDERATION_SDL, FEDERATION_TRACING } = variables;
  return {
    nodeFields: FEDERATION_NODE !== 'off',
    accessDirectives: FEDERATION_SCOPES !== 'off',
    sdl: FEDERATION_SDL ?? introspection,
    tracing: FEDERATION_TRACING ?? 'off',
  };
}
