import { type HttpSettings, HttpSource } from '../httpSource.ts';
import { perOperation } from '../provider.ts';
import { XApi } from './api.ts';
import { XDataSource } from './dataSource.ts';

export interface XSettings extends HttpSettings {
  readonly bearerToken: string;
}

/** One configured X developer app. */
export class XSource extends HttpSource<'XSource', 'X'> {
  readonly api = new XApi(this.upstream);
  readonly dataSource = perOperation(() => new XDataSource(this));

  constructor({ bearerToken, ...settings }: XSettings) {
    super('XSource', 'X', settings, { authorization: `Bearer ${bearerToken}` });
  }
}
