// Writing: drafts, quotes, and what becomes of a form that was sent in place.
import { equip, files } from './files.js';
import { media } from './media.js';
import { byId, page, renewForms, said, toast } from './page.js';
import { refresh, toEnd } from './refresh.js';

let saving; // the timer of the next draft
let saved = '';

export function compose() {
  saved = byId('answer-text')?.defaultValue ?? ''; // what the server knows; the browser may have put later words into the field
  takeOver();
  document.addEventListener('input', ({ target }) => { if (target.dataset.draft) saveSoon(target); });
  document.addEventListener('change', ({ target }) => { if (target.name === 'reply_to') showQuote(); });
  files();
  media();
  document.addEventListener('click', insertTypical);
  addEventListener('pagehide', handOver);
  addEventListener('beforeunload', (event) => { if (unsent()) event.preventDefault(); });
  for (const form of document.forms) form.addEventListener('submit', () => { form.dataset.sent = ''; });
  sentInPlace();
}

// ---- drafts

function saveSoon(area) {
  clearTimeout(saving);
  saving = setTimeout(() => save(area), 600);
}

async function save(area, leaving = false) {
  clearTimeout(saving);
  if (!area || area.value === saved || area.form.dataset.sent !== undefined) return;
  const words = area.value;
  const body = new URLSearchParams({ text: words });
  try {
    const response = await fetch(area.dataset.draft, {
      method: 'POST', body, headers: { 'X-CSRF-Token': page.csrf }, keepalive: leaving && words.length < 15000,
    });
    if (!response.ok) throw new Error(response.statusText);
    saved = words;
    state(words ? said.saved : '');
  } catch {
    state(said.unsaved);
  }
}

/** A reload may overtake the last save: the words also go to the next page of this tab directly, and are deleted there. */
function handOver() {
  const area = byId('answer-text');
  if (!area || area.value === saved || area.form.dataset.sent !== undefined) return;
  try { sessionStorage.setItem(area.dataset.draft, area.value); } catch { /* the save alone, then */ }
  save(area, true);
}

function takeOver() {
  const area = byId('answer-text');
  if (!area) return;
  try {
    const words = sessionStorage.getItem(area.dataset.draft);
    sessionStorage.removeItem(area.dataset.draft);
    if (words !== null) area.value = words;
    save(area);
  } catch { /* no storage: what the server knows stands */ }
}

function state(text) {
  const place = byId('draft-state');
  if (place) place.textContent = text;
}

/** Words typed into another form than the answer, which is saved by itself. */
function unsent() {
  const fields = [...document.querySelectorAll('.drawer textarea, form[data-guard] :is(input, textarea, select)')];
  return fields.some((field) => field.form.dataset.sent === undefined && (changed(field) || field.form.dataset.guard === 'typed'));
}

function changed(field) {
  if (field.type === 'hidden') return false;
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
  if (field.tagName !== 'SELECT') return field.value !== field.defaultValue;
  const usual = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(0, usual);
}

// ---- typical answers

/** Put at the cursor; without scripts the server does it. */
function insertTypical(event) {
  const button = event.target.closest('button[data-words]');
  const area = byId('answer-text');
  if (!button || !area) return;
  event.preventDefault();
  const before = area.value.slice(0, area.selectionStart);
  area.setRangeText((before && !/\s$/.test(before) ? '\n\n' : '') + button.dataset.words, area.selectionStart, area.selectionEnd, 'end');
  button.closest('details').open = false;
  area.focus();
  area.dispatchEvent(new Event('input', { bubbles: true }));
}

// ---- quotes

function showQuote() {
  const place = byId('quoting');
  if (!place) return;
  const picked = document.querySelector('.pick :checked');
  place.hidden = !picked;
  place.replaceChildren();
  if (!picked) return;
  const entry = picked.closest('.entry');
  const words = document.createElement('span');
  words.textContent = `${said.quoting} ${picked.dataset.author}: ${entry.querySelector('.text')?.textContent ?? '…'}`;
  const drop = document.createElement('button');
  drop.type = 'button';
  drop.textContent = '×';
  drop.setAttribute('aria-label', byId('no-quote').getAttribute('aria-label'));
  drop.addEventListener('click', () => { byId('no-quote').checked = true; showQuote(); byId('answer-text').focus(); });
  place.append(words, drop);
}

// ---- forms sent without leaving the page

function sentInPlace() {
  document.addEventListener('htmx:before:swap', (event) => {
    const { ctx } = event.detail;
    if (!ctx.response) return; // a part of the live view
    const answer = new DOMParser().parseFromString(ctx.text, 'text/html');
    if (answer.querySelector(ctx.select ?? 'main')) return;
    event.preventDefault(); // a problem page: the form stays with its words
    const renewed = renewForms(answer.body.dataset.csrf);
    toast(renewed ? said.retry : answer.querySelector('.why')?.textContent.trim() ?? said.failed, 15);
    delete ctx.sourceElement.dataset.sent;
  });
  document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => { if (ctx.response) settle(ctx); });
  document.addEventListener('htmx:error', ({ detail: { ctx } }) => {
    if (!ctx) return;
    toast(said.failed, 15);
    delete ctx.sourceElement.dataset.sent;
  });
}

function settle(ctx) {
  const name = ctx.select?.replace('#form-', '');
  const form = document.querySelector(ctx.select);
  form?.addEventListener('submit', () => { form.dataset.sent = ''; });
  equip();
  if (ctx.response.status >= 400) {
    (form?.querySelector('[aria-invalid]') ?? form?.querySelector('textarea'))?.focus();
    return;
  }
  if (ctx.select === '#card') return; // a field filled in: nothing else has moved (wrap-up.js)
  if (name === 'answer') saved = '';
  else if (byId(`drawer-${name}`)) byId(`drawer-${name}`).open = false;
  showQuote();
  const here = document.activeElement; // somebody quick is elsewhere already: their note, or the key for it, must not become an answer
  const next = name === 'ask' ? 'log' : 'answer-text'; // who has asked a colleague waits: the next key is no word to the client
  if (!here || here === document.body || form?.contains(here)) byId(next)?.focus({ preventScroll: true });
  toEnd();
  refresh('rail', 400);
}
