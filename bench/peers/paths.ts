/** The fields of X's connections. X sends only those that are requested. */
export const X_FIELDS = 'client_ip,connected_at,disconnect_reason,disconnected_at,endpoint_name,id';
