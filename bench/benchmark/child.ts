import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process that answers questions, one after the other. */
export interface Child<Question> {
  ask<Answer>(question: Question): Promise<Answer>;
  end(): void;
}

type Reply = { readonly answer: unknown } | { readonly failure: string };

/** Starts a module in a process of its own. It must call `answerParent`. */
export function startChild<Question extends NonNullable<unknown>>(
  url: URL,
  args: readonly string[] = [],
): Child<Question> {
  const child = fork(fileURLToPath(url), args, { execArgv: [], serialization: 'advanced' });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${url.pathname} has ended`);
  });
  ended.catch(() => undefined);
  let before: Promise<unknown> = Promise.resolve();
  const ask = async (question: Question) => {
    child.send(question);
    const [reply] = (await Promise.race([once(child, 'message'), ended])) as [Reply];
    if ('failure' in reply) throw new Error(reply.failure);
    return reply.answer;
  };
  return {
    ask<Answer>(question: Question) {
      const answer = before.then(() => ask(question));
      before = answer.catch(() => undefined);
      return answer as Promise<Answer>;
    },
    end: () => void child.kill(),
  };
}

/** The other side of `startChild`. */
export function answerParent<Question>(answer: (question: Question) => unknown): void {
  process.on('message', async (question: Question) => {
    try {
      process.send?.({ answer: await answer(question) } satisfies Reply);
    } catch (error) {
      process.send?.({
        failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
      } satisfies Reply);
    }
  });
  // Without its parent, there is nobody to end it.
  process.on('disconnect', () => process.exit());
}
