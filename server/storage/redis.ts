import type { Server } from 'socket.io';
import type { Logger } from '../core/logger.ts';

/** Joins the sockets of several nodes. What is sent through Redis is what sockets hear: never kept there. */
export async function connectRedis(
  url: string,
  logger: Logger,
): Promise<{ adapt: (io: Server) => void; close(): Promise<void> }> {
  // Loaded only where it is used: it would take a tenth of every start.
  const [{ createAdapter }, { createClient }] = await Promise.all([
    import('@socket.io/redis-streams-adapter'),
    import('redis'),
  ]);
  const client = createClient({ url });
  client.on('error', (err) => logger.error({ err }, 'redis'));
  await client.connect();
  return {
    adapt: (io) => {
      io.adapter(createAdapter(client));
    },
    close: async () => {
      await client.close();
    },
  };
}
