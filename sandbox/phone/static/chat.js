// One chat on a phone, whatever its kind: head, log, text field, keyboards; kept up to date by re-reading it.
import { shareOwnContact, sendFiles, place } from "./attach.js";
import { messageMenu } from "./actions.js";
import { Composer } from "./composer.js";
import { avatar, h, icon, iconButton } from "./dom.js";
import { replyKeyboard } from "./keyboards.js";
import { coalesce } from "./live.js";
import { Log } from "./log.js";
import { summary } from "./media.js";
import { fileOf } from "./pictures.js";
import { attempt, menu, toast } from "./popups.js";
import { Presses } from "./presses.js";
import { mediaDraft, Sending, textDraft } from "./sending.js";
import { known, t } from "./texts.js";

const ACTION_MS = 5500; // Telegram shows a chat action for 5 s unless the bot repeats it
const PAGE = 150; // messages read at a time
const EVERYTHING = 1_000_000; // more than the emulator keeps

export class Chat {
  /**
   * A subclass gives `api`, `title`, `face` (an id for the colour), `many` (more than one other side), `mode()`, `bottomOf(mode)`,
   * `idle()` (the words under the title), `whoIs(key)`, `isMe(key)` and `entries()` of the menu in the head.
   */
  constructor(phone, api) {
    Object.assign(this, { phone, api, page: phone.page, bot: phone.bot });
    this.waiting = new Set();
    this.keyboardOpen = true;
    this.state = null;
    this.limit = PAGE;
    this.sending = new Sending(this);
    this.presses = new Presses(this);
    this.log = new Log(this);
    this.composer = new Composer(this);
    this.refresh = coalesce(() => this.reread());
  }

  build() {
    this.status = h("small", { class: "status", "aria-live": "polite" });
    this.name = h("strong");
    this.back = iconButton("back", t("chat.back"), () => this.phone.goBack(this), { class: "icon-button back", hidden: true });
    this.backCount = h("span", { class: "badge", hidden: true });
    this.back.append(this.backCount);
    this.more = iconButton("more", t("person.menu", { name: this.phone.personName }), () => menu(this.more, this.entries()));
    this.face_ = h("span", { class: "face" });
    this.head = h("div", { class: "bot-head" }, this.back, this.face_, h("span", { class: "head-words" }, this.name, this.status), this.more);
    this.pin = h("button", { type: "button", class: "pin-bar", hidden: true, onclick: () => this.nextPin() });
    this.toasts = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
    this.bottom = h("div", { class: "bottom" });
    this.keys = h("div", { class: "keys" });
    this.node = h("div", { class: "view", ondragover: (event) => event.preventDefault(), ondrop: (event) => this.dropped(event) },
      this.head, this.pin, this.log.node, this.toasts, this.bottom, this.keys);
    this.drawName();
  }

  drawName() {
    if (this.name.textContent === this.title && this.face_.firstChild) return;
    this.name.textContent = this.title;
    this.face_.replaceChildren(avatar(this.title, this.face));
  }

  async reread() {
    const { limit } = this;
    const state = await attempt(() => this.api.read(limit), this.toasts);
    if (!state) return;
    const keyboard = JSON.stringify(state.keyboard ?? null);
    if (this.state && JSON.stringify(this.state.keyboard ?? null) !== keyboard) this.keyboardOpen = true;
    this.state = state;
    this.read = limit;
    this.sending.settle();
    this.draw();
    this.phone.changed();
  }

  draw() {
    const { state } = this;
    if (!state) return;
    this.drawName();
    this.log.show(this.sending.without(state.messages), { sending: this.sending.list, unread: state.unread ?? 0, empty: this.empty() });
    this.drawStatus();
    this.drawPin();
    const mode = this.mode();
    if (mode !== this.drawnMode) this.bottom.replaceChildren(...[this.bottomOf((this.drawnMode = mode))].flat());
    this.composer.show(state, this.keyboardOpen);
    this.drawKeyboard(mode);
  }

  empty() {
    return h("div", { class: "empty" }, t("chat.empty"));
  }

  drawStatus() {
    const action = this.action();
    this.status.classList.toggle("acting", Boolean(action));
    this.status.textContent = action ? (known(`action.${action}`) ? t(`action.${action}`) : action) : this.idle();
    clearTimeout(this.actionTimer);
    if (action) this.actionTimer = setTimeout(() => this.refresh(), ACTION_MS);
  }

  action() {
    return this.state.chat_action;
  }

  /** Ids of pinned messages, the newest last. */
  get pinned() {
    return this.state?.pinned ?? [];
  }

  drawPin() {
    const found = this.pinned.map((id) => this.state.messages.find((message) => message.message_id === id && !message.deleted)).filter(Boolean);
    this.pin.hidden = !found.length;
    if (!found.length) return;
    this.pinAt = Math.min(this.pinAt ?? found.length - 1, found.length - 1);
    const words = summary(found[this.pinAt]);
    this.pin.replaceChildren(h("span", {}, h("strong", {}, t("chat.pinned", { n: found.length > 1 ? ` ${this.pinAt + 1}` : "" })), h("span", {}, words)), icon("pinned"));
    this.pins = found;
  }

