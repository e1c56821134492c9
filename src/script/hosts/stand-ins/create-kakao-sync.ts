/** Nobody makes another client than the host's. */
export {onPageClient} from '../../../client/page/page-registry.js';
