// A short film drawn on the spot, for whoever has no camera at hand.
import { t } from "./texts.js";

const SIDE = 240;
const LENGTH_MS = 2200;
const TYPES = ["video/mp4;codecs=avc1.42E01E", "video/webm;codecs=vp8", "video/webm"];

/** About two seconds of a turning wheel, square. Rejects where the browser records no films. */
export async function sampleFilm() {
  const type = globalThis.MediaRecorder && TYPES.find((one) => MediaRecorder.isTypeSupported(one));
  if (!type) throw new Error(t("attach.noFilms"));
  const canvas = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
  const pen = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: type });
  const parts = [];
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve));
  const timer = setInterval(() => paint(pen, performance.now() / 700), 40);
  recorder.start();
  setTimeout(() => recorder.stop(), LENGTH_MS);
  await stopped;
  clearInterval(timer);
  const plain = type.split(";")[0];
  return new File(parts, `round.${plain.split("/")[1]}`, { type: plain });
}

function paint(pen, turn) {
  const middle = SIDE / 2;
  pen.fillStyle = "#34506b";
  pen.fillRect(0, 0, SIDE, SIDE);
  disc(pen, middle, 92, "#1b2530");
  disc(pen, middle, 62, "#c9d3dc");
  pen.strokeStyle = "#5c6b79";
  pen.lineWidth = 12;
  for (let spoke = 0; spoke < 5; spoke += 1) {
    const angle = turn + (spoke * 2 * Math.PI) / 5;
    pen.beginPath();
    pen.moveTo(middle, middle);
    pen.lineTo(middle + 58 * Math.cos(angle), middle + 58 * Math.sin(angle));
    pen.stroke();
  }
  disc(pen, middle, 16, "#34506b");
}

function disc(pen, middle, radius, colour) {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.arc(middle, middle, radius, 0, 2 * Math.PI);
  pen.fill();
}
