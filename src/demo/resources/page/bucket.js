// What this page knows of one bucket: what the answers said, and what the limit makes of it until the next one.

export const WINDOW = 20_000;

class Bucket {
  constructor({ capacity, perSecond, words, told }) {
    this.capacity = capacity;
    this.perMilli = perSecond / 1000;
    this.words = words;
    this.told = told;
    this.points = [];
    this.calls = [];
    this.forgetful = false;
  }

  /** Takes note of an answer: of its permits only if it tells of this limit, and not of the one for failed attempts. */
  heard(status, { limit, remaining }, now = performance.now()) {
    this.calls.push({ at: now, status });
    if (remaining !== undefined && limit === this.told) {
      this.points.push({ at: now, remaining: Number(remaining) });
    }
    this.#forget(now);
  }

  /** How many permits there are: what the last answer said, and what has come back since. */
  permits(now = performance.now()) {
    const last = this.points.at(-1);
    return last ? this.#later(last, now) : this.capacity;
  }

  isUntouched() {
    return this.points.length === 0;
  }

  /** Corners of the line from the window's beginning until now, as [time, permits]. */
  line(now = performance.now()) {
    const corners = this.forgetful ? [] : [[this.points[0].at, this.capacity]];
    this.points.forEach((point, index) => {
      const next = this.points[index + 1];
      const until = next ? next.at : now;
      corners.push([point.at, point.remaining]);
      const full = point.at + (this.capacity - point.remaining) / this.perMilli;
      if (full < until) {
        corners.push([full, this.capacity]);
      }
      corners.push([until, this.#later(point, until)]);
    });
    return corners;
  }

  recent(now = performance.now()) {
    return this.calls.filter(call => call.at > now - WINDOW);
  }

  #later(point, now) {
    return Math.min(this.capacity, point.remaining + Math.max(0, now - point.at) * this.perMilli);
  }

  #forget(now) {
    this.calls = this.recent(now);
    // One point from before the window, for the line to come from.
    const inside = this.points.findIndex(point => point.at > now - WINDOW);
    const first = Math.max(0, (inside === -1 ? this.points.length : inside) - 1);
    this.forgetful ||= first > 0;
    this.points = this.points.slice(first);
  }
}

/** The buckets of one limit, by their keys. */
export class Buckets {
  #limit;
  #known = new Map();

  constructor(limit) {
    this.#limit = limit;
  }

  of(key) {
    if (!this.#known.has(key)) {
      this.#known.set(key, new Bucket(this.#limit));
    }
    return this.#known.get(key);
  }

  clear() {
    this.#known.clear();
  }
}
