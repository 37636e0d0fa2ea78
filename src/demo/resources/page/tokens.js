// The list of a user's API tokens, and the buttons beside each.

import { el, onPress } from './dom.js';
import { copied, isSecret } from './secrets.js';

/**
 * Shows a list. Each entry is `{name, facts, secret, controls, remove}`; whoever's product shows a secret again gets buttons
 * to copy it and to use it.
 */
export function list(box, entries, { use, none }) {
  const hadFocus = box.contains(document.activeElement);
  box.replaceChildren(...(entries.length ? entries.map(entry => item(entry, use)) : [el('li', { class: 'none' }, none)]));
  if (hadFocus) {
    box.focus();
  }
}

function item({ name, facts, secret, controls = [], remove }, use) {
  const buttons = [...controls];
  if (isSecret(secret)) {
    buttons.push(button('Copy', name, pressed => copied(secret, null, pressed)));
    buttons.push(button('Use', name, () => use(secret)));
  }
  if (remove) {
    buttons.push(button('Delete', name, remove, 'danger'));
  }
  return el(
    'li',
    {},
    el('div', { class: 'about' }, el('strong', {}, name), el('small', {}, facts.filter(Boolean).join(' · '))),
    el('div', { class: 'buttons' }, ...buttons),
  );
}

function button(word, name, action, kind = '') {
  const made = el('button', { type: 'button', class: `small quiet ${kind}`, 'aria-label': `${word} ${name}` }, word);
  onPress(made, () => action(made));
  return made;
}
