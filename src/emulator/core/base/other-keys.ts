/** A published key (RFC 7517). */
export type PublishedKey = Readonly<Record<string, unknown>>;

/** Keys of four kinds that sign nothing: their private halves are nowhere. */
export const OTHER_KEYS: readonly PublishedKey[] = [
  {
    kty: 'RSA',
    n: 'xoJ9ViG_2bGhILa0g68x26yUdlj79k79QQJ1CO82u0wRQWKly5P8lTGwBafMIGE0THso0rczks-sezTECCZkM3KgcIKq6E8aKvIuOk0xsal6FBUk92uMpXVjT1Mw9LiEuQOapyHQ_9cxorhqczS5cFQe98sJOEJXoVRv1pYlANQ2RR7F_jXCzdTZVr1lSY66HjjaMhhscyu50YNqbtL-daPluQpFPuj-keb9Bwt53wac7PEdRB4HKFfGbDlKX7SVzLVCNZfakKJ3vZQZCaGGzT4DWRzinNy4G28NQMiTWFOvAwSt4dEHkefr6H3030lzMG-xmUL8a9STNNKoJubC9Q',
    e: 'AQAB',
  },
  {
    kty: 'RSA',
    n: 'w6sMRSI1gtb8iZthJh1aw_1MGTw0EF-1Idh1AEWp4f7rvApfJThRZqiroKq5_VVNxU0c16cagfujV1073d5QgGLohOpWkBLIpehY98f-F1ih14KqKlQvQV1eL3FaaKgq1e8enQ3xHOMi1Bkti6jaGXrLTVriw2NRPuc0JqpiJITv32HSMUPAmlk-bfgZd_xNVUN26l-u9iPlH-rV5yiNIgyVWPKMJcwyHbMpiIPwSXnjTY58VBjDas-EHHbEHfPdJDHxgpeIekY0_2XPcJYf3TOONsCaOd_6Qeoxf12qbfpAf88MhCfM3aoFzy06SBOnsbHzCkVVP0jjTc09pYTXUw',
    e: 'AQAB',
  },
  {
    kty: 'EC',
    x: 'VDMjXJPaDpPPEhKu9_j96YF66fDsqGsjyVQPFIBzVck',
    y: 'H7Je2HkoJramtqB076h_axO1uIVqx8WwDcHUxvoENtQ',
    crv: 'P-256',
  },
  {
    kty: 'EC',
    x: 'mrdSPCfws-q1nXosuNO5f2nMX5SWWcmSBokPT12t4Aw',
    y: 'MHPTw6ageKSo6A5vqdOTzidxQNj_Jjwt5GI4ieroGRQ',
    crv: 'P-256',
  },
  {
    kty: 'EC',
    x: 'THQJG1gWRWqHFgiCt48NRvn4ZhmUEYOASCa3_pBlHy8',
    y: 'lwfaqlc8DkU761i4TeUf-B87OnVftN1xLT0QRWfuhDg',
    crv: 'P-256',
  },
  {
    kty: 'EC',
    x: 'GREvgkoB6OFSZtqghPdeEcHXp1m0hDCf1DiS69IfYJs',
    y: 'ETu90fCW-dA4ctBCqKezd_sDICO3VLjXaQO9D3G_Uk0',
    crv: 'secp256k1',
  },
  {
    kty: 'EC',
    x: 'U8i9hG_nShKA5JCKUlQStFXp8d5oYDokCV5fR31tsTc',
    y: '6jeuO1aWSqt575gmT1Ukrn4lL8mPUbqlPJPt7PVTnyc',
    crv: 'secp256k1',
  },
  {
    kty: 'EC',
    x: '8gNyKk_ABlnhBPVEYBQpeOSVbwGwPU9WCjBwDQimeKI',
    y: 'hAyL31BQO2_1iyn4eSkU940y42QEbEuBd5ilBitcJ5k',
    crv: 'secp256k1',
  },
  {crv: 'Ed25519', x: 'pgYhMAlQnLfY5qaw1whB8rBeXjglRqYtWrGfWp-aDFE', kty: 'OKP'},
  {crv: 'Ed25519', x: 'nqnALRmDWE0ZOMMecBVnyzlDdGgYSO95BhDZGObPCdE', kty: 'OKP'},
  {crv: 'Ed25519', x: 'vlAf_vFI1q5Q9kt1tZVrbRjhZcU6finhkkjSkzKunxo', kty: 'OKP'},
].map((key) => ({...key, use: 'sig'}));
