// Looking at pictures, changing what has been said, and forms that need no new page.
import { byId, said, toast } from './page.js';
import { refresh } from './refresh.js';

/** Words of this module come with the conversation: they are there in its language. */
export const words = () => JSON.parse(byId('conversation')?.dataset.media ?? '{}');

export function media() {
  document.addEventListener('click', clicked);
  document.addEventListener('submit', quietly);
}

function clicked(event) {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const picture = event.target.closest?.('#log a.image');
  const mend = event.target.closest?.('a.mend');
  if (picture) { event.preventDefault(); view(picture); }
  if (mend) { event.preventDefault(); openMend(mend.href); }
}

function dialog(name, label) {
  const box = document.createElement('dialog');
  box.className = name;
  if (label) box.setAttribute('aria-label', label);
  box.addEventListener('close', () => box.remove());
  box.addEventListener('click', (event) => { if (event.target === box) box.close(); });
  document.body.append(box);
  return box;
}

function button(text, label, act) {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.setAttribute('aria-label', label);
  made.title = label;
  made.addEventListener('click', act);
  return made;
}

// ---- pictures, one by one

function view(first) {
  const pictures = [...document.querySelectorAll('#log a.image')].map(({ href, dataset }) => ({ href, name: dataset.name }));
  let at = pictures.findIndex(({ href }) => href === first.href);
  const say = words();
  const box = dialog('lightbox', say.picture);
  const image = document.createElement('img');
  const name = document.createElement('p');
  name.setAttribute('role', 'status');
  const save = document.createElement('a');
  save.textContent = say.download;
  const show = (by) => {
    at = (at + by + pictures.length) % pictures.length;
    image.src = pictures[at].href;
    image.alt = pictures[at].name;
    save.href = `${pictures[at].href}?download`;
    name.textContent = pictures.length > 1 ? `${pictures[at].name} (${at + 1} / ${pictures.length})` : pictures[at].name;
  };
  const bar = document.createElement('div');
  bar.className = 'bar';
  const close = button('×', say.close, () => box.close());
  const steps = pictures.length > 1 ? [button('‹', say.previous, () => show(-1)), button('›', say.next, () => show(1))] : [];
  bar.append(name, save, ...steps, close);
  box.append(bar, image);
  image.addEventListener('click', () => { if (pictures.length > 1) show(1); else box.close(); });
  box.addEventListener('keydown', (event) => {
    event.stopPropagation(); // the page's own keys rest
    if (event.key === 'ArrowLeft') show(-1);
    if (event.key === 'ArrowRight') show(1);
  });
  show(0);
  box.showModal();
  close.focus();
}

// ---- an answer that is there already

async function openMend(href) {
  try {
    const response = await fetch(href, { headers: { Accept: 'text/html' } });
    const form = partOf(await response.text());
    if (!response.ok || !form) throw new Error(response.statusText);
    const box = dialog('mend');
    box.setAttribute('aria-labelledby', 'mend-title');
    box.addEventListener('keydown', keys);
    box.addEventListener('click', (event) => { if (event.target.closest('[data-close]')) { event.preventDefault(); box.close(); } });
    box.append(form);
    box.showModal();
    box.querySelector('textarea').focus();
  } catch { location.href = href; }
}

function keys(event) {
  event.stopPropagation();
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.querySelector('form').requestSubmit();
}

const partOf = (html) => new DOMParser().parseFromString(html, 'text/html').getElementById('mend');

// ---- forms that change something in the conversation and nothing else

async function quietly(event) {
  const form = event.target;
  if (!form.matches('[data-quiet]') || event.defaultPrevented) return;
  event.preventDefault();
  if (form.dataset.busy !== undefined) return;
  form.dataset.busy = '';
  try {
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const response = await fetch(form.action, { method: 'POST', body, redirect: 'manual', headers: { Accept: 'text/html' } });
    if (response.type === 'opaqueredirect') done(form);
    else refused(form, await response.text());
  } catch { toast(said.failed, 15); }
  delete form.dataset.busy;
}

function done(form) {
  form.closest('dialog')?.close();
  for (const open of document.querySelectorAll('.react[open]')) open.open = false;
  refresh('conversation', 0);
}

function refused(form, html) {
  const box = form.closest('dialog');
  const again = box && partOf(html);
  if (again) {
    box.replaceChildren(again);
    box.querySelector('[aria-invalid], textarea')?.focus();
    return;
  }
  const page = new DOMParser().parseFromString(html, 'text/html');
  toast(page.querySelector('.acts > .trouble, .trouble, .why')?.textContent.trim() ?? said.failed, 15);
  box?.close();
  refresh('conversation', 0);
}
