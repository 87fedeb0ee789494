// Finding what was said: answers as one types or chooses; the address follows, so that it can be kept and passed on.
import { byId } from './page.js';

const PAUSE = 250; // milliseconds after the last letter: each search is on record, so it waits for a word
let asking;
let pausing;

export function archive() {
  const form = byId('archive-form');
  if (!form) return;
  const soon = () => { clearTimeout(pausing); pausing = setTimeout(() => ask(form), PAUSE); };
  words().addEventListener('input', soon);
  form.addEventListener('change', (event) => { if (event.target !== words()) { clearTimeout(pausing); ask(form); } });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(pausing);
    ask(form).then(() => links()[0]?.focus());
  });
  byId('main').addEventListener('keydown', walk);
}

/** Into the field; false where there is none. */
export function toArchiveWords() {
  words()?.select();
  words()?.focus();
  return Boolean(words());
}

const words = () => byId('archive-words');
const links = () => [...document.querySelectorAll('#archived a')];

function asked(form) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim()) fields.append(name, value.trim());
  return fields.toString();
}

async function ask(form) {
  const query = asked(form);
  asking?.abort();
  asking = new AbortController();
  const place = byId('archived-place');
  place.setAttribute('aria-busy', 'true');
  try {
    const response = await fetch(`/console/archive/found?${query}`, { signal: asking.signal, headers: { Accept: 'text/html' } });
    if (!response.ok) throw new Error(response.statusText);
    const found = new DOMParser().parseFromString(await response.text(), 'text/html').body.firstElementChild;
    place.replaceChildren(document.adoptNode(found));
    byId('archived-said').textContent = found.dataset.said;
    history.replaceState(null, '', `/console/archive${query && `?${query}`}`);
  } catch (error) {
    if (error.name === 'AbortError') return;
    const sorry = document.createElement('p');
    sorry.className = 'archive-note warn';
    sorry.textContent = form.dataset.failed;
    place.replaceChildren(sorry);
  }
  place.removeAttribute('aria-busy');
}

function walk(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const all = links();
  const at = all.indexOf(document.activeElement);
  if (!by || (at < 0 && document.activeElement !== words())) return;
  event.preventDefault();
  if (at + by < 0) words().focus();
  else all[Math.min(at + by, all.length - 1)]?.focus();
}
