import type { Agent, ClientRequestArgs } from 'node:http';
import type { Duplex } from 'node:stream';

/** An agent's connections that are opened before a request needs them. */
export interface SpareConnections {
  /** Soon opens what so many more requests at the same time will need beyond what is free. Never throws. */
  open(requests: number): void;
  /** Opens no more, and returns those that no request has used. */
  takeAll(): readonly Duplex[];
}

/** The agent takes a spare connection where it would open one. The first one of all it opens itself. */
export function createSpareConnections(agent: Agent): SpareConnections {
  const connect = agent.createConnection.bind(agent);
  let spares: Duplex[] = [];
  let known: ClientRequestArgs | undefined;
  let expected = 0;

  agent.createConnection = (options, callback) => {
    const { headers, ...ofConnection } = options;
    known = ofConnection;
    return takeUsable() ?? connect(options, callback);
  };

  function takeUsable(): Duplex | undefined {
    spares = spares.filter(({ destroyed }) => !destroyed);
    return spares.shift();
  }

  function openExpected(): void {
    const free = countOf(agent.freeSockets);
    const room = agent.maxSockets - countOf(agent.sockets) - free - spares.length;
    for (let left = Math.min(expected - free, room); left > 0; left -= 1) openOne();
    expected = 0;
  }

  function openOne(): void {
    const spare = known && connect(known);
    if (!spare) return;
    spares.push(spare);
    // The request that takes it meets the error, or the same one with a connection of its own.
    spare.on('error', () => {});
    // A server may close an idle connection just as it is used.
    spare.on('timeout', () => spares.includes(spare) && spare.destroy());
  }

  return {
    open(requests) {
      // Once all hires of a batch have sent their claims: opening keeps the processor busy.
      if (expected === 0) setImmediate(openExpected);
      expected += requests;
    },
    takeAll() {
      expected = 0;
      const unused = spares;
      spares = [];
      return unused;
    },
  };
}

function countOf(sockets: Agent['sockets']): number {
  return Object.values(sockets).flat().length;
}