  // Each press leads to the pinned message shown and turns to the one before it.
  nextPin() {
    this.jump(this.pins[this.pinAt].message_id);
    this.pinAt = (this.pinAt + this.pins.length - 1) % this.pins.length;
    this.drawPin();
  }

  drawKeyboard(mode) {
    const print = JSON.stringify([this.state.keyboard, this.keyboardOpen, mode]);
    if (print === this.keysPrint) return;
    this.keysPrint = print;
    const shown = mode === "write" && this.keyboardOpen && this.state.keyboard?.keyboard;
    this.keys.replaceChildren(...(shown ? [replyKeyboard(this.state.keyboard, (button) => this.pressReply(button))] : []));
  }

  toggleKeyboard() {
    this.keyboardOpen = !this.keyboardOpen;
    this.draw();
  }

  async pressReply(button) {
    const done = await this.doReply(button);
    if (done && this.state.keyboard?.one_time_keyboard && this.keyboardOpen) this.toggleKeyboard();
  }

  async doReply(button) {
    if (button.request_contact) return shareOwnContact(this);
    if (button.request_location) return place(this, t("share.location"));
    const special = Object.keys(button).find((name) => name.startsWith("request_") || name === "web_app");
    if (special) return toast(this.toasts, t("press.unsupported"));
    return this.say({ text: button.text, ...this.composer.takeReply() });
  }

  /** Something happened in this chat. */
  happened(event) {
    if (event.type === "callback_answer") this.presses.wake();
    if (event.type === "keyboard") this.keyboardOpen = true;
    this.refresh();
  }

  /** Runs an action of this person and shows what came of it; undefined when it was refused. */
  async act(work) {
    const result = await attempt(work, this.toasts);
    if (result !== undefined) this.refresh();
    return result ?? undefined;
  }

  /** Sends a text; its bubble stands in the log before the server has it. */
  say(fields) {
    return this.sending.during(textDraft(fields), () => this.api.send(fields));
  }

  sendMedia(files, fields) {
    return this.sending.during(mediaDraft(files, fields), () => this.api.media(files, fields));
  }

  // -- what was read --------------------------------------------------------------------------------------------

  looking() {
    return !document.hidden && this.log.list.clientHeight > 0;
  }

  looked() {
    if (!this.state?.unread) return;
    this.state.unread = 0;
    this.api.markRead().catch(() => undefined);
    this.phone.changed();
  }

  earlier() {
    if (this.limit !== this.read || this.state.messages.length < this.limit) return;
    this.limit += PAGE;
    this.refresh();
  }

  // -- who is who -----------------------------------------------------------------------------------------------

  get person() { return this.phone.person; }
  isOwn(message) { return !message.out && (message.sending || message.from?.id === this.person.id); }
  myReaction(message) { return Object.entries(message.reactions ?? {}).find(([who]) => this.isMe(who))?.[1][0]; }

  nameOf({ from }) {
    if (!from || from.id === this.bot.id) return this.phone.botName;
    return [from.first_name, from.last_name].filter(Boolean).join(" ");
  }

  pictureOf(messageId) {
    const message = this.state?.messages.find((one) => one.message_id === messageId && !one.deleted);
    return message && fileOf(message).url;
  }

  // -- what a bubble may ask for --------------------------------------------------------------------------------

  reply(message) { if (this.drawnMode === "write") this.composer.startReply(message); }
  menu(messages, at, quote) { messageMenu(messages, at, quote, this); }
  press(...click) { return this.presses.click(...click); }
  command(text) { return this.say({ text }); }
  react(message, emoji) { return this.act(() => this.api.react(message.message_id, emoji)); }

  copy(text) {
    navigator.clipboard?.writeText(text).catch(() => undefined);
    toast(this.toasts, t("message.copied"));
  }

  async jump(messageId) {
    if (this.log.jump(messageId)) return;
    this.limit = EVERYTHING;
    await this.refresh();
    if (!this.log.jump(messageId)) toast(this.toasts, t("message.gone"));
  }

  /** A deep link to this very bot starts it here, with its parameter; true when it was one. */
  link(href) {
    const url = new URL(href);
    const name = url.hostname === "t.me" ? url.pathname.slice(1) : url.protocol === "tg:" ? url.searchParams.get("domain") : null;
    if (!name || name.toLowerCase() !== this.bot.username?.toLowerCase() || !url.searchParams.has("start")) return false;
    this.phone.start(url.searchParams.get("start"));
    return true;
  }

  /** What an arrow up in an empty field edits; nothing while the latest one is still on its way. */
  lastOwn() {
    if (this.sending.list.length) return undefined;
    return this.state?.messages.findLast((message) => this.isOwn(message) && !message.deleted && (message.text ?? message.caption) !== undefined);
  }

  dropped(event) {
    event.preventDefault();
    this.dropFiles([...event.dataTransfer.files]);
  }

  dropFiles(files) {
    if (this.drawnMode === "write") sendFiles(this, files);
  }

  everybody() { return [this.person, ...this.page.everybody().filter((person) => person.id !== this.person.id)]; }
  targets() { return this.page.targets(this.phone); }
  changePerson(fields) { return this.page.savePerson(this.person.id, fields); }
}
