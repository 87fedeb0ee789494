// One person's phone: the chat with the bot, kept up to date by re-reading it when something changed.
import * as api from "./api.js";
import { sendFiles, place, shareOwnContact } from "./attach.js";
import { Composer } from "./composer.js";
import { avatar, h, iconButton } from "./dom.js";
import { replyKeyboard } from "./keyboards.js";
import { coalesce } from "./live.js";
import { Log } from "./log.js";
import { ask, attempt, menu, showImage, toast } from "./popups.js";
import { messageMenu, Presses } from "./presses.js";
import { known, t } from "./texts.js";

const ACTION_MS = 5500; // Telegram shows a chat action for 5 s unless the bot repeats it

export class Phone {
  /** `page` gives everybody(), neighbours(phone), editPerson(person), savePerson(id, fields), hide(person), changed(phone). */
  constructor(page, bot, person) {
    Object.assign(this, { page, bot, person });
    this.api = api.chat(bot.id, person.id);
    this.waiting = new Set();
    this.keyboardOpen = true;
    this.chat = null;
    this.read = 0;
    this.presses = new Presses(this);
    this.log = new Log(this);
    this.composer = new Composer(this);
    this.refresh = coalesce(() => this.reread());
    this.build();
  }

  get botName() {
    return this.bot.first_name || this.bot.username || t("chat.online");
  }

  get personName() {
    return [this.person.first_name, this.person.last_name].filter(Boolean).join(" ");
  }

  build() {
    this.owner = h("header", { class: "owner" });
    this.status = h("small", { class: "status", "aria-live": "polite" });
    this.toasts = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
    this.bottom = h("div", { class: "bottom" });
    this.keys = h("div", { class: "keys" });
    const head = h("div", { class: "bot-head" }, avatar(this.botName, this.bot.id), h("span", {}, h("strong", {}, this.botName), this.status));
    const screen = h("div", { class: "screen" }, head, this.log.node, this.toasts, this.bottom, this.keys);
    this.node = h("section", { class: "phone", id: `phone-${this.person.id}`, "data-person": this.person.id, ondragover: (event) => event.preventDefault(), ondrop: (event) => this.dropped(event) }, this.owner, screen);
    this.drawOwner();
  }

  drawOwner() {
    const { id, username, phone, language_code: language } = this.person;
    const details = [phone || t("person.noPhone"), username && `@${username}`, language].filter(Boolean).join(" · ");
    const more = iconButton("more", t("person.menu", { name: this.personName }), () => this.personMenu(more));
    this.node.setAttribute("aria-label", t("person.column", { name: this.personName }));
    this.owner.replaceChildren(avatar(this.personName, id), h("span", {}, h("h2", {}, this.personName), h("small", {}, details)), more);
  }

  /** The person's card changed somewhere. */
  update(person) {
    this.person = person;
    this.drawOwner();
  }

  async reread() {
    const chat = await attempt(() => this.api.read(), this.toasts);
    if (!chat) return;
    const keyboard = JSON.stringify(chat.keyboard);
    if (this.chat && JSON.stringify(this.chat.keyboard) !== keyboard) this.keyboardOpen = true;
    this.chat = chat;
    this.draw();
    this.page.changed(this);
  }

  draw() {
    const { chat } = this;
    this.log.show(chat.messages, chat.description);
    this.drawStatus();
    const mode = chat.blocked ? "blocked" : chat.started || chat.messages.length ? "write" : "new";
    if (mode !== this.mode) this.bottom.replaceChildren(this.bottomOf((this.mode = mode)));
    this.composer.show(chat.commands ?? [], chat.keyboard, this.keyboardOpen);
    this.drawKeyboard(mode);
  }

  drawStatus() {
    const action = this.chat.chat_action;
    const text = action && (known(`action.${action}`) ? t(`action.${action}`) : action);
    this.status.classList.toggle("acting", Boolean(action));
    this.status.textContent = this.chat.blocked ? t("chat.blocked") : text || t("chat.online");
    clearTimeout(this.actionTimer);
    if (action) this.actionTimer = setTimeout(() => this.refresh(), ACTION_MS);
  }

