const CAMPAIGN = /^(utm_\w{1,20}|[gf]bclid|gclid|[gw]braid|msclkid|ttclid|kclid|n_\w{1,20})$/;

/** The campaign parameters of an address: the trip to Kakao would lose them to the referrer. */
export function readAttribution(query: URLSearchParams): Readonly<Record<string, string>> {
  return Object.fromEntries([...query].filter(([name, value]) => CAMPAIGN.test(name) && value.length <= 200));
}
