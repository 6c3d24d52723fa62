import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Signal } from '../../src/upstream/signal.ts';
import { parseInSlices } from '../../src/upstream/slicedList.ts';
import { LEFT } from './requesterUnderTest.ts';

const BEGINNING = '{ "data" : [';

/** A row that is longer than a slice. Everything in its text could be mistaken for the end of a row. */
const LONG = JSON.stringify({ text: '"},]\\ '.repeat(25_000) });

/** The rows by slice, and the body without them. */
async function parsed(json: string, signal = new Signal()) {
  const slices: (readonly unknown[])[] = [];
  const body = await parseInSlices(json, {
    beginning: BEGINNING,
    parse: JSON.parse,
    signal,
    onRows: (rows) => slices.push(rows),
  });
  return { slices, body };
}

describe('a list in slices', () => {
  test('has the rows that the whole text has, in the same order', async () => {
    const rows = fc.array(fc.oneof(fc.jsonValue(), fc.constant(JSON.parse(LONG))), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom('', ' ', '\n\t'), async (all, space) => {
        const texts = all.map((row) => space + JSON.stringify(row) + space);
        const json = `${BEGINNING}${space}${texts.join()}],"status":"SUCCESS"}`;

        const { slices, body } = await parsed(json);

        expect(slices.flat()).toEqual(JSON.parse(json).data);
        expect(body).toEqual({ data: [], status: 'SUCCESS' });
      }),
    );
  });

  test('lets the event loop do other work between them', async () => {
    let turns = 0;
    const count = () => {
      turns += 1;
      immediate = setImmediate(count);
    };
    let immediate = setImmediate(count);

    const { slices } = await parsed(`${BEGINNING}${Array.from({ length: 8 }, () => LONG).join()}]}`);
    clearImmediate(immediate);

    expect(slices).toHaveLength(8);
    expect(turns).toBeGreaterThanOrEqual(7);
  });

  test('stops when its work is aborted', async () => {
    const signal = new Signal();
    const stopped = parsed(`${BEGINNING}${Array.from({ length: 8 }, () => LONG).join()}]}`, signal);
    signal.abort(LEFT);
    await expect(stopped).rejects.toBe(LEFT);
  });

  test('is guessed no more when a comma within a row was taken for one between two', async () => {
    const nested = `{"other":"${'x'.repeat(200_000)}","list":[0,{"first":1}],"more":"${'x'.repeat(200_000)}"}`;
    const rows = ['{"first":1}', ...Array.from({ length: 6 }, () => nested)];
    const parses: string[] = [];
    const read: unknown[] = [];
    await parseInSlices(`${BEGINNING}${rows.join()}]}`, {
      beginning: BEGINNING,
      parse: (json) => {
        parses.push(json);
        return JSON.parse(json);
      },
      signal: new Signal(),
      onRows: (some) => read.push(...some),
    });

    expect(read).toEqual(rows.map((row) => JSON.parse(row)));
    // Each slice once, the wrong guess, and what is around the list.
    expect(parses.length).toBeLessThanOrEqual(rows.length + 2);
  });

  test.each([
    ['ends within a row', `${LONG},{"a":`],
    ['ends within a text', `${LONG},{"a":"`],
    ['ends after a row', LONG],
    ['has a comma after the last row', `${LONG},]}`],
    ['has a comma before the first row', `,${LONG}]}`],
    ['has two commas between two rows', `${LONG},,${LONG}]}`],
    ['has no comma between two rows', `${LONG}${LONG}]}`],
    ['has a bracket of another kind', `${LONG},{"a":[1}]}`],
    ['is followed by something else', `${LONG}]} and more`],
    ['is not closed', `${LONG}]`],
  ])('is not accepted if it %s', async (_what, rest) => {
    expect(() => JSON.parse(BEGINNING + rest)).toThrow(SyntaxError);
    await expect(parsed(BEGINNING + rest)).rejects.toThrow(SyntaxError);
  });
});
