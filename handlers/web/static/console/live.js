// Changes as they happen. One connection for all tabs of a browser: the tab that holds the lock listens and tells the others.
import { byId, current, page, said, toast } from './page.js';
import { refresh, refreshAll } from './refresh.js';

const fresh = new Set(); // requests with news not looked at yet
let last = page.cursor;

export function listen() {
  if (!last) return;
  if (!navigator.locks || !window.BroadcastChannel) { connect(react); return; }
  const others = new BroadcastChannel('priyomka-live');
  others.addEventListener('message', ({ data }) => react(data));
  const lead = () => new Promise(() => { // never settled: the lock is kept until the tab goes
    connect((news) => { react(news); others.postMessage(news); });
  });
  navigator.locks.request('priyomka-live', { ifAvailable: true }, (lock) => {
    if (lock) return lead();
    refreshAll(); // what happened before this tab began to hear
    navigator.locks.request('priyomka-live', lead);
  });
}

function connect(tell) {
  const source = new EventSource(`/console/live?after=${encodeURIComponent(last)}`);
  for (const kind of ['request', 'queue', 'reset', 'over']) {
    source.addEventListener(kind, (event) => {
      tell({ kind, id: event.lastEventId || last, ...JSON.parse(event.data) });
      if (kind === 'over') source.close();
    });
  }
  let lost = false;
  source.addEventListener('open', () => {
    if (lost) tell({ kind: 'online', id: last });
    lost = false;
  });
  source.addEventListener('error', () => {
    lost = true;
    tell({ kind: 'offline', id: last });
    if (source.readyState === EventSource.CLOSED) setTimeout(() => connect(tell), 3000);
  });
}

function react({ kind, id, number, type }) {
  last = id;
  if (kind === 'offline') byId('link-state').textContent = said.offline;
  else if (kind === 'online') { byId('link-state').textContent = ''; refreshAll(); }
  else if (kind === 'over') toast(said.over, 600);
  else if (kind === 'reset') refreshAll();
  else if (kind === 'queue') refresh('rail', 300 + Math.random() * 700);
  else changed(String(number), type);
}

function changed(number, type) {
  if (number === current) refresh('conversation');
  if (!byId(`held-${number}`)) return; // what comes and goes is told by "queue"
  if (number !== current && type === 'message.in') fresh.add(number);
  refresh('rail');
}

/** Requests with unseen news keep their mark when the list is drawn anew. */
export function markFresh() {
  for (const link of document.querySelectorAll('.held a')) link.toggleAttribute('data-fresh', fresh.has(link.dataset.number));
}
