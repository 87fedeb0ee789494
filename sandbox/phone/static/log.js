// The list of messages of one chat: draws what changed, keeps the rest of the page as it is, minds the scrolling.
import { h, icon, sync } from "./dom.js";
import { paintWaiting } from "./keyboards.js";
import { bubble } from "./message.js";
import { day, t } from "./texts.js";

const NEAR_END_PX = 80;

export class Log {
  /** `chat` owns the log: names, actions on messages and the set `waiting` of pressed places. */
  constructor(chat) {
    this.chat = chat;
    this.drawn = new Map(); // key → {print, node}
    this.list = h("div", { class: "log", role: "log", tabindex: "0", "aria-label": t("chat.messages"), onkeydown: (event) => this.walk(event), onscroll: () => this.scrolled() });
    this.unseen = h("span", { class: "badge", hidden: true });
    this.toEnd = h("button", { type: "button", class: "to-end", hidden: true, "aria-label": t("chat.toEnd"), onclick: () => this.end("smooth") }, icon("down"), this.unseen);
    this.node = h("div", { class: "log-frame" }, this.list, this.toEnd);
    this.newest = 0;
    this.fresh = 0;
    this.top = 0;
    this.stuck = true; // to the end, until the person scrolls up
    this.stayAtEnd();
  }

  // A keyboard that opens, a picture that arrives: what was at the end stays at the end.
  stayAtEnd() {
    const again = () => this.stuck && this.end();
    new ResizeObserver(again).observe(this.list);
    for (const arrival of ["load", "loadedmetadata"]) this.list.addEventListener(arrival, again, true);
  }

  /** Draws the chat as it is now; `description` is what an empty chat tells about the bot. */
  show(messages, description) {
    const latest = messages.at(-1);
    const arrived = messages.filter((message) => message.message_id > this.newest);
    this.draw(rows(messages), description);
    paintWaiting(this.list, this.chat.waiting);
    if (latest && latest.message_id > this.newest) {
      this.newest = latest.message_id;
      if (arrived.some((message) => !message.out)) this.stuck = true;
      if (!this.stuck) this.count(this.fresh + arrived.length);
    }
    if (this.stuck) this.end();
  }

  draw(wanted, description) {
    const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
    const place = focused?.dataset.place;
    const id = focused?.closest(".item")?.dataset.id;
    const nodes = wanted.map((row) => this.nodeOf(row));
    for (const key of [...this.drawn.keys()]) if (!wanted.some((row) => row.key === key)) this.drawn.delete(key);
    if (!nodes.length) nodes.push(h("div", { class: "empty" }, description || t("chat.empty")));
    sync(this.list, nodes);
    if (focused && !focused.isConnected) this.refocus(place, id);
  }

  nodeOf(row) {
    const print = JSON.stringify(row);
    const known = this.drawn.get(row.key);
    if (known?.print === print) return known.node;
    const node = row.day ? h("div", { class: "day" }, h("span", {}, row.day)) : bubble(row.messages, this.chat);
    this.drawn.set(row.key, { print, node });
    return node;
  }

  // A bubble that the bot edited is a new node: whoever was on its button goes on from there.
  refocus(place, id) {
    const target = (place && this.list.querySelector(`[data-place="${CSS.escape(place)}"]`)) || (id && this.list.querySelector(`.item[data-id="${CSS.escape(id)}"]`));
    (target || this.list).focus({ preventScroll: true });
  }

  walk(event) {
    if (!["ArrowUp", "ArrowDown"].includes(event.key) || event.target.closest("button, a, audio, video")) return;
    const items = [...this.list.querySelectorAll(".item")];
    const at = items.indexOf(event.target.closest(".item"));
    const next = at < 0 ? items.at(-1) : items[at + (event.key === "ArrowUp" ? -1 : 1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  jump(messageId) {
    const node = [...this.list.querySelectorAll(".item")].find((item) => item.dataset.ids.split(" ").includes(String(messageId)));
    if (!node) return;
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.remove("flash");
    requestAnimationFrame(() => node.classList.add("flash"));
  }

  end(behavior = "instant") {
    this.stuck = true;
    this.list.scrollTo({ top: this.list.scrollHeight, behavior });
    this.count(0);
  }

  scrolled() {
    const left = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight;
    // A hidden column has no height: it stays where it was.
    if (!this.list.clientHeight) return;
    if (left < NEAR_END_PX) this.stuck = true;
    else if (this.list.scrollTop < this.top) this.stuck = false;
    this.top = this.list.scrollTop;
    this.toEnd.hidden = this.stuck;
    if (this.stuck) this.count(0);
  }

  count(number) {
    this.fresh = number;
    this.unseen.hidden = number === 0;
    this.unseen.textContent = String(number);
    this.toEnd.setAttribute("aria-label", number ? t("chat.unread", { n: number }) : t("chat.toEnd"));
  }
}

/** Messages → rows: day marks, single messages, and albums (neighbours with one media_group_id). */
function rows(messages) {
  const result = [];
  let shown = null;
  for (const message of messages) {
    const today = day(message.date);
    if (today !== shown) result.push({ key: `day ${today}`, day: today });
    shown = today;
    const last = result.at(-1).messages;
    if (last && sameAlbum(last[0], message)) last.push(message);
    else result.push({ key: message.message_id, messages: [message] });
  }
  return result;
}

const sameAlbum = (a, b) => a.media_group_id && a.media_group_id === b.media_group_id && a.out === b.out && !a.deleted && !b.deleted;
