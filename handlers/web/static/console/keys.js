// The whole day by keyboard. Physical keys are meant, so that a Russian layout works as well as an English one.
import { byId, current } from './page.js';

const OFF = 'priyomka-keys-off';
const drawers = { KeyI: 'note', KeyP: 'promise', KeyL: 'call', KeyT: 'transfer', KeyC: 'close', KeyO: 'override' };
const acts = {
  KeyN: () => byId('next')?.click(),
  KeyJ: () => step(1),
  KeyK: () => step(-1),
  KeyR: () => focusOn(byId('answer-text')),
  KeyG: () => focusOn(byId('log')),
  KeyA: openTypical,
};

export function keys() {
  document.addEventListener('keydown', pressed);
  const off = byId('keys-off');
  if (!off) return;
  off.closest('[hidden]').hidden = false;
  off.checked = isOff();
  off.addEventListener('change', () => localStorage.setItem(OFF, off.checked ? '1' : ''));
}

function isOff() {
  try { return localStorage.getItem(OFF) === '1'; } catch { return false; }
}

function pressed(event) {
  const field = event.target.closest('textarea, select, input:not([type=radio], [type=checkbox], [type=file])');
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { send(event); return; }
  if (event.key === 'Escape') { back(event, field); return; }
  if (field || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isOff()) return;
  if (event.key === '?' || (event.code === 'Slash' && event.shiftKey)) { location.href = '/console/help'; return; }
  if (event.shiftKey || event.repeat) return;
  const act = acts[event.code] ?? (drawers[event.code] && (() => open(drawers[event.code])));
  if (!act) return;
  event.preventDefault();
  act();
}

function send(event) {
  const form = event.target.closest('form');
  if (!form || form.method !== 'post') return;
  event.preventDefault();
  form.requestSubmit(form.querySelector('button.main, button.exact') ?? undefined);
}

function back(event, field) {
  const drawer = event.target.closest('details[open]') ?? (field ? null : document.querySelector('.drawer[open]'));
  if (drawer) {
    drawer.open = false;
    drawer.querySelector('summary').focus();
  } else if (field) {
    field.blur();
    focusOn(byId('log'));
  } else if (!current && location.pathname !== '/console') location.href = '/console';
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

function step(by) {
  const links = [...document.querySelectorAll('.held a')];
  if (!links.length) return;
  const at = links.findIndex((link) => link.hasAttribute('aria-current'));
  const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : (at + by + links.length) % links.length;
  links[next].click();
}

function focusOn(element) {
  element?.focus();
}
