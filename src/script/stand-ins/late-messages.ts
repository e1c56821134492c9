import {messages} from '../../elements/messages/part.js';

export const fetchMessages = (): void => undefined;
export const whenMessagesMayCome = fetchMessages;
export const drawWithoutMessages = fetchMessages;
export const withMessages = (run: (part: typeof messages) => void): void => run(messages);
