// What a signed token says, and how long it still lives. Read, never verified: a browser has no key to do that with.

import { announce, el, say } from './dom.js';

const HINTS = {
  iss: 'who issued it', sub: 'whose it is', aud: 'what it opens', client_id: 'id of the API token, safe to log',
  sid: 'the session', jti: 'its own id', iat: 'issued at', exp: 'ends at', auth_time: 'signed in at', rev: 'position in the revocation log',
  permission: 'what it may do',
};

/** The claims of a signed token. */
export function claimsOf(token) {
  const payload = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
  const bytes = Uint8Array.from(atob(payload), letter => letter.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** Shows a life running out. The service's clock may be another than the browser's, so only differences are used. */
export class Life {
  #box;
  #name;
  #timer;

  constructor(box, name) {
    this.#box = box;
    this.#name = name;
  }

  show(token, seconds) {
    this.clear();
    const claims = claimsOf(token);
    const whole = claims.exp - claims.iat;
    const end = performance.now() + seconds * 1000;
    const left = el('span', { class: 'time', role: 'timer' });
    const bar = el('progress', { max: whole, value: seconds, 'aria-label': `Life left of the ${this.#name}` });
    this.#box.replaceChildren(
      el('p', { class: 'remaining' }, left, ' ', el('span', { class: 'state' }, 'left')),
      bar,
      el('details', {}, el('summary', {}, 'Claims'), el('dl', {}, ...Object.entries(claims).map(claim))),
    );
    const tick = () => {
      const now = Math.max(0, (end - performance.now()) / 1000);
      say(left, words(Math.ceil(now)));
      bar.value = now;
      if (now === 0) {
        this.end('its life is over');
      }
    };
    tick();
    this.#timer = setInterval(tick, 1000);
  }

  /** Says that the token is dead, and why. */
  end(why) {
    clearInterval(this.#timer);
    const state = this.#box.querySelector('.remaining');
    if (state && !this.#box.classList.contains('is-dead')) {
      this.#box.classList.add('is-dead');
      state.replaceChildren(el('span', { class: 'status refused' }, 'dead'), ` ${why}`);
      this.#box.querySelector('progress').value = 0;
      announce(`The ${this.#name} is dead: ${why}.`);
    }
  }

  clear() {
    clearInterval(this.#timer);
    this.#box.classList.remove('is-dead');
    this.#box.replaceChildren();
  }
}

function claim([name, value]) {
  const date = name === 'exp' || name === 'iat' ? new Date(value * 1000).toLocaleString() : null;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return el(
    'div',
    {},
    el('dt', {}, name, HINTS[name] ? el('small', {}, ` ${HINTS[name]}`) : null),
    el('dd', {}, date ? `${date} (${text})` : text),
  );
}

/** A span of time in words: the two largest units down to seconds. */
export function words(seconds) {
  const parts = [[86_400, 'd'], [3_600, 'h'], [60, 'min'], [1, 's']];
  let rest = seconds;
  const all = parts.map(([size, unit]) => {
    const times = Math.floor(rest / size);
    rest -= times * size;
    return [times, unit];
  });
  const first = all.findIndex(([times]) => times > 0);
  return (first === -1 ? all.slice(-1) : all.slice(first)).map(([times, unit]) => `${times} ${unit}`).join(' ');
}
