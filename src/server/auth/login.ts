import type { Caller } from '../../context.ts';
import type { LoginFailure } from '../../telemetry/events.ts';

/** The result of checking credentials. */
export type Login = { readonly caller: Caller } | { readonly failure: LoginFailure };
