// The shape of a sound as a row of bars, computed from the sound itself.

const RATE = 8000; // enough for a picture
const LARGEST_BYTES = 4_000_000;
const known = new Map(); // url → promise of {bars, seconds} or null

/** Bars between 0 and 1 and the length in seconds; null where the browser cannot decode the sound. */
export function wave(url, count) {
  if (!known.has(url)) known.set(url, measure(url, count).catch(() => null));
  return known.get(url);
}

async function measure(url, count) {
  const answer = await fetch(url);
  const bytes = await answer.arrayBuffer();
  if (!answer.ok || bytes.byteLength > LARGEST_BYTES) return null;
  const sound = await new OfflineAudioContext(1, RATE, RATE).decodeAudioData(bytes);
  return { bars: bars(sound.getChannelData(0), count), seconds: sound.duration };
}

function bars(samples, count) {
  const width = samples.length / count;
  const levels = Array.from({ length: count }, (_, index) => level(samples, Math.floor(index * width), Math.floor((index + 1) * width)));
  const loudest = Math.max(...levels, 1e-6);
  // A root lifts the quiet parts: that is how loud they seem to the ear.
  return levels.map((one) => Math.sqrt(one / loudest));
}

function level(samples, from, to) {
  let sum = 0;
  for (let at = from; at < to; at += 1) sum += samples[at] * samples[at];
  return Math.sqrt(sum / Math.max(1, to - from));
}

/** A shape for a sound that is not decoded: always the same one for the same address. */
export function flat(url, count) {
  let seed = [...(url ?? "")].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, 7);
  return Array.from({ length: count }, (_, index) => {
    seed = (seed * 1664525 + 1013904223) >>> 0;
    return 0.15 + 0.55 * (seed / 2 ** 32) * (0.5 + 0.5 * Math.abs(Math.sin(index / 3.7)));
  });
}
