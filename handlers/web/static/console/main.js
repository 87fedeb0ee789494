import { answering } from './answering.js';
import { archive } from './archive.js';
import { busy } from './busy.js';
import { compose } from './compose.js';
import { connection } from './connection.js';
import { keys } from './keys.js';
import { listen, markFresh } from './live.js';
import { attend } from './news.js';
import { byId, showUnread } from './page.js';
import { refresh, refreshAll, toEnd } from './refresh.js';
import { search } from './search.js';
import { heed, tick } from './ticks.js';
import { wrapUp } from './wrap-up.js';

showUnread();
connection(() => {
  refreshAll();
  byId('answer-text')?.dispatchEvent(new Event('input', { bubbles: true })); // a draft that could not be saved meanwhile
});
busy();
keys();
search();
archive();
attend();
tick();
compose();
answering();
wrapUp();
if (!location.hash || location.hash === '#end') toEnd();
listen();
if (byId('rail')) {
  new MutationObserver(() => { heed(); markFresh(); }).observe(byId('rail').parentElement, { childList: true, subtree: true });
  setInterval(() => { refresh('rail'); refresh('bell'); refresh('board'); }, 60_000); // what no event tells: deadlines passing, the length of the queue, what was seen elsewhere
}
// Where there is no room for all the sections, the one that is open is in view.
for (const link of document.querySelectorAll(':is(.places, .sections) [aria-current]')) link.scrollIntoView({ block: 'nearest', inline: 'center', behavior: 'instant' });
