// The attach button: files, samples, a place, a contact.
import { h } from "./dom.js";
import { ask, attempt, menu } from "./popups.js";
import { samplePhoto, sampleVoice } from "./samples.js";
import { t } from "./texts.js";

const ALBUM_MOST = 10;
// Red Square: a newcomer only has to press Send.
const SOMEWHERE = { latitude: "55.753930", longitude: "37.620795" };

/** Opens the menu of everything that can be attached in the chat of `phone`. */
export function attachMenu(at, phone) {
  menu(at, [
    { label: t("attach.photo"), icon: "photo", run: () => pick(phone, { accept: "image/*,video/*", multiple: true }) },
    { label: t("attach.file"), icon: "file", run: () => pick(phone, { multiple: true, asFiles: true }) },
    { label: t("attach.voice"), icon: "voice", run: () => pick(phone, { accept: "audio/*", voice: true }) },
    { label: t("attach.location"), icon: "pin", run: () => place(phone) },
    { label: t("attach.contact"), icon: "person", run: () => contact(phone) },
    h("hr"),
    { label: t("attach.samplePhoto"), icon: "photo", run: () => sendFiles(phone, [samplePhoto()]) },
    { label: t("attach.sampleAlbum"), icon: "photo", run: () => sendFiles(phone, [samplePhoto(), samplePhoto(), samplePhoto()]) },
    { label: t("attach.sampleVoice"), icon: "voice", run: () => sendVoice(phone, sampleVoice()) },
  ]);
}

function pick(phone, { accept, multiple, asFiles, voice }) {
  const input = h("input", { type: "file", accept, multiple });
  input.addEventListener("change", () => {
    const files = [...input.files];
    if (voice && files.length) sendVoice(phone, files[0]);
    else sendFiles(phone, files, { asFiles });
  });
  input.click();
}

/** Sends one sound as a voice note. */
export const sendVoice = (phone, file) => phone.act(() => phone.api.media([file], { kind: "voice", reply_to: phone.composer.takeReply() }));

/** Shows the files with a place for a caption, then sends them: pictures as albums, the rest one by one. */
export async function sendFiles(phone, files, { asFiles = false } = {}) {
  if (!files.length) return;
  const pictures = !asFiles && files.every((file) => kind(file) !== "document");
  const urls = files.map((file) => URL.createObjectURL(file));
  const answer = await ask({
    title: t("attach.send", { n: files.length }), ok: t("dialog.send"),
    content: h("div", { class: "previews" }, files.map((file, index) => preview(file, urls[index]))),
    fields: [
      { name: "caption", label: t("attach.caption"), value: phone.composer.draft(), autofocus: true },
      ...(pictures ? [{ name: "asFiles", type: "checkbox", label: t("attach.asFiles") }] : []),
    ],
  });
  urls.forEach((url) => URL.revokeObjectURL(url));
  if (!answer) return;
  phone.composer.sent(phone.composer.draft());
  await deliver(phone, files, answer.caption.trim(), asFiles || Boolean(answer.asFiles));
}

function preview(file, url) {
  if (file.type.startsWith("image/")) return h("img", { src: url, alt: file.name });
  return h("span", { class: "chip" }, file.name);
}

async function deliver(phone, files, caption, asFiles) {
  const reply = phone.composer.takeReply();
  for (const [index, [what, batch]] of batches(files, asFiles).entries()) {
    const fields = { kind: what, caption: index ? "" : caption, reply_to: index ? null : reply };
    await phone.act(() => phone.api.media(batch, fields));
  }
}

// An album holds one kind here, 10 parts at most; a GIF is never part of one.
function batches(files, asFiles) {
  const result = [];
  for (const file of files) {
    const what = asFiles ? "document" : kind(file);
    const last = result.at(-1);
    if (last?.[0] === what && what !== "animation" && last[1].length < ALBUM_MOST) last[1].push(file);
    else result.push([what, [file]]);
  }
  return result;
}

function kind(file) {
  if (file.type === "image/gif") return "animation";
  if (["image/jpeg", "image/png", "image/webp"].includes(file.type)) return "photo";
  if (file.type.startsWith("video/")) return "video";
  return file.type.startsWith("audio/") ? "audio" : "document";
}

/** Asks for coordinates (a place is suggested) and sends them. */
export async function place(phone, title = t("attach.location").replace("…", "")) {
  const number = { type: "number", step: "any", required: true };
  const answer = await ask({
    title, ok: t("dialog.send"),
    fields: [
      { name: "latitude", label: t("attach.latitude"), value: SOMEWHERE.latitude, min: -90, max: 90, ...number },
      { name: "longitude", label: t("attach.longitude"), value: SOMEWHERE.longitude, min: -180, max: 180, ...number },
    ],
  });
  if (answer) await phone.act(() => phone.api.location(Number(answer.latitude), Number(answer.longitude)));
}

// Another person's card, or even one's own sent as an attachment, is not what the contact button sends:
// a bot that trusts it is wrong, so all the ways are here.
async function contact(phone) {
  const title = t("attach.contact").replace("…", "");
  const people = phone.everybody().filter((person) => person.phone);
  const answer = people.length ? await ask({ title, ok: t("dialog.send"), fields: ownerFields(people, phone) }) : { whose: "" };
  if (!answer) return;
  const card = answer.whose ? cardOf(people, answer) : await typedCard(title);
  if (card) await phone.act(() => phone.api.contact(card));
}

function ownerFields(people, phone) {
  const label = (person) => (person.id === phone.person.id ? t("attach.own", { name: person.first_name }) : `${person.first_name} ${person.phone}`);
  return [
    { name: "whose", label: t("attach.whose"), value: people[0].id, options: [...people.map((person) => [person.id, label(person)]), ["", t("attach.typed")]] },
    { name: "forwarded", type: "checkbox", label: t("attach.forwarded") },
  ];
}

function cardOf(people, { whose, forwarded }) {
  const person = people.find((one) => String(one.id) === whose);
  const card = { phone_number: person.phone, first_name: person.first_name, user_id: person.id };
  return forwarded ? { ...card, forward_from: person.id } : card;
}

async function typedCard(title) {
  const answer = await ask({
    title, ok: t("dialog.send"),
    fields: [
      { name: "first_name", label: t("attach.name"), required: true },
      { name: "phone_number", label: t("person.phone"), type: "tel", required: true, hint: t("person.phone.hint") },
    ],
  });
  return answer && { first_name: answer.first_name.trim(), phone_number: answer.phone_number.trim() };
}

/** The contact button of a reply keyboard: asks first, and asks for a number when the person has none. */
export async function shareOwnContact(phone) {
  const { person } = phone;
  const known = Boolean(person.phone);
  const answer = await ask({
    title: t("share.phone"), ok: t("share.yes"),
    content: h("p", {}, known ? t("share.phone.text", { phone: person.phone }) : t("share.phone.missing", { name: person.first_name })),
    fields: known ? [] : [{ name: "phone", label: t("person.phone"), type: "tel", required: true, hint: t("person.phone.hint") }],
  });
  if (!answer) return false;
  if (!known && !(await attempt(() => phone.changePerson({ phone: answer.phone })))) return false;
  return (await phone.act(() => phone.api.contact())) !== undefined;
}
