// Takes over the page's forms, so that the talk goes on without loading the page again. Without this script the same forms work.
// The server's fragments are parsed and adopted, never written as HTML; what the person wrote is only ever text.

const ERROR = 'Error: ';
const PATIENCE = 30_000; // ms without an answer before the person is told

const TROUBLE = {
  text: 'No answer came from the guide. What you wrote is not lost. Check your connection, then send it again.',
  field: null,
};

const guide = document.getElementById('guide');
const byId = (id) => document.getElementById(id);

for (const element of document.querySelectorAll('[data-script]')) element.hidden = false;
document.querySelector('.govuk-error-summary')?.focus();

// ---- print and copy

// Closed parts would be missing on paper.
addEventListener('beforeprint', () => {
  for (const part of document.querySelectorAll('details:not([open])')) {
    part.open = true;
    part.dataset.closed = '';
  }
});
addEventListener('afterprint', () => {
  for (const part of document.querySelectorAll('details[data-closed]')) {
    part.open = false;
    delete part.dataset.closed;
  }
});

async function copy(button) {
  let said = 'Copied.';
  try {
    await navigator.clipboard.writeText(byId(button.dataset.copy).content.textContent);
  } catch { // not allowed in a frame, or without https
    getSelection().selectAllChildren(byId('paper'));
    said = 'The text is marked. Now copy it as you copy any text.';
  }
  byId('status').textContent = said;
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button?.matches('[data-print]')) print();
  if (button?.matches('[data-copy]')) copy(button);
});

// ---- the talk

let busy = false;

function setStatus(text, shown) {
  const status = byId('status');
  status.classList.toggle('govuk-visually-hidden', !shown);
  status.textContent = text;
}

function inWindow(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}

// While an answer is awaited nothing else is taken: the buttons show it.
function setBusy(now) {
  busy = now;
  guide.classList.toggle('guide-waiting', now);
  for (const button of guide.querySelectorAll('[data-kind] button')) {
    if (now) button.setAttribute('aria-disabled', 'true');
    else button.removeAttribute('aria-disabled');
  }
}

const parsed = (html) => document.importNode(new DOMParser().parseFromString(`<body>${html}`, 'text/html').body, true);

function replaceParts(html) {
  const body = parsed(html);
  for (const part of body.querySelectorAll('[data-part]')) {
    document.querySelector(`#ask [data-part="${part.dataset.part}"]`)?.replaceChildren(...part.childNodes);
  }
}

// The person's words at once, outside the log: they are read out when the server's version comes.
function showSending(text) {
  const turn = document.createElement('div');
  turn.className = 'guide-turn guide-turn--you';
  const who = document.createElement('p');
  who.className = 'guide-turn__who';
  who.textContent = 'You';
  const words = document.createElement('p');
  words.className = 'govuk-body';
  words.textContent = text.length > 600 ? `${text.slice(0, 600)} …` : text;
  turn.append(who, words);
  byId('sending').replaceChildren(turn);
  if (!inWindow(turn)) turn.scrollIntoView({ block: 'nearest' });
}

function addTurns(html) {
  const log = byId('talk');
  const turns = [...parsed(html).children];
  if (!turns.length) return;
  const last = byId('latest');
  if (last && turns.some((turn) => turn.id === 'latest')) last.removeAttribute('id');
  log.setAttribute('aria-busy', 'true');
  log.append(...turns);
  log.removeAttribute('aria-busy');
  if (!document.querySelector('[href="#latest"]')) {
    const skip = document.querySelector('.govuk-skip-link').cloneNode();
    skip.href = '#latest';
    skip.textContent = 'Skip to the latest reply';
    document.querySelector('.govuk-skip-link').after(skip);
  }
  // A reply is read from its beginning, with the words it answers before it where these are short.
  const cut = turns[0].getBoundingClientRect().top < 0 || byId('ask').getBoundingClientRect().bottom > innerHeight;
  const long = turns[0].offsetHeight > innerHeight / 4;
  if (cut) (long ? byId('latest') : turns[0]).scrollIntoView({ block: 'start' });
}

// ---- errors, in words, beside what they are about

function slotOf(field) {
  return byId(['day', 'month', 'year'].includes(field) && byId('date-error') ? 'date-error' : 'message-error');
}

function clearErrors() {
  document.title = guide.dataset.title;
  document.querySelector('.govuk-error-summary')?.remove();
  for (const slot of [byId('date-error'), byId('message-error')]) {
    if (!slot) continue;
    slot.replaceChildren();
    const group = slot.closest('[data-group]');
    group.classList.remove('govuk-form-group--error');
    for (const field of group.querySelectorAll('[aria-invalid]')) {
      field.removeAttribute('aria-invalid');
      field.classList.remove('govuk-input--error', 'govuk-textarea--error');
    }
  }
}

function showError(text, name) {
  clearErrors();
  document.title = ERROR + guide.dataset.title;
  const slot = slotOf(name);
  const label = document.createElement('span');
  label.className = 'govuk-visually-hidden';
  label.textContent = ERROR;
  const message = document.createElement('p');
  message.className = 'govuk-error-message';
  message.append(label, text);
  slot.replaceChildren(message);
  slot.closest('[data-group]').classList.add('govuk-form-group--error');
  const field = name && byId(name);
  if (field) {
    field.setAttribute('aria-invalid', 'true');
    field.classList.add(field.matches('input') ? 'govuk-input--error' : 'govuk-textarea--error');
    field.focus();
  } else {
    slot.scrollIntoView({ block: 'nearest' });
  }
}

