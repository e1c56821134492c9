import {expect} from '@open-wc/testing';
import {isLoopback} from '../../src/shared/loopback.js';

describe('isLoopback', () => {
  const HERE = [
    'http://localhost',
    'http://localhost:4000/path?query#hash',
    'https://localhost/',
    'http://LOCALHOST/',
    'http://127.0.0.1:4000',
    'http://127.1.2.3/',
    'http://127.1/',
    'http://0x7f.1/',
    'http://2130706433/',
    'http://017700000001/',
    'http://[::1]:4000/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://shop.localhost:3000/',
    'http://a-b-1.localhost/',
    // A backslash is a slash.
    'http://localhost\\@evil.example/',
    // Who asks is no part of where it is.
    'http://user:word@localhost/',
  ];
  for (const address of HERE) {
    it(`says yes of ${address}`, () => {
      expect(isLoopback(address)).to.equal(true);
      expect(isLoopback(new URL(address))).to.equal(true);
    });
  }

  const ELSEWHERE = [
    'https://shop.example',
    'http://127.0.0.1.evil.example/',
    'http://localhost.evil.example/',
    'http://evil-localhost/',
    'http://evil.example/localhost',
    'http://evil.example/?http://localhost',
    'http://evil.example#localhost',
    'http://localhost@evil.example/',
    'http://127.0.0.1:80@evil.example/',
    'http://128.0.0.1/',
    'http://126.255.255.255/',
    'http://0.0.0.0/',
    'http://10.0.0.1/',
    'http://192.168.0.1/',
    'http://169.254.169.254/',
    'http://[::]/',
    'http://[::2]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[fe80::1]/',
    'http://localhost./',
    'http://a.b.localhost/',
    'http://.localhost/',
    'ftp://localhost/',
    'ws://localhost/',
    'file:///localhost/',
    'file://localhost/etc/passwd',
    'javascript://localhost/%0aalert(1)',
    'data:text/html,localhost',
    'blob:http://localhost/1',
    'localhost',
    'localhost:4000',
    '//localhost',
    '/localhost',
    '127.0.0.1',
    '',
    'http://',
    'http://127.0.0.256/',
    'http://127.0.0.0.1/',
    'null',
  ];
  for (const address of ELSEWHERE) {
    it(`says no of ${JSON.stringify(address)}`, () => {
      expect(isLoopback(address)).to.equal(false);
    });
  }
});
