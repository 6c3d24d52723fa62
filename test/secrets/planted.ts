import fc from 'fast-check';
import { createEmsWorld } from '../../src/providers/ems/sandbox/world.ts';
import type { MockRow } from '../../src/sandbox/mockServer.ts';
import { emsProtocol, emsRow, emsStream, epoch } from '../fixtures/ems.ts';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { closed, xRow } from '../fixtures/xstream.ts';
import { randomKeyShapes, secretKinds, secretOf, shapes, streamNameShapes } from './shapes.ts';

/** A text of an upstream with secrets in it. */
export interface Planted {
  /** Where it is, such as `ems.stack.streams.name`. */
  readonly member: string;
  readonly text: string;
  readonly secrets: readonly string[];
}

/** Rows of all vendors. */
export interface PlantedRows {
  readonly ems: readonly MockRow[];
  readonly telnyx: readonly MockRow[];
  /** The active calls of the first Telnyx connection. */
  readonly calls: readonly MockRow[];
  readonly x: readonly MockRow[];
  readonly planted: readonly Planted[];
}

/** Rows of all vendors with secrets in every text. A member that a row gets later has them too. */
export const plantedRows: fc.Arbitrary<PlantedRows> = fc.gen().map((gen) => new Planter(gen).rows());

/** A text with secrets, such as for an error body. */
export const plantedText: fc.Arbitrary<Planted> = fc.gen().map((gen) => new Planter(gen).text('text', shapes));

/** Members with the name of a stream. */
const STREAM_NAMES = /^(?:name|streamAlias|ingestPoint|localStreamNames?|streamNames|groupName)$/;

/** Members that are always a URL. */
const URLS = /^(?:uri|targetUri|fullUri|originalUri|(?:tc|swf|page)Url|webhook_event_(?:failover_)?url)$/;

/** Parameters of EMS commands that are a secret as a whole, some of which nobody has thought of. */
const SECRET_PARAMETERS = ['targetStreamName', 'sdpCustParams', 'publishingPoint', 'zugangscode', 'Kennung', 'x1'];

/** The parts of a URI object that repeat its credentials. */
const SECRET_PARTS = /^(?:fullUriWithAuth|userName|password|fullParameters|parameters|documentWithFullParameters)$/;

/** Texts that EMS can send, and that the mock server does not. */
const everyEmsText: MockRow = {
  ...emsRow({ id: 1_000_000 }),
  stack: [
    emsProtocol({
      id: 1_000_000,
      type: 'OR',
      userAgent: 'FMLE/3.0',
      serverAgent: 'FMS/3,0,1,123',
      streams: [{ ...emsStream('cam1'), streamAlias: 'front', serverAgent: 'FMS', pageUrl: 'page', swfUrl: 'player' }],
    }),
  ],
};

class Planter {
  readonly #gen: fc.GeneratorValue;
  readonly #planted: Planted[] = [];
  #secrets = 0;

  constructor(gen: fc.GeneratorValue) {
    this.#gen = gen;
  }

  rows(): PlantedRows {
    const sandbox = createEmsWorld().connections(epoch);
    if (sandbox instanceof Uint8Array) throw new TypeError('The sandbox has rows');
    return {
      ems: [...sandbox, everyEmsText].map((row) => this.#withSecretParameters(this.#object('ems', row))),
      // Without a valid ID, a row is omitted.
      telnyx: [1, 2, 3].map((number) => ({ ...this.#object('telnyx', telnyxRow(number)), id: telnyxId(number) })),
      calls: [1, 2, 3].map((number) => this.#object('call', callRow(number, { client_state: 'c3RhdGU=' }))),
      x: [
        this.#object('x', xRow(1)),
        this.#object('x', xRow(2, closed)),
        { ...this.#object('x', xRow(3)), id: undefined },
      ],
      planted: this.#planted,
    };
  }

  text(member: string, table: Readonly<Record<string, (newSecret: () => string) => string>>): Planted {
    const shape = this.#oneOf(Object.keys(table));
    const kind = shape in randomKeyShapes ? 'key' : this.#oneOf(secretKinds);
    const secrets: string[] = [];
    const text = table[shape]?.(() => {
      secrets.push(this.#newSecret(kind));
      return secrets.at(-1) ?? '';
    });
    const planted = { member, text: text ?? '', secrets };
    this.#planted.push(planted);
    return planted;
  }

  #object(path: string, object: MockRow): MockRow {
    return Object.fromEntries(
      Object.entries(object).map(([name, value]) => [name, this.#value(`${path}.${name}`, name, value)]),
    );
  }

  #value(path: string, name: string, value: unknown): unknown {
    if (SECRET_PARTS.test(name)) return this.#wholeSecret(path);
    if (Array.isArray(value)) return value.map((item) => this.#value(path, name, item));
    if (isObject(value)) return this.#object(path, value);
    // Some texts stay as they are, because others depend on them: without a creation time, a list is in another order.
    if (typeof value !== 'string' || this.#oneOf([true, false, false])) return value;
    if (name === 'client_state') return Buffer.from(this.text(path, shapes).text).toString('base64');
    const names = STREAM_NAMES.test(name) ? streamNameShapes : shapes;
    return this.text(path, URLS.test(name) ? { ...names, ...randomKeyShapes } : names).text;
  }

  #withSecretParameters(row: MockRow): MockRow {
    const withSecrets = Object.entries(row).map(([name, value]) => {
      if (!name.endsWith('Settings') || !isObject(value)) return [name, value];
      const parameters = SECRET_PARAMETERS.map((parameter) => [parameter, this.#wholeSecret(`${name}.${parameter}`)]);
      return [name, { ...value, ...Object.fromEntries(parameters) }];
    });
    return Object.fromEntries(withSecrets);
  }

  /** A value that is a secret as a whole. */
  #wholeSecret(member: string): unknown {
    const secret = this.#newSecret(this.#oneOf(secretKinds));
    this.#planted.push({ member, text: secret, secrets: [secret] });
    return this.#oneOf([secret, { inner: secret }, [secret], { [secret]: [{ deep: secret }] }]);
  }

  #newSecret(kind: (typeof secretKinds)[number]): string {
    this.#secrets += 1;
    return secretOf(kind, this.#secrets);
  }

  #oneOf<Value>(values: readonly Value[]): Value {
    const value = values[this.#gen(fc.nat, { max: values.length - 1 })];
    if (value === undefined) throw new RangeError('Nothing to choose from');
    return value;
  }
}

function isObject(value: unknown): value is MockRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
