import {createRequire} from 'node:module';
import {fileURLToPath} from 'node:url';
import {build, type Plugin} from 'esbuild';
import {compileScript, parse} from 'vue/compiler-sfc';

export type Framework = 'react' | 'vue' | 'svelte';

const MOUNT: Readonly<Record<Framework, string>> = {
  react: `import {createElement} from 'react';
    import {createRoot} from 'react-dom/client';
    import {KakaoLogin} from 'component';
    createRoot(document.getElementById('app')).render(createElement(KakaoLogin));`,
  vue: `import {createApp} from 'vue';
    import KakaoLogin from 'component';
    createApp(KakaoLogin).mount('#app');`,
  svelte: `import {mount} from 'svelte';
    import KakaoLogin from 'component';
    mount(KakaoLogin, {target: document.getElementById('app')});`,
};

/** What is asked of Svelte's compiler, which is loaded where it is needed alone. */
interface SvelteCompiler {
  compile(text: string, options: {readonly generate: 'client'}): {readonly js: {readonly code: string}};
}
const load = createRequire(import.meta.url);

/** A component's file as its framework's compiler makes JavaScript of it. */
function compileComponent(framework: Framework, text: string): {contents: string; loader: 'tsx' | 'js'} {
  if (framework === 'react') return {contents: text, loader: 'tsx'};
  if (framework === 'svelte') {
    const {compile} = load('svelte/compiler') as SvelteCompiler;
    return {contents: compile(text, {generate: 'client'}).js.code, loader: 'js'};
  }
  const {descriptor, errors} = parse(text);
  if (errors.length > 0) throw errors[0]!;
  return {contents: compileScript(descriptor, {id: 'KakaoLogin'}).content, loader: 'js'};
}

/** The script of a page that shows a component in `#app`, built for production with the package and the framework in it. */
export async function bundleComponent(framework: Framework, text: string): Promise<string> {
  const resolveDir = fileURLToPath(new URL('.', import.meta.url));
  const component: Plugin = {
    name: 'component',
    setup(plugin) {
      plugin.onResolve({filter: /^component$/}, () => ({path: 'component', namespace: 'component'}));
      plugin.onLoad({filter: /.*/, namespace: 'component'}, () => ({...compileComponent(framework, text), resolveDir}));
    },
  };
  const {outputFiles} = await build({
    stdin: {contents: MOUNT[framework], resolveDir},
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2021',
    conditions: ['production', 'browser'],
    minify: true,
    jsx: 'automatic',
    define: {
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    logLevel: 'silent',
    plugins: [component],
  });
  return outputFiles[0]?.text ?? '';
}
