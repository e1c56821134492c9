import * as leave from '../../../src/client/leave-part.js';
import {LEAVE, RETURN} from '../../../src/client/parts.js';
import * as back from '../../../src/client/return-part.js';
import {KakaoSyncError} from '../../../src/shared/kakao-sync-error.js';
import type {Part} from '../../../src/shared/part.js';

/** A part that a page has not loaded yet: it arrives when a test says so. */
export class LatePart<Content> {
  /** How often it was asked for. */
  loads = 0;
  isBlocked = false;
  readonly #part: Part<Content>;
  readonly #content: Content;
  readonly #load: Part<Content>['load'];
  #waiting: ((content: Content) => void)[] = [];

  constructor(part: Part<Content>, content: Content) {
    this.#part = part;
    this.#content = content;
    this.#load = part.load.bind(part);
  }

  withhold(): void {
    this.loads = 0;
    this.isBlocked = false;
    this.#waiting = [];
    this.#part.provide(null as never);
    this.#part.load = () => {
      const {content} = this.#part;
      if (content) return Promise.resolve(content);
      this.loads++;
      return this.isBlocked
        ? Promise.reject(new KakaoSyncError('part_unavailable', undefined, new Error('offline')))
        : new Promise((resolve) => this.#waiting.push(resolve));
    };
  }

  arrive(): void {
    this.#part.provide(this.#content);
    for (const resolve of this.#waiting.splice(0)) resolve(this.#content);
  }

  restore(): void {
    this.#part.load = this.#load;
    this.#part.provide(this.#content);
  }
}

/** In a `describe`: its pages have loaded no part. */
export function withoutParts(): {readonly leaving: LatePart<typeof leave>; readonly returning: LatePart<typeof back>} {
  const leaving = new LatePart(LEAVE, leave);
  const returning = new LatePart(RETURN, back);
  beforeEach(() => {
    leaving.withhold();
    returning.withhold();
  });
  afterEach(() => {
    leaving.restore();
    returning.restore();
  });
  return {leaving, returning};
}
