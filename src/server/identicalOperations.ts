import type { Context } from '../context.ts';
import { TransientMap } from '../upstream/transientMap.ts';
import type { OperationAnswer } from './plannedExecution.ts';

/** The answer of one execution, for all requests that wait for it. */
export interface SharedAnswer extends OperationAnswer {
  readonly body: Buffer;
  /**
   * Whether it is the answer to all requests that wait for it. At the deadline of the first, the others have time left. Internal
   * errors name the request that they are logged with.
   */
  readonly isForAll: boolean;
}

interface Execution {
  readonly context: Context;
  readonly answer: Promise<SharedAnswer>;
  waiters: number;
}

/** A request that waits for an execution. */
export interface Waiter {
  /** Whether another request has started the execution. */
  readonly isJoined: boolean;
  readonly answer: Promise<SharedAnswer>;
  /** Must be called when the request ends. The execution is aborted when its last waiter has left. */
  leave(): void;
}

/** Identical operations in flight are executed once. */
export class IdenticalOperations {
  readonly #inFlight = new TransientMap<string, Execution>();

  /**
   * Waits for the execution of this key, and starts it if there is none.
   *
   * @param createContext for the execution, which other requests can join
   */
  join(key: string, createContext: () => Context, execute: (context: Context) => Promise<SharedAnswer>): Waiter {
    const joined = this.#inFlight.get(key);
    const execution = joined ?? this.#start(key, createContext(), execute);
    execution.waiters += 1;
    return {
      isJoined: joined !== undefined,
      answer: execution.answer,
      leave: () => {
        execution.waiters -= 1;
        if (execution.waiters > 0) return;
        this.#remove(key, execution);
        execution.context.end();
      },
    };
  }

  #start(key: string, context: Context, execute: (context: Context) => Promise<SharedAnswer>): Execution {
    const execution: Execution = { context, answer: execute(context), waiters: 0 };
    this.#inFlight.set(key, execution);
    const remove = () => this.#remove(key, execution);
    execution.answer.then(remove, remove);
    return execution;
  }

  /** A newer execution of the same operation is not removed. */
  #remove(key: string, execution: Execution): void {
    if (this.#inFlight.get(key) === execution) this.#inFlight.delete(key);
  }
}
