import {LitElement, css, html} from 'lit';

customElements.define(
  'lit-alone',
  class extends LitElement {
    static properties = {text: {}};
    static styles = css`
      :host {
        display: block;
      }
    `;
    render() {
      return html`${this.text}`;
    }
  },
);
