// Photos, films and albums of them. A press on one opens it large, with its neighbours of the album.
import { h, icon, safeUrl } from "./dom.js";
import { duration, t } from "./texts.js";
import { view } from "./viewer.js";

// A strip and a tower alike are cut to something that fits a bubble.
const NARROWEST = 0.66;
const WIDEST = 1.8;
// How many pictures stand in each row of an album, as phones lay them out.
const ROWS = { 2: [2], 3: [1, 2], 4: [1, 3], 5: [2, 3], 6: [3, 3], 7: [2, 2, 3], 8: [2, 3, 3], 9: [3, 3, 3], 10: [3, 3, 4] };

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** The file to show: of a photo's sizes the largest one. */
export function fileOf(message) {
  const files = [...(message.files ?? [])].sort((a, b) => (b.size ?? 0) - (a.size ?? 0));
  const file = files[0] ?? {};
  return { ...file, url: file.url ? safeUrl(file.url) : null };
}

const shape = (message) => message.photo?.at(-1) ?? message.video ?? message.animation ?? {};

function ratio(message) {
  const { width, height } = shape(message);
  return Math.min(WIDEST, Math.max(NARROWEST, width && height ? width / height : 4 / 3));
}

const slide = (message) => ({ url: fileOf(message).url, film: !("photo" in message) && !isImage(message), caption: message.caption ?? "" });
const isImage = (message) => /^image\//.test(fileOf(message).mime ?? "");

/** Several pictures in one bubble: rows of equal height, each picture as wide as its shape asks for. */
export function album(messages) {
  const counts = [...(ROWS[messages.length] ?? [messages.length])];
  const open = (message) => view(messages.map(slide), messages.indexOf(message));
  let at = 0;
  const rows = counts.map((count) => row(messages.slice(at, (at += count)), open));
  return h("div", { class: "album", role: "group", "aria-label": t("message.album", { n: messages.length }) }, rows);
}

function row(messages, open) {
  const ratios = messages.map(ratio);
  const node = h("div", { class: "album-row" }, messages.map((message, index) => {
    const tile = picture(message, () => open(message));
    tile.style.flexGrow = ratios[index];
    return tile;
  }));
  node.style.aspectRatio = String(ratios.reduce((sum, one) => sum + one, 0));
  return node;
}

function picture(message, open) {
  return "photo" in message ? thumb(message, open) : poster(message, open);
}

function thumb(message, open) {
  const { width, height } = shape(message);
  const image = h("img", { src: fileOf(message).url, alt: message.caption ?? t("message.photo"), width, height, loading: "lazy", draggable: "false" });
  const node = h("button", { type: "button", class: "thumb", "aria-label": t("message.openPhoto"), onclick: open }, image);
  image.addEventListener("error", () => node.classList.add("broken"));
  return node;
}

/** A film is shown by its first frame. */
function poster(message, open) {
  const picture = isImage(message) ? h("img", { src: fileOf(message).url, alt: "" }) : frames(message);
  const node = h("button", { type: "button", class: "thumb film", "aria-label": t("message.openVideo"), onclick: open }, picture, h("span", { class: "play" }, icon("play")), length(message, picture));
  picture.addEventListener("error", () => node.classList.add("broken"));
  return node;
}

function frames(message) {
  const film = h("video", { src: fileOf(message).url, preload: "metadata", playsinline: true, tabindex: "-1", "aria-hidden": "true" });
  film.muted = true;
  return film;
}

function length(message, film) {
  const badge = h("span", { class: "length" }, message.video?.duration ? duration(message.video.duration) : "");
  film.addEventListener("loadedmetadata", () => {
    if (Number.isFinite(film.duration)) badge.textContent = duration(film.duration);
  });
  return badge;
}

/** One photo. */
export const photo = (message) => single(message, thumb(message, () => view([slide(message)], 0)));

/** One film. */
export const film = (message) => single(message, poster(message, () => view([slide(message)], 0)));

/** A GIF, which is a film without sound that goes round, or really a GIF. */
export function loop(message) {
  const moving = isImage(message) ? h("img", { src: fileOf(message).url, alt: t("message.animation") }) : frames(message);
  const node = h("button", { type: "button", class: "thumb film", "aria-label": t("message.animation"), onclick: () => toggle(moving) }, moving, h("span", { class: "length" }, "GIF"));
  if (moving instanceof HTMLVideoElement) Object.assign(moving, { loop: true, autoplay: !still.matches });
  moving.addEventListener("error", () => node.classList.add("broken"));
  return single(message, node);
}

function toggle(film) {
  if (!(film instanceof HTMLVideoElement)) return;
  if (film.paused) film.play();
  else film.pause();
}

function single(message, node) {
  node.style.aspectRatio = String(ratio(message));
  return node;
}
