// Takes over the desk's forms, so that an answer comes without loading the page again. Without this script the same forms work.
// The server's fragments are parsed and adopted, never written as HTML. What staff are typing is never overwritten:
// the fields stay where they are, and only take a new value where nothing was typed since the last one.

const ERROR = 'Error: ';
const PATIENCE = 45_000; // ms without an answer before staff are told

const byId = (id) => document.getElementById(id);
const desk = byId('desk');

function parsed(html) {
  const body = document.importNode(new DOMParser().parseFromString(`<body>${html}`, 'text/html').body, true);
  for (const element of body.querySelectorAll('[data-script]')) element.hidden = false;
  return body;
}

for (const element of document.querySelectorAll('[data-script]')) element.hidden = false;
for (const element of document.querySelectorAll('[data-no-script]')) element.hidden = true;

// ---- keys: Alt and a letter or number

function keyOf(event) {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.getModifierState('AltGraph')) return null;
  // On a Mac, Alt makes other letters: there the place of the key counts.
  const key = /^[a-z0-9]$/i.test(event.key) ? event.key : event.code.replace(/^(Key|Digit)/, '');
  return /^[a-z0-9]$/i.test(key) ? key.toLowerCase() : null;
}

function goTo(element) {
  if (element.matches('button')) return element.click();
  if (element.matches('summary')) {
    element.click();
    element = (element.parentElement.open && element.parentElement.querySelector('input:not([type=hidden]), button')) || element;
  }
  if (element.matches('ul')) element = element.querySelector('button');
  element.focus();
  if (element.matches('input')) element.select();
  element.scrollIntoView({ block: 'nearest' });
}

document.addEventListener('keydown', (event) => {
  const key = keyOf(event);
  const target = key && document.querySelector(`[data-key="${key}"]`);
  if (target) {
    event.preventDefault();
    if (!event.repeat) goTo(target);
  }
  if (event.key === 'Escape') closeMenus();
});

function closeMenus(except = null) {
  for (const menu of document.querySelectorAll('.desk-menu[open]')) {
    if (menu === except) continue;
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside && !except) menu.querySelector('summary').focus();
  }
}

document.addEventListener('click', (event) => closeMenus(event.target.closest('.desk-menu') ?? document.body));

// ---- copy and print

function say(text) {
  byId('status').textContent = text;
}

async function copyNote(button) {
  if (desk) {
    const answer = await fetch(`${desk.dataset.base}/note.txt`);
    if (!answer.ok) throw new Error('no note');
    await navigator.clipboard.writeText(await answer.text());
    return say('The case note is copied.');
  }
  const reference = byId('reference')?.value.trim();
  const text = byId('paper-text').content.textContent;
  await navigator.clipboard.writeText(reference ? `Reference: ${reference}\n\n${text}` : text);
  return say('Copied.');
}

async function copy(button) {
  try {
    await copyNote(button);
  } catch { // not allowed here, or no answer
    if (desk) return say('That could not be copied. Open the case note and copy it there.');
    getSelection().selectAllChildren(byId('paper'));
    say('The text is marked. Now copy it as you copy any text.');
  }
}

byId('reference')?.addEventListener('input', ({ target }) => {
  const shown = byId('reference-shown');
  shown.hidden = !target.value.trim();
  shown.textContent = `Reference: ${target.value.trim()}`;
});

document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button?.matches('[data-print]')) print();
  if (button?.matches('[data-copy], [data-copy-note]')) copy(button);
  if (button?.matches('[data-close]')) {
    byId('what-if').replaceChildren();
    byId('message').focus();
  }
});

// ---- errors

function showError(text) {
  const slot = byId('message-error');
  slot.replaceChildren();
  document.title = (text ? ERROR : '') + desk.dataset.title;
  if (!text) return;
  const label = document.createElement('span');
  label.className = 'govuk-visually-hidden';
  label.textContent = ERROR;
  const message = document.createElement('p');
  message.className = 'govuk-error-message';
  message.append(label, text);
  slot.append(message);
}

// ---- the fields

const saved = new Map(); // what the server has, by name
const refused = new Map(); // what the server could not use; not sent again until it is changed

const rows = (root) => [...root.querySelectorAll('[data-field]')];
const controlOf = (row) => row.querySelector('[data-fact]');

function given(control) {
  if (!control.matches('select')) return control.defaultValue;
  return [...control.options].find((option) => option.defaultSelected)?.value ?? '';
}

