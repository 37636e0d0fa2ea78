// Calls endpoints, by a button or at a rate, and shows what becomes of it.

import { announce, byId, el, onPress, say } from './dom.js';
import { header, send, statusLine } from './http.js';
import { show } from './answer.js';
import { note } from './journal.js';
import { Chart } from './chart.js';

const MOST_UNDER_WAY = 12;
const BETWEEN_SHOWN_ANSWERS = 200;

/**
 * The part of a system's column that calls. It is given `endpoints` ({name, method, does} and what `prepare` needs), `rate` ({usual, most}),
 * `prepare` (an endpoint's request, or the reason why there is none), `bucketOf` (an endpoint's bucket) and `did` (what the
 * library did for an answer); `heard` is told of each answer.
 */
export class Caller {
  #system;
  #given;
  #part;
  #chart;
  #chosen;
  #timer;
  #underWay = 0;
  #shownAt = 0;
  #seen = new Map();

  constructor(system, box, given) {
    this.#system = system;
    this.#given = given;
    this.#part = byId('caller-template').content.cloneNode(true).firstElementChild;
    box.append(this.#part);
    this.#chart = new Chart(this.#part.querySelector('.chart'), `${system}: permits left in the bucket over the last 20 seconds`);
    this.#offerEndpoints();
    this.#offerRates();
    onPress(this.#part.querySelector('.once'), () => this.#call(true));
    this.#part.querySelector('.repeat').onclick = () => (this.#timer ? this.stop() : this.#start());
    this.choose(given.endpoints[0]);
  }

  /** Stops calling, and forgets what came back. */
  reset() {
    this.stop();
    this.#seen.clear();
    const answer = this.#part.querySelector('.answer');
    answer.hidden = true;
    answer.replaceChildren();
    this.choose(this.#chosen);
  }

  stop() {
    if (this.#timer) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#toggle(false);
      this.#conclude();
    }
  }

  /** Shows an endpoint's bucket; calls under way go on with it. */
  choose(endpoint) {
    this.#chosen = endpoint;
    this.#chart.of(this.#given.bucketOf(endpoint));
  }

  redraw() {
    this.#chart.of(this.#given.bucketOf(this.#chosen));
  }

  showAnswer(answer, did) {
    show(this.#part.querySelector('.answer'), answer, did);
  }

  /** Takes note of what an answer says of a bucket, whoever called. */
  record(answer, bucket = this.#given.bucketOf(this.#chosen)) {
    const [limit, remaining] = ['limit', 'remaining'].map(name => header(answer, `x-ratelimit-${name}`));
    bucket.heard(answer.status, { limit, remaining });
    this.#chart.draw();
  }

  async #call(alone) {
    const endpoint = this.#chosen;
    const request = this.#given.prepare(endpoint);
    if (typeof request === 'string') {
      this.stop();
      announce(request);
      this.#refuseToCall(request);
      return;
    }
    const bucket = this.#given.bucketOf(endpoint);
    const answer = await send(request);
    const did = this.#given.did(answer, request);
    this.record(answer, bucket);
    this.#given.heard?.(answer);
    this.#count(endpoint, answer, did, alone);
    if (alone || performance.now() - this.#shownAt > BETWEEN_SHOWN_ANSWERS) {
      this.#shownAt = performance.now();
      this.showAnswer(answer, did);
    }
  }

  #refuseToCall(reason) {
    const answer = this.#part.querySelector('.answer');
    answer.replaceChildren(el('p', { class: 'notice' }, reason));
    answer.hidden = false;
  }

  /** A line for each call alone; while calls run, a line for each status that is new. */
  #count(endpoint, answer, did, alone) {
    const times = this.#seen.get(answer.status) ?? 0;
    if (alone || times === 0) {
      note({ system: this.#system, what: `${endpoint.method} ${endpoint.name}`, status: answer.status, did });
      announce(`${this.#system}: ${statusLine(answer.status)}`);
    }
    if (!alone) {
      this.#seen.set(answer.status, times + 1);
    }
  }

  #start() {
    this.#seen.clear();
    this.#toggle(true);
    announce(`${this.#system}: calling.`);
    let due = performance.now();
    const next = () => {
      if (this.#underWay < MOST_UNDER_WAY) {
        this.#underWay++;
        this.#call(false)
          .catch(() => this.stop())
          .finally(() => this.#underWay--);
      }
      // What a busy machine could not call in time is left out, not made up for.
      due = Math.max(due + 1000 / this.#rate(), performance.now());
      if (this.#timer !== undefined) {
        this.#timer = setTimeout(next, due - performance.now());
      }
    };
    this.#timer = setTimeout(next, 0);
  }

  #conclude() {
    const tally = [...this.#seen].map(([status, times]) => `${times} × ${status || 'no answer'}`).join(', ');
    announce(`${this.#system}: stopped. ${tally}`);
  }

  #toggle(running) {
    const button = this.#part.querySelector('.repeat');
    button.setAttribute('aria-pressed', String(running));
    button.textContent = running ? 'Stop calling' : 'Start calling';
  }

  #rate() {
    return Number(this.#part.querySelector('input[type=range]').value);
  }

  #offerEndpoints() {
    const box = this.#part.querySelector('.endpoints');
    const name = `${this.#system}-endpoint`;
    this.#given.endpoints.forEach((endpoint, index) => {
      const radio = el('input', { type: 'radio', name, checked: index === 0, onchange: () => this.choose(endpoint) });
      box.append(el('label', {}, radio, el('code', {}, el('b', {}, endpoint.method), ' ', endpoint.name), el('small', {}, endpoint.does)));
    });
  }

  #offerRates() {
    const range = this.#part.querySelector('input[type=range]');
    const output = this.#part.querySelector('output');
    const { usual, most } = this.#given.rate;
    range.id = `${this.#system}-rate`;
    this.#part.querySelector('.rate label').htmlFor = range.id;
    output.htmlFor = range.id;
    range.max = most;
    range.value = usual;
    range.oninput = () => say(output, range.value);
    range.oninput();
  }
}
