// Forwarding: the messages are said again in another chat, with their first author's name on them.
import { fileOf } from "./pictures.js";
import { kindOf } from "./media.js";
import { ask, toast } from "./popups.js";
import { t } from "./texts.js";

/** Asks for a chat and forwards there. The emulator takes people, not bots, as first authors: a bot's words go without. */
export async function forward(messages, chat) {
  const targets = chat.targets();
  const answer = await ask({
    title: t("message.forward").replace("…", ""), ok: t("message.forwardDo"),
    fields: [{ name: "to", label: t("message.forwardTo"), value: 0, options: targets.map((target, index) => [index, target.label]) }],
  });
  if (!answer) return;
  const target = targets[Number(answer.to)];
  for (const batch of batches(messages)) if ((await target.chat.act(() => send(batch, author(batch[0]), target.chat.api))) === undefined) return;
  toast(chat.toasts, t("message.forwardedDone", { name: target.label }));
}

// An album travels as one.
const batches = (messages) => (messages.length > 1 && fileOf(messages[0]).url ? [messages] : messages.map((message) => [message]));

function author(message) {
  const first = message.forward_origin?.sender_user ?? message.from;
  return first && !first.is_bot ? { forward_from: first.id } : {};
}

async function send(messages, from, api) {
  const [message] = messages;
  const kind = kindOf(message);
  if (kind === null) return api.send({ text: message.text, ...from });
  if (kind === "location" || kind === "venue") {
    const { latitude, longitude } = message.location ?? message.venue.location;
    return api.location(latitude, longitude, from);
  }
  if (kind === "contact") return api.contact({ ...message.contact, ...from });
  const files = await Promise.all(messages.map(download));
  return api.media(files, { kind, caption: messages.find((one) => one.caption)?.caption, ...from });
}

async function download(message) {
  const { url, name, mime } = fileOf(message);
  const blob = await (await fetch(url)).blob();
  return new File([blob], name || "file", { type: mime || blob.type });
}