// ---- sending

// What a form's button sends, how it looks as the person's words, and what to do if it does not arrive.
function saying(form, button) {
  const box = byId('message');
  if (form.dataset.kind === 'message') {
    const text = box.value;
    return {
      body: { message: text },
      words: text,
      sent: () => { box.value = ''; count(); },
      failed: () => { box.value = box.value ? `${text}\n${box.value}` : text; count(); },
    };
  }
  if (form.dataset.kind === 'date') {
    const { day, month, year, date_of: of } = Object.fromEntries(new FormData(form));
    return { body: { date: { of, day, month, year } }, words: [day, month, year].filter(Boolean).join(' ') };
  }
  return { body: { [button.name]: button.value }, words: button.textContent };
}

async function ask(body) {
  const long = (body.message ?? '').length > Number(byId('message').dataset.message);
  const answer = await fetch(long ? guide.dataset.letter : guide.dataset.say, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Guide-Token': guide.dataset.token },
    body: JSON.stringify({ ...body, begun: Boolean(document.querySelector('#talk .guide-turn')) }),
    signal: AbortSignal.timeout?.(PATIENCE),
  });
  return { ok: answer.ok, data: await answer.json() };
}

async function send(form, button) {
  if (busy) return;
  const said = saying(form, button);
  setBusy(true);
  clearErrors();
  if (said.words.trim()) showSending(said.words); // the door says what is missing
  said.sent?.();
  setStatus('The guide is writing', true);
  const { ok, data } = await ask(said.body).catch(() => ({ ok: false, data: {} }));
  setBusy(false);
  byId('sending').replaceChildren();
  setStatus(ok ? data.status : '', false);
  if (data.ask) replaceParts(data.ask);
  if (ok) {
    for (const id of ['intro', 'points', 'return']) byId(id)?.remove();
    byId('beside').replaceChildren(...parsed(data.beside).childNodes);
    byId('jump').hidden = !byId('dates');
    addTurns(data.turns);
  } else {
    const problem = data.error ?? TROUBLE;
    said.failed?.();
    showError(problem.text, problem.field);
  }
  placeFocus(ok);
}

// Where the box is out of the window, arrows and Tab go on from the reply (and a phone puts its keyboard away); where it is in
// sight, or somebody is writing in it again, the focus stays. A button that was pressed may be gone: then what can be done next has it.
function placeFocus(answered) {
  const active = document.activeElement;
  const lost = !active || active === document.body;
  const writing = active === byId('message') && byId('message').value;
  if (answered && !inWindow(byId('ask')) && (lost || byId('ask').contains(active)) && !writing) {
    byId('latest')?.focus({ preventScroll: true });
  } else if (lost) {
    byId('ask').focus({ preventScroll: true });
  }
}

// ---- the text box

let counting = 0;

function count() {
  const box = byId('message');
  const { message, letter } = box.dataset;
  const used = box.value.length;
  const left = (limit) => `You have ${(limit - used).toLocaleString('en-GB')} characters left.`;
  let text = '';
  if (used > message) text = `Long text: read as a letter. ${left(letter)}`;
  else if (used >= 0.8 * message) text = left(message);
  const shown = byId('message-count');
  shown.hidden = !text;
  shown.textContent = text;
  clearTimeout(counting); // said when the person pauses, not at every key
  counting = setTimeout(() => { byId('message-count-spoken').textContent = text; }, 1000);
}

if (guide) {
  const box = byId('message');
  document.addEventListener('submit', (event) => {
    const form = event.target;
    // An old browser does not say which button it was: then the form goes its own way.
    if (!form.matches('[data-kind]') || (!event.submitter && form.matches('[data-kind=answer], [data-kind=change]'))) return;
    event.preventDefault();
    send(form, event.submitter);
  });
  box.addEventListener('keydown', (event) => {
    // 229: a key that an input method (IME) is still using
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send(box.form, null);
  });
  box.addEventListener('input', count);
  box.addEventListener('paste', (event) => {
    const pasted = event.clipboardData?.getData('text') ?? '';
    const kept = box.value.length - (box.selectionEnd - box.selectionStart);
    if (kept + pasted.length > box.maxLength) {
      showError(`That is more than ${box.maxLength.toLocaleString('en-GB')} characters. The end is left out.`, 'message');
    }
  });
  count();
}

// ---- in a frame: tell the page around it how high this one is

const around = (document.documentElement.dataset.embedOn ?? '').split(' ').filter(Boolean);
let host = null;

function tellHeight() {
  if (host) parent.postMessage({ sendGuideHeight: Math.ceil(document.body.getBoundingClientRect().height) }, host);
}

if (parent !== window && around.length) {
  addEventListener('message', (event) => {
    if (event.source !== parent || !around.includes(event.origin) || event.data !== 'send-guide') return;
    host = event.origin;
    tellHeight();
  });
  new ResizeObserver(tellHeight).observe(document.body);
}
