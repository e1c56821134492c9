/** Tools know style sheets by this name. */
const css = String.raw;

/** How messages look. An empty one looks the same without it. */
export const styles: string = css`
  .alert,
  .note {
    box-sizing: border-box;
    width: 232px;
    min-width: 100%;
    margin-block: 8px 0;
    margin-inline-end: -232px;
    z-index: 1;
    padding: 10px 12px;
    padding-inline-start: 38px;
    border: 1px solid rgba(128, 128, 128, 0.5);
    border-radius: 8px;
    background: var(--kakao-message-background, Canvas);
    color: var(--kakao-message-color, CanvasText);
    text-align: start;
  }
  .alert::before,
  .note::before {
    content: '';
    position: absolute;
    inset-inline-start: 11px;
    top: 12px;
    box-sizing: border-box;
    width: 18px;
    height: 18px;
    border: 1px solid transparent;
    border-radius: 50%;
    background:
      linear-gradient(currentColor 0 0) 7px 2px/2px 7px no-repeat,
      linear-gradient(currentColor 0 0) 7px 11px/2px 2px no-repeat,
      #c5221f;
    color: #fff;
  }
  .note::before {
    background-color: #717171;
    transform: rotate(180deg);
  }
  .busy::before {
    content: '';
    display: block;
    box-sizing: border-box;
    width: 18px;
    height: 18px;
    margin: 8px;
    border: 2px solid;
    border-top-color: transparent;
    border-radius: 50%;
    animation:
      turn 0.8s linear infinite,
      late 1s step-end;
  }
  [part='button'][aria-disabled] ~ .busy::before {
    content: none;
  }
  @keyframes late {
    from {
      visibility: hidden;
    }
  }
  .reference {
    display: inline-block;
    margin-inline-end: 4px;
    user-select: all;
  }
  .continue,
  .copy,
  .to {
    min-width: 44px;
    min-height: 44px;
    margin: 0 -6px;
    padding: 0 6px;
    text-decoration: underline;
  }
  .continue:focus-visible,
  .copy:focus-visible,
  .to:focus-visible {
    outline-color: var(--kakao-button-focus-color, currentColor);
    outline-offset: -2px;
    box-shadow: none;
  }
  .copy {
    margin-block-end: -8px;
    margin-inline-end: -2px;
    text-align: start;
  }
  .to {
    position: relative;
    display: flex;
    align-items: center;
    width: fit-content;
    color: inherit;
  }
  @media (prefers-reduced-motion: reduce) {
    .busy::before {
      animation-duration: 4s, 1s;
    }
  }
`;
