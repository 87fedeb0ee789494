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

/** The number of unanswered messages stands before the title. */
export function showUnread() {
  const unread = Number(byId('rail')?.dataset.unread ?? 0);
  const plain = document.title.replace(/^\(\d+\) /, '');
  document.title = unread ? `(${unread}) ${plain}` : plain;
}

/** Forms made for an older session get the newest protection key. */
export function renewForms(csrf) {
  if (!csrf || csrf === page.csrf) return false;
  page.csrf = csrf;
  for (const field of document.querySelectorAll('input[name=csrf]')) field.value = csrf;
  return true;
}
