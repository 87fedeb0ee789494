// Voice notes and music: a player with the shape of the sound, to be heard, sought in and read.
import { h, icon, whenNear } from "./dom.js";
import { fileOf } from "./pictures.js";
import { duration, fileSize, t } from "./texts.js";
import { flat, wave } from "./wave.js";

const STEP_S = 1;
const BARS = 42;
const SPEEDS = [1, 1.5, 2];
let playing = null; // one sound at a time, on the whole page

/** The player of a voice note, or of a piece of music with its name. */
export function sound(message) {
  const voice = "voice" in message;
  return new Player(message, voice).node;
}

class Player {
  constructor(message, voice) {
    this.voice = voice;
    this.given = (message.voice ?? message.audio)?.duration ?? 0;
    this.url = fileOf(message).url;
    this.name = voice ? t("message.voice") : message.audio?.title ?? message.audio?.file_name ?? fileOf(message).name ?? t("message.audio");
    this.audio = h("audio", { src: this.url, preload: "metadata" });
    this.build(message);
    this.listen();
    this.draw();
    if (voice) whenNear(this.node, () => this.readWave());
  }

  build(message) {
    this.button = h("button", { type: "button", class: "play-button", onclick: () => this.toggle() });
    this.shape = h("span", { class: "wave", "aria-hidden": "true" });
    this.track = h("div", {
      class: "track", role: "slider", tabindex: "0", "aria-label": t("sound.seek"), "aria-valuemin": "0",
      onpointerdown: (event) => this.grab(event), onkeydown: (event) => this.key(event),
    }, this.shape);
    this.time = h("span", { class: "sound-time" });
    this.speed = h("button", { type: "button", class: "speed", hidden: true, onclick: () => this.faster() });
    const size = fileSize(fileOf(message).size);
    const { performer } = message.audio ?? {};
    const line = h("span", { class: "sound-line" }, this.time, !this.voice && h("small", {}, [performer, size].filter(Boolean).join(" · ")), this.speed);
    this.node = h("div", { class: `sound ${this.voice ? "voice" : "music"}`, role: "group", "aria-label": this.name },
      this.button, h("div", { class: "sound-body" }, !this.voice && h("span", { class: "file-name" }, this.name), this.track, line), this.audio);
    this.paintWave(flat(this.url, BARS));
  }

  listen() {
    for (const name of ["timeupdate", "loadedmetadata", "durationchange", "play", "pause", "ended", "ratechange"]) this.audio.addEventListener(name, () => this.draw());
    this.audio.addEventListener("play", () => this.alone());
    this.audio.addEventListener("error", () => this.node.classList.add("broken"));
  }

  get total() {
    const { duration: known } = this.audio;
    return Number.isFinite(known) && known > 0 ? known : this.heard || this.given;
  }

  async readWave() {
    const found = await wave(this.url, BARS);
    if (!found) return;
    this.heard = found.seconds;
    this.paintWave(found.bars);
    this.draw();
  }

  paintWave(bars) {
    this.shape.replaceChildren(...bars.map((height) => {
      const bar = h("i");
      bar.style.height = `${Math.round(12 + 88 * height)}%`;
      return bar;
    }));
  }

  draw() {
    const { paused, currentTime: at } = this.audio;
    const { total } = this;
    const begun = !paused || at > 0;
    this.button.replaceChildren(icon(paused ? "play" : "pause"));
    this.button.setAttribute("aria-label", paused ? t("sound.play") : t("sound.pause"));
    this.time.textContent = begun && !this.audio.ended ? `${duration(at)} / ${duration(total)}` : duration(total);
    this.speed.hidden = !this.voice || !begun;
    this.speed.textContent = `${this.audio.playbackRate.toLocaleString(document.documentElement.lang)}×`;
    this.speed.setAttribute("aria-label", t("sound.speed", { n: this.speed.textContent }));
    this.drawTrack(total ? Math.min(1, at / total) : 0, at, total);
  }

  drawTrack(part, at, total) {
    this.track.style.setProperty("--part", `${part * 100}%`);
    const bars = this.shape.children;
    for (let index = 0; index < bars.length; index += 1) bars[index].classList.toggle("heard", index < Math.round(part * bars.length));
    this.track.setAttribute("aria-valuemax", String(Math.ceil(total)));
    this.track.setAttribute("aria-valuenow", String(Math.floor(at)));
    this.track.setAttribute("aria-valuetext", t("sound.at", { at: duration(at), total: duration(total) }));
  }

  toggle() {
    if (this.audio.paused) this.audio.play().catch(() => this.node.classList.add("broken"));
    else this.audio.pause();
  }

  alone() {
    if (playing && playing !== this.audio) playing.pause();
    playing = this.audio;
  }

  faster() {
    this.audio.playbackRate = SPEEDS[(SPEEDS.indexOf(this.audio.playbackRate) + 1) % SPEEDS.length];
  }

  seek(seconds) {
    this.audio.currentTime = Math.min(Math.max(0, seconds), this.total);
    this.draw();
  }

  key(event) {
    const at = this.audio.currentTime;
    const wanted = { ArrowRight: at + STEP_S, ArrowUp: at + STEP_S, ArrowLeft: at - STEP_S, ArrowDown: at - STEP_S, Home: 0, End: this.total }[event.key];
    if (event.key === " " || event.key === "Enter") this.toggle();
    else if (wanted !== undefined) this.seek(wanted);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  grab(event) {
    const { left, width } = this.track.getBoundingClientRect();
    const move = ({ clientX }) => this.seek(((clientX - left) / width) * this.total);
    const drop = () => {
      this.track.removeEventListener("pointermove", move);
      this.track.removeEventListener("pointerup", drop);
      this.track.removeEventListener("pointercancel", drop);
    };
    this.track.setPointerCapture(event.pointerId);
    this.track.addEventListener("pointermove", move);
    this.track.addEventListener("pointerup", drop);
    this.track.addEventListener("pointercancel", drop);
    move(event);
  }
}
