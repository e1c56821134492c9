/** What a tag says of the host, as `data-` attributes: `hostPage` is `data-host-page`. */
export const HOST_SETTINGS = ['host', 'click', 'hostControl', 'hostPage', 'member', 'appKey', 'locale'] as const;
