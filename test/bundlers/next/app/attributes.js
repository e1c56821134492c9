/** The attributes of `<kakao-sync>`, which the server gets when it starts. */
export const readAttributes = () => JSON.parse(process.env.SYNC ?? '{}');
