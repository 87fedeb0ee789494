// A photo and a voice note made on the spot, for whoever has no files at hand.

const WIDTH = 1024;
const HEIGHT = 768;
let made = 0;

/** A drawn landscape as a JPEG file; each one differs in colour and carries its number and the time. */
export function samplePhoto() {
  made += 1;
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  paint(canvas.getContext("2d"), (made * 67) % 360);
  caption(canvas.getContext("2d"), `№ ${made} · ${new Date().toLocaleTimeString()}`);
  // toBlob waits for an idle moment of the browser, which may take seconds; this does not.
  const bytes = atob(canvas.toDataURL("image/jpeg", 0.85).split(",")[1]);
  return new File([Uint8Array.from(bytes, (letter) => letter.charCodeAt(0))], `sample-${made}.jpg`, { type: "image/jpeg" });
}

function paint(pen, hue) {
  const sky = pen.createLinearGradient(0, 0, 0, HEIGHT);
  sky.addColorStop(0, `hsl(${hue} 60% 62%)`);
  sky.addColorStop(1, `hsl(${hue + 40} 80% 88%)`);
  pen.fillStyle = sky;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.fillStyle = "hsl(45 100% 92%)";
  pen.beginPath();
  pen.arc(WIDTH * 0.72, HEIGHT * 0.3, 90, 0, Math.PI * 2);
  pen.fill();
  for (const [level, light] of [[0.55, 48], [0.68, 36], [0.82, 24]]) hills(pen, level, `hsl(${hue + 20} 35% ${light}%)`);
}

function hills(pen, level, colour) {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.moveTo(0, HEIGHT);
  for (let x = 0; x <= WIDTH; x += 20) {
    const wave = Math.sin(x / (90 + level * 160) + level * 20) + 0.4 * Math.sin(x / 47 + level * 9);
    pen.lineTo(x, HEIGHT * level - wave * 60);
  }
  pen.lineTo(WIDTH, HEIGHT);
  pen.fill();
}

function caption(pen, text) {
  pen.font = "600 36px system-ui, sans-serif";
  pen.fillStyle = "rgb(255 255 255 / 90%)";
  pen.fillText(text, 48, HEIGHT - 48);
}

const RATE = 16000;
const SYLLABLES = [[165, 700, 1150], [175, 400, 2000], [155, 500, 900], [190, 300, 2250], [150, 650, 1100], [140, 500, 900]];
const SYLLABLE_S = 0.3;

/** About two seconds of a murmur that resembles speech, as a WAV file (16 kHz, 16 bits, mono). */
export function sampleVoice() {
  const samples = SYLLABLES.flatMap(syllable);
  return new File([wav(samples)], "voice.wav", { type: "audio/wav" });
}

// A buzz at the pitch of a voice with two resonances, which is what makes a vowel.
function syllable([pitch, first, second]) {
  const count = Math.round(RATE * SYLLABLE_S);
  return Array.from({ length: count }, (_, index) => {
    const time = index / RATE;
    let value = 0;
    for (let harmonic = 1; harmonic * pitch < 3500; harmonic += 1) {
      const frequency = harmonic * pitch;
      const gain = resonance(frequency, first) + 0.6 * resonance(frequency, second) + 0.02;
      value += gain * Math.sin(2 * Math.PI * frequency * time);
    }
    return 0.28 * value * Math.sin((Math.PI * index) / count) ** 0.7;
  });
}

const resonance = (frequency, peak) => 1 / (1 + ((frequency - peak) / 110) ** 2);

function wav(samples) {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const word = (at, text) => [...text].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  word(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  word(8, "WAVEfmt ");
  [[16, 16, 4], [20, 1, 2], [22, 1, 2], [24, RATE, 4], [28, RATE * 2, 4], [32, 2, 2], [34, 16, 2]].forEach(([at, value, size]) =>
    (size === 4 ? view.setUint32(at, value, true) : view.setUint16(at, value, true)));
  word(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, index) => view.setInt16(44 + index * 2, Math.max(-1, Math.min(1, sample)) * 32767, true));
  return view.buffer;
}
