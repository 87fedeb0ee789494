// The list of messages of one chat: draws what changed, keeps the rest of the page as it is, minds the scrolling
// and what was read.
import { h, icon, sync } from "./dom.js";
import { paintWaiting } from "./keyboards.js";
import { summary } from "./media.js";
import { bubble } from "./message.js";
import { rows } from "./rows.js";
import { t } from "./texts.js";
import { paintTicks } from "./ticks.js";

const NEAR_END_PX = 80;
const NEAR_TOP_PX = 200;
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const WALKS = { ArrowUp: -1, ArrowDown: 1, Home: "first", End: "last" };

const glide = () => (STILL.matches ? "instant" : "smooth");

export class Log {
  /** `chat` owns the log: names, actions on messages, the set `waiting` of pressed places, looking(), looked(), earlier(). */
  constructor(chat) {
    this.chat = chat;
    this.drawn = new Map(); // key → {print, node}
    this.list = h("div", { class: "log", role: "log", "aria-live": "off", tabindex: "0", "aria-label": t("chat.messages"), onkeydown: (event) => this.walk(event), onscroll: () => this.scrolled() });
    this.unseen = h("span", { class: "badge", hidden: true });
    this.toEnd = h("button", { type: "button", class: "to-end", hidden: true, "aria-label": t("chat.toEnd"), onclick: () => this.end(glide()) }, icon("down"), this.unseen);
    this.said = h("div", { class: "unseen-words", role: "status", "aria-live": "polite" });
    this.node = h("div", { class: "log-frame" }, this.list, this.toEnd, this.said);
    this.newest = null; // the latest message drawn; null before the first drawing
    this.seen = 0; // the latest one looked at
    this.divider = null;
    this.top = 0;
    this.stuck = true; // to the end, until the person scrolls up
    this.toLine = false; // whether the line above new messages is to be shown as soon as the log is
    this.stayAtEnd();
  }

  // A keyboard that opens, a picture that arrives: what was at the end stays at the end.
  stayAtEnd() {
    const again = () => (this.toLine ? this.showLine() : this.stuck && this.end());
    new ResizeObserver(again).observe(this.list);
    for (const arrival of ["load", "loadedmetadata"]) this.list.addEventListener(arrival, again, true);
  }

  /** Draws the chat as it is now: its messages, those still on their way (`sending`), and what an empty chat shows. */
  show(messages, { sending = [], unread = 0, empty } = {}) {
    const first = this.newest === null;
    if (first) this.seen = lastRead(messages, unread, this.chat);
    const arrived = first ? [] : messages.filter((message) => message.message_id > this.newest);
    if (sending.length || arrived.some((message) => this.chat.isOwn(message))) this.spoken();
    const fresh = this.fresh(messages);
    if (fresh.length && (first || !this.watched()) && !(this.divider > this.seen)) {
      this.divider = fresh[0].message_id;
      this.toLine = first || !this.chat.looking();
    }
    this.draw([...messages, ...sending], empty, messages[0]?.message_id);
    this.newest = messages.at(-1)?.message_id ?? 0;
    this.settle(fresh);
    if (this.chat.looking()) this.tell(arrived);
  }

  fresh(messages) {
    return messages.filter((message) => message.message_id > this.seen && !message.deleted && !this.chat.isOwn(message));
  }

  watched() {
    return this.chat.looking() && this.stuck;
  }

  // Whoever writes is at the end and has read everything.
  spoken() {
    this.stuck = true;
    this.toLine = false;
    this.divider = null;
  }

  settle(fresh) {
    this.unread = fresh.length;
    if (this.toLine) this.showLine();
    else if (this.stuck) this.end();
    this.count(this.stuck ? 0 : fresh.length);
    this.look();
  }

  // Whoever comes back begins where the new begins.
  showLine() {
    if (!this.list.clientHeight) return;
    this.toLine = false;
    this.list.querySelector(".divider")?.scrollIntoView({ block: "start" });
    this.stuck = this.left() < NEAR_END_PX;
    this.top = this.list.scrollTop;
    this.toEnd.hidden = this.stuck;
    this.count(this.stuck ? 0 : this.unread);
    this.look();
  }

