// Answering: typical answers by `/` and a few letters, colleagues by `@`, gaps in the words, who else is here, "typing…".
import { byId, current, page } from './page.js';

const SIGN = 4000; // milliseconds: Telegram shows "typing…" for five seconds
const LOOK = 8000; // how often a page says that it is open
let signed = 0;

export function answering() {
  if (!current || !byId('here')) return;
  document.addEventListener('input', typed);
  document.addEventListener('keydown', steer, true);
  document.addEventListener('click', chosen);
  document.addEventListener('focusout', ({ target }) => { if (fields[target.id]) setTimeout(() => shut(fields[target.id]), 200); });
  document.addEventListener('input', ({ target }) => { if (target.id === 'answer-text') gaps(target); });
  if (byId('answer-text')) gaps(byId('answer-text'));
  look();
  setInterval(look, LOOK);
  document.addEventListener('visibilitychange', look);
}

// ---- who else is here

async function look() {
  if (document.hidden) return; // a page that nobody sees is nobody's
  try {
    const response = await fetch(`/console/requests/${current}/here`, { headers: { Accept: 'text/html' } });
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('here');
    const old = byId('here');
    if (fresh && old && old.textContent !== fresh.textContent) old.replaceWith(document.adoptNode(fresh));
  } catch { /* courtesy: the next look tells */ }
}

/** Only while somebody really types, and no word of what. */
function sign(what) {
  if (Date.now() - signed < SIGN) return;
  signed = Date.now();
  fetch(`/console/requests/${current}/typing`, {
    method: 'POST', body: new URLSearchParams({ what }), headers: { 'X-CSRF-Token': page.csrf },
  }).catch(() => {});
}

// ---- a list under a field: typical answers, colleagues

