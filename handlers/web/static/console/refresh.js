// Parts of the page fetched anew, one fetch at a time for each; a wish that comes meanwhile is fulfilled afterwards.
import { ring } from './news.js';
import { byId, current, said, showUnread, toast } from './page.js';

const addresses = {
  rail: () => `/console/rail?current=${current}`,
  conversation: () => `/console/requests/${current}/conversation${location.search}`,
  bell: () => '/console/notices/news',
  day: () => `/console/visits/day-part${location.search}`,
  'questions-list': () => '/console/questions/part',
  board: () => `/console/board/part${location.search}`,
};
const jobs = { rail: {}, conversation: {}, bell: {}, day: {}, 'questions-list': {}, board: {} };

export function refresh(part, delay = 50) {
  const job = jobs[part];
  if (!byId(part)) return;
  if (job.running) { job.again = true; return; }
  job.timer ??= setTimeout(() => run(part, job), delay);
}

export const refreshAll = () => { for (const part of Object.keys(jobs)) refresh(part); };

async function run(part, job) {
  job.timer = undefined;
  job.running = true;
  job.again = false;
  let pause = 200;
  try {
    const response = await fetch(addresses[part](), { headers: { Accept: 'text/html' } });
    if (response.ok) await place(part, await response.text());
    else if (response.status === 401) toast(said.over, 60);
    else if (response.status >= 500) throw new Error(response.statusText);
  } catch {
    job.again = true;
    pause = 3000;
  }
  job.running = false;
  if (job.again) refresh(part, pause);
}

async function place(part, html) {
  const before = part === 'conversation' ? watch(byId(part)) : undefined;
  const answer = new DOMParser().parseFromString(html, 'text/html');
  for (const fresh of [...answer.body.children]) {
    const old = fresh.id && byId(fresh.id);
    if (!old || typedIn(old)) continue;
    if (old.open) fresh.open = true;
    if (window.htmx) await window.htmx.swap({ text: fresh.outerHTML, target: old, sourceElement: old, swap: 'outerMorph' });
    else old.replaceWith(fresh);
  }
  if (part === 'rail') showUnread();
  else if (part === 'bell') ring();
  else if (part === 'conversation') settle(before);
}

/** Somebody is filling in a field of the card or of a drawer: it is drawn anew once that is saved. */
const typedIn = (part) => (part.id === 'card' && part.querySelector('#known details[open] :focus') !== null)
  || (part.matches('.drawer') && [...part.querySelectorAll('input:not([type=hidden])')].some((field) => field.matches(':focus') || field.value !== field.defaultValue));

// ---- the conversation: keep the reader's place, follow the end only where it was in view

export function atEnd() {
  const log = byId('log');
  const box = log && log.scrollHeight > log.clientHeight ? log : document.scrollingElement;
  return box.scrollHeight - box.scrollTop - box.clientHeight < 120;
}

export function toEnd() {
  const log = byId('log');
  if (!log) return;
  if (log.scrollHeight > log.clientHeight) log.scrollTop = log.scrollHeight;
  else if (matchMedia('(max-width: 760px)').matches) byId('main').scrollIntoView({ block: 'end', behavior: 'instant' });
  document.querySelector('.fresh')?.remove();
}

function watch(conversation) {
  return { end: atEnd(), count: entries(), mine: conversation.dataset.mine };
}

const entries = () => document.querySelectorAll('#log .entry').length;

function settle(before) {
  const mine = byId('conversation')?.dataset.mine;
  if (before.mine === 'no' && mine === 'yes') { location.reload(); return; }
  if (before.mine === 'yes' && mine === 'no') {
    toast(said.lost, 30);
    byId('form-answer')?.querySelector('button.main')?.setAttribute('disabled', '');
  }
  if (before.end) toEnd();
  else if (entries() > before.count) offerEnd();
}

function offerEnd() {
  if (document.querySelector('.fresh')) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'fresh';
  button.textContent = said.fresh;
  button.addEventListener('click', toEnd);
  byId('log').append(button);
}
