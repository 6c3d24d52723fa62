/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A source that is configured by environment variables. */
export interface EnvironmentSource {
  /** As in a configuration file, not validated yet. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The variable of each setting, for messages about invalid values. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * The one source that environment variables can configure, if any of them is set. A variable's name is the provider's prefix and
 * the setting's name in capitals: `TELNYX_API_KEY` for `apiKey`.
 *
 * @param settings the names of all settings
 */
export function sourceOfVariables(
  name: string,
  prefix: string,
  settings: readonly string[],
  environment: Environment,
): readonly EnvironmentSource[] {
  const variables = variablesOf(prefix, settings);
  const set = Object.entries(variables).flatMap(([setting, variable]) => {
    const value = environment[variable];
    return value === undefined ? [] : [[setting, value] as const];
  });
  return set.length === 0 ? [] : [{ settings: { name, ...Object.fromEntries(set) }, variables }];
}

/** The variable of each setting. The name of the source has none. */
export function variablesOf(prefix: string, settings: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    settings
      .filter((setting) => setting !== 'name')
      .map((setting) => [setting, `${prefix}_${setting.replace(/[A-Z]/g, '_$&').toUpperCase()}`]),
  );
}
