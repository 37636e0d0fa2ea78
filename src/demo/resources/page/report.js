// Tells of an action: beside its button in a line, in its column whole, in the journal, and to those who listen.

import { announce, el } from './dom.js';
import { complaint, ok, statusLine } from './http.js';
import { explained, kindOf, note } from './journal.js';

/** For one system's column, whose caller shows whole answers. */
export function reporter(system, part, caller) {
  return (step, what, answer, did) => {
    const line = byStep(part, step);
    line.replaceChildren(
      el('span', { class: `status ${kindOf(answer.status)}` }, statusLine(answer.status)),
      ' ',
      ...(ok(answer) ? [] : [el('b', {}, complaint(answer)), ' ']),
      ...explained(did),
    );
    line.hidden = false;
    caller.showAnswer(answer, did);
    note({ system, what, status: answer.status, did });
    announce(`${system}: ${what}: ${ok(answer) ? 'done' : complaint(answer) || statusLine(answer.status)}.`);
  };
}

/** Says what is still missing for an action. */
export function demand(part, step, words) {
  const line = byStep(part, step);
  line.replaceChildren(el('b', {}, words));
  line.hidden = false;
  announce(words);
}

export function clearReports(part) {
  part.querySelectorAll('.result').forEach(line => {
    line.replaceChildren();
    line.hidden = true;
  });
}

const byStep = (part, step) => part.querySelector(`[data-step=${step}] .result`);
