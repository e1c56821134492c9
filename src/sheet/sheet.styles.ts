// A phone has no more than two fifths of its height for what nobody has asked for. What the visitor has opened may be higher.
// No `css` before it: what makes style sheets smaller writes ranges into media queries, which the baseline's browsers lack.
export const styles = `
:host{all:initial!important;color-scheme:light dark}
.back,.panel{position:fixed;z-index:2147483000}
.back{top:0;right:0;bottom:0;left:0;background:#0008}
.panel{display:flex;flex-direction:column;right:0;bottom:0;left:0;box-sizing:border-box;max-height:40vh;border:1px solid transparent;border-radius:16px 16px 0 0;padding:0 max(20px,env(safe-area-inset-right)) max(4px,env(safe-area-inset-bottom)) max(20px,env(safe-area-inset-left));outline:0;background:#fff;box-shadow:0 0 24px #0003;color:#191919;font:600 16px/1.45 system-ui,sans-serif;text-align:center;overflow-wrap:anywhere;word-break:keep-all}
.modal{max-height:90vh}
.body{min-height:0;padding-top:20px;overflow-y:auto}
img{display:block;max-width:100%;max-height:10vh;margin:0 auto 10px;border-radius:8px}
p{margin:0 28px 14px;white-space:pre-line}
kakao-login-button{--kakao-button-width:100%;display:block}
button{min-width:44px;min-height:44px;border:0;border-radius:8px;padding:0;background:none;color:inherit;font:inherit;font-size:14px;font-weight:400;cursor:pointer}
button:focus-visible{outline:2px solid;outline-offset:-4px}
.hide{flex:none;align-self:center;padding:0 12px;color:#595959}
.close{position:absolute;top:4px;right:max(4px,env(safe-area-inset-right));font-size:24px;line-height:1}
@media (max-height:479px){.panel:not(.modal) img{display:none}.body{padding-top:12px}}
@media (min-width:600px) and (min-height:480px){.panel{right:24px;bottom:24px;left:auto;width:360px;max-height:calc(100vh - 48px);border-radius:16px;padding:0 24px 8px}.modal{top:0;right:0;bottom:0;left:0;height:fit-content;margin:auto}.body{padding-top:28px}img{max-height:180px}}
@media (prefers-color-scheme:dark){.panel{background:#242424;color:#f2f2f2}.hide{color:#b8b8b8}}
@media (forced-colors:active){.hide{color:ButtonText}}
@media (prefers-reduced-motion:no-preference){.panel{animation:rise .25s ease-out}}
@keyframes rise{from{transform:translateY(24px);opacity:0}}`;
