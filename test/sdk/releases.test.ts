import {expect} from '@open-wc/testing';
import {PUBLISHED_RELEASES, toReleaseHint} from '../../src/sdk/published-releases.js';
import {COMPARED_RELEASES, DEFAULT_SDK_VERSION, readSdkRelease} from '../../src/sdk/releases.js';

const HASH = `sha384-${'A'.repeat(64)}`;

describe('the releases', () => {
  it('are the four that were compared with their files, and eighteen others', () => {
    const [compared, published] = [COMPARED_RELEASES, PUBLISHED_RELEASES].map((table) => Object.keys(table));

    expect(compared).to.deep.equal(['2.2.0', '2.5.0', '2.7.1', '2.7.4']);
    expect(published).to.have.length(18);
    expect(new Set([...compared!, ...published!]).size).to.equal(22);
  });

  it('have a SHA-384 each, of its own', () => {
    const hashes = [COMPARED_RELEASES, PUBLISHED_RELEASES].flatMap((table) => Object.values(table));

    for (const hash of hashes) expect(atob(hash)).to.have.length(48);
    expect(new Set(hashes).size).to.equal(22);
  });

  it('are told with what is not known of them', () => {
    const hint = toReleaseHint('2.7.9');
    expect(hint).to.match(/^sdk-integrity="sha384-JpLApTkB[\w+/]{56}" is .*not compared with the file\.$/);
    expect(readSdkRelease('2.7.9', /"(.*)"/.exec(hint)![1])).not.to.equal(null);
    expect(toReleaseHint('2.99.0')).to.match(/^No value/);
  });
});

describe('readSdkRelease', () => {
  it('gives 2.7.4 where none is named', () => {
    expect(DEFAULT_SDK_VERSION).to.equal('2.7.4');
    expect(readSdkRelease()).to.deep.equal({
      version: '2.7.4',
      integrity: 'sha384-DKYJZ8NLiK8MN4/C5P2dtSmLQ4KwPaoqAfyA/DfmEc1VDxu4yyC7wy6K1Hs90nka',
    });
  });

  for (const [version, hash] of Object.entries(COMPARED_RELEASES)) {
    it(`takes ${version} by its number alone`, () => {
      expect(readSdkRelease(version)).to.deep.equal({version, integrity: `sha384-${hash}`});
    });
  }

  for (const version of [...Object.keys(PUBLISHED_RELEASES), '2.100.0']) {
    it(`takes ${version} together with its hash, and not without`, () => {
      expect(readSdkRelease(version, HASH)).to.deep.equal({version, integrity: HASH});
      expect(readSdkRelease(version)).to.equal(null);
    });
  }

  it('prefers the hash that is given to its own', () => {
    expect(readSdkRelease('2.7.4', HASH)).to.deep.equal({version: '2.7.4', integrity: HASH});
  });

  const VERSIONS = [
    ...['', '2', '2.7', '2.7.4.1', '1.43.5', '3.0.0', 'v2.7.4', '2.7.4-beta', ' 2.7.4', '2.7.4 ', '2.7.4\n', 'latest'],
    ...[
      '2.7.x',
      '2.7.',
      '../2.7.4',
      '2.7.4/../../evil',
      '2.7.4?x',
      '2.7.4#',
      '2.٧.4',
      'constructor',
      '__proto__',
      'get',
    ],
  ];
  for (const version of VERSIONS) {
    it(`refuses the release ${JSON.stringify(version)}, with a hash and without`, () => {
      expect(readSdkRelease(version)).to.equal(null);
      expect(readSdkRelease(version, HASH)).to.equal(null);
    });
  }

  for (const integrity of [`sha256-${'A'.repeat(43)}=`, `sha512-${'A'.repeat(86)}==`, HASH]) {
    it(`takes ${integrity.slice(0, 6)}`, () => {
      expect(readSdkRelease('2.8.0', integrity)).to.deep.equal({version: '2.8.0', integrity});
    });
  }

  const HASHES = [
    ...['', 'sha384', 'sha384-', 'sha1-AAAA', 'md5-AAAA', 'SHA384-AAAA', 'sha384-A A', 'sha384-AAAA"', 'sha384_AAAA'],
    ...[` ${HASH}`, `${HASH}\n`, `${HASH} ${HASH}`, `${HASH}?ct=x`, `${HASH}=x`, 'sha384-=', 'sha384-"><script>', 'x'],
  ];
  for (const integrity of HASHES) {
    it(`refuses the hash ${JSON.stringify(integrity.slice(0, 30))} of ${integrity.length} characters`, () => {
      expect(readSdkRelease('2.8.0', integrity)).to.equal(null);
      expect(readSdkRelease('2.7.4', integrity)).to.equal(null);
    });
  }
});
