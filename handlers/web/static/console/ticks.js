// Clocks that go on: how long somebody has waited, how much is left. The server's clock counts, not this machine's.
import { byId, said } from './page.js';

let ahead = 0; // milliseconds the server is ahead of this machine
let told = ''; // what time it said last

export function tick() {
  heed();
  draw();
  setInterval(draw, 5000);
  document.addEventListener('visibilitychange', draw);
}

/** After the left side has been drawn anew: it says what time it is there. */
export function heed() {
  const now = byId('rail')?.dataset.now;
  if (!now || now === told) return;
  told = now;
  ahead = Date.parse(now) - Date.now();
}

function draw() {
  const now = Date.now() + ahead;
  for (const clock of document.querySelectorAll('time[data-since]')) say(clock, lasting(now - Date.parse(clock.dateTime)));
  for (const clock of document.querySelectorAll('time[data-until]')) {
    const left = Date.parse(clock.dateTime) - now;
    say(clock, (left < 0 ? said.past : said.left).replace('{t}', lasting(Math.abs(left))));
  }
  // The conversation's own sign repeats the clock of its line in the list.
  const mine = document.querySelector('.held a[aria-current] time[data-since]');
  const sign = document.querySelector('#conversation .facts .mark.wait');
  if (mine && sign) say(sign, said.waits.replace('{t}', mine.textContent));
}

function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** `under a minute`, `12 min`, `3 h 5 min`, `2 d 4 h`: as services/texts has it. */
export function lasting(milliseconds) {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const [days, left] = [Math.floor(hours / 24), hours % 24];
  if (days) return (left ? said.days : said.daysFlat).replace('{d}', days).replace('{h}', left);
  if (hours) return (rest ? said.hours : said.hoursFlat).replace('{h}', hours).replace('{m}', rest);
  return minutes ? said.minutes.replace('{m}', minutes) : said.under;
}
