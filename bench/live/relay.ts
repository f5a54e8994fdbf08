import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

/**
 * The floor: Socket.IO that passes every update on to the others in the room, and does nothing else. It knows nobody,
 * checks nothing, keeps nothing and acknowledges nothing.
 */
const http = createServer();
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });
io.on('connection', (socket) => {
  let room = '';
  socket.on('join', async (name: string, done: () => void) => {
    room = name;
    await socket.join(room);
    done();
  });
  socket.on('update', (update: Uint8Array) => socket.to(room).emit('update', update));
});
http.listen(0, '127.0.0.1', () =>
  console.log(`listening http://127.0.0.1:${(http.address() as AddressInfo).port}`),
);
process.on('SIGTERM', () => process.exit(0));
