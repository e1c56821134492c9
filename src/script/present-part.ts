import type {Part} from '../shared/part.js';

/** A part that is there from the start. */
export interface PresentPart<Content> extends Pick<Part<Content>, 'load'> {
  readonly content: Content;
}

export const toPresentPart = <Content>(content: Content): PresentPart<Content> => ({
  content,
  load: () => Promise.resolve(content),
});
