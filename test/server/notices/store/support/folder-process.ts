import {createStore} from '../../../../../src/server/notices/store/create-store.js';
import {toNotice} from './stores.js';

// A process that opens the folder it is given, stores a notice there, and stays.
const [, , folder = ''] = process.argv;
const store = createStore({folder}, {warn: () => undefined, onError: () => undefined, now: Date.now});
await store.open();
console.log(await store.add(toNotice()));
setInterval(() => undefined, 1000);
