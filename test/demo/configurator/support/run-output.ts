import {runInNewContext} from 'node:vm';
import {transformSync} from 'esbuild';
import {compileScript, parse} from 'vue/compiler-sfc';

/** What a drawn element is made of, whoever has drawn it. */
export interface Drawn {
  readonly type: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly children: readonly (Drawn | string)[];
}

/** What a component says to the package. */
export interface Said {
  readonly config: unknown;
  readonly analytics: unknown;
  readonly drawn: Drawn | null;
}

/** The script of a Custom HTML tag. */
export function readScript(html: string): string {
  const [, script] = /^<!-- [^\n]* -->\n(?:<style>[^<]*<\/style>\n)?<script>([^]*)<\/script>\n$/.exec(html) ?? [];
  if (script === undefined) throw new Error('This is not one script after a comment and a style.');
  return script;
}

/** Runs the loader on a page that has said `given`. */
export function runLoader(
  html: string,
  given?: unknown,
): {readonly kakaoSync: unknown; readonly script: Record<string, unknown>} {
  const script: Record<string, unknown> = {};
  const document = {
    createElement: () => script,
    head: {appendChild: () => undefined},
  };
  const window: {kakaoSync?: unknown} = given === undefined ? {} : {kakaoSync: given};
  runInNewContext(readScript(html), {window, document, Object});
  return {kakaoSync: window.kakaoSync, script};
}

const make = (type: string, props: object | null, ...children: unknown[]): Drawn => ({
  type,
  props: {...props},
  children: children.flat() as (Drawn | string)[],
});

/** Runs a React component's file, for somebody who is no member. */
export function runReact(text: string): Said {
  const {code} = transformSync(text, {loader: 'tsx', format: 'cjs', jsx: 'transform', jsxFactory: 'make'});
  return run(code, ({KakaoLogin}) => (KakaoLogin as () => Drawn)());
}

/** Runs a Vue component's file likewise. */
export function runVue(text: string): Said {
  const {descriptor, errors} = parse(text);
  if (errors.length > 0) throw errors[0]!;
  const {content} = compileScript(descriptor, {id: 'KakaoLogin'});
  const {code} = transformSync(content, {format: 'cjs'});
  return run(code, (module) => (module['default'] as {setup(): () => Drawn}).setup()());
}

function run(code: string, draw: (module: Record<string, unknown>) => Drawn): Said {
  const said: {config?: unknown; analytics?: unknown} = {};
  const packages: Readonly<Record<string, unknown>> = {
    react: {useState: () => [false, () => undefined], useEffect: () => undefined},
    vue: {
      defineComponent: (component: unknown) => component,
      h: make,
      ref: (value: unknown) => ({value}),
      onMounted: () => undefined,
      onUnmounted: () => undefined,
    },
    'kakao-sync-widget/client': {
      createKakaoSync: (config: unknown) => ((said.config = config), {start: () => undefined}),
    },
    'kakao-sync-widget/analytics': {startAnalytics: (_: unknown, options: unknown) => (said.analytics = options)},
    'kakao-sync-widget/login-button/define': {},
  };
  const module = {exports: {} as Record<string, unknown>};
  const require = (name: string): unknown => {
    if (!(name in packages)) throw new Error(`It imports ${name}.`);
    return packages[name];
  };
  runInNewContext(code, {module, exports: module.exports, require, make});
  return {config: said.config, analytics: said.analytics, drawn: draw(module.exports)};
}
