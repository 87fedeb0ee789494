// Everything in a bubble that is not text: which kind it is, what stands for it in one line, and who draws it.
import { contact, file, place } from "./cards.js";
import { h } from "./dom.js";
import { album, fileOf, film, loop, photo } from "./pictures.js";
import { round } from "./round.js";
import { sound } from "./sound.js";
import { t } from "./texts.js";

const KINDS = ["photo", "animation", "video", "video_note", "voice", "audio", "document", "sticker", "venue", "location", "contact"];
const PICTURES = new Set(["photo", "video", "animation"]);

/** Which kind of content a message has besides text, or null. An animation also carries `document`: order matters. */
export const kindOf = (message) => KINDS.find((kind) => kind in message) ?? null;

/** Whether the contents fill the bubble to its edges. */
export const pictured = (message) => PICTURES.has(kindOf(message));

/** Whether the message is shown on the wallpaper, without a bubble. */
export const bare = (message) => ["sticker", "video_note"].includes(kindOf(message));

/** One line that stands for a message in quotes and menus. */
export function summary(message) {
  const kind = kindOf(message);
  const words = message.text ?? message.caption;
  if (words) return words;
  if (kind === "document") return message.document?.file_name ?? t("message.document");
  if (kind === "sticker") return `${message.sticker?.emoji ?? ""} ${t("message.sticker")}`.trim();
  return kind ? t(`message.${kind === "venue" ? "location" : kind}`) : "…";
}

/** Nodes for the contents of the messages of one bubble (several only for an album). */
export function media(messages, chat) {
  const pictures = messages.filter(pictured);
  if (pictures.length > 1) return [album(pictures, chat)];
  return messages.map((message) => BUILDERS[kindOf(message)]?.(message, chat)).filter(Boolean);
}

function sticker(message) {
  const { url, mime } = fileOf(message);
  if (url && /^image\//.test(mime ?? "")) return h("img", { class: "sticker", src: url, alt: message.sticker?.emoji ?? t("message.sticker") });
  return h("span", { class: "sticker-emoji" }, message.sticker?.emoji ?? t("message.sticker"));
}

const BUILDERS = {
  photo, sticker, contact, venue: place, location: place, voice: sound, audio: sound,
  video: film, animation: loop, video_note: round, document: file,
};
