import { compose } from './compose.js';
import { keys } from './keys.js';
import { listen, markFresh } from './live.js';
import { byId, showUnread } from './page.js';
import { refresh, toEnd } from './refresh.js';

showUnread();
keys();
compose();
if (!location.hash || location.hash === '#end') toEnd();
listen();
if (byId('rail')) {
  new MutationObserver(markFresh).observe(byId('rail').parentElement, { childList: true, subtree: true });
  setInterval(() => refresh('rail'), 30_000); // minutes of waiting go on
}
// Where there is no room for all the sections, the one that is open is in view.
for (const link of document.querySelectorAll(':is(.places, .sections) [aria-current]')) link.scrollIntoView({ block: 'nearest', inline: 'center', behavior: 'instant' });
