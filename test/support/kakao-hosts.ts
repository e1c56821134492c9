import {createHash, X509Certificate} from 'node:crypto';
import {generate} from 'selfsigned';

/** Kakao's host names on this machine: what a server there needs, and what a browser needs to find it. */
export interface KakaoHosts {
  readonly tls: {readonly key: string; readonly cert: string};
  /** For a browser that finds Kakao's hosts, and others if any, at ports of this machine, and nothing else but this machine. */
  toBrowserArgs(port: number, others?: Readonly<Record<string, number>>): readonly string[];
}

/** Makes a certificate, trusted only by a browser with these arguments. */
export async function createKakaoHosts(): Promise<KakaoHosts> {
  const {private: key, cert} = await generate([{name: 'commonName', value: 'kakao.com'}]);
  const spki = new X509Certificate(cert).publicKey.export({type: 'spki', format: 'der'});
  const fingerprint = createHash('sha256').update(spki).digest('base64');
  return {
    tls: {key, cert},
    toBrowserArgs(port, others = {}) {
      const ports = {'*.kakao.com': port, '*.kakaocdn.net': port, ...others};
      const rules = Object.entries(ports).map(([hosts, at]) => `MAP ${hosts} 127.0.0.1:${at}`);
      const rest = ['MAP * ~NOTFOUND', 'EXCLUDE localhost', 'EXCLUDE 127.0.0.1'];
      return [
        `--host-resolver-rules=${[...rules, ...rest].join(', ')}`,
        `--ignore-certificate-errors-spki-list=${fingerprint}`,
      ];
    },
  };
}
