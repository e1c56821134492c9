// Every part of the code is there from the start: for sites that deploy one file, or remove the files of the release before.
import './client/eager.js';
import './elements/eager.js';

export * from './client/index.js';
export * from './define.js';
