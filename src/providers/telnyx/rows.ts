import { count, flag, list, momentText, object, text } from '../../upstream/decode.ts';

/*
 * The rows of Telnyx, with its names.
 */

/** IDs are 19 digits in practice, so they stay text. An ID becomes part of a path, which `..` would change. */
const ID = /^[\w-]{1,64}$/;

/** Whether Telnyx can have an object with this ID. */
export function isTelnyxId(id: string): boolean {
  return ID.test(id);
}

/** Telnyx guarantees no member of a connection, but a row without an ID is of no use. */
export function readConnection(value: unknown) {
  const json = object(value);
  const id = text(json?.['id']);
  if (json === null || id === null || !isTelnyxId(id)) return null;
  return {
    id,
    record_type: text(json['record_type']),
    active: flag(json['active']),
    anchorsite_override: text(json['anchorsite_override']),
    connection_name: text(json['connection_name']),
    created_at: momentText(json['created_at']),
    updated_at: momentText(json['updated_at']),
    webhook_event_url: text(json['webhook_event_url']),
    webhook_event_failover_url: text(json['webhook_event_failover_url']),
    webhook_api_version: text(json['webhook_api_version']),
    outbound_voice_profile_id: text(json['outbound_voice_profile_id']),
    tags: readTags(json['tags']),
  };
}
export type TelnyxConnectionJson = NonNullable<ReturnType<typeof readConnection>>;

function readTags(value: unknown): readonly string[] {
  const tags = list(value) ?? [];
  return tags.every((tag) => typeof tag === 'string') ? tags : [];
}

/** Call legs are identified by UUIDs in practice. They are never part of a path. */
const MAX_LEG_ID_LENGTH = 256;

export function readCall(value: unknown) {
  const json = object(value);
  const legId = text(json?.['call_leg_id']);
  const sessionId = text(json?.['call_session_id']);
  if (json === null || legId === null || legId === '' || legId.length > MAX_LEG_ID_LENGTH) return null;
  if (sessionId === null) return null;
  return {
    call_control_id: text(json['call_control_id']),
    call_leg_id: legId,
    call_session_id: sessionId,
    // Required by the specification, null in Telnyx's own recordings.
    client_state: text(json['client_state']),
    record_type: text(json['record_type']),
    call_duration: count(json['call_duration']),
  };
}
export type ActiveCallJson = NonNullable<ReturnType<typeof readCall>>;
