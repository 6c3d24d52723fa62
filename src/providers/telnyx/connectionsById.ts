import DataLoader from 'dataloader';
import { UpstreamError } from '../../errors.ts';
import type { Operation } from '../../upstream/operation.ts';
import type { Quality } from '../../upstream/quality.ts';
import type { SourceModel } from '../connectionModel.ts';
import { missingBecause } from '../sourceOutcome.ts';
import type { TelnyxAccount } from './account.ts';
import { MAX_PAGE_SIZE } from './api.ts';
import type { ConnectionPages } from './connectionPages.ts';
import { TelnyxConnectionModel } from './model.ts';
import { isTelnyxId } from './rows.ts';
import { readWholeList } from './wholeList.ts';

type Found = TelnyxConnectionModel | null | Error;

/** Reads connections by ID, one by one or from a list, whichever takes fewer requests. */
export class ConnectionsById {
  readonly #source: SourceModel;
  readonly #account: TelnyxAccount;
  readonly #pages: ConnectionPages;
  readonly #operation: Operation;
  readonly #loader = new DataLoader((ids: readonly string[]) => this.#readAll(ids));

  constructor(source: SourceModel, account: TelnyxAccount, pages: ConnectionPages, operation: Operation) {
    this.#source = source;
    this.#account = account;
    this.#pages = pages;
    this.#operation = operation;
  }

  /** Null if there is none. An invalid ID causes no request. */
  async read(id: string): Promise<TelnyxConnectionModel | null> {
    if (!isTelnyxId(id)) return null;
    return this.#pages.seen(id) ?? this.#loader.load(id);
  }

  async #readAll(ids: readonly string[]): Promise<Found[]> {
    const pagesOfAccount = Math.ceil((this.#account.size ?? 0) / MAX_PAGE_SIZE);
    if (ids.length <= Math.max(1, pagesOfAccount)) return this.#readEach(ids);

    const { ended, total, quality } = await this.#pages.oldestFirst({ filter: {}, number: 1, size: MAX_PAGE_SIZE });
    const missing = ids.filter((id) => this.#pages.seen(id) === null);
    const pagesLeft = ended ? 0 : Math.ceil((total ?? Number.POSITIVE_INFINITY) / MAX_PAGE_SIZE) - 1;
    const read =
      missing.length <= pagesLeft ? await this.#readEach(missing) : await this.#list(missing, quality, pagesLeft);
    const foundById = new Map(missing.map((id, index) => [id, read[index] ?? null]));
    return ids.map((id) => this.#pages.seen(id) ?? foundById.get(id) ?? null);
  }

  #readEach(ids: readonly string[]): Promise<Found[]> {
    return Promise.all(ids.map((id) => this.#readOne(id).catch((error: Error) => error)));
  }

  async #readOne(id: string): Promise<TelnyxConnectionModel | null> {
    const { value, quality } = await this.#account.api.getConnection(id, this.#operation);
    const response = { source: this.#source, redactor: this.#account.redactor, freshness: quality };
    return value && new TelnyxConnectionModel(value, response);
  }

  /** Looks in the rest of the list. If some of it cannot be read, it is unknown whether the other connections exist. */
  async #list(ids: readonly string[], firstPage: Quality, pagesLeft: number): Promise<Found[]> {
    const otherwise = await this.#missingBecause(firstPage, pagesLeft);
    return ids.map((id) => this.#pages.seen(id) ?? otherwise);
  }

  async #missingBecause(firstPage: Quality, pagesLeft: number): Promise<Error | null> {
    if (pagesLeft === 0) return missingBecause(this.#source, firstPage);
    try {
      return missingBecause(this.#source, (await readWholeList(this.#pages, {})).quality);
    } catch (error) {
      if (error instanceof UpstreamError) return error;
      throw error;
    }
  }
}