const fields = {
  'answer-text': { box: 'slash', list: 'slash-list', trigger: /^\/([^\n/]{0,30})$/, source: answers, insert: insertAnswer },
  'note-text': { box: 'named', list: 'named-list', trigger: /(?:^|[\s(])@([a-z0-9._-]{0,31}|[а-яё]{0,31})$/i, source: colleagues, insert: insertName },
};

function typed({ target, isTrusted }) {
  const field = fields[target.id];
  if (!field) return;
  if (isTrusted && target.value.trim() && !target.value.startsWith('/')) sign(target.id === 'note-text' ? 'note' : 'answer');
  const found = field.trigger.exec(target.value.slice(0, target.selectionStart));
  if (found) offer(target, field, found[1].toLowerCase().replaceAll('ё', 'е'));
  else shut(field);
}

const plain = (text) => text.toLowerCase().replaceAll('ё', 'е');

/** Those whose title begins so come first, then those that have the letters anywhere. */
function answers(letters) {
  const all = [...document.querySelectorAll('#typical button[data-words]')].map((button) => ({
    name: button.dataset.title, detail: button.dataset.words, button,
  }));
  const rank = ({ name, detail }) => {
    if (plain(name).startsWith(letters)) return 0;
    if (plain(name).includes(letters)) return 1;
    return plain(detail).includes(letters) ? 2 : 3;
  };
  return all.map((one) => ({ ...one, rank: rank(one) })).filter((one) => one.rank < 3).sort((a, b) => a.rank - b.rank).slice(0, 8);
}

function colleagues(letters) {
  const all = [...document.querySelectorAll('.colleagues [data-login]')].map(({ dataset }) => ({ name: `@${dataset.login}`, detail: dataset.name, login: dataset.login }));
  return all.filter(({ login, detail }) => login.startsWith(letters) || plain(detail).split(' ').some((word) => word.startsWith(letters))).slice(0, 8);
}

function offer(area, field, letters) {
  const found = field.source(letters);
  const list = byId(field.list);
  if (!found.length && field.box === 'named') { shut(field); return; }
  list.replaceChildren(...found.map((one, at) => option(one, at, field)));
  if (!found.length) list.textContent = byId('gaps').dataset.none;
  byId(field.box).hidden = false;
  area.setAttribute('aria-controls', field.list);
  area.setAttribute('aria-autocomplete', 'list');
  field.found = found;
  mark(area, field, 0);
}

function option(one, at, field) {
  const item = document.createElement('li');
  item.id = `${field.list}-${at}`;
  item.setAttribute('role', 'option');
  item.dataset.at = at;
  const name = document.createElement('b');
  name.textContent = one.name;
  const detail = document.createElement('span');
  detail.textContent = ` ${one.detail.replace(/\s+/g, ' ')}`;
  item.append(name, detail);
  return item;
}

function mark(area, field, at) {
  const items = [...byId(field.list).querySelectorAll('[role=option]')];
  field.at = items.length ? (at + items.length) % items.length : -1;
  items.forEach((item, place) => item.setAttribute('aria-selected', place === field.at ? 'true' : 'false'));
  if (field.at >= 0) {
    area.setAttribute('aria-activedescendant', items[field.at].id);
    items[field.at].scrollIntoView({ block: 'nearest' });
  } else area.removeAttribute('aria-activedescendant');
  preview(field);
}

/** The whole of it as the client would read it, with what is not known marked. */
function preview(field) {
  const place = byId('slash-preview');
  if (field.box !== 'slash' || !place) return;
  const words = field.found[field.at]?.detail ?? '';
  place.replaceChildren(...words.split(/(\{[^{}\n]{1,40}\})/).map((part, at) => {
    if (at % 2 === 0) return document.createTextNode(part);
    const gap = document.createElement('mark');
    gap.textContent = part;
    return gap;
  }));
}

function shut(field) {
  const box = byId(field.box);
  if (!box || box.hidden) return;
  box.hidden = true;
  field.found = [];
  const area = document.querySelector(`[aria-controls="${field.list}"]`);
  for (const name of ['aria-controls', 'aria-activedescendant', 'aria-autocomplete']) area?.removeAttribute(name);
}

function steer(event) {
  const field = fields[event.target.id];
  if (!field || byId(field.box).hidden || event.isComposing) return;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) mark(event.target, field, field.at + by);
  else if ((event.key === 'Enter' || event.key === 'Tab') && !event.ctrlKey && !event.metaKey && field.found[field.at]) take(event.target, field, field.at);
  else if (event.key === 'Escape') shut(field);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function chosen({ target }) {
  const button = target.closest('button[data-words]');
  if (button) used(button);
  const item = target.closest('.slash [role=option]');
  if (!item) return;
  const [id, field] = Object.entries(fields).find(([, one]) => byId(one.list)?.contains(item));
  take(byId(id), field, Number(item.dataset.at));
}

function take(area, field, at) {
  const one = field.found[at];
  shut(field);
  area.focus();
  field.insert(area, one, field);
  area.dispatchEvent(new Event('input', { bubbles: true }));
}

function insertAnswer(area, one) {
  area.value = one.detail + area.value.slice(area.selectionStart);
  used(one.button);
  const gap = /\{[^{}\n]{1,40}\}/.exec(one.detail);
  if (gap) area.setSelectionRange(gap.index, gap.index + gap[0].length); // the next letters fill it
  else area.setSelectionRange(one.detail.length, one.detail.length);
}

function used(button) {
  const field = byId('form-answer')?.elements.namedItem('used');
  if (field) field.value = button.value;
}

function insertName(area, one) {
  const end = area.selectionStart;
  const begin = area.value.lastIndexOf('@', end - 1);
  area.setRangeText(`@${one.login} `, begin, end, 'end');
}

// ---- gaps

function gaps(area) {
  const place = byId('gaps');
  if (!place) return;
  const known = new Set([...document.querySelectorAll('#typical [data-gap]')].map(({ dataset }) => dataset.gap));
  const found = [...new Set(area.value.match(/\{[^{}\n]{1,40}\}/g) ?? [])].filter((gap) => known.has(gap));
  const words = found.length ? place.dataset.says.replace('{g}', found.join(', ')) : '';
  if (place.textContent !== words) place.textContent = words;
}
