// One bubble: who, what it answers, contents, text, time, keyboard, reactions.
import { avatar, coloured, h, iconButton, tint } from "./dom.js";
import { formatted } from "./entities.js";
import { gestures } from "./gestures.js";
import { inlineKeyboard } from "./keyboards.js";
import { bare, media, pictured, summary } from "./media.js";
import { ticks } from "./ticks.js";
import { clock, t } from "./texts.js";

const INTERACTIVE = "a, button, audio, video, [role=button], [role=slider], .expandable";
const LONGEST_NAME = 160;
const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}(?:\uFE0F|\u200D|\p{Emoji_Modifier}|\p{Extended_Pictographic})*){1,3}$/u;

/** The message of an album that carries the caption and stands for the whole. */
export const leader = (messages) => messages.find((message) => message.caption) ?? messages[0];

/** A list item with the bubble of one message or one album. `chat` is the owner of the log (names and actions). */
export function bubble({ messages, first, last }, chat) {
  const main = leader(messages);
  const own = chat.isOwn(main);
  const node = h("div", attributes(messages, main, own, chat),
    !own && chat.many && last && avatar(chat.nameOf(main), main.from?.id),
    body(messages, main, { own, first }, chat),
    inlineKeyboard(main, (button, row, column, place) => chat.press(main, button, row, column, place)));
  node.className = ["item", own ? "own" : "in", first && "first", last && "last", !own && chat.many && "many", messages.some((one) => one.sending) && "sending"].filter(Boolean).join(" ");
  if (!main.sending) gestures(node, { reply: () => chat.reply(main), menu: (point) => chat.menu(messages, point, "") });
  return node;
}

function attributes(messages, main, own, chat) {
  const words = summary(main);
  const short = words.length > LONGEST_NAME ? `${words.slice(0, LONGEST_NAME)}…` : words;
  return {
    role: "article", tabindex: "-1", "data-id": main.message_id, "data-ids": messages.map((one) => one.message_id).join(" "),
    "aria-label": `${own ? t("chat.you") : chat.nameOf(main)}: ${short}, ${clock(main.date)}`,
    ondblclick: (event) => replyOnClick(event, main, chat),
    oncontextmenu: (event) => openMenu(event, messages, chat),
    onkeydown: (event) => {
      if (event.target === event.currentTarget && event.key === "Enter") openMenu(event, messages, chat);
    },
  };
}

function replyOnClick(event, main, chat) {
  if (main.sending || !event.target.closest(".bubble") || event.target.closest(INTERACTIVE)) return;
  getSelection().removeAllRanges(); // the word under the pointer was selected by the double click
  chat.reply(main);
}

function openMenu(event, messages, chat) {
  if (event.type === "contextmenu" && event.target.closest("a[href], audio, video")) return;
  event.preventDefault();
  if (messages[0].sending) return;
  const node = event.currentTarget.closest(".item");
  chat.menu(messages, event.clientX ? { x: event.clientX, y: event.clientY } : node.querySelector(".bubble"), selected(node));
}

/** The part of the bubble's text that is selected now: it becomes the quote of a reply. */
function selected(node) {
  const selection = getSelection();
  return !selection.isCollapsed && node.querySelector(".text")?.contains(selection.anchorNode) ? selection.toString().trim() : "";
}

function body(messages, main, { own, first }, chat) {
  const contents = media(messages, chat);
  const words = main.text ?? main.caption;
  const strange = !contents.length && words === undefined ? t("message.other", { kind: Object.keys(main).at(-1) }) : null;
  const more = iconButton("down", t("message.menu"), (event) => openMenu(event, messages, chat), { class: "icon-button more", tabindex: "-1" });
  const name = !own && chat.many && first ? h("div", { class: `sender name${tint(main.from?.id)}` }, chat.nameOf(main)) : null;
  const marks = reactions(main, chat);
  return h("div", { class: `bubble${shapeOf(main, words, marks)}` },
    name, origin(main), quoteOf(main, chat), contents,
    words !== undefined && text(main, words, own, chat),
    strange && h("div", { class: "text strange" }, strange),
    marks, stamp(main, own), more);
}

function shapeOf(main, words, marks) {
  if (bare(main)) return " naked";
  if (ONLY_EMOJI.test(words ?? "") && !main.reply_to_message && !main.forward_origin) return " naked emoji";
  if (!pictured(main)) return "location" in main || "venue" in main ? " pictured placed" : "";
  return words || marks ? " pictured" : " pictured bare";
}

function text(main, words, own, chat) {
  const room = [edited(main) && t("chat.edited"), clock(main.date)].filter(Boolean).join(" ");
  return h("div", { class: `text${own ? " with-ticks" : ""}`, dir: "auto", "data-room": room }, formatted(words, main.entities ?? main.caption_entities, chat));
}

function origin(message) {
  const from = message.forward_origin;
  if (!from) return null;
  const name = from.sender_user_name ?? from.sender_user?.first_name ?? from.chat?.title ?? from.sender_chat?.title;
  return h("div", { class: "origin" }, name ? t("message.forwarded", { name }) : t("message.forwardedUnknown"));
}

function quoteOf(message, chat) {
  const target = message.reply_to_message;
  if (!target || target.forum_topic_created) return null;
  const picture = target.photo && chat.pictureOf?.(target.message_id);
  return h("button", { type: "button", class: `quote name${chat.many ? tint(target.from?.id) : ""}`, onclick: () => chat.jump(target.message_id) },
    picture && h("img", { src: picture, alt: "" }),
    h("span", {}, h("strong", {}, chat.nameOf(target)), h("span", { class: "quoted" }, message.quote?.text ?? summary(target))));
}

const edited = (message) => Boolean(message.edit_date) || (message.versions?.length ?? 0) > 1;

function stamp(message, own) {
  return h("div", { class: "stamp" }, edited(message) && h("span", { class: "edited" }, t("chat.edited")),
    h("time", { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date)), own && ticks());
}

// {"bot": ["👍"], "person": ["🔥"]}, in groups by the person's id → one pill for each emoji.
function reactions(message, chat) {
  const byEmoji = new Map();
  for (const [who, given] of Object.entries(message.reactions ?? {})) for (const emoji of given) byEmoji.set(emoji, [...(byEmoji.get(emoji) ?? []), who]);
  if (!byEmoji.size) return null;
  return h("div", { class: "reactions" }, [...byEmoji].map(([emoji, who]) => pill(message, emoji, who, chat)));
}

function pill(message, emoji, who, chat) {
  const mine = who.some((one) => chat.isMe(one));
  const faces = who.slice(0, 3).map((one) => avatar(chat.whoIs(one).name, chat.whoIs(one).id));
  const label = `${emoji}: ${who.map((one) => chat.whoIs(one).name).join(", ")}`;
  return h("button", { type: "button", class: "reaction", "aria-pressed": String(mine), "aria-label": label, title: label, "data-place": `${message.message_id}${emoji}`, onclick: () => chat.react(message, mine ? null : emoji) },
    h("span", {}, coloured(emoji)), who.length > 3 ? h("b", {}, who.length) : faces);
}
