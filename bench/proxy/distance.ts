import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Puts a server at a distance: returns the port of a relay to it. Opening a connection takes one round trip, and data
 * takes half of one each way, as over a network; so TLS 1.3 takes one more round trip by itself.
 */
export async function startDistance(serverPort: number, roundTripMs: number): Promise<number> {
  const relay = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const far = connect({
      port: serverPort,
      host: '127.0.0.1',
      allowHalfOpen: true,
      noDelay: true,
    });
    // On this machine a connection is open at once, so its round trip delays what is sent first.
    forward(near, far, roundTripMs / 2, performance.now() + roundTripMs);
    forward(far, near, roundTripMs / 2, 0);
  });
  await once(relay.listen(0, '127.0.0.1'), 'listening');
  return (relay.address() as AddressInfo).port;
}

function forward(from: Socket, to: Socket, delayMs: number, openAtMs: number): void {
  let earlier = Promise.resolve();
  const later = (act: () => void) => {
    const dueMs = Math.max(performance.now(), openAtMs) + delayMs;
    earlier = earlier.then(() => delay(Math.max(0, dueMs - performance.now()))).then(act);
  };
  from.on('data', (chunk) => later(() => to.write(chunk)));
  from.on('end', () => later(() => to.end()));
  from.on('error', () => to.destroy());
}
