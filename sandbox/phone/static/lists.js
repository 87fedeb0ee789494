// The list of chats of one person, and the list of topics of a forum.
import * as api from "./api.js";
import { avatar, h, icon, iconButton, sync } from "./dom.js";
import { coalesce } from "./live.js";
import { summary } from "./media.js";
import { noticeOf } from "./notices.js";
import { ask, attempt, menu } from "./popups.js";
import { clock, t } from "./texts.js";

// Telegram's colours of topics, in the order of our own tints that come closest: 1 blue, 4 yellow, 3 violet, 2 green, 0 red, 5.
const TOPIC_TINTS = { 7322096: 1, 16766590: 4, 13338331: 3, 9367192: 2, 16749490: 5, 16478047: 0 };

/** The colour of a topic as a number of `tint`. */
export const topicTint = (topic) => TOPIC_TINTS[topic?.icon_color] ?? 1;

class List {
  constructor(phone) {
    this.phone = phone;
    this.rows = new Map();
    this.name = h("strong");
    this.status = h("small", { class: "status" });
    this.more = iconButton("more", t("person.menu", { name: phone.personName }), () => menu(this.more, this.entries()));
    this.body = h("div", { class: "chat-list", role: "list", tabindex: "-1", onkeydown: walk });
    this.toasts = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
    this.refresh = coalesce(() => this.reread());
  }

  build(...front) {
    this.node = h("div", { class: "view" }, h("div", { class: "bot-head" }, front, h("span", { class: "head-words" }, this.name, this.status), this.more), this.body, this.toasts);
  }

  /** Rows {key, face, title, message, unread, mark, open}; whoever was on a row stays on it. */
  show(rows) {
    const nodes = rows.map((row) => {
      const print = JSON.stringify([row.title, row.message, row.unread, row.mark]);
      const known = this.rows.get(row.key);
      if (known?.print === print) return known.node;
      const node = line(row, this.phone);
      this.rows.set(row.key, { print, node });
      return node;
    });
    const at = document.activeElement?.closest?.(".chat-row")?.dataset.key;
    sync(this.body, nodes);
    if (at && !this.body.contains(document.activeElement)) this.body.querySelector(`[data-key="${CSS.escape(at)}"] button`)?.focus();
  }

  focus() {
    this.body.querySelector("button")?.focus({ preventScroll: true });
  }
}

function line({ key, face, title, message, unread, mark, open }, phone) {
  const said = message && lastWords(message, phone);
  return h("div", { class: "chat-row", role: "listitem", "data-key": key }, h("button", { type: "button", onclick: open },
    face, h("span", { class: "row-words" },
      h("span", { class: "row-line" }, h("strong", {}, title), mark && icon(mark), message && h("time", {}, clock(message.date))),
      h("span", { class: "row-line" }, h("span", { class: "row-said" }, said || ""), unread > 0 && h("span", { class: "badge", role: "img", "aria-label": t("chat.unread", { n: unread }) }, unread)))));
}

function lastWords(message, phone) {
  const notice = noticeOf(message, phone.botChat);
  if (notice) return notice;
  const who = message.from?.id === phone.person.id ? t("chat.you") : message.from?.is_bot ? null : message.from?.first_name;
  return who ? `${who}: ${summary(message)}` : summary(message);
}

function walk(event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  buttons[buttons.indexOf(document.activeElement) + step]?.focus();
}

export class ChatList extends List {
  constructor(phone) {
    super(phone);
    this.build();
    this.name.textContent = t("chat.list");
  }

  async reread() {
    const { phone } = this;
    const whole = await Promise.all(phone.groups.map((group) => api.group(group.id, phone.person.id, 1).catch(() => group)));
    const chat = phone.botChat;
    const own = { key: "bot", face: avatar(phone.botName, phone.bot.id), title: phone.botName, message: chat.state?.messages.findLast((one) => !one.deleted), unread: chat.state?.unread ?? 0, open: () => phone.show(chat) };
    this.show([own, ...whole.map((group) => ({
      key: String(group.id), face: avatar(group.title, group.id), title: group.title, message: group.messages?.at(-1), unread: group.unread ?? 0,
      mark: group.is_forum ? "topic" : "group", open: () => phone.openGroup(group),
    }))]);
  }

  entries() {
    return [{ label: t("group.new"), icon: "group", run: () => this.phone.newGroup() }, { label: t("person.hide"), icon: "hide", run: () => this.phone.page.hide(this.phone.person) }];
  }
}

export class TopicList extends List {
  constructor(phone, group) {
    super(phone);
    this.group = group;
    const back = iconButton("back", t("chat.back"), () => phone.show(phone.list), { class: "icon-button back" });
    this.build(back, avatar(group.title, group.id));
    this.drawHead();
  }

  drawHead() {
    this.name.textContent = this.group.title;
    this.status.textContent = t("group.topics", { n: this.group.topics.length });
  }

  async reread() {
    const { phone } = this;
    const group = await attempt(() => api.group(this.group.id, phone.person.id), this.toasts);
    if (!group) return;
    this.group = group;
    this.drawHead();
    const last = (topic) => group.messages?.findLast((message) => (message.topic ?? 1) === topic.id && !message.deleted);
    this.show(group.topics.filter((topic) => !topic.hidden).map((topic) => ({
      key: String(topic.id), face: h("span", { class: `avatar topic tint${topicTint(topic)}`, "aria-hidden": "true" }, topic.id === 1 ? "#" : [...topic.name][0]?.toUpperCase()),
      title: topic.name, message: last(topic), unread: topic.unread ?? 0, mark: topic.closed ? "lock" : null, open: () => phone.openGroup(group, topic.id),
    })));
  }

  entries() {
    return [{ label: t("topic.new"), icon: "topic", run: () => this.newTopic() }];
  }

  async newTopic() {
    const answer = await ask({ title: t("topic.new").replace("…", ""), ok: t("person.save"), fields: [{ name: "name", label: t("topic.name"), required: true, maxlength: 128 }] });
    const topic = answer && (await attempt(() => api.addTopic(this.group.id, this.phone.person.id, answer.name.trim()), this.toasts));
    if (topic) this.refresh();
  }
}

/** Asks for a new group: its name, whether it has topics, who is in it. Resolves to the group or undefined. */
export async function newGroup(phone, people) {
  const others = people.filter((person) => person.id !== phone.person.id);
  const answer = await ask({
    title: t("group.new").replace("…", ""), ok: t("person.save"),
    fields: [
      { name: "title", label: t("group.title"), required: true, maxlength: 128 },
      { name: "forum", type: "checkbox", label: t("group.forum"), value: true },
      { name: "admin", type: "checkbox", label: t("group.admin"), value: true },
      ...others.map((person) => ({ name: `with${person.id}`, type: "checkbox", label: person.first_name, value: true })),
    ],
  });
  if (!answer) return undefined;
  const members = [phone.person.id, ...others.map((person) => person.id).filter((id) => answer[`with${id}`])];
  const fields = { title: answer.title.trim(), forum: Boolean(answer.forum), supergroup: true, members, owner: phone.person.id, bot: phone.bot.id, bot_status: answer.admin ? "administrator" : "member" };
  return attempt(() => api.addGroup(fields));
}
