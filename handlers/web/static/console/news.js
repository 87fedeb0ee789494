// What calls for attention: a soft sound, and a notification for those who asked for it. Never about one's own acts.
import { byId, said, showUnread, toast, wish } from './page.js';

let audio; // made at the first press: browsers let nobody make a noise before

export function attend() {
  const mute = byId('mute');
  if (!mute) return;
  mute.hidden = false;
  showMute();
  mute.addEventListener('click', toggleMute);
  for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, awake, { once: true, capture: true });
  offerNotices();
}

export function toggleMute() {
  wish('mute', !wish('mute'));
  showMute();
  if (!wish('mute')) play([587.33, 783.99]); // so this is what it sounds like
}

function showMute() {
  byId('mute').setAttribute('aria-pressed', wish('mute') ? 'true' : 'false');
}

function awake() {
  audio ??= new AudioContext();
  if (audio.state === 'suspended') audio.resume();
}

/** A message in one's own request, or a request given to one. Of several tabs one makes the noise. */
export function announce(id, number, kind) {
  once(id, () => {
    if (!wish('mute')) play(kind === 'message' ? [659.25] : [587.33, 783.99]);
    const words = (kind === 'message' ? said.newMessage : said.newRequest).replace('{n}', number);
    notify(words, document.querySelector(`#held-${number} .name`)?.textContent ?? '', `/console/requests/${number}`);
  });
}

let rung = Number(byId('bell')?.dataset.urgent); // what was there when the page was opened makes no noise

/** After the bell has been drawn anew: what is urgent and new is heard, shown for a while and told to screen readers. */
export function ring() {
  showUnread();
  const { urgent, says = '' } = byId('bell').dataset;
  if (Number(urgent) <= rung) return;
  rung = Number(urgent);
  toast(`${said.newNotice}: ${says}`, 12);
  once(`notice-${urgent}`, () => {
    if (!wish('mute')) play([783.99, 587.33, 783.99]);
    notify(said.newNotice, says, '/console/notices');
  });
}

function once(id, act) {
  const first = () => {
    try {
      if (localStorage.getItem('priyomka-heard') === id) return;
      localStorage.setItem('priyomka-heard', id);
    } catch { /* no storage: every tab may ring */ }
    act();
  };
  if (navigator.locks) navigator.locks.request('priyomka-heard', first);
  else first();
}

/** Short soft tones, one after another. */
function play(tones) {
  if (!audio && !navigator.userActivation?.hasBeenActive) return; // nobody has touched this page yet
  awake();
  tones.forEach((frequency, at) => {
    const begin = audio.currentTime + 0.02 + at * 0.14;
    const tone = audio.createOscillator();
    const loudness = audio.createGain();
    tone.type = 'sine';
    tone.frequency.value = frequency;
    loudness.gain.setValueAtTime(0, begin);
    loudness.gain.linearRampToValueAtTime(0.09, begin + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0008, begin + 0.5);
    tone.connect(loudness).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + 0.55);
  });
}

// ---- notifications of the system

function offerNotices() {
  const button = byId('notify');
  if (!window.Notification || Notification.permission !== 'default') return;
  button.hidden = false;
  button.addEventListener('click', async () => { button.hidden = (await Notification.requestPermission()) !== 'default'; });
}

/** A press on it leads to `address`; a newer one about the same replaces it. */
function notify(words, body, address) {
  if (!window.Notification || Notification.permission !== 'granted' || !document.hidden) return;
  const notice = new Notification(words, { body, tag: `priyomka-${address}`, silent: true });
  notice.addEventListener('click', () => { window.focus(); location.href = address; });
}
