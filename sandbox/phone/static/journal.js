// The journal: what the bot asked Telegram for, the latest on top.
import * as api from "./api.js";
import { h } from "./dom.js";
import { t } from "./texts.js";

const KEPT = 100;
const GIST = 160;

export class Journal {
  constructor(page) {
    this.page = page;
    this.polling = h("input", { type: "checkbox", onchange: () => this.draw() });
    this.list = h("ol", { class: "calls" });
    this.node = h("div", { class: "journal" }, h("p", {}, t("journal.hint")), h("label", { class: "check" }, this.polling, t("journal.polling")), this.list);
    this.forget(null);
  }

  forget(bot) {
    Object.assign(this, { bot, after: 0, calls: [], print: null });
  }

  async read() {
    const bot = this.page.bot?.id ?? null;
    if (bot !== this.bot) this.forget(bot);
    if (bot === null || this.reading) return this.draw();
    this.reading = true; // two readers from one place would write every call twice
    try {
      const { calls, next } = await api.calls(bot, this.after);
      this.take(calls, next);
    } finally {
      this.reading = false;
    }
    return this.draw();
  }

  // getUpdates comes every few seconds and would push everything else out.
  take(calls, next) {
    if (next < this.after) return this.forget(this.bot); // the emulator began anew
    this.after = next;
    const fresh = [...calls].reverse();
    const loud = [...fresh.filter((call) => !isPolling(call)), ...this.calls.filter((call) => !isPolling(call))].slice(0, KEPT);
    const quiet = [...fresh.filter(isPolling), ...this.calls.filter(isPolling)].slice(0, KEPT);
    this.calls = [...loud, ...quiet].sort((a, b) => b.seq - a.seq);
    return undefined;
  }

  draw() {
    const wanted = this.calls.filter((call) => this.polling.checked || !isPolling(call)).slice(0, KEPT);
    const print = wanted.map((call) => call.seq).join();
    if (print === this.print) return;
    this.print = print;
    const kept = new Map([...this.list.children].map((node) => [node.dataset.seq, node]));
    this.list.replaceChildren(...(wanted.length ? wanted.map((call) => kept.get(String(call.seq)) ?? row(call, this.gist(call))) : [h("li", { class: "none" }, t("journal.empty"))]));
  }

  /** To whom and what, in a few words. */
  gist({ params, status, result }) {
    const person = this.page.everybody().find((one) => String(one.id) === String(params?.chat_id));
    const words = params?.text ?? params?.caption ?? params?.action;
    const refusal = status >= 400 ? (typeof result === "string" ? result : result?.description) : null;
    return [person?.first_name, words, refusal].filter(Boolean).join(" · ").slice(0, GIST);
  }
}

const isPolling = (call) => call.method.toLowerCase() === "getupdates";

function row(call, gist) {
  const good = call.status >= 200 && call.status < 300;
  return h("li", { "data-seq": call.seq }, h("details", {},
    h("summary", {}, h("time", {}, time(call.at)), h("code", {}, call.method), h("span", { class: `status ${good ? "good" : "bad"}` }, String(call.status)), gist && h("small", {}, gist)),
    h("h4", {}, t("journal.params")), h("pre", {}, pretty(call.params)), h("h4", {}, t("journal.result")), h("pre", {}, pretty(call.result))));
}

const pretty = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));

function time(at) {
  const date = typeof at === "number" ? new Date(at * 1000) : new Date(at);
  return date.toLocaleTimeString(undefined, { hourCycle: "h23" });
}
