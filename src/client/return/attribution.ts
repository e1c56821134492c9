const CAMPAIGN = /^((utm|n)_\w{1,20}|([gf]b|g|k|tt)clid|msclkid|[gw]braid)$/;

/** The campaign parameters of an address: the trip to Kakao would lose them to the referrer. */
export function readAttribution(query: URLSearchParams): Readonly<Record<string, string>> {
  return Object.fromEntries([...query].filter(([name, value]) => CAMPAIGN.test(name) && value.length <= 200));
}