function changedFacts() {
  const facts = {};
  for (const row of rows(byId('facts'))) {
    const { value } = controlOf(row);
    const name = row.dataset.field;
    if (value !== saved.get(name) && value !== refused.get(name)) facts[name] = value;
  }
  return Object.keys(facts).length ? facts : null;
}

function swapIn(old, fresh) {
  if (old.innerHTML === fresh.innerHTML) return false;
  const active = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceChildren(...fresh.childNodes);
  if (active) {
    const again = [...old.querySelectorAll('button')].find((button) => button.name === active.name && button.value === active.value);
    (again ?? byId('message')).focus({ preventScroll: true });
  }
  return true;
}

function updateRow(row, fresh, sent, taken) {
  const name = row.dataset.field;
  const control = controlOf(row);
  const wanted = controlOf(fresh);
  const value = given(wanted);
  const wrong = wanted.getAttribute('aria-invalid') === 'true';
  if (!taken && name in sent) {
    if (!wrong) return;
    refused.set(name, sent[name]);
  } else {
    const untouched = control.value === (name in sent ? sent[name] : saved.get(name));
    const waiting = refused.get(name) === control.value && value === saved.get(name);
    saved.set(name, value);
    if (waiting) return; // the words that could not be used stay, and why
    refused.delete(name);
    if (untouched) control.value = value;
  }
  row.className = fresh.className;
  control.toggleAttribute('aria-invalid', wrong);
  if (wrong) control.setAttribute('aria-invalid', 'true');
  swapIn(row.querySelector('[data-note]'), fresh.querySelector('[data-note]'));
  swapIn(row.querySelector('[data-without]'), fresh.querySelector('[data-without]'));
}

function updateFacts(html, sent, taken) {
  const fresh = rows(parsed(html));
  const old = new Map(rows(byId('facts')).map((row) => [row.dataset.field, row]));
  let last = null;
  for (const row of fresh) {
    const name = row.dataset.field;
    const known = old.get(name);
    old.delete(name);
    if (known) {
      updateRow(known, row, sent, taken);
    } else {
      saved.set(name, given(controlOf(row)));
      if (last) last.after(row);
      else byId('facts-form').prepend(row);
    }
    last = known ?? row;
  }
  for (const [name, row] of old) {
    if (row.contains(document.activeElement) || controlOf(row).value !== saved.get(name)) continue;
    row.remove();
  }
}

// ---- what is said, and where it stands

function updateParts(holder, html) {
  let moved = false;
  for (const fresh of parsed(html).querySelectorAll('[data-part]')) {
    const old = holder.querySelector(`[data-part="${fresh.dataset.part}"]`);
    for (const details of fresh.querySelectorAll('details[id]')) {
      const before = byId(details.id);
      if (before) details.open = before.open;
    }
    old.className = fresh.className;
    moved = swapIn(old, fresh) || moved;
  }
  if (moved) holder.closest('.desk__column').scrollTop = 0;
}

// ---- sending, one after the other

let queue = Promise.resolve();

function send(said) {
  queue = queue.then(() => run(said));
}

