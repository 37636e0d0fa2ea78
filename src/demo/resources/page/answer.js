// An answer as it came: status, headers, body, and what the library did under it.

import { el } from './dom.js';
import { statusLine } from './http.js';
import { explained, kindOf } from './journal.js';
import { shortenedBody, shortenedHeader } from './secrets.js';

const LONG = 40;
const TELLING = /^(x-ratelimit-|retry-after$|www-authenticate$)/;

export function show(box, answer, did) {
  const { request, status, millis } = answer;
  const told = Object.entries(request.headers ?? {})
    .filter(([name]) => name !== 'Content-Type')
    .map(([name, value]) => `${name}: ${shortenedHeader(value)}`);
  const keptOpen = box.querySelector('details')?.open ?? true;
  box.replaceChildren(
    el(
      'div',
      { class: 'sent' },
      el('code', {}, el('b', {}, request.method), ' ', request.path),
      ...told.map(line => el('code', {}, line)),
      request.body ? el('code', {}, request.body) : null,
    ),
    el(
      'p',
      { class: 'outcome' },
      el('span', { class: `status ${kindOf(status)}` }, statusLine(status)),
      el('span', { class: 'millis' }, `${millis < 10 ? millis.toFixed(1) : Math.round(millis)} ms`),
    ),
    el('p', { class: 'did' }, el('b', {}, 'Faregate: '), ...explained(did)),
    headers(answer, keptOpen),
    el('pre', { tabindex: '0', role: 'group', 'aria-label': 'Body' }, shortenedBody(answer.text) || '(no body)'),
  );
  box.hidden = false;
}

const kinds = (name, value) => `${TELLING.test(name) ? 'telling' : ''} ${value.length > LONG ? 'long' : ''}`.trim() || null;

function headers(answer, open) {
  const list = [...answer.headers].sort(([a], [b]) => TELLING.test(b) - TELLING.test(a));
  return el(
    'details',
    { open },
    el('summary', {}, 'Headers'),
    el(
      'dl',
      {},
      ...list.map(([name, value]) =>
        el('div', { class: kinds(name, value) }, el('dt', {}, name), el('dd', {}, value))),
    ),
  );
}
