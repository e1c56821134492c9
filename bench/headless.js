// What a site without elements has: what else the package exports is left out where it is not imported.
export {createKakaoSync} from '../dist/client/index.js';
