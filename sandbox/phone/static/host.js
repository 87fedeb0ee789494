// What the program that hosts the sandbox puts into the header: how it stands, and a menu of what it can do.
import * as api from "./api.js";
import { h, icon } from "./dom.js";
import { attempt, menu, pageToast } from "./popups.js";
import { pick } from "./texts.js";

const EVERY_MS = 3000;

const saying = ({ title, status }) => `${pick(title)}: ${pick(status)}`;

export class Host {
  /** `first(panel)` is told of the panel once, null where there is none. */
  constructor(first) {
    this.first = first;
    this.status = h("span", {});
    this.node = h("button", { type: "button", class: "plain with-icon", id: "host", hidden: true, "aria-haspopup": "menu", onclick: () => this.open() }, icon("history"), this.status);
  }

  /** Asks how the host stands, now and from time to time. */
  async start() {
    await api.host().then((panel) => this.draw(panel)).catch(() => this.panel === undefined && this.first(null));
    if (this.panel !== null) setTimeout(() => this.start(), EVERY_MS);
  }

  /** null: this host has nothing to show, and never will. */
  draw(panel) {
    if (this.panel === undefined) this.first(panel);
    this.panel = panel;
    this.node.hidden = panel === null;
    if (panel === null) return;
    this.status.textContent = pick(panel.status);
    this.node.setAttribute("aria-label", saying(panel));
    this.node.title = pick(panel.title);
  }

  open() {
    if (this.panel) menu(this.node, this.panel.acts.map(({ name, label }) => ({ label: pick(label), icon: "forward", run: () => this.act(name) })));
  }

  async act(name) {
    const panel = await attempt(() => api.act(name));
    if (panel === undefined) return;
    this.draw(panel);
    pageToast(saying(panel));
  }
}
