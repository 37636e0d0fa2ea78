// Says what a client did and what came of it, and ends with status 1 where that is not what is promised.

import assert from 'node:assert/strict';

const SECRET = /\b(?:[0-9a-f]{40}|[A-Za-z0-9_-]{40}|eyJ[\w-]+\.[\w-]+\.[\w-]+)(?![\w-])/g;

/** Where the demo is: the first argument of the command line. */
export const demo = process.argv[2] ?? 'http://127.0.0.1:8080';

export function chapter(title) {
  console.log(`\n${title}\n${'-'.repeat(title.length)}`);
}

/** A step that must go well; returns what came of it. */
export async function step(what, action, promised = () => {}) {
  const came = await action();
  promised(came);
  tell(what, came);
  return came;
}

/** A step that must be refused, with this status and body. */
export async function refused(what, status, body, action) {
  const failure = await action().then(
    came => assert.fail(`${what}: expected ${status}, got ${JSON.stringify(came)}`),
    error => error.response ?? assert.fail(`${what}: ${error.stack}`),
  );
  const came = { status: failure.status, body: failure.data };
  assert.deepEqual(came, { status, body }, what);
  tell(what, came);
}

function tell(what, came) {
  const text = (typeof came === 'string' ? came : JSON.stringify(came)).replace(SECRET, found => `${found.slice(0, 4)}…`);
  console.log(`${what.padEnd(52)} ${text.length > 150 ? `${text.slice(0, 150)}…` : text}`);
}
