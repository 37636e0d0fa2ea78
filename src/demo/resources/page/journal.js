// What was done, and which call of the library stood behind it.

import { byId, el } from './dom.js';

const MOST = 100;

/** Writes a line: `{system, what, status, did: {call, why}}`. */
export function note({ system, what, status, did }) {
  const line = el(
    'li',
    {},
    el('time', {}, new Date().toTimeString().slice(0, 8)),
    el('span', { class: 'system-name' }, system),
    el('span', { class: 'what' }, what, ' ', badge(status)),
    el('span', { class: 'did' }, ...explained(did)),
  );
  const lines = byId('journal-lines');
  lines.prepend(line);
  while (lines.children.length > MOST) {
    lines.lastElementChild.remove();
  }
}

export const forget = () => byId('journal-lines').replaceChildren();

/** A status as a word on a ground of its kind. */
export function badge(status) {
  return el('span', { class: `status ${kindOf(status)}` }, status ? String(status) : 'no answer');
}

/** The three things that can become of a call. */
export function kindOf(status) {
  if (status >= 200 && status < 300) {
    return 'fine';
  }
  return status === 429 ? 'limited' : 'refused';
}

export const explained = ({ call, why }) => [el('code', {}, call), ' ', why];
