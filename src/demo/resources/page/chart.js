// Draws a bucket's last twenty seconds: its permits as a line, and each call in the lane of what became of it.

import { announce, el, say } from './dom.js';
import { WINDOW } from './bucket.js';
import { kindOf } from './journal.js';

const WIDTH = 200;
const HEIGHT = 100;
const LANES = [
  ['fine', 'answered', 'answered'],
  ['limited', '429', 'refused with 429, too many requests'],
  ['refused', 'refused', 'refused otherwise'],
];
const SVG = 'http://www.w3.org/2000/svg';
const calm = matchMedia('(prefers-reduced-motion: reduce)');

export class Chart {
  #figure;
  #lanes = new Map();
  #bucket;
  #empty = false;
  #timer;

  constructor(figure, describedAs) {
    this.#figure = figure;
    figure.querySelector('svg').setAttribute('aria-label', describedAs);
    for (const [kind, label] of LANES) {
      this.#lanes.set(kind, lane(figure.querySelector('.lanes'), kind, label));
    }
  }

  /** Shows a bucket from now on. */
  of(bucket) {
    this.#bucket = bucket;
    this.#empty = false;
    say(this.#figure.querySelector('.most'), String(bucket.capacity));
    say(this.#figure.querySelector('.limit'), bucket.words);
    this.draw();
  }

  draw() {
    clearTimeout(this.#timer);
    const now = performance.now();
    const bucket = this.#bucket;
    const corners = bucket.isUntouched()
      ? [[now - WINDOW, bucket.capacity], [now, bucket.capacity]]
      : [[now - WINDOW, bucket.line(now)[0][1]], ...bucket.line(now)];
    const path = 'M' + corners.map(([at, permits]) => `${x(at, now)} ${y(permits, bucket)}`).join('L');
    this.#figure.querySelector('.line').setAttribute('d', path);
    this.#figure.querySelector('.area').setAttribute('d', `${path}V${HEIGHT}H0Z`);
    this.#tell(bucket, now);
    if (bucket.recent(now).length > 0 || bucket.permits(now) < bucket.capacity) {
      this.#timer = setTimeout(() => this.draw(), calm.matches ? 1000 : 80);
    }
  }

  #tell(bucket, now) {
    const counts = {};
    const marks = {};
    for (const call of bucket.recent(now)) {
      const kind = kindOf(call.status);
      counts[kind] = (counts[kind] ?? 0) + 1;
      marks[kind] = (marks[kind] ?? '') + `M${x(call.at, now)} 1V9`;
    }
    for (const [kind, { path, count }] of this.#lanes) {
      path.setAttribute('d', marks[kind] ?? '');
      say(count, String(counts[kind] ?? 0));
    }
    const permits = Math.floor(bucket.permits(now) + 1e-9);
    say(this.#figure.querySelector('.left'), `${permits} of ${bucket.capacity} permits left`);
    const told = LANES.map(([kind, , words]) => `${counts[kind] ?? 0} ${words}`).join(', ');
    say(this.#figure.querySelector('.tally'), `In the last 20 seconds: ${told}.`);
    this.#figure.classList.toggle('is-empty', permits === 0);
    this.#announce(permits, bucket);
  }

  #announce(permits, bucket) {
    if (permits === 0 && !this.#empty) {
      this.#empty = true;
      announce('The bucket is empty.');
    } else if (permits === bucket.capacity && this.#empty) {
      this.#empty = false;
      announce('The bucket is full again.');
    }
  }
}

function lane(box, kind, label) {
  const path = document.createElementNS(SVG, 'path');
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 200 10');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.append(path);
  const count = el('span', { class: 'count' }, '0');
  box.append(el('div', { class: `lane ${kind}` }, el('span', {}, label), svg, count));
  return { path, count };
}

const x = (at, now) => Math.max(0, WIDTH * (1 - (now - at) / WINDOW)).toFixed(1);

const y = (permits, bucket) => (HEIGHT * (1 - permits / bucket.capacity)).toFixed(1);
