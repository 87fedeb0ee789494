// Changes as they happen. One connection for all tabs of a browser: the tab that holds the lock listens and tells the others.
import { back, lost } from './connection.js';
import { announce } from './news.js';
import { byId, current, page, said, toast } from './page.js';
import { refresh, refreshAll } from './refresh.js';

const fresh = new Set(); // requests with news not looked at yet
const rang = new Map(); // by request: when it was last heard
let last = page.cursor ?? '';

export function listen() {
  if (!page.csrf) return;
  if (!last) refresh('rail', 0); // a page without the left side: the number in the title, the keys
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
  for (const kind of ['request', 'queue', 'visits', 'notices', 'reset', 'over']) {
    source.addEventListener(kind, (event) => {
      tell({ kind, id: event.lastEventId || last, ...JSON.parse(event.data) });
      if (kind === 'over') source.close();
    });
  }
  let gone = false;
  source.addEventListener('open', () => {
    if (gone) tell({ kind: 'online', id: last });
    gone = false;
  });
  source.addEventListener('error', () => {
    gone = true;
    tell({ kind: 'offline', id: last });
    if (source.readyState === EventSource.CLOSED) setTimeout(() => connect(tell), 3000);
  });
}

function react(news) {
  last = news.id;
  switch (news.kind) {
    case 'offline': lost(); break;
    case 'online': back(); refreshAll(); break;
    case 'over': toast(said.over, 600); break;
    case 'reset': refreshAll(); break;
    case 'queue': refresh('rail', 300 + Math.random() * 700); refresh('board', 2000 + Math.random() * 3000); break;
    case 'notices': refresh('bell', Math.random() * 200); refresh('questions-list', 300); refresh('rail', 500); break;
    case 'visits': refresh('day', 100 + Math.random() * 300); break;
    default: changed(news);
  }
}

function changed({ id, number, type, own, to_me: toMe }) {
  const name = String(number);
  if (name === current) refresh('conversation');
  if (toMe && !own) announce(id, number, 'request');
  if (!byId(`held-${name}`)) return; // what comes and goes is told by "queue"
  if (type === 'message.in') {
    if (Date.now() - (rang.get(name) ?? 0) > 10_000) { // a flood of messages is one noise
      rang.set(name, Date.now());
      announce(id, number, 'message');
    }
    if (name !== current) fresh.add(name);
  }
  refresh('rail');
}

/** Requests with unseen news keep their mark when the list is drawn anew. */
export function markFresh() {
  for (const link of document.querySelectorAll('.held a')) link.toggleAttribute('data-fresh', fresh.has(link.dataset.number));
}
