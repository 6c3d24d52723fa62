import { NoSchemaIntrospectionCustomRule, type ValidationRule } from 'graphql';
import type { Switch } from '../config/webSettings.ts';
import type { FormatError } from './publicErrors.ts';

/** Rejects `__schema` and `__type` if introspection is off. Apollo Server's own rule would tell clients how to configure Apollo Server. */
export function introspectionRules(introspection: Switch): readonly ValidationRule[] {
  return introspection === 'on' ? [] : [NoSchemaIntrospectionCustomRule];
}

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
