import type { FormatError } from './publicErrors.ts';

/** Longer than any message of Switchboard. graphql-js repeats names and values of the client in its messages, of any length. */
const MAX_LENGTH = 500;

/** Cuts long error messages, which would make an answer many times larger than its request. */
export function shortMessages(formatError: FormatError): FormatError {
  return (formatted, error, requestId) => {
    const shown = formatError(formatted, error, requestId);
    const { message } = shown;
    return message.length <= MAX_LENGTH
      ? shown
      : { ...shown, message: `${message.slice(0, MAX_LENGTH).toWellFormed()}…` };
  };
}
