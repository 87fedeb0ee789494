// Files for a message: chosen, pasted, dropped or spoken; what is too large is refused before it is sent.
import { toast } from './page.js';
import { words } from './media.js';

const LARGEST = 20 * 1024 * 1024;
const MOST = 10;
const LONGEST = 600; // seconds of a voice

export function files() {
  document.addEventListener('paste', takePasted);
  for (const kind of ['dragover', 'dragleave', 'drop']) document.addEventListener(kind, takeDropped);
  document.addEventListener('change', ({ target }) => { if (target.matches('form[enctype] input[type=file]')) put(target, [...target.files]); });
  equip();
}

/** After the form has been drawn anew. */
export function equip() {
  const row = document.querySelector('#form-answer .row');
  if (!row || row.querySelector('.record') || !navigator.mediaDevices || !window.MediaRecorder) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'record';
  button.replaceChildren(microphone());
  label(button, words().record);
  button.addEventListener('click', () => (button.recorder ? button.recorder.stop() : record(button)));
  row.querySelector('.attach').after(button);
}

/** Drawn like the page's other icons: an emoji is an empty box where no font has it. */
function microphone() {
  const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of Object.entries({ class: 'icon', width: 18, height: 18, viewBox: '0 0 24 24', 'aria-hidden': 'true' })) icon.setAttribute(name, value);
  const line = document.createElementNS(icon.namespaceURI, 'path');
  line.setAttribute('d', 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3M5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21');
  icon.append(line);
  return icon;
}

function label(button, text) {
  button.setAttribute('aria-label', text);
  button.title = text;
}

function takePasted(event) {
  const form = event.target.closest?.('form[enctype]');
  const given = [...(event.clipboardData?.files ?? [])];
  if (!form || !given.length) return;
  event.preventDefault();
  attach(form, given);
}

function takeDropped(event) {
  const form = event.target.closest?.('form[enctype]');
  if (!form || !event.dataTransfer?.types.includes('Files')) return;
  event.preventDefault();
  form.classList.toggle('dropping', event.type === 'dragover');
  if (event.type === 'drop') attach(form, [...event.dataTransfer.files]);
}

function attach(form, given) {
  const input = form.querySelector('input[type=file]');
  put(input, [...input.files, ...given]);
}

// ---- what is going to be sent

function put(input, given) {
  const say = words();
  const fitting = given.filter((file) => file.size <= LARGEST);
  const large = given.filter((file) => file.size > LARGEST).map(({ name }) => name);
  if (large.length) toast(say.large.replace('{name}', large.join(', ')), 12);
  else if (fitting.length > MOST) toast(say.many, 12);
  const all = new DataTransfer();
  for (const file of fitting.slice(0, MOST)) all.items.add(file);
  input.files = all.files;
  list(input, say);
}

function list(input, say) {
  const form = input.form;
  let place = form.querySelector('.chosen');
  if (!place) {
    place = document.createElement('ul');
    place.className = 'chosen';
    input.closest('.row').before(place);
  }
  place.replaceChildren(...[...input.files].map((file, at) => chosen(input, file, at, say)));
}

function chosen(input, file, at, say) {
  const item = document.createElement('li');
  const name = document.createElement('span');
  name.textContent = `${file.name}, ${size(file.size)}`;
  const drop = document.createElement('button');
  drop.type = 'button';
  drop.textContent = '×';
  label(drop, say.remove.replace('{name}', file.name));
  drop.addEventListener('click', () => {
    put(input, [...input.files].filter((_, place) => place !== at));
    input.focus();
  });
  item.append(name, drop);
  return item;
}

function size(bytes) {
  const lang = document.documentElement.lang;
  const [count, unit] = bytes >= 1e6 ? [bytes / 1e6, 'megabyte'] : [Math.max(1, bytes / 1000), 'kilobyte'];
  return new Intl.NumberFormat(lang, { style: 'unit', unit, maximumFractionDigits: unit === 'megabyte' ? 1 : 0 }).format(count);
}

// ---- a voice

async function record(button) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch { toast(words().noMicrophone, 12); return; }
  const wanted = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus'].find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, { mimeType: wanted, audioBitsPerSecond: 32000 });
  const pieces = [];
  const began = Date.now();
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
  recorder.addEventListener('stop', () => finish(button, stream, pieces));
  button.recorder = recorder;
  label(button, words().stop);
  button.classList.add('on');
  button.clock = setInterval(() => {
    const seconds = Math.floor((Date.now() - began) / 1000);
    button.textContent = `■ ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    if (seconds >= LONGEST || !button.isConnected) recorder.stop();
  }, 250);
  button.textContent = '■ 0:00';
  recorder.start(1000);
}

function finish(button, stream, pieces) {
  clearInterval(button.clock);
  for (const track of stream.getTracks()) track.stop();
  button.recorder = undefined;
  button.classList.remove('on');
  button.replaceChildren(microphone());
  label(button, words().record);
  const form = document.getElementById('form-answer');
  if (!form || !button.isConnected) return;
  const type = pieces[0]?.type ?? '';
  const at = new Date().toTimeString().slice(0, 5).replace(':', '-');
  attach(form, [new File(pieces, `voice ${at}.${type.includes('ogg') ? 'ogg' : 'webm'}`, { type })]);
}
