import {HOST_SETTINGS} from '../host-settings.js';

/** A hosted shop's page has no login of its own to configure: these are all of its settings. */
export const ATTRIBUTES = HOST_SETTINGS;
export {CONFIG_TIMEOUT, isOn, toAttribute, toShown} from '../../../client/state/setting-values.js';
