import { expect, test } from 'vitest';
import { derivedKey } from '../../src/redaction/derivedKey.ts';
import { isRedacted, Redactor } from '../../src/redaction/redactor.ts';

const redactor = new Redactor(derivedKey('open-sesame', 'fingerprints'));

test('a fingerprint stands for the secrets of a name', () => {
  expect(redactor.streamName('s1?token=X')).toMatch(/^s1\?\*{3}[0-9a-f]{6}$/);
  expect(redactor.streamName('rtmp://bob:X@cdn.example/s1')).toMatch(/^rtmp:\/\/\*{3}[0-9a-f]{6}@cdn\.example\/s1$/);
  expect(redactor.name('pubUser=bob pubPasswd=X')).toMatch(/^pubUser=\*{3} pubPasswd=\*{3}[0-9a-f]{6}$/);
});

test('equal secrets have equal fingerprints, and different ones different', () => {
  const [first, again, other] = ['s1?token=X', 's2?token=X', 's1?token=Y'].map((name) =>
    redactor.streamName(name).slice(-6),
  );
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

test('names that differ only in their secrets stay different, also beyond the length that is shown', () => {
  const long = 'x'.repeat(100_000);
  const names = Array.from({ length: 1_000 }, (_, number) => redactor.streamName(`${long}${number}`));
  expect(new Set(names).size).toBe(1_000);
});

test('replicas with the same credential show the same names, and nobody can confirm a guess without it', () => {
  const replica = new Redactor(derivedKey('open-sesame', 'fingerprints'));
  const stranger = new Redactor(derivedKey('open-barley', 'fingerprints'));
  const name = 's1?token=X';
  expect(replica.streamName(name)).toBe(redactor.streamName(name));
  expect(stranger.streamName(name)).not.toBe(redactor.streamName(name));
  expect(derivedKey('open-sesame', 'connection IDs')).not.toEqual(derivedKey('open-sesame', 'fingerprints'));
});

test('a name cannot imitate a fingerprint', () => {
  const redacted = redactor.streamName('s1?token=X');
  expect(redactor.streamName(redacted)).not.toBe(redacted);
});

test('a text has no fingerprint', () => {
  expect(redactor.text('rtmp://cdn.example/s1?token=X')).toBe('rtmp://cdn.example/s1?token=***');
});

test('a long text can have any length', () => {
  const long = 'x'.repeat(100_000);
  expect(redactor.longText(`{"a":"${long}","token":"X"}`)).toBe(`{"a":"${long}","token":"***`);
});

test.each([
  ['s1?token=X', true],
  ['pubPasswd=X', true],
  ['s1', false],
])('whether the name %s was redacted can be seen: %s', (name, expected) => {
  expect(isRedacted(redactor.name(name))).toBe(expected);
});

test('null stays null', () => {
  expect([redactor.text(null), redactor.name(null), redactor.streamName(null)]).toEqual([null, null, null]);
});
