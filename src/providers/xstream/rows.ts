import { momentText, object, text } from '../../upstream/decode.ts';

/*
 * The rows of `GET /2/connections`, with X's names.
 */

/** All members are optional since version 2.167 of X's specification. Before that there was no `id`. */
export function readConnection(value: unknown) {
  const json = object(value);
  return (
    json && {
      id: readId(json['id']),
      endpoint_name: text(json['endpoint_name']),
      connected_at: momentText(json['connected_at']),
      disconnected_at: readEnd(json['disconnected_at']),
      disconnect_reason: text(json['disconnect_reason']),
      client_ip: text(json['client_ip']),
    }
  );
}
export type XConnectionJson = NonNullable<ReturnType<typeof readConnection>>;

/** X sends only the fields that are requested: those that `readConnection` reads. */
export const FIELDS = 'client_ip,connected_at,disconnect_reason,disconnected_at,endpoint_name,id';

/** X's IDs are UUIDs. A text that is empty or much longer is not an ID. */
function readId(value: unknown): string | null {
  const id = text(value);
  return id !== null && id.length > 0 && id.length <= 128 ? id : null;
}

/** When a connection was closed: the time is null if it cannot be read. An open connection has none. */
function readEnd(value: unknown): { readonly at: string | null } | null {
  return value == null || value === '' ? null : { at: momentText(value) };
}
