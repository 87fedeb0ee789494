// Files, places and contacts: a picture at the left, words at the right.
import { avatar, h, icon } from "./dom.js";
import { map } from "./map.js";
import { fileOf } from "./pictures.js";
import { fileSize, t } from "./texts.js";

const COLOURS = { pdf: "red", doc: "blue", docx: "blue", rtf: "blue", xls: "green", xlsx: "green", csv: "green", zip: "amber", rar: "amber", "7z": "amber" };
const LONGEST_ENDING = 4;

/** A document: its kind, name and size; a press downloads it. */
export function file(message) {
  const { url, name, size, mime } = fileOf(message);
  const label = message.document?.file_name ?? name ?? t("message.document");
  return h("a", { class: "file", href: url, download: label, target: "_blank", rel: "noopener" },
    /^image\//.test(mime ?? "") ? h("img", { class: "file-picture", src: url, alt: "", loading: "lazy" }) : sign(label),
    h("span", { class: "file-text" }, h("span", { class: "file-name" }, label), h("small", {}, fileSize(size ?? message.document?.file_size))));
}

function sign(name) {
  const ending = name.includes(".") ? name.split(".").at(-1).toLowerCase() : "";
  const short = ending.length > 0 && ending.length <= LONGEST_ENDING;
  return h("span", { class: `file-icon ${COLOURS[ending] ?? ""}`, "aria-hidden": "true" }, short ? h("b", {}, ending) : icon("file"));
}

/** A place: a drawing that looks like a map, and a link to a real one. */
export function place(message) {
  const { latitude, longitude } = message.venue?.location ?? message.location;
  const [lat, lon] = [Number(latitude), Number(longitude)];
  const url = `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=16/${lat}/${lon}`;
  const title = message.venue?.title ?? t("message.location");
  return h("a", { class: "place", href: url, target: "_blank", rel: "noopener noreferrer", title: t("message.openMap") },
    map(lat, lon), h("span", { class: "place-text" },
      h("span", { class: "file-name" }, title),
      h("small", {}, message.venue?.address ?? `${lat.toFixed(5)}, ${lon.toFixed(5)}`)));
}

/** A card of the phone book. */
export function contact(message) {
  const { first_name: first, last_name: last, phone_number: phone, user_id: id } = message.contact;
  const name = [first, last].filter(Boolean).join(" ");
  return h("div", { class: "card contact" }, avatar(name || "?", id),
    h("span", { class: "file-text" }, h("span", { class: "file-name" }, name),
      h("a", { href: `tel:${String(phone).replace(/[^\d+]/g, "")}` }, phone)));
}
