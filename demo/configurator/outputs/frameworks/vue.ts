import type {Settings} from '../../settings.js';
import {indent} from '../text/escape.js';
import {toButton, toProgram} from './program.js';

/** A Vue component. Its function draws, because a template would need a compiler option for elements that are no components. */
export function toVue(settings: Settings): string {
  const {hideForMembers} = settings;
  const [first = '', ...rest] = toProgram(settings).split('\n\n');
  return `<script>
import {defineComponent, h${hideForMembers ? ', onMounted, onUnmounted, ref' : ''}} from 'vue';
${first}

${rest.join('\n\n')}
export default defineComponent({
  setup() {
${hideForMembers ? HIDE : ''}    return () => ${hideForMembers ? '!isMember.value && ' : ''}${indent(toElement(settings), 4).trim()};
  },
});
</script>
`;
}

const HIDE = `    const isMember = ref(false);
    let stop;
    onMounted(() => {
      void kakao.refresh();
      stop = kakao.subscribe(({session}) => (isMember.value = session.status === 'signed-in'));
    });
    onUnmounted(() => stop?.());
`;

function toElement(settings: Settings): string {
  const {attributes, style, align, slots} = toButton(settings);
  const pairs = [
    ...Object.entries(attributes).map(([name, value]) => `${name}: '${value}'`),
    ...(Object.keys(style).length > 0 ? [`style: {${toStyle(style)}}`] : []),
  ].join(', ');
  const children = Object.entries(slots).map(([slot, text]) => `  h('span', {slot: '${slot}'}, ${text}),\n`);
  const button =
    children.length > 0
      ? `h('kakao-login-button', {${pairs}}, [\n${children.join('')}])`
      : `h('kakao-login-button', {${pairs}})`;
  return align ? `h('div', {style: {'text-align': '${align}'}}, [\n${indent(button, 2)},\n])` : button;
}

const toStyle = (style: Readonly<Record<string, string>>): string =>
  Object.entries(style)
    .map(([name, value]) => `'${name}': '${value}'`)
    .join(', ');
