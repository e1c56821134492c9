import {cli} from '@custom-elements-manifest/analyzer/cli.js';

/** The manifest of the source as it is, whatever was built. */
export async function createManifest() {
  return cli({argv: ['analyze', '--config', 'custom-elements-manifest.config.mjs'], noWrite: true});
}

/** The elements in a manifest, `<kakao-sync>` first. */
export function listElements({modules}) {
  return modules
    .flatMap(({declarations = []}) => declarations.filter(({tagName}) => tagName))
    .sort((one, other) => Number(other.tagName === 'kakao-sync') - Number(one.tagName === 'kakao-sync'));
}
