// One bubble: who, what it answers, contents, text, time, keyboard, reaction.
import { h, iconButton } from "./dom.js";
import { formatted } from "./entities.js";
import { inlineKeyboard } from "./keyboards.js";
import { kindOf, media, summary } from "./media.js";
import { clock, t } from "./texts.js";

const INTERACTIVE = "a, button, audio, video, [role=button], .expandable";

/** The message of an album that carries the caption and stands for the whole. */
export const leader = (messages) => messages.find((message) => message.caption) ?? messages[0];

/** A list item with the bubble of one message or one album. `chat` is the owner of the log (names and actions). */
export function bubble(messages, chat) {
  const main = leader(messages);
  if (main.deleted) return note(main, t("chat.deleted"));
  if (main.pinned_message) return note(main, t("message.pinned", { text: summary(main.pinned_message) }));
  const node = h("div", attributes(messages, main, chat), body(messages, main, chat), ...under(main, chat));
  return node;
}

function note(message, text) {
  return h("div", { class: "note", "data-id": message.message_id }, h("span", {}, text));
}

function attributes(messages, main, chat) {
  const side = main.out ? "in" : "own";
  return {
    class: `item ${side}`, role: "article", tabindex: "-1", "data-id": main.message_id, "data-ids": messages.map((one) => one.message_id).join(" "),
    "aria-label": `${main.out ? chat.botName : t("chat.you")}, ${clock(main.date)}`,
    onclick: (event) => replyOnClick(event, main, chat),
    oncontextmenu: (event) => openMenu(event, messages, chat),
    onkeydown: (event) => {
      if (event.target === event.currentTarget && event.key === "Enter") openMenu(event, messages, chat);
    },
  };
}

function replyOnClick(event, main, chat) {
  const selecting = !getSelection().isCollapsed;
  if (selecting || !event.target.closest(".bubble") || event.target.closest(INTERACTIVE)) return;
  chat.reply(main);
}

function openMenu(event, messages, chat) {
  if (event.type === "contextmenu" && event.target.closest("a, audio, video, img")) return;
  event.preventDefault();
  const node = event.currentTarget.closest(".item");
  chat.menu(leader(messages), event.clientX ? { x: event.clientX, y: event.clientY } : node.querySelector(".bubble"), selected(node));
}

/** The part of the bubble's text that is selected now: it becomes the quote of a reply. */
function selected(node) {
  const selection = getSelection();
  return !selection.isCollapsed && node.querySelector(".text")?.contains(selection.anchorNode) ? selection.toString().trim() : "";
}

function body(messages, main, chat) {
  const contents = media(messages, chat);
  const text = main.text ?? main.caption;
  const strange = !contents.length && text === undefined ? t("message.other", { kind: Object.keys(main).at(-1) }) : null;
  const more = iconButton("down", t("message.menu"), (event) => openMenu(event, messages, chat), { class: "icon-button more", tabindex: "-1" });
  const pictures = contents.length > 0 && ["photo", "video", "animation"].includes(kindOf(main));
  return h("div", { class: `bubble${pictures ? " pictured" : ""}${pictures && !text ? " bare" : ""}` },
    origin(main), quoteOf(main, chat), contents,
    text !== undefined && h("div", { class: "text", dir: "auto" }, formatted(text, main.entities ?? main.caption_entities, chat)),
    strange && h("div", { class: "text strange" }, strange),
    stamp(main), more);
}

function origin(message) {
  const from = message.forward_origin;
  if (!from) return null;
  const name = from.sender_user_name ?? from.sender_user?.first_name ?? from.chat?.title;
  return h("div", { class: "origin" }, name ? t("message.forwarded", { name }) : t("message.forwardedUnknown"));
}

function quoteOf(message, chat) {
  const target = message.reply_to_message;
  if (!target) return null;
  const author = target.from?.is_bot ? chat.botName : chat.personName;
  return h("button", { type: "button", class: "quote", onclick: () => chat.jump(target.message_id) },
    h("strong", {}, author), h("span", {}, message.quote?.text ?? summary(target)));
}

function stamp(message) {
  const edited = message.edit_date || (message.versions?.length ?? 0) > 1;
  return h("div", { class: "stamp" }, edited && h("span", { class: "edited" }, t("chat.edited")),
    h("time", { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date)));
}

function under(main, chat) {
  const emoji = Object.values(main.reactions ?? {}).flat();
  return [
    emoji.length > 0 && h("span", { class: "reaction" }, emoji.join(" ")),
    inlineKeyboard(main, (button, row, column, node) => chat.press(main, button, row, column, node)),
  ].filter(Boolean);
}
