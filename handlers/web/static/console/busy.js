// An answer that takes longer than a moment is seen to be on its way.
const PATIENCE = 350; // milliseconds
let waiting;
let pressed;

export function busy() {
  document.addEventListener('submit', (event) => {
    const inPlace = event.target.hasAttribute('hx-post');
    if ((event.defaultPrevented && !inPlace) || event.target.method === 'dialog') return;
    begin(event.submitter);
  });
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href]');
    const leaves = link && !event.defaultPrevented && !link.target && !link.hasAttribute('download') && !link.getAttribute('href').startsWith('#');
    if (leaves && !event.ctrlKey && !event.metaKey && !event.shiftKey && link.origin === location.origin && !link.search.includes('download')) begin();
  });
  for (const kind of ['htmx:after:swap', 'htmx:error', 'htmx:before:swap']) document.addEventListener(kind, end);
  addEventListener('pageshow', end);
  addEventListener('pagehide', end);
}

function begin(button) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    document.body.dataset.busy = '';
    pressed = button;
    pressed?.setAttribute('aria-busy', 'true');
    waiting = setTimeout(end, 20_000); // a file that was saved, a page that never came
  }, PATIENCE);
}

function end() {
  clearTimeout(waiting);
  delete document.body.dataset.busy;
  pressed?.removeAttribute('aria-busy');
  pressed = undefined;
}
