// The place where a person writes: text, reply and edit strip, the bot's menu, attach, keyboard switch, recording.
import { attachMenu, sendVoice } from "./attach.js";
import { h, icon, iconButton } from "./dom.js";
import { summary } from "./media.js";
import { menu, toast } from "./popups.js";
import { canRecord, record } from "./recorder.js";
import { Suggestions } from "./suggestions.js";
import { duration, t } from "./texts.js";

const MOST_LINES_PX = 132;

export class Composer {
  constructor(chat) {
    this.chat = chat;
    this.reply = null; // {message, quote}
    this.editing = null; // message
    this.commands = [];
    this.build();
  }

  build() {
    this.strip = h("div", { class: "strip", hidden: true });
    this.suggestions = new Suggestions((command) => this.command(command), () => this.text.focus());
    this.text = h("textarea", { rows: "1", dir: "auto", placeholder: t("write.placeholder"), "aria-label": t("write.placeholder"), oninput: () => this.typed(), onkeydown: (event) => this.key(event), onpaste: (event) => this.pasted(event) });
    this.menuButton = h("button", { type: "button", class: "menu-button", hidden: true, onclick: () => this.pressMenu() });
    this.keyboardButton = iconButton("keyboard", t("write.keyboard"), () => this.chat.toggleKeyboard(), { hidden: true });
    this.micButton = iconButton("mic", t("write.record"), () => this.record(), { hidden: !canRecord });
    this.sendButton = h("button", { type: "submit", class: "icon-button send", "aria-label": t("write.send"), title: t("write.send"), hidden: canRecord }, icon("send"));
    this.attachButton = iconButton("attach", t("write.attach"), () => attachMenu(this.attachButton, this.chat));
    this.line = h("div", { class: "line" }, this.menuButton, this.text, this.keyboardButton, this.attachButton, this.micButton, this.sendButton);
    this.node = h("form", { class: "composer", onsubmit: (event) => this.submit(event) }, this.suggestions.node, this.strip, this.line);
  }

  /** Adapts to the chat: its commands and menu button, its reply keyboard and whether that one is open. */
  show({ commands = [], menu_button: button, keyboard }, keyboardOpen) {
    this.commands = commands;
    this.showMenu(button);
    this.keyboardButton.hidden = !keyboard?.keyboard;
    this.keyboardButton.setAttribute("aria-pressed", String(keyboardOpen));
    const label = keyboardOpen ? t("write.keyboardHide") : t("write.keyboard");
    this.keyboardButton.setAttribute("aria-label", label);
    this.keyboardButton.title = label;
    this.text.placeholder = keyboard?.input_field_placeholder || t("write.placeholder");
  }

  showMenu(button) {
    this.webApp = button?.type === "web_app" ? button : null;
    const label = this.webApp ? this.webApp.text : t("write.menu");
    this.menuButton.hidden = !this.webApp && !this.commands.length;
    if (this.menuButton.textContent !== label) this.menuButton.replaceChildren(icon("menu"), h("span", {}, label));
    if (this.webApp) this.menuButton.removeAttribute("aria-label");
    else this.menuButton.setAttribute("aria-label", t("write.commands"));
  }

