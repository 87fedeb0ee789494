// A round video message: a press plays it with sound, a ring shows how far it is.
import { h, icon } from "./dom.js";
import { fileOf } from "./pictures.js";
import { duration, t } from "./texts.js";

const AROUND = 2 * Math.PI * 48;

/** The circle with its film. */
export function round(message) {
  const film = h("video", { src: fileOf(message).url, preload: "metadata", playsinline: true, tabindex: "-1", "aria-hidden": "true" });
  const ring = circle();
  const length = h("span", { class: "length" }, duration(message.video_note?.duration ?? 0));
  const node = h("button", { type: "button", class: "round", onclick: () => (film.paused ? film.play().catch(broken) : film.pause()) }, film, ring.node, h("span", { class: "play" }, icon("play")), length);
  const broken = () => node.classList.add("broken");
  const draw = () => {
    node.setAttribute("aria-label", `${t("message.video_note")}: ${film.paused ? t("sound.play") : t("sound.pause")}`);
    node.classList.toggle("playing", !film.paused);
    if (!Number.isFinite(film.duration)) return;
    ring.show(film.currentTime / film.duration);
    length.textContent = duration(film.paused && !film.currentTime ? film.duration : film.duration - film.currentTime);
  };
  for (const name of ["loadedmetadata", "timeupdate", "play", "pause", "ended"]) film.addEventListener(name, draw);
  film.addEventListener("error", broken);
  draw();
  return node;
}

function circle() {
  const space = "http://www.w3.org/2000/svg";
  const node = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "circle");
  node.setAttribute("viewBox", "0 0 100 100");
  node.setAttribute("class", "ring");
  node.setAttribute("aria-hidden", "true");
  for (const [name, value] of Object.entries({ cx: 50, cy: 50, r: 48, "stroke-dasharray": AROUND, "stroke-dashoffset": AROUND })) line.setAttribute(name, value);
  node.append(line);
  return { node, show: (part) => line.setAttribute("stroke-dashoffset", String(AROUND * (1 - part))) };
}
