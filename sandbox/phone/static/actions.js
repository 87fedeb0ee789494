// The menu of a message: reactions, reply, quote, edit, copy, pin, forward, delete, earlier versions.
import { coloured, h } from "./dom.js";
import { forward } from "./forward.js";
import { leader } from "./message.js";
import { ask, menu } from "./popups.js";
import { t } from "./texts.js";

const EMOJI = ["👍", "❤", "🔥", "😁", "😢", "👎"];

/** Opens it at an element or a point. `messages` are one message or an album; `quote` is the selected part of the text. */
export function messageMenu(messages, at, quote, chat) {
  const message = leader(messages);
  const text = message.text ?? message.caption;
  const own = chat.isOwn(message);
  const versions = message.versions ?? [];
  const close = menu(at, [
    reactions(message, chat, () => close()),
    { label: quote ? t("message.replyQuote") : t("message.reply"), icon: "reply", run: () => chat.composer.startReply(message, quote) },
    text && !quote && { label: t("message.quotePart"), icon: "quote", run: () => quotePart(message, text, chat) },
    own && text !== undefined && { label: t("message.edit"), icon: "edit", run: () => chat.composer.startEdit(message) },
    text && { label: t("message.copy"), icon: "copy", run: () => chat.copy(quote || text) },
    pin(message, chat),
    { label: t("message.forward"), icon: "forward", run: () => forward(messages, chat) },
    versions.length > 1 && { label: t("message.versions"), icon: "history", run: () => showVersions(versions) },
    own && { label: t("message.delete"), icon: "delete", danger: true, run: () => remove(messages, chat) },
  ]);
}

function reactions(message, chat, close) {
  const now = chat.myReaction(message);
  const build = (emoji) => h("button", {
    type: "button", role: "menuitemradio", "aria-checked": String(emoji === now), "aria-label": emoji === now ? t("message.unreact") : t("message.react", { emoji }),
    onclick: () => {
      close();
      chat.react(message, emoji === now ? null : emoji);
    },
  }, coloured(emoji));
  return h("div", { class: "reaction-row", role: "group", "aria-label": t("message.reactions") }, EMOJI.map(build));
}

// For fingers and keyboards, which cannot select in a bubble.
async function quotePart(message, text, chat) {
  const words = h("textarea", { class: "quote-part", rows: "5", readonly: true, "aria-label": t("message.quotePart").replace("…", ""), autofocus: true }, text);
  const chosen = ask({ title: t("message.quotePart").replace("…", ""), ok: t("message.reply"), content: [h("p", {}, t("message.quoteHint")), words] });
  words.select();
  if (!(await chosen)) return;
  const part = words.value.slice(words.selectionStart, words.selectionEnd).trim();
  chat.composer.startReply(message, part === text.trim() ? "" : part);
}

function pin(message, chat) {
  if (!chat.api.pin) return null;
  const pinned = chat.pinned.includes(message.message_id);
  const run = () => chat.act(() => (pinned ? chat.api.unpin(message.message_id) : chat.api.pin(message.message_id)));
  return { label: pinned ? t("message.unpin") : t("message.pin"), icon: "pinned", run };
}

async function remove(messages, chat) {
  if (!(await ask({ title: t("message.deleteAsk"), ok: t("message.delete"), danger: true, content: h("p", {}, t("message.deleteHint")) }))) return;
  for (const message of messages) await chat.act(() => chat.api.remove(message.message_id));
}

function showVersions(versions) {
  return ask({ title: t("message.versions"), ok: t("dialog.close"), cancel: null, content: h("ol", { class: "versions" }, versions.map((text) => h("li", {}, text))) });
}
