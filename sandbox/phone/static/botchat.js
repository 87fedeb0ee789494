// The private chat of a person with the bot.
import * as api from "./api.js";
import { Chat } from "./chat.js";
import { h } from "./dom.js";
import { ask } from "./popups.js";
import { t } from "./texts.js";

const HAS_KEYBOARD = matchMedia("(hover: hover)");

export class BotChat extends Chat {
  constructor(phone) {
    super(phone, api.chat(phone.bot.id, phone.person.id));
    this.many = false;
    this.build();
  }

  get title() { return this.phone.botName; }
  get face() { return this.bot.id; }

  idle() {
    return this.state.blocked ? t("chat.blocked") : t("chat.online");
  }

  mode() {
    const { blocked, started, messages } = this.state;
    return blocked ? "blocked" : started || messages.length ? "write" : "new";
  }

  bottomOf(mode) {
    if (mode === "write") return this.composer.node;
    const [label, run] = mode === "new" ? [t("chat.start"), () => this.start()] : [t("chat.unblockAndStart"), () => this.act(() => this.api.unblock())];
    return h("button", { type: "button", class: "big", onclick: run }, label);
  }

  async start(payload) {
    const had = this.bottom.contains(document.activeElement);
    await this.act(() => this.api.start(payload));
    await this.refresh();
    // The button is gone; but a text field that takes the focus opens the keyboard of a telephone.
    if (had && HAS_KEYBOARD.matches) this.composer.text.focus({ preventScroll: true });
  }

  empty() {
    const { description } = this.state;
    if (!description) return super.empty();
    return h("div", { class: "empty about" }, h("strong", {}, t("chat.about")), h("p", {}, description));
  }

  isMe(key) { return key === "person"; }

  whoIs(key) {
    return key === "person" ? { name: this.phone.personName, id: this.person.id } : { name: this.phone.botName, id: this.bot.id };
  }

  entries() {
    const blocked = Boolean(this.state?.blocked);
    return [
      { label: t("chat.startWith"), icon: "start", run: () => this.startWith() },
      { label: t("person.change"), icon: "edit", run: () => this.page.editPerson(this.person) },
      { label: t("group.new"), icon: "group", run: () => this.phone.newGroup() },
      { label: t("person.hide"), icon: "hide", run: () => this.page.hide(this.person) },
      { label: blocked ? t("chat.unblock") : t("chat.block"), icon: "block", danger: !blocked, run: () => this.act(() => (blocked ? this.api.unblock() : this.api.block())) },
    ];
  }

  async startWith() {
    const answer = await ask({ title: t("chat.startWith").replace("…", ""), ok: t("chat.start"), fields: [{ name: "payload", label: t("chat.startWith.label"), pattern: "[A-Za-z0-9_\\-]{0,64}", maxlength: 64 }] });
    if (answer) await this.start(answer.payload);
  }
}
