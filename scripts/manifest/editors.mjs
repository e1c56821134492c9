// Writes what editors know of the elements: dist/web-types.json for JetBrains, dist/vscode.*.json for VS Code.
import {generateJetBrainsWebTypes} from 'custom-element-jet-brains-integration';
import {generateVsCodeCustomElementData} from 'custom-element-vs-code-integration';
import {createManifest} from './create-manifest.mjs';

const manifest = await createManifest();
const outdir = 'dist';

generateJetBrainsWebTypes(manifest, {outdir, webTypesFileName: 'web-types.json', packageJson: false});
generateVsCodeCustomElementData(manifest, {
  outdir,
  htmlFileName: 'vscode.html-custom-data.json',
  cssFileName: 'vscode.css-custom-data.json',
});
