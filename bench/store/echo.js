// A process that reads MongoDB's wire protocol and always answers the same: what the driver, the socket and the
// process cost by themselves. Its argument is the path of its socket; the document it answers is sent to it, as BSON in
// base64. A collection whose name begins with `twenty` gets twenty documents.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { deserialize, serialize } from 'bson';

const [, , socketPath] = process.argv;
const [sent] = await once(process, 'message');
process.on('disconnect', () => process.exit());

const one = deserialize(Buffer.from(sent, 'base64'), { promoteValues: false });
const answers = {
  hello: message({
    helloOk: true,
    isWritablePrimary: true,
    ismaster: true,
    maxBsonObjectSize: 16777216,
    maxMessageSizeBytes: 48000000,
    maxWriteBatchSize: 100000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    minWireVersion: 0,
    maxWireVersion: 21,
    readOnly: false,
    ok: 1,
  }),
  find: cursor([one]),
  twenty: cursor(Array.from({ length: 20 }, () => one)),
  write: message({ n: 1, nModified: 1, ok: 1 }),
};

function cursor(firstBatch) {
  return message({ cursor: { firstBatch, id: 0n, ns: 'schakel.echo' }, ok: 1 });
}

function message(body) {
  const bytes = serialize(body, { ignoreUndefined: true });
  const made = Buffer.alloc(21 + bytes.length);
  made.writeInt32LE(made.length, 0);
  made.writeInt32LE(2013, 12);
  made.set(bytes, 21);
  return made;
}

/** The first greeting of a connection may still come as OP_QUERY, and is answered as OP_REPLY. */
function legacy(answer) {
  const body = answer.subarray(21);
  const made = Buffer.alloc(36 + body.length);
  made.writeInt32LE(made.length, 0);
  made.writeInt32LE(1, 12);
  made.writeInt32LE(1, 32);
  made.set(body, 36);
  return made;
}

function answerTo(bytes) {
  if (bytes.readInt32LE(12) === 2004) return legacy(answers.hello);
  const start = 21;
  const nameEnd = bytes.indexOf(0, start + 5);
  const name = bytes.toString('latin1', start + 5, nameEnd);
  if (name === 'find') return bytes.toString('latin1', nameEnd + 5, nameEnd + 11) === 'twenty' ? answers.twenty : answers.find;
  if (name === 'insert' || name === 'update' || name === 'endSessions') return answers.write;
  if (name === 'hello' || name === 'ismaster' || name === 'isMaster') return answers.hello;
  throw new Error(`The echo does not know ${name} ${JSON.stringify(deserialize(bytes.subarray(start)))}`);
}

const server = createServer({ noDelay: true }, (socket) => {
  let rest = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      const size = rest.readInt32LE(0);
      const answer = Buffer.from(answerTo(rest));
      answer.writeInt32LE(rest.readInt32LE(4), 8);
      socket.write(answer);
      rest = rest.subarray(size);
    }
  });
});
server.listen(socketPath, () => process.send('listening'));
