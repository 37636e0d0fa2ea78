// Who is signed in. Leaving forgets everything: the next user's page knows nothing of the last one's.

import { announce, byId, onPress, onSubmit } from './dom.js';
import { complaint, endStay, ok } from './http.js';
import { forget } from './journal.js';
import * as boxhero from './boxhero.js';
import * as nocodb from './nocodb.js';
import * as seatable from './seatable.js';

const SYSTEMS = [boxhero, nocodb, seatable];
const ADA = { name: 'Ada', email: 'ada@example.com', password: 'correct-horse' };
const GRACE = { name: 'Grace', email: 'grace@example.com', password: 'battery-staple' };

let signedIn;
let visits = 0;
let farewell;

async function enter(user) {
  // Whoever was here, or on the way in.
  leave();
  const visit = visits;
  await farewell;
  if (visit !== visits) {
    return;
  }
  const answers = await Promise.all(SYSTEMS.map(system => system.enter(user)));
  if (!answers.every(ok)) {
    leave();
    problem(`Not signed in: ${answers.map(complaint).find(Boolean) ?? 'a service refused'}`);
    byId('password').focus();
    return;
  }
  signedIn = user;
  byId('sign-in-form').reset();
  byId('who').textContent = user.email;
  byId('switch-user').textContent = `Switch to ${other(user).name}`;
  show(true);
  byId('who').focus();
  announce(`Signed in as ${user.email}.`);
}

function leave() {
  visits++;
  endStay();
  farewell = Promise.all([farewell, ...SYSTEMS.map(system => system.leave())]);
  forget();
  problem('');
  signedIn = undefined;
  byId('who').textContent = '';
  byId('password').value = '';
  show(false);
}

function show(inside) {
  byId('sign-in').hidden = inside;
  byId('account').hidden = !inside;
  byId('journal').hidden = !inside;
  document.body.classList.toggle('is-inside', inside);
  document.querySelectorAll('.workbench').forEach(workbench => (workbench.hidden = !inside));
}

function problem(text) {
  const box = byId('sign-in-problem');
  box.textContent = text;
  box.hidden = !text;
}

const other = user => (user.email === ADA.email ? GRACE : ADA);

onPress(byId('as-ada'), () => enter(ADA));
onPress(byId('as-grace'), () => enter(GRACE));
onSubmit(byId('sign-in-form'), () => enter({ email: byId('email').value.trim(), password: byId('password').value }));
onPress(byId('sign-out'), async () => {
  leave();
  byId('sign-in-title').focus();
  announce('Signed out.');
});
onPress(byId('switch-user'), () => enter(other(signedIn)));
