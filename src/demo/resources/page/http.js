// Sends requests, and drops the answers that come after their user has left.

const REASONS = {
  0: 'no answer', 200: 'OK', 201: 'Created', 204: 'No Content', 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden',
  404: 'Not Found', 405: 'Method Not Allowed', 421: 'Misdirected Request', 429: 'Too Many Requests',
  500: 'Internal Server Error',
};

const LONGEST_FAREWELL = 2_000;

let stay = new AbortController();

/** Ends a user's stay: what is under way is given up, and its answer never seen. */
export function endStay() {
  stay.abort();
  stay = new AbortController();
}

export const statusLine = status => `${status || ''} ${REASONS[status] ?? ''}`.trim();

/**
 * Sends a request. Cookies and the browser's own sign-in stay out of it unless asked for: without them a 401 opens no
 * dialog of the browser's.
 */
export async function send(request) {
  const { signal } = stay;
  const began = performance.now();
  const answer = { request, status: 0, headers: [], text: '', millis: 0 };
  try {
    const response = await fetch(request.path, {
      method: request.method,
      headers: request.headers,
      body: request.body,
      credentials: request.cookies ? 'same-origin' : 'omit',
      cache: 'no-store',
      redirect: 'error',
      signal,
    });
    answer.text = await response.text();
    answer.status = response.status;
    answer.headers = [...response.headers];
  } catch (failed) {
    if (signal.aborted) {
      throw failed;
    }
    answer.text = 'The demo did not answer. Does it still run?';
  }
  signal.throwIfAborted();
  answer.millis = performance.now() - began;
  return answer;
}

/**
 * Sends a request with which a user leaves, even while the page is left. The next user waits for the answer, as it clears the
 * last one's cookie, and would clear theirs.
 */
export async function sendLast({ method, path, headers }) {
  const signal = AbortSignal.timeout(LONGEST_FAREWELL);
  await fetch(path, { method, headers, credentials: 'same-origin', keepalive: true, signal }).catch(() => {});
}

export const ok = answer => answer.status >= 200 && answer.status < 300;

/** An answer's body if it is an object, else an empty one. */
export function json(answer) {
  try {
    const parsed = JSON.parse(answer.text);
    return parsed !== null && typeof parsed === 'object' ? parsed : {};
  } catch {
    return {};
  }
}

export function header(answer, name) {
  const found = answer.headers.find(([key]) => key === name);
  return found && found[1];
}

/** The words in which a service says what is wrong. */
export function complaint(answer) {
  const body = json(answer);
  return body.title ?? body.msg ?? body.error_msg ?? body.non_field_errors?.[0] ?? (answer.status ? '' : answer.text);
}

export const form = fields => ({
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

export const object = value => ({
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(value),
});

export const basic = ({ email, password }) =>
  'Basic ' + btoa(String.fromCharCode(...new TextEncoder().encode(`${email}:${password}`)));
