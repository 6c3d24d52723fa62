import { createServer, type Socket } from 'node:net';

/*
 * The mock upstream, in a process of its own. It sends the same response to every request, and reads of a request only its end: it
 * must cost less than what is measured.
 */

const rows = Array.from({ length: 10 }, (_, index) => ({
  call_control_id: `v3:MdI91X4lWFEs7IgbBEOT9M4AigoY08M0WWZFISt1Yw2axZ_IiE4p${index}`,
  call_leg_id: `ab61f1d6-a74e-11e9-b8b4-02420a0d${4000 + index}`,
  call_session_id: `ab61f1d6-a74e-11e9-b8b4-02420a0e${4000 + index}`,
  call_duration: index,
  client_state: null,
  record_type: 'call',
}));
const body = JSON.stringify({ data: rows, meta: { total_items: 10, cursors: { before: null, after: null } } });
const response = Buffer.from(
  `HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\ndate: Thu, 01 Jan 2026 00:00:00 GMT\r\nx-request-id: 7b1c\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
);

function serve(socket: Socket): void {
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    // A client without pipelining sends a request in one piece, and then waits.
    if (chunk.indexOf('\r\n\r\n') >= 0) socket.write(response);
  });
}

const server = createServer(serve);
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.once('disconnect', () => process.exit());
