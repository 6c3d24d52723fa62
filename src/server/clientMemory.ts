import type { ServerResponse } from 'node:http';
import { TransientMap } from '../upstream/transientMap.ts';
import type { SocketLimits } from './socketLimits.ts';

interface Held {
  readonly client: string;
  readonly bytes: number;
}

/**
 * Counts the bytes that requests in progress hold for their clients. Beyond the limit of a client, its oldest requests are dropped; beyond
 * the limit of all, the oldest of all. So a client that reads nothing loses its own answers, and others do not wait.
 */
export class ClientMemory {
  readonly #limits: Pick<SocketLimits, 'clientBytes' | 'totalBytes'>;
  readonly #drop: (response: ServerResponse) => void;
  /** From the oldest to the newest. */
  readonly #held = new TransientMap<ServerResponse, Held>();
  readonly #byClient = new Map<string, number>();
  #total = 0;

  /** @param drop must end the request */
  constructor(limits: Pick<SocketLimits, 'clientBytes' | 'totalBytes'>, drop: (response: ServerResponse) => void) {
    this.#limits = limits;
    this.#drop = drop;
  }

  /** Counts these bytes for a request that begins. */
  begin(response: ServerResponse, client: string, bytes: number): void {
    this.#held.set(response, { client, bytes: 0 });
    this.hold(response, bytes);
  }

  /** Sets how many bytes a request holds from now on. It stays as old as it was. Does nothing for a request that has ended. */
  hold(response: ServerResponse, bytes: number): void {
    const held = this.#held.get(response);
    if (held === undefined) return;
    const { client } = held;
    this.#held.set(response, { client, bytes });
    this.#count(client, bytes - held.bytes);
    while ((this.#byClient.get(client) ?? 0) > this.#limits.clientBytes) this.#dropOldest((one) => one === client);
    while (this.#total > this.#limits.totalBytes) this.#dropOldest(() => true);
  }

  release(response: ServerResponse): void {
    const held = this.#held.get(response);
    if (held === undefined) return;
    this.#held.delete(response);
    this.#count(held.client, -held.bytes);
  }

  #count(client: string, bytes: number): void {
    const left = (this.#byClient.get(client) ?? 0) + bytes;
    if (left === 0) this.#byClient.delete(client);
    else this.#byClient.set(client, left);
    this.#total += bytes;
  }

  #dropOldest(isConcerned: (client: string) => boolean): void {
    const oldest = this.#held.entries().find(([, { client }]) => isConcerned(client));
    if (oldest === undefined) return;
    this.release(oldest[0]);
    this.#drop(oldest[0]);
  }
}