  typed() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, MOST_LINES_PX)}px`;
    const empty = !this.text.value.trim() && !this.editing;
    this.node.classList.toggle("writing", !empty);
    this.micButton.hidden = !canRecord || !empty;
    this.sendButton.hidden = canRecord && empty;
    this.suggestions.show(this.editing ? [] : this.commands, this.text.value);
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
    else if (event.key === "Escape" && (this.reply || this.editing)) this.clearStrip();
    else if (event.key === "ArrowUp" && this.suggestions.enter()) event.preventDefault();
    else if (event.key === "ArrowUp" && !this.text.value && !this.editing) this.editLast(event);
  }

  editLast(event) {
    const last = this.chat.lastOwn();
    if (!last) return;
    event.preventDefault();
    this.startEdit(last);
  }

  pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.chat.dropFiles(files);
  }

  async submit(event) {
    event.preventDefault();
    const text = this.text.value.trim();
    if (!text || this.busy) return;
    this.busy = true; // a second Enter before the answer must not send twice
    await (this.editing ? this.save(text) : this.send(text));
    this.busy = false;
  }

  async save(text) {
    if ((await this.chat.act(() => this.chat.api.edit(this.editing.message_id, text))) !== undefined) this.clearStrip();
  }

  // The bubble stands in the log at once; what was refused comes back to be sent again.
  async send(text) {
    const { reply } = this;
    this.text.value = "";
    const place = this.takeReply();
    this.typed();
    if ((await this.chat.say({ text, ...place })) !== undefined) return;
    if (reply) this.startReply(reply.message, reply.quote);
    this.text.value = this.text.value || text;
    this.typed();
  }

  startReply(message, quote = "") {
    this.clearStrip();
    this.reply = { message, quote };
    const name = this.chat.isOwn(message) ? t("chat.you") : this.chat.nameOf(message);
    this.openStrip("reply", t("message.replyTo", { name }), quote ? t("message.quote", { text: quote }) : summary(message));
  }

  startEdit(message) {
    this.clearStrip();
    this.editing = message;
    this.text.value = message.text ?? message.caption ?? "";
    this.sendButton.setAttribute("aria-label", t("write.save"));
    this.openStrip("edit", t("message.editing"), summary(message));
    this.typed();
  }

  openStrip(picture, title, text) {
    this.strip.replaceChildren(icon(picture), h("span", {}, h("strong", {}, title), h("span", {}, text)), iconButton("close", t("message.cancel"), () => this.clearStrip()));
    this.strip.hidden = false;
    this.text.focus();
  }

  clearStrip() {
    if (this.editing) this.text.value = "";
    this.sendButton.setAttribute("aria-label", t("write.send"));
    this.reply = this.editing = null;
    this.strip.hidden = true;
    this.strip.replaceChildren();
    this.typed();
  }

  /** The fields of what is answered by a message about to be sent; the strip is cleared by that. */
  takeReply() {
    if (!this.reply) return {};
    const { message, quote } = this.reply;
    this.clearStrip();
    return { reply_to: message.message_id, ...(quote && { quote }) };
  }

  /** What is written so far: it becomes the caption of files. */
  draft() {
    return this.editing ? "" : this.text.value.trim();
  }

  /** Takes away what was sent and keeps what was typed since. */
  sent(text) {
    const { value } = this.text;
    if (value.trim() === text) this.text.value = "";
    else if (value.startsWith(text)) this.text.value = value.slice(text.length);
    this.typed();
  }

  pressMenu() {
    if (this.webApp) return this.chat.presses.open(this.webApp.web_app?.url);
    return menu(this.menuButton, this.commands.map(({ command, description }) => ({ label: description, hint: `/${command}`, icon: "slash", run: () => this.command(command) })));
  }

  command(name) {
    if (this.text.value.startsWith("/")) this.text.value = "";
    this.typed();
    this.text.focus({ preventScroll: true });
    return this.chat.command(`/${name}`);
  }

  async record() {
    try {
      this.recordingLine(await record());
    } catch (error) {
      toast(this.chat.toasts, t("write.noMicrophone", { error: error.message }), "error");
    }
  }

  recordingLine(recording) {
    const began = Date.now();
    const time = h("span", { class: "recording", role: "timer" });
    const tick = () => (time.textContent = t("write.recording", { time: duration((Date.now() - began) / 1000) }));
    const timer = setInterval(tick, 500);
    const back = () => {
      clearInterval(timer);
      line.replaceWith(this.line);
      this.text.focus();
    };
    const drop = async () => (back(), await recording.drop());
    const send = async () => (back(), await sendVoice(this.chat, await recording.stop()));
    const line = h("div", { class: "line" }, iconButton("close", t("write.recordDrop"), drop), time, iconButton("send", t("write.recordSend"), send, { class: "icon-button send" }));
    tick();
    this.line.replaceWith(line);
  }
}
