// The attach button: files, samples, a place, a contact.
import { h } from "./dom.js";
import { sampleFilm } from "./films.js";
import { ask, attempt, menu } from "./popups.js";
import { samplePhoto, sampleVoice } from "./samples.js";
import { t } from "./texts.js";

const ALBUM_MOST = 10;
// Red Square: a newcomer only has to press Send.
const SOMEWHERE = { latitude: "55.753930", longitude: "37.620795" };

const plain = (key) => t(key).replace("…", "");

/** Opens the menu of everything that can be attached in `chat`. */
export function attachMenu(at, chat) {
  menu(at, [
    { label: t("attach.photo"), icon: "photo", run: () => pick("image/*,video/*", (files) => sendFiles(chat, files)) },
    { label: t("attach.file"), icon: "file", run: () => pick(null, (files) => sendFiles(chat, files, { asFiles: true })) },
    { label: t("attach.voice"), icon: "voice", run: () => pick("audio/*", ([file]) => sendVoice(chat, file)) },
    { label: t("attach.round"), icon: "round", run: () => pick("video/*", ([file]) => sendRound(chat, file)) },
    { label: t("attach.location"), icon: "pin", run: () => place(chat) },
    { label: t("attach.contact"), icon: "person", run: () => contact(chat) },
    h("hr"),
    { label: t("attach.samplePhoto"), icon: "photo", run: () => sendFiles(chat, [samplePhoto()]) },
    { label: t("attach.sampleAlbum"), icon: "photo", run: () => sendFiles(chat, [samplePhoto(), samplePhoto(), samplePhoto()]) },
    { label: t("attach.sampleVoice"), icon: "voice", run: () => sendVoice(chat, sampleVoice()) },
    { label: t("attach.sampleRound"), icon: "round", run: () => attempt(async () => sendRound(chat, await sampleFilm()), chat.toasts) },
  ]);
}

function pick(accept, use) {
  const input = h("input", { type: "file", accept, multiple: true });
  input.addEventListener("change", () => input.files.length && use([...input.files]));
  input.click();
}

const alone = (chat, file, kind) => chat.sendMedia([file], { kind, ...chat.composer.takeReply() });

/** Sends one sound as a voice note. */
export const sendVoice = (chat, file) => alone(chat, file, "voice");

/** Sends one film as a round video message. */
export const sendRound = (chat, file) => alone(chat, file, "video_note");

/** Shows the files with a place for a caption, then sends them: pictures as albums, the rest one by one. */
export async function sendFiles(chat, files, { asFiles = false } = {}) {
  if (!files.length) return;
  const pictures = !asFiles && files.every((file) => kind(file) !== "document");
  const urls = files.map((file) => URL.createObjectURL(file));
  const answer = await ask({
    title: t("attach.send", { n: files.length }), ok: t("dialog.send"),
    content: h("div", { class: "previews" }, files.map((file, index) => preview(file, urls[index]))),
    fields: [
      { name: "caption", label: t("attach.caption"), value: chat.composer.draft(), autofocus: true },
      ...(pictures ? [{ name: "asFiles", type: "checkbox", label: t("attach.asFiles") }] : []),
    ],
  });
  urls.forEach((url) => URL.revokeObjectURL(url));
  if (!answer) return;
  chat.composer.sent(chat.composer.draft());
  await deliver(chat, files, answer.caption.trim(), asFiles || Boolean(answer.asFiles));
}

function preview(file, url) {
  if (file.type.startsWith("image/")) return h("img", { src: url, alt: file.name });
  return h("span", { class: "chip" }, file.name);
}

async function deliver(chat, files, caption, asFiles) {
  const reply = chat.composer.takeReply();
  for (const [index, [what, batch]] of batches(files, asFiles).entries()) {
    await chat.sendMedia(batch, { kind: what, ...(index === 0 && { caption, ...reply }) });
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
export async function place(chat, title = plain("attach.location")) {
  const number = { type: "number", step: "any", required: true };
  const answer = await ask({
    title, ok: t("dialog.send"),
    fields: [
      { name: "latitude", label: t("attach.latitude"), value: SOMEWHERE.latitude, min: -90, max: 90, ...number },
      { name: "longitude", label: t("attach.longitude"), value: SOMEWHERE.longitude, min: -180, max: 180, ...number },
    ],
  });
  if (answer) await chat.act(() => chat.api.location(Number(answer.latitude), Number(answer.longitude)));
}

// Another person's card, or even one's own sent as an attachment, is not what the contact button sends:
// a bot that trusts it is wrong, so all the ways are here.
async function contact(chat) {
  const title = plain("attach.contact");
  const people = chat.everybody().filter((person) => person.phone);
  const answer = people.length ? await ask({ title, ok: t("dialog.send"), fields: ownerFields(people, chat) }) : { whose: "" };
  if (!answer) return;
  const card = answer.whose ? cardOf(people, answer) : await typedCard(title);
  if (card) await chat.act(() => chat.api.contact(card));
}

function ownerFields(people, chat) {
  const label = (person) => (person.id === chat.person.id ? t("attach.own", { name: person.first_name }) : `${person.first_name} ${person.phone}`);
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
export async function shareOwnContact(chat) {
  const { person } = chat;
  const known = Boolean(person.phone);
  const answer = await ask({
    title: t("share.phone"), ok: t("share.yes"),
    content: h("p", {}, known ? t("share.phone.text", { phone: person.phone }) : t("share.phone.missing", { name: person.first_name })),
    fields: known ? [] : [{ name: "phone", label: t("person.phone"), type: "tel", required: true, hint: t("person.phone.hint") }],
  });
  if (!answer) return false;
  if (!known && !(await attempt(() => chat.changePerson({ phone: answer.phone })))) return false;
  return (await chat.act(() => chat.api.contact())) !== undefined;
}
