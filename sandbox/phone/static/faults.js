// Faults of the stand-in: one press makes Telegram misbehave, the list below says what is in force.
import * as api from "./api.js";
import { h, iconButton } from "./dom.js";
import { attempt } from "./popups.js";
import { known, t } from "./texts.js";

// Which settings a kind of fault looks at, besides the bot and the number of times.
const KINDS = {
  429: ["method", "chat", "retry_after"], 500: ["method", "chat"], 502: ["method", "chat"], drop: ["method", "chat"],
  slow: ["method", "chat", "seconds"], timeout_after_commit: ["method", "chat", "seconds"], "403_blocked": ["method", "chat"],
  duplicate_update: [], swap_updates: [], webhook_down: [],
};
// Objects put number-like keys first: the order on the page is this one.
const ORDER = ["429", "500", "502", "403_blocked", "slow", "timeout_after_commit", "drop", "duplicate_update", "swap_updates", "webhook_down"];
const METHODS = ["sendMessage", "editMessageText", "editMessageReplyMarkup", "answerCallbackQuery", "deleteMessage", "sendPhoto", "sendMediaGroup", "sendDocument", "sendVoice", "copyMessage", "sendChatAction", "getFile", "getUpdates"];

const explain = (kind) => (known(`fault.kind.${kind}`) ? t(`fault.kind.${kind}`) : kind);

export class Faults {
  constructor(page, changed) {
    Object.assign(this, { page, changed });
    this.list = [];
    this.settings = this.buildSettings();
    this.active = h("div", { class: "active-faults", "aria-live": "polite" });
    this.node = h("div", { class: "faults" }, this.settings, h("div", { class: "kinds" }, ORDER.map((kind) => this.button(kind))), h("section", { class: "in-force" }, h("h3", {}, t("fault.active")), this.active));
    this.draw();
  }

  buildSettings() {
    const field = (label, control) => h("label", {}, h("span", {}, label), control);
    this.times = h("select", {}, [1, 2, 3, 5, 10].map((n) => h("option", { value: n }, String(n))), h("option", { value: "" }, t("fault.untilCleared")));
    this.person = h("select", {});
    this.method = h("input", { list: "methods", placeholder: t("fault.anyMethod"), autocomplete: "off", spellcheck: "false" });
    this.retryAfter = h("input", { type: "number", min: 1, value: 3 });
    this.seconds = h("input", { type: "number", min: 0, step: "0.5", value: 5 });
    return h("fieldset", { class: "settings" }, h("legend", {}, t("fault.settings")),
      field(t("fault.times"), this.times), field(t("fault.person"), this.person), field(t("fault.method"), this.method),
      field(t("fault.retryAfter"), this.retryAfter), field(t("fault.seconds"), this.seconds),
      h("datalist", { id: "methods" }, METHODS.map((name) => h("option", { value: name }))));
  }

  button(kind) {
    return h("button", { type: "button", class: "fault", "data-kind": kind, onclick: () => this.add(kind) },
      h("code", {}, kind), h("span", {}, explain(kind)), h("span", { class: "badge", hidden: true }));
  }

  async add(kind) {
    await attempt(() => api.addFault(this.order(kind)));
    await this.read(() => api.faults());
  }

  order(kind) {
    const uses = KINDS[kind];
    const fault = { kind, times: this.times.value ? Number(this.times.value) : null };
    if (this.page.bot) fault.bot = this.page.bot.id;
    if (uses.includes("method") && this.method.value.trim()) fault.method = this.method.value.trim();
    if (uses.includes("chat") && this.person.value) fault.chat_id = Number(this.person.value);
    if (uses.includes("retry_after")) fault.retry_after = Number(this.retryAfter.value) || 1;
    if (uses.includes("seconds")) fault.seconds = Number(this.seconds.value) || 0;
    return fault;
  }

  async read(source) {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const list = await source();
    if (turn !== this.turn) return; // an answer older than one that was asked for later
    this.list = list;
    this.drawPeople();
    this.draw();
  }

  drawPeople() {
    const people = this.page.everybody();
    const print = JSON.stringify(people);
    if (print === this.peoplePrint) return;
    this.peoplePrint = print;
    const kept = this.person.value;
    this.person.replaceChildren(h("option", { value: "" }, t("fault.anyPerson")), ...people.map((person) => h("option", { value: person.id, selected: String(person.id) === kept }, person.first_name)));
  }

  draw() {
    const print = JSON.stringify(this.list);
    if (print === this.listPrint) return;
    this.listPrint = print;
    for (const button of this.node.querySelectorAll(".fault")) this.badge(button);
    const clear = h("button", { type: "button", class: "plain", onclick: () => this.clear() }, t("fault.clear"));
    this.active.replaceChildren(...(this.list.length ? [h("ul", {}, this.list.map((fault) => this.row(fault))), clear] : [h("p", {}, t("fault.none"))]));
    this.changed(this.list.length);
  }

  badge(button) {
    const mine = this.list.filter((fault) => String(fault.kind) === button.dataset.kind);
    const badge = button.querySelector(".badge");
    badge.hidden = mine.length === 0;
    badge.textContent = mine.some((fault) => fault.times === null) ? "∞" : String(mine.reduce((sum, fault) => sum + fault.times, 0));
  }

  row(fault) {
    const person = this.page.everybody().find((one) => one.id === fault.chat_id);
    const where = [fault.method, person?.first_name ?? fault.chat_id].filter(Boolean).join(" · ");
    const left = fault.times === null ? t("fault.untilCleared") : t("fault.left", { n: fault.times });
    return h("li", {}, h("span", {}, h("code", {}, fault.kind), where && h("span", {}, where), h("small", {}, left)),
      iconButton("close", t("fault.remove", { kind: fault.kind }), () => this.remove(fault.id)));
  }

  async remove(id) {
    await attempt(() => api.removeFault(id));
    await this.read(() => api.faults());
  }

  async clear() {
    await attempt(() => api.clearFaults());
    await this.read(() => api.faults());
  }
}