  bottomOf(mode) {
    if (mode === "write") return this.composer.node;
    const [label, run] = mode === "new" ? [t("chat.start"), () => this.act(() => this.api.start())] : [t("chat.unblockAndStart"), () => this.act(() => this.api.unblock())];
    return h("button", { type: "button", class: "big", onclick: run }, label);
  }

  drawKeyboard(mode) {
    const print = JSON.stringify([this.chat.keyboard, this.keyboardOpen, mode]);
    if (print === this.keysPrint) return;
    this.keysPrint = print;
    const shown = mode === "write" && this.keyboardOpen && this.chat.keyboard?.keyboard;
    this.keys.replaceChildren(...(shown ? [replyKeyboard(this.chat.keyboard, (button) => this.pressReply(button))] : []));
  }

  toggleKeyboard() {
    this.keyboardOpen = !this.keyboardOpen;
    this.draw();
  }

  async pressReply(button) {
    const done = await this.doReply(button);
    if (done && this.chat.keyboard?.one_time_keyboard && this.keyboardOpen) this.toggleKeyboard();
  }

  async doReply(button) {
    if (button.request_contact) return shareOwnContact(this);
    if (button.request_location) return place(this, t("share.location"));
    const special = Object.keys(button).find((name) => name.startsWith("request_") || name === "web_app");
    if (special) return toast(this.toasts, t("press.unsupported"));
    return this.act(() => this.api.send({ text: button.text, reply_to: this.composer.takeReply() }));
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

  // What a bubble may ask for.
  reply(message) { this.composer.startReply(message); }
  menu(message, at, quote) { messageMenu(message, at, quote, this); }
  press(...click) { return this.presses.click(...click); }
  jump(messageId) { this.log.jump(messageId); }
  image(url) { showImage(url); }
  command(text) { return this.act(() => this.api.send({ text })); }
  react(message, emoji) { return this.act(() => this.api.react(message.message_id, emoji)); }

  /** A deep link to this very bot starts it here, with its parameter; true when it was one. */
  link(href) {
    const url = new URL(href);
    const name = url.hostname === "t.me" ? url.pathname.slice(1) : url.protocol === "tg:" ? url.searchParams.get("domain") : null;
    if (!name || name.toLowerCase() !== this.bot.username?.toLowerCase() || !url.searchParams.has("start")) return false;
    this.act(() => this.api.start(url.searchParams.get("start")));
    return true;
  }

  lastOwn() {
    return this.chat?.messages.findLast((message) => !message.out && !message.deleted && (message.text ?? message.caption) !== undefined);
  }

  dropped(event) {
    event.preventDefault();
    this.dropFiles([...event.dataTransfer.files]);
  }

  dropFiles(files) {
    if (this.mode === "write") sendFiles(this, files);
  }

  everybody() { return [this.person, ...this.page.everybody().filter((person) => person.id !== this.person.id)]; }
  neighbours() { return this.page.neighbours(this); }
  changePerson(fields) { return this.page.savePerson(this.person.id, fields); }

  personMenu(at) {
    const blocked = Boolean(this.chat?.blocked);
    menu(at, [
      { label: t("chat.startWith"), icon: "start", run: () => this.startWith() },
      { label: t("person.change"), icon: "edit", run: () => this.page.editPerson(this.person) },
      { label: t("person.hide"), icon: "hide", run: () => this.page.hide(this.person) },
      { label: blocked ? t("chat.unblock") : t("chat.block"), icon: "block", danger: !blocked, run: () => this.act(() => (blocked ? this.api.unblock() : this.api.block())) },
    ]);
  }

  async startWith() {
    const answer = await ask({ title: t("chat.startWith").replace("…", ""), ok: t("chat.start"), fields: [{ name: "payload", label: t("chat.startWith.label"), pattern: "[A-Za-z0-9_\\-]{0,64}", maxlength: 64 }] });
    if (answer) await this.act(() => this.api.start(answer.payload));
  }
}
