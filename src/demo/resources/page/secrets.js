// Secrets on a screen: shortened everywhere but in the one place where a user takes one along.

import { announce, el, onPress } from './dom.js';

const SHOWN = 10;
const MEMBERS = new Set(['token', 'api_token', 'access_token', 'refresh_token', 'password']);

/** Is this a secret, or a remark in a secret's place? */
export const isSecret = text => typeof text === 'string' && text.length > 2 * SHOWN && !/[\s/]/.test(text);

export const shortened = text => (isSecret(text) ? text.slice(0, SHOWN) + '…' : text);

/** The value of a header that carries a credential; a scheme before it stays. */
export const shortenedHeader = value => value.replace(/[^ ]+$/, text => (text.length > SHOWN ? text.slice(0, SHOWN) + '…' : text));

/** A body, indented, without the secrets in it. */
export function shortenedBody(text) {
  try {
    const hide = (key, value) => (MEMBERS.has(key) ? shortened(value) : value);
    return JSON.stringify(JSON.parse(text, hide), null, 2);
  } catch {
    return text;
  }
}

/** Can this be sent in a header at all? */
export const isSendable = text => /^[\x21-\x7e]+$/.test(text);

/** Shows a secret that a user may take along, until they are done. */
export function offer(box, secret, remark) {
  const text = el('code', { class: 'whole', tabindex: '0', role: 'group', 'aria-label': 'API token' }, secret);
  const copy = el('button', { type: 'button' }, 'Copy');
  const done = el('button', { type: 'button', class: 'quiet' }, 'Done');
  onPress(copy, () => copied(secret, text, copy));
  done.onclick = () => {
    conceal(box);
    box.closest('.step').querySelector('.tokens').focus();
  };
  box.replaceChildren(el('p', {}, remark), text, el('p', { class: 'actions' }, copy, done));
  box.hidden = false;
  copy.focus();
}

export function conceal(box) {
  box.replaceChildren();
  box.hidden = true;
}

/** Copies a secret, or selects it where the browser does not let it be copied. */
export async function copied(secret, text, button) {
  try {
    await navigator.clipboard.writeText(secret);
    button.textContent = 'Copied';
    announce('Copied.');
  } catch {
    if (text) {
      getSelection().selectAllChildren(text);
    }
    announce('The browser does not let this page copy. Select the text and copy it.');
  }
}
