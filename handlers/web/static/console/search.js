// The search: answers as one types, the arrows walk through what was found, Enter opens it.
import { byId, said } from './page.js';

const PAUSE = 120; // milliseconds after the last letter
const answers = new Map(); // since the search was opened
let asking;
let pausing;

export function search() {
  const dialog = byId('search');
  if (!dialog) return;
  byId('find').addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openSearch();
  });
  dialog.querySelector('.shut').addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener('close', () => { asking?.abort(); clearTimeout(pausing); });
  dialog.addEventListener('keydown', walk);
  field().addEventListener('input', () => { clearTimeout(pausing); pausing = setTimeout(ask, PAUSE); });
  dialog.querySelector('form').addEventListener('submit', (event) => {
    const first = links()[0];
    if (!first || answered !== field().value.trim()) return; // Enter before the answer: the page of the search finds it
    event.preventDefault();
    first.click();
  });
}

let answered = '';
const field = () => byId('search-words');
const links = () => [...document.querySelectorAll('#found-place a')];

export function openSearch() {
  const dialog = byId('search');
  if (!dialog || dialog.open) return;
  answers.clear();
  dialog.showModal();
  field().select();
}

async function ask() {
  const words = field().value.trim();
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const place = byId('found-place');
  place.setAttribute('aria-busy', 'true');
  try {
    show(answers.get(words) ?? await fetched(words, signal), words);
  } catch (error) {
    if (error.name === 'AbortError') return;
    const sorry = document.createElement('p');
    sorry.className = 'hint';
    sorry.textContent = said.searchFailed;
    place.replaceChildren(sorry);
  }
  place.removeAttribute('aria-busy');
}

async function fetched(words, signal) {
  const response = await fetch(`/console/search/found?q=${encodeURIComponent(words)}`, { signal, headers: { Accept: 'text/html' } });
  if (!response.ok) throw new Error(response.statusText);
  const html = await response.text();
  if (answers.size > 50) answers.clear();
  answers.set(words, html);
  return html;
}

function show(html, words) {
  const found = new DOMParser().parseFromString(html, 'text/html').body.firstElementChild;
  byId('found-place').replaceChildren(document.adoptNode(found));
  byId('found-place').scrollTop = 0;
  byId('found-said').textContent = words ? found.dataset.said : '';
  answered = words;
}

function walk(event) {
  if (event.key === 'Escape') { // in a search field it would only empty the field
    event.preventDefault();
    event.stopPropagation();
    byId('search').close();
    return;
  }
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) {
    if (event.target !== field() && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) field().focus(); // typing goes on
    return;
  }
  const all = links();
  const at = all.indexOf(document.activeElement);
  event.preventDefault();
  if (at + by < 0) field().focus();
  else all[Math.min(at + by, all.length - 1)]?.focus();
}
