/** Who may reach the server over HTTP, and what it offers besides operations. */
export type WebSettings = Readonly<Record<never, never>>;

/** The environment variables of these settings. */
export const webVariables = {};

export function toWebSettings(): WebSettings {
  return {};
}
