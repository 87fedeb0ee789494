// Everything in a bubble that is not text: photos, files, sound, places, contacts.
import { avatar, h, icon, safeUrl } from "./dom.js";
import { fileSize, t } from "./texts.js";

const KINDS = ["photo", "animation", "video", "video_note", "voice", "audio", "document", "sticker", "venue", "location", "contact"];

/** Which kind of content a message has besides text, or null. An animation also carries `document`: order matters. */
export const kindOf = (message) => KINDS.find((kind) => kind in message) ?? null;

/** One line that stands for a message in quotes and menus. */
export function summary(message) {
  const kind = kindOf(message);
  return message.text ?? message.caption ?? (kind ? t(`message.${kind === "venue" ? "location" : kind}`) : "…");
}

/** Nodes for the contents of the messages of one bubble (several only for an album). */
export function media(messages, actions) {
  const pictures = messages.filter((message) => ["photo", "video", "animation"].includes(kindOf(message)));
  if (pictures.length > 1) return [h("div", { class: `album of${Math.min(pictures.length, 4)}` }, pictures.map((one) => picture(one, actions)))];
  return messages.map((message) => BUILDERS[kindOf(message)]?.(message, actions)).filter(Boolean);
}

/** The file to show: of a photo's sizes the largest one. */
function fileOf(message) {
  const files = [...(message.files ?? [])].sort((a, b) => (b.size ?? 0) - (a.size ?? 0));
  const file = files[0] ?? {};
  return { ...file, url: file.url ? safeUrl(file.url) : null };
}

function picture(message, actions) {
  return "photo" in message ? photo(message, actions) : moving(message);
}

function photo(message, actions) {
  const { url } = fileOf(message);
  const size = message.photo?.at(-1) ?? {};
  const image = h("img", { src: url, alt: message.caption ?? t("message.photo"), width: size.width, height: size.height, loading: "lazy" });
  const node = h("button", { type: "button", class: "thumb", "aria-label": t("message.openPhoto"), onclick: () => actions.image(url) }, image);
  image.addEventListener("error", () => node.classList.add("broken"));
  return node;
}

function moving(message) {
  const { url } = fileOf(message);
  const looped = "animation" in message;
  return h("video", { class: "moving", src: url, controls: true, loop: looped, preload: "metadata", "aria-label": t(`message.${kindOf(message)}`) });
}

function round(message) {
  return h("video", { class: "round", src: fileOf(message).url, controls: true, preload: "metadata", "aria-label": t("message.video_note") });
}

function sound(message) {
  const kind = kindOf(message);
  const name = kind === "audio" ? message.audio?.title ?? fileOf(message).name : null;
  return h("div", { class: "sound" },
    name && h("div", { class: "file-name" }, name),
    h("audio", { src: fileOf(message).url, controls: true, preload: "metadata", "aria-label": t(`message.${kind}`) }));
}

function document_(message) {
  const { url, name, size } = fileOf(message);
  const label = message.document?.file_name ?? name ?? t("message.document");
  return h("a", { class: "file", href: url, download: label, target: "_blank", rel: "noopener" },
    h("span", { class: "file-icon" }, icon("file")),
    h("span", { class: "file-text" }, h("span", { class: "file-name" }, label), h("small", {}, fileSize(size ?? message.document?.file_size))));
}

function sticker(message) {
  const { url, mime } = fileOf(message);
  if (url && /^image\//.test(mime ?? "")) return h("img", { class: "sticker", src: url, alt: message.sticker?.emoji ?? t("message.sticker") });
  return h("span", { class: "sticker-emoji" }, message.sticker?.emoji ?? t("message.sticker"));
}

function place(message) {
  const { latitude, longitude } = message.venue?.location ?? message.location;
  const map = `https://www.openstreetmap.org/?mlat=${Number(latitude)}&mlon=${Number(longitude)}#map=16/${Number(latitude)}/${Number(longitude)}`;
  return h("div", { class: "card" }, h("span", { class: "file-icon" }, icon("pin")),
    h("span", { class: "file-text" },
      h("span", { class: "file-name" }, message.venue?.title ?? t("message.location")),
      message.venue?.address && h("small", {}, message.venue.address),
      h("small", {}, `${Number(latitude).toFixed(5)}, ${Number(longitude).toFixed(5)}`),
      h("a", { href: map, target: "_blank", rel: "noopener noreferrer" }, t("message.openMap"))));
}

function contact(message) {
  const { first_name: first, last_name: last, phone_number: phone, user_id: id } = message.contact;
  const name = [first, last].filter(Boolean).join(" ");
  return h("div", { class: "card contact" }, avatar(name || "?", id),
    h("span", { class: "file-text" }, h("span", { class: "file-name" }, name),
      h("a", { href: `tel:${String(phone).replace(/[^\d+]/g, "")}` }, phone)));
}

const BUILDERS = {
  photo, sticker, contact, venue: place, location: place, voice: sound, audio: sound,
  video: moving, animation: moving, video_note: round, document: document_,
};
