// What the scripts of a page share. Everything here is comfort: each page works without it.
export const page = document.body.dataset;
export const said = JSON.parse(page.said);
export const byId = (id) => document.getElementById(id);
export const current = page.current ?? '';

let fading;

export function toast(text, seconds = 6) {
  const place = byId('toast');
  place.textContent = text;
  clearTimeout(fading);
  fading = setTimeout(() => { place.textContent = ''; }, seconds * 1000);
}

/** The number of unanswered messages, and `!` for an urgent notice: before the title, in the bar, as a dot on the page's sign. */
export function showUnread() {
  const unread = Number(byId('rail')?.dataset.unread ?? 0);
  const news = `${unread || ''}${Number(byId('bell')?.dataset.urgent) ? '!' : ''}`;
  const plain = document.title.replace(/^\(\d*!?\) /, '');
  document.title = news ? `(${news}) ${plain}` : plain;
  const badge = byId('badge');
  if (badge) {
    badge.hidden = !unread;
    byId('badge-count').textContent = unread;
  }
  const sign = byId('favicon');
  const file = sign.getAttribute('href').split('#')[0];
  const wanted = news ? `${file}#dot` : file; // a second view of the same drawing
  if (sign.getAttribute('href') !== wanted) sign.setAttribute('href', wanted);
}

/** Forms made for an older session get the newest protection key. */
export function renewForms(csrf) {
  if (!csrf || csrf === page.csrf) return false;
  page.csrf = csrf;
  for (const field of document.querySelectorAll('input[name=csrf]')) field.value = csrf;
  return true;
}

/** What this browser keeps of a person's wishes. In cookies: signing out clears the other stores. */
export function wish(name, value) {
  const key = `priyomka-${name}`;
  if (value === undefined) return document.cookie.split('; ').includes(`${key}=1`);
  document.cookie = `${key}=${value ? 1 : 0}; path=/console; max-age=31536000; samesite=lax`;
  return value;
}
