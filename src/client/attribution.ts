const CAMPAIGN = /^(utm_[a-z_]{1,20}|gclid|gbraid|wbraid|fbclid|msclkid|ttclid|kclid|n_[a-z_]{1,20})$/;

/** The campaign parameters of an address: the trip to Kakao would lose them to the referrer. */
export function readAttribution(address: URL): Readonly<Record<string, string>> {
  const entries = [...address.searchParams].filter(([name, value]) => CAMPAIGN.test(name) && value.length <= 200);
  return Object.fromEntries(entries.slice(0, 20));
}
