// Whether there is a way to the server. Without one: what still works is told, nothing is sent into the void, and the way back is found by itself.
import { byId, page, said, toast } from './page.js';

const CALM = 1500; // milliseconds: a shorter break is nobody's business
let state = 'here'; // here, stale (the page does not refresh itself), away
let watching;
let probing = false;
let returned = () => {};

/** `onReturn` runs when the connection is back. */
export function connection(onReturn) {
  returned = onReturn;
  addEventListener('offline', () => { show('away'); watch(0); });
  addEventListener('online', () => watch(0));
  document.addEventListener('submit', keepBack, true);
  document.addEventListener('click', stay, true);
}

export function lost() { watch(CALM); }

export function back() {
  clearTimeout(watching);
  watching = undefined;
  if (state === 'here') return;
  const told = state !== 'here';
  show('here');
  if (told) toast(said.online, 4);
  returned();
}

/** Until the live view speaks again, ask now and then whether the server can be reached at all. */
function watch(pause) {
  if (pause === 0) clearTimeout(watching);
  else if (watching) return;
  watching = setTimeout(async () => {
    watching = undefined;
    if (probing) return;
    probing = true;
    const reached = await reachable();
    probing = false;
    if (state === 'away' && reached) { back(); return; } // the live view follows
    show(reached ? 'stale' : 'away');
    if (!reached) watch(3000);
  }, pause);
}

async function reachable() {
  if (!navigator.onLine) return false;
  try {
    return (await fetch(`${page.probe}?${Date.now()}`, { cache: 'no-store', signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}

function show(next) {
  state = next;
  const banner = byId('connection');
  if (!banner) return;
  banner.hidden = next === 'here';
  banner.querySelector('span').textContent = next === 'stale' ? said.stale : said.offline;
  document.body.toggleAttribute('data-away', next === 'away');
}

/** A form that would leave the page stays, with its words, while nobody could take it. Those sent in place tell it themselves. */
function keepBack(event) {
  if (state !== 'away' || event.target.method === 'dialog' || event.target.hasAttribute('hx-post')) return;
  event.preventDefault();
  event.stopPropagation();
  toast(said.offlineAct, 8);
}

function stay(event) {
  const link = event.target.closest?.('a[href]');
  if (state !== 'away' || !link || link.origin !== location.origin || link.getAttribute('href').startsWith('#')) return;
  event.preventDefault();
  toast(said.offlineAct, 8);
}