async function post(path, body) {
  const answer = await fetch(desk.dataset.base + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Guide-Token': desk.dataset.token },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  });
  return { ok: answer.ok, data: await answer.json() };
}

// path; body(): what to send when its turn has come, or null; failed(): what to do where it was not taken
async function run({ path = '/say', body, failed }) {
  const content = body();
  if (!content) return;
  const sent = content.facts ?? {};
  say('Working …');
  let problem = null;
  let status = '';
  try {
    const { ok, data } = await post(path, content);
    if (data.facts) updateFacts(data.facts, sent, ok);
    if (!ok) problem = data.error;
    if (data.script) updateParts(byId('script'), data.script);
    if (data.result) updateParts(byId('result'), data.result);
    if (data.what_if !== undefined) {
      byId('what-if').replaceChildren(...parsed(data.what_if).childNodes);
      byId('what-if').scrollIntoView({ block: 'nearest' });
    } else if (ok) {
      byId('what-if').replaceChildren(); // it was about the case as it stood before
    }
    status = data.status ?? 'See where it stands: what if. The case has not changed.';
  } catch {
    problem = { text: 'No answer came. Nothing you typed is lost. Check the connection, then send it again.', field: null };
  }
  if (problem) failed?.();
  // A field that could not be used says so itself.
  const beside = problem && rows(byId('facts')).some((row) => row.dataset.field === problem.field && refused.has(problem.field));
  showError(problem && !beside ? problem.text : '');
  say(problem ? `Not taken. ${problem.text}` : status);
  if (beside && changedFacts()) sendFacts();
}

const sendFacts = () => send({
  body() {
    const facts = changedFacts();
    return facts && { facts };
  },
});

function sendMessage() {
  const box = byId('message');
  const text = box.value;
  if (!text.trim()) return;
  box.value = '';
  send({
    body: () => ({ message: text }),
    failed: () => { box.value = box.value ? `${text}\n${box.value}` : text; },
  });
}

function factsOf(form) {
  const filled = [...new FormData(form)].filter(([name, value]) => name.startsWith('fact-') && value.trim());
  return Object.fromEntries(filled.map(([name, value]) => [name.slice('fact-'.length), value]));
}

function submitted(form, button) {
  const { kind } = form.dataset;
  if (kind === 'message') return sendMessage();
  if (form.id === 'facts-form') return sendFacts();
  if (kind === 'facts') {
    const facts = factsOf(form);
    return send({ body: () => { byId('what-if').replaceChildren(); byId('message').focus(); return { facts }; } });
  }
  if (kind === 'what-if') {
    const facts = factsOf(form);
    return Object.keys(facts).length && send({ path: '/what-if', body: () => ({ facts }) });
  }
  if (kind === 'topic') closeTopics();
  return button?.name && send({ body: () => ({ [button.name]: button.value }) });
}

// ---- topics

const words = (text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

function matches(button, wanted) {
  const has = words(`${button.textContent} ${button.value}`);
  return wanted.every((word) => has.some((each) => each.startsWith(word)));
}

function searchTopics() {
  const wanted = words(byId('topic-search').value);
  let found = 0;
  for (const item of byId('topic-list').children) {
    const button = item.firstElementChild;
    item.hidden = !matches(button, wanted);
    found += !item.hidden;
    button.classList.toggle('desk-topic--first', found === 1 && !item.hidden && wanted.length > 0);
  }
  byId('topics').classList.toggle('desk-topics--searched', wanted.length > 0);
  byId('all-topics').open = wanted.length > 0;
  byId('topic-count').textContent = wanted.length ? `${found} found${found ? '. Enter takes the first.' : '. Try another word.'}` : '';
}

function closeTopics() {
  byId('topic-search').value = '';
  searchTopics();
}

// ---- start

if (desk) {
  for (const row of rows(byId('facts'))) {
    const control = controlOf(row);
    saved.set(row.dataset.field, control.getAttribute('aria-invalid') ? null : given(control));
    if (control.getAttribute('aria-invalid')) refused.set(row.dataset.field, control.value);
  }
  document.addEventListener('submit', (event) => {
    if (!event.target.matches('[data-kind]')) return;
    event.preventDefault();
    submitted(event.target, event.submitter);
  });
  byId('message').addEventListener('keydown', (event) => {
    // 229: a key that an input method (IME) is still using
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    sendMessage();
  });
  const facts = byId('facts');
  facts.addEventListener('focusout', (event) => event.target.matches('[data-fact]') && sendFacts());
  facts.addEventListener('keydown', (event) => {
    event.target.dataset.by = 'key';
    if (event.key === 'Enter' && event.target.matches('select')) {
      event.preventDefault();
      sendFacts();
    }
  });
  facts.addEventListener('pointerdown', (event) => { event.target.dataset.by = 'pointer'; });
  // With the keyboard a list changes at every arrow: it is sent when it is left. A click is a choice.
  facts.addEventListener('change', ({ target }) => target.matches('select') && target.dataset.by === 'pointer' && sendFacts());
  byId('topic-search').addEventListener('input', searchTopics);
  byId('topic-search').addEventListener('keydown', (event) => {
    if (event.key === 'Escape') closeTopics();
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      byId('topic-list').querySelector('li:not([hidden]) button')?.focus();
    }
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const first = byId('topic-search').value.trim() && byId('topic-list').querySelector('.desk-topic--first');
    if (first) submitted(byId('topics'), first);
  });
  for (const summary of document.querySelectorAll('.govuk-error-summary')) summary.focus();
  if (!document.querySelector('.govuk-error-summary')) byId('message').focus();
}
