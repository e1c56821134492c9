/** The one style sheet of the emulator's pages. */
export const STYLE = `
:root { color-scheme: light dark; --page: #fff; --card: #fff; --ground: #f5f5f5; --ink: #1b1b1b; --soft: #5c5c5c; --line: #e3e3e3; --edge: #8a8a8a;
  --fill: #f3f3f3; --fill-hover: #e9e9e9; --hover: #fafafa; --hover-line: #bdbdbd; --tag: #ececec; --need: #b3261e; --alert: #fdecea; --alert-ink: #8c1d18;
  --yellow: #fee500; --focus: #1a56db; }
@media (prefers-color-scheme: dark) { :root { --page: #17181a; --card: #202225; --ground: #111214; --ink: #ececec; --soft: #b0b3b8; --line: #383b40; --edge: #85898f;
  --fill: #2d3034; --fill-hover: #3a3e43; --hover: #26292d; --hover-line: #63676d; --tag: #383c41; --need: #ff9a90; --alert: #41211f; --alert-ink: #ffc9c3;
  --focus: #8db4ff; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; min-height: 100vh; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Apple SD Gothic Neo", "Noto Sans KR", "Noto Sans CJK KR", sans-serif; word-break: keep-all; overflow-wrap: anywhere; }
.banner { display: flex; gap: 8px; align-items: center; justify-content: center; padding: 8px 16px; background: #2b2b2b; color: #fff; font-size: 13px; }
main { width: 100%; max-width: 480px; margin: 0 auto; padding: 28px 20px 40px; }
main.wide { max-width: 960px; }
h1 { margin: 0 0 6px; font-size: 24px; line-height: 1.3; }
h2 { margin: 28px 0 8px; font-size: 16px; }
p { margin: 0 0 12px; }
.lead { color: var(--soft); margin-bottom: 20px; }
.app { display: flex; gap: 12px; align-items: center; margin: 16px 0 20px; }
.app:first-child { margin-top: 0; }
.app img, .mark { width: 48px; height: 48px; border-radius: 12px; flex: none; }
.mark { display: grid; place-items: center; background: var(--fill); font-weight: 700; font-size: 20px; }
.app b { display: block; }
.app span { color: var(--soft); font-size: 14px; }
ul { list-style: none; margin: 0; padding: 0; }
button, select { font: inherit; color: inherit; }
button { cursor: pointer; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.person { display: flex; gap: 12px; align-items: center; width: 100%; margin: 0 0 8px; padding: 12px; text-align: left; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.person:hover { background: var(--hover); border-color: var(--hover-line); }
.face { width: 40px; height: 40px; border-radius: 16px; flex: none; }
.person .text, .person .who { display: block; }
.person .who { font-weight: 600; }
.person small, .note { color: var(--soft); font-size: 14px; line-height: 1.4; }
.person .text { flex: 1; min-width: 0; }
.tag { display: inline-block; margin-left: 6px; padding: 0 8px; border-radius: 10px; background: var(--tag); color: var(--ink); font-size: 12px; font-weight: 500; line-height: 20px; }
.tag.strong { background: var(--yellow); color: #191600; }
.main-button, .plain-button { display: block; width: 100%; min-height: 50px; padding: 10px 16px; border: 0; border-radius: 12px; font-weight: 600; }
.main-button { background: var(--yellow); color: #191600; }
.main-button:hover { background: #f5dc00; }
.main-button:disabled { background: var(--fill); color: var(--soft); cursor: default; }
.bar { display: flex; flex-wrap: wrap; justify-content: center; gap: 0 4px; border-bottom: 1px solid var(--line); background: var(--card); }
.bar a { display: inline-flex; align-items: center; min-height: 44px; padding: 0 12px; color: inherit; font-size: 15px; text-decoration: none; }
.bar a:hover { text-decoration: underline; text-underline-offset: 4px; }
.bar [aria-current] { font-weight: 700; box-shadow: inset 0 -2px currentColor; }
.koe { padding: 20px 0; margin: 24px 0 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
.koe h2 { margin-top: 0; }
.koe p:last-child { margin-bottom: 0; color: var(--soft); font-size: 14px; }
.plain-button { margin-top: 8px; background: var(--fill); color: var(--ink); }
.plain-button:hover { background: var(--fill-hover); }
.buttons { margin-top: 24px; }
.check { display: flex; gap: 10px; align-items: flex-start; padding: 9px 0; }
.check input { width: 22px; height: 22px; margin: 1px 0 0; flex: none; accent-color: var(--ink); }
.check label { flex: 1; min-width: 0; }
.check small { display: block; color: var(--soft); font-size: 14px; }
.check a { flex: none; color: var(--soft); font-size: 14px; padding: 1px 0; }
.need { color: var(--need); font-weight: 600; font-size: 14px; }
.may { color: var(--soft); font-size: 14px; }
.all { padding: 14px; margin: 0 0 4px; border: 1px solid var(--line); border-radius: 12px; font-weight: 600; }
.all small { font-weight: 400; }
.bubble { display: inline-block; max-width: 80%; padding: 10px 14px; border-radius: 4px 16px 16px 16px; background: var(--fill); }
.alert { margin: 0 0 16px; padding: 12px 14px; border-radius: 12px; background: var(--alert); color: var(--alert-ink); }
.code { margin: 20px 0 0; padding: 14px; border-radius: 12px; background: var(--fill); font-size: 14px; }
.code code { font: 600 14px/1.5 ui-monospace, Menlo, Consolas, monospace; }
.scroll { overflow-x: auto; }
form + .scroll { margin-top: 12px; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
th, td { padding: 8px 10px 8px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
td form { display: inline; }
.state { margin-bottom: 4px; white-space: nowrap; }
td, td code { overflow-wrap: break-word; }
.nowrap { white-space: nowrap; }
.card h2 { margin-top: 0; }
.small-button { white-space: nowrap; min-height: 32px; padding: 3px 12px; border: 1px solid var(--edge); border-radius: 8px; background: var(--card); }
.row { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; }
.row label { flex: 1 1 200px; font-size: 14px; color: var(--soft); }
select, .row input { font: inherit; display: block; width: 100%; min-height: 44px; margin-top: 4px; padding: 0 10px; border: 1px solid var(--edge); border-radius: 8px; background: var(--card); color: var(--ink); }
.row + .row, form + form > .row, form:has(> .row) { margin-top: 12px; }
.entry { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; padding: 8px 0; border-bottom: 1px solid var(--line); }
.entry .text { flex: 1 1 160px; min-width: 0; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; }
.entry small { display: block; }
.row button { min-height: 44px; }
.card { margin: 0 0 12px; padding: 16px; border: 1px solid var(--line); border-radius: 12px; }
@media (max-width: 600px) {
  thead { position: absolute; clip-path: inset(50%); }
  tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px 12px; padding: 8px 0; border-bottom: 1px solid var(--line); }
  td { padding: 0; border: 0; min-width: 0; }
  td:empty { display: none; }
  td:nth-child(n + 3) { grid-column: 1 / -1; }
  td[data-label]::before { content: attr(data-label) ': '; color: var(--soft); }
}
@media (min-width: 700px) { body:not(:has(.wide)) { background: var(--ground); } main:not(.wide) { margin: 40px auto; padding: 36px 40px 44px; background: var(--card); border: 1px solid var(--line); border-radius: 16px; } }
`;
