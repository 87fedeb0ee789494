// The whole day by keyboard. Physical keys are meant, so that a Russian layout works as well as an English one.
import { toArchiveWords } from './archive.js';
import { toggleMute } from './news.js';
import { byId, current, wish } from './page.js';
import { openSearch } from './search.js';
import { chooseResult, nextUnknown } from './wrap-up.js';

const drawers = { KeyI: 'note', KeyP: 'promise', KeyL: 'call', KeyT: 'transfer', KeyQ: 'return', KeyU: 'ask', KeyC: 'close', KeyO: 'override', KeyE: 'piece', KeyZ: 'snooze' };
const acts = {
  KeyN: () => byId('next')?.click(),
  KeyJ: () => step(1),
  KeyK: () => step(-1),
  KeyR: () => focusOn(byId('answer-text')),
  KeyG: () => focusOn(byId('log')),
  KeyH: () => focusOn(byId('tag-add')),
  KeyA: openTypical,
  KeyB: () => byId('book')?.click(),
  KeyD: () => go('/console'),
  KeyV: () => go('/console/visits'),
  KeyF: nextUnknown,
  KeyW: () => byId('questions-link')?.click(),
  KeyM: toggleMute,
  KeyY: () => byId('day-today')?.click(),
  BracketLeft: () => byId('day-before')?.click(),
  BracketRight: () => byId('day-after')?.click(),
  KeyS: () => go('/console/archive'),
  Slash: () => toArchiveWords() || openSearch(),
};
for (let number = 1; number < 10; number += 1) acts[`Digit${number}`] = () => { if (!chooseResult(number)) heldLinks()[number - 1]?.click(); };

export function keys() {
  document.addEventListener('keydown', pressed);
  byId('help')?.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    showMap();
  });
  byId('keymap')?.addEventListener('click', (event) => { if (event.target.id === 'keymap') event.target.close(); });
  for (const box of document.querySelectorAll('[data-keys-off]')) {
    box.closest('[hidden].keys-switch')?.removeAttribute('hidden');
    box.checked = wish('keys-off');
    box.addEventListener('change', () => wish('keys-off', box.checked));
  }
}

function pressed(event) {
  const field = event.target.closest?.('textarea, select, input:not([type=radio], [type=checkbox], [type=file]), [contenteditable]');
  if (event.code === 'KeyK' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) { event.preventDefault(); openSearch(); return; }
  if (document.querySelector('dialog[open]')) {
    if (event.key === '?' && !field) byId('keymap')?.close();
    return;
  }
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { send(event); return; }
  if (event.key === 'Escape') { leave(event, field); return; }
  if (field || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || wish('keys-off')) return;
  if (event.key === '?' || (event.code === 'Slash' && event.shiftKey)) { event.preventDefault(); showMap(); return; }
  if (event.shiftKey || event.repeat) return;
  const act = acts[event.code] ?? (drawers[event.code] && (() => open(drawers[event.code])));
  if (!act) return;
  event.preventDefault();
  act();
}

function showMap() {
  byId('keymap')?.showModal();
}

function send(event) {
  const form = event.target.closest?.('form');
  if (!form || form.method !== 'post') return;
  event.preventDefault();
  form.requestSubmit(form.querySelector('button.main, button.exact') ?? undefined);
}

function leave(event, field) {
  const drawer = event.target.closest?.('details[open]') ?? (field ? null : document.querySelector('.drawer[open]'));
  if (drawer) {
    drawer.open = false;
    drawer.querySelector('summary').focus();
  } else if (field) {
    field.blur();
    focusOn(byId('log'));
  } else if (!current && location.pathname !== '/console') go('/console');
}

function open(name) {
  const drawer = byId(`drawer-${name}`);
  if (!drawer) return;
  drawer.open = true;
  focusOn(drawer.querySelector('textarea, input:not([type=hidden]), select, button'));
  drawer.scrollIntoView({ block: 'nearest' });
}

function openTypical() {
  const list = byId('typical');
  if (!list) return;
  list.open = true;
  focusOn(list.querySelector('button'));
}

const heldLinks = () => [...document.querySelectorAll('.held a')];

function step(by) {
  const links = heldLinks();
  if (!links.length) return;
  const at = links.findIndex((link) => link.hasAttribute('aria-current'));
  const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : (at + by + links.length) % links.length;
  links[next].click();
}

/** By a link, so that whatever watches over leaving the page does. */
function go(address) {
  document.querySelector(`.places a[href="${address}"]`)?.click();
}

function focusOn(element) {
  element?.focus();
}