  left() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight;
  }

  /** What is shown at the end of the log on a visible page is read. */
  look() {
    if (!this.watched() || this.newest === null) return;
    this.seen = Math.max(this.seen, this.newest);
    this.chat.looked();
  }

  tell(arrived) {
    const heard = arrived.filter((message) => !this.chat.isOwn(message) && !message.deleted);
    if (heard.length) this.said.textContent = heard.map((message) => t("chat.said", { name: this.chat.nameOf(message), text: summary(message) })).join("\n");
  }

  draw(messages, empty, oldest) {
    const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
    const place = focused?.dataset.place;
    const id = focused?.closest(".item")?.dataset.id;
    const below = this.list.scrollHeight - this.list.scrollTop;
    const wanted = rows(messages, this.divider, this.chat);
    const nodes = wanted.map((row) => this.nodeOf(row));
    for (const key of [...this.drawn.keys()]) if (!wanted.some((row) => row.key === key)) this.drawn.delete(key);
    if (!nodes.length && empty) nodes.push(empty);
    sync(this.list, nodes);
    // Earlier messages come in above: what was looked at stays where it was.
    if (oldest < this.oldest && !this.stuck) this.list.scrollTop = this.list.scrollHeight - below;
    this.oldest = oldest;
    paintWaiting(this.list, this.chat.waiting);
    paintTicks(this.drawn, wanted);
    if (focused && !focused.isConnected) this.refocus(place, id);
  }

  nodeOf(row) {
    // A tick is painted onto the bubble: a new bubble would stop a sound that plays.
    const print = JSON.stringify(row, (name, value) => (name === "seen" ? undefined : value));
    const known = this.drawn.get(row.key);
    if (known?.print === print) return known.node;
    const node = this.build(row);
    this.drawn.set(row.key, { print, node });
    return node;
  }

  build(row) {
    if (row.day) return h("div", { class: "day" }, h("span", {}, row.day));
    if (row.divider) return h("div", { class: "divider", role: "separator", "aria-label": t("chat.new") }, h("span", {}, t("chat.new")));
    if (row.notice) return h("div", { class: "note", "data-ids": String(row.id) }, h("span", {}, row.notice));
    return bubble(row, this.chat);
  }

  // A bubble that the bot edited is a new node: whoever was on its button goes on from there.
  refocus(place, id) {
    const target = (place && this.list.querySelector(`[data-place="${CSS.escape(place)}"]`)) || (id && this.list.querySelector(`.item[data-id="${CSS.escape(id)}"]`));
    (target || this.list).focus({ preventScroll: true });
  }

  walk(event) {
    const step = WALKS[event.key];
    if (step === undefined || event.target.closest("button, a, audio, video, [role=slider]")) return;
    const items = [...this.list.querySelectorAll(".item")];
    const at = items.indexOf(event.target.closest(".item"));
    const next = step === "first" ? items[0] : step === "last" || at < 0 ? items.at(-1) : items[at + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  /** Scrolls to a message and lets it flash; false when it is not among those drawn. */
  jump(messageId) {
    const node = [...this.list.querySelectorAll("[data-ids]")].find((item) => item.dataset.ids.split(" ").includes(String(messageId)));
    if (!node) return false;
    this.stuck = false;
    node.scrollIntoView({ block: "center", behavior: glide() });
    node.classList.remove("flash");
    requestAnimationFrame(() => node.classList.add("flash"));
    node.focus({ preventScroll: true });
    return true;
  }

  end(behavior = "instant") {
    this.stuck = true;
    this.list.scrollTo({ top: this.list.scrollHeight, behavior });
    this.count(0);
    this.look();
  }

  scrolled() {
    // A hidden column has no height: it stays where it was.
    if (!this.list.clientHeight) return;
    if (this.left() < NEAR_END_PX) this.stuck = true;
    else if (this.list.scrollTop < this.top) this.stuck = false;
    this.top = this.list.scrollTop;
    this.toEnd.hidden = this.stuck;
    if (this.stuck) this.count(0);
    this.look();
    if (this.top < NEAR_TOP_PX) this.chat.earlier();
  }

  count(number) {
    this.unseen.hidden = number === 0;
    this.unseen.textContent = String(number);
    this.toEnd.setAttribute("aria-label", number ? t("chat.unread", { n: number }) : t("chat.toEnd"));
  }
}

/** The latest message before the `unread` last ones that others wrote. */
function lastRead(messages, unread, chat) {
  const others = messages.filter((message) => !message.deleted && !chat.isOwn(message));
  const oldest = unread > 0 ? others.at(-unread)?.message_id : undefined;
  return oldest === undefined ? messages.at(-1)?.message_id ?? 0 : oldest - 1;
}
