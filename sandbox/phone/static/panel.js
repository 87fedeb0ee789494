// The side panel: faults on one tab, the journal of Bot API calls on the other.
import * as api from "./api.js";
import { h, icon, iconButton } from "./dom.js";
import { Faults } from "./faults.js";
import { Journal } from "./journal.js";
import { t } from "./texts.js";

const OPEN_EVERY_MS = 700;
const CLOSED_EVERY_MS = 3000;
const OPEN = "sandbox.panel.open";

export class Panel {
  constructor(root, page) {
    this.root = root;
    this.opener = h("button", { type: "button", class: "plain with-icon", id: "faults-button", "aria-controls": "panel", "aria-expanded": "false", onclick: () => this.toggle(this.root.hidden) }, icon("fault"), h("span", {}, t("panel.open")));
    this.faults = new Faults(page, (count) => this.drawOpener(count));
    this.journal = new Journal(page);
    this.build();
    this.toggle(sessionStorage.getItem(OPEN) === "1");
  }

  build() {
    this.tabs = [["panel.faults", this.faults], ["panel.journal", this.journal]].map(([key, part]) =>
      h("button", { type: "button", role: "tab", onclick: () => this.turn(part) }, t(key)));
    this.body = h("div", { class: "panel-body", role: "tabpanel" });
    this.root.setAttribute("aria-label", t("panel.title"));
    this.root.replaceChildren(h("div", { class: "panel-head" }, h("div", { role: "tablist" }, this.tabs), iconButton("close", t("dialog.close"), () => this.toggle(false))), this.body);
    this.turn(this.faults);
  }

  turn(part) {
    this.part = part;
    const parts = [this.faults, this.journal];
    this.tabs.forEach((tab, index) => tab.setAttribute("aria-selected", String(parts[index] === part)));
    this.body.replaceChildren(part.node);
    this.refresh();
  }

  toggle(open) {
    this.root.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
    sessionStorage.setItem(OPEN, open ? "1" : "");
    this.refreshLater();
    if (open) this.refresh();
    else if (this.root.contains(document.activeElement)) this.opener.focus();
  }

  /** Reads again what is shown. Faults are read even when the panel is closed: a forgotten one must stay visible. */
  async refresh() {
    await this.faults.read(() => api.faults()).catch(() => undefined);
    if (!this.root.hidden && this.part === this.journal) await this.journal.read().catch(() => undefined);
  }

  // A fault that was used up is no event of a chat.
  refreshLater() {
    const wait = this.root.hidden ? CLOSED_EVERY_MS : OPEN_EVERY_MS;
    clearTimeout(this.later);
    this.later = setTimeout(() => this.refresh().then(() => this.refreshLater()), wait);
  }

  happened() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.refresh(), 150);
  }

  drawOpener(count) {
    this.opener.classList.toggle("warning", count > 0);
    this.opener.lastChild.textContent = count ? t("panel.openActive", { n: count }) : t("panel.open");
  }
}
