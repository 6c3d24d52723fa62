import { GraphQLError, NoSchemaIntrospectionCustomRule, type ValidationRule } from 'graphql';
import type { Switch } from '../config/webSettings.ts';
import type { FormatError } from './publicErrors.ts';

/** Rejects `__schema` and `__type` if introspection is off. Apollo Server's own rule would tell clients how to configure Apollo Server. */
export function introspectionRules(introspection: Switch): readonly ValidationRule[] {
  return introspection === 'on' ? [] : [NoSchemaIntrospectionCustomRule];
}

/** Rejects `_service` if the subgraph's SDL is off: it has the whole schema. */
export function sdlRules(sdl: Switch): readonly ValidationRule[] {
  return sdl === 'on' ? [] : [noServiceField];
}

const noServiceField: ValidationRule = (context) => ({
  Field: (field) => {
    if (field.name.value !== '_service' || context.getParentType() !== context.getSchema().getQueryType()) return;
    const message = 'The SDL of this subgraph is not served, but the requested query contained the field "_service".';
    context.reportError(new GraphQLError(message, { nodes: field }));
  },
});

/** Removes suggestions from error messages if introspection is off: with enough wrong names, they reveal the schema. */
export function hideSuggestions(introspection: Switch, formatError: FormatError): FormatError {
  if (introspection === 'on') return formatError;
  return (formatted, error, requestId) => {
    const shown = formatError(formatted, error, requestId);
    const [message = ''] = shown.message.split(SUGGESTION, 1);
    return { ...shown, message };
  };
}

/** How suggestions begin, at the end of graphql-js's messages about documents and variables. */
const SUGGESTION = ' Did you mean ';
