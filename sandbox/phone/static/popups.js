// Menus, dialogs and short notices.
import { h, icon } from "./dom.js";
import { t } from "./texts.js";

const TOAST_MS = 5000;
const EDGE_PX = 8;
let titles = 0;

/** Shows a short notice inside `host` for a few seconds; a click removes it. */
export function toast(host, text, kind = "") {
  const node = h("div", { class: `toast ${kind}`, onclick: () => node.remove() }, text);
  host.append(node);
  setTimeout(() => node.remove(), TOAST_MS);
}

/** A notice above the whole page. */
export const pageToast = (text, kind) => toast(document.getElementById("toasts"), text, kind);

/** Runs `work`; a refusal of the control API becomes a notice, and the answer is then undefined. */
export async function attempt(work, host = document.getElementById("toasts")) {
  try {
    return await work();
  } catch (error) {
    toast(host, t("page.failed", { error: error.message }), "error");
    return undefined;
  }
}

/**
 * A modal window; resolves to the submitted fields (Object of strings), or null when it is closed another way.
 * `fields`: {name, label, type?, value?, options?: [[value, label]], hint?, required?, …attributes}; `content`: nodes above.
 */
export function ask({ title, content = [], fields = [], ok = t("dialog.ok"), cancel = t("dialog.cancel"), wide = false, danger = false }) {
  return new Promise((resolve) => {
    const id = `title${(titles += 1)}`;
    const form = h("form", { method: "dialog", onsubmit: submit }, h("h2", { id }, title), content, fields.map(row), h("div", { class: "actions" },
      cancel && h("button", { type: "button", class: "plain", onclick: () => dialog.close() }, cancel),
      ok && h("button", { type: "submit", class: danger ? "danger" : "main" }, ok)));
    const dialog = h("dialog", { "aria-labelledby": id, class: wide ? "wide" : "", onclick: outside, onclose: done }, form);
    let answer = null;
    function submit(event) {
      event.preventDefault();
      answer = Object.fromEntries(new FormData(form));
      dialog.close();
    }
    function done() {
      dialog.remove();
      resolve(answer);
    }
    function outside(event) {
      if (event.target === dialog) dialog.close();
    }
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Tells something that must be read before going on (the bot's show_alert). */
export const tell = (title, content = []) => ask({ title, content, cancel: null });

function row({ name, label, options, hint, type = "text", value, ...attributes }) {
  const id = `field-${name}`;
  if (type === "checkbox") {
    return h("label", { class: "check" }, h("input", { type, name, checked: Boolean(value), ...attributes }), label);
  }
  const control = options
    ? h("select", { id, name, ...attributes }, options.map(([key, text]) => h("option", { value: key, selected: String(key) === String(value ?? "") }, text)))
    : h("input", { id, name, type, value: value ?? "", autocomplete: "off", ...attributes });
  return h("div", { class: "field" }, h("label", { for: id }, label), control, hint && h("small", {}, hint));
}

/**
 * A menu at an element or at a point {x, y}. Items: {label, icon?, run, checked?, hint?, danger?} or nodes of your own;
 * nothing is shown for empty items. Arrow keys walk, Esc and a click elsewhere close.
 */
export function menu(at, items) {
  const origin = document.activeElement;
  // Now: what it stands at may be in a sheet that closes when this opens.
  const box = at instanceof Element ? at.getBoundingClientRect() : { left: at.x, right: at.x, top: at.y, bottom: at.y };
  const node = h("div", { class: "menu", role: "menu", popover: "auto", onkeydown: walk }, items.filter(Boolean).map((item) => (item instanceof Node ? item : entry(item, close))));
  function close() {
    node.hidePopover();
  }
  node.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    if (node.contains(document.activeElement) || document.activeElement === document.body) origin?.focus?.({ preventScroll: true });
    node.remove();
  });
  // Inside a landmark of the page, so that a screen reader knows where it is.
  const near = at instanceof Element ? at : document.elementFromPoint(at.x, at.y);
  (near?.closest(".phone, aside, header") ?? document.body).append(node);
  node.showPopover();
  place(node, box);
  node.querySelector("[role^=menuitem]")?.focus({ preventScroll: true });
  return close;
}

function entry({ label, icon: picture, run, checked, hint, danger }, close) {
  const role = checked === undefined ? "menuitem" : "menuitemcheckbox";
  const onclick = () => {
    close();
    run();
  };
  return h("button", { type: "button", role, class: danger ? "danger" : "", "aria-checked": checked === undefined ? null : String(checked), onclick },
    icon(checked ? "check" : picture ?? "check"), h("span", {}, label, hint && h("small", {}, hint)));
}

function walk(event) {
  const items = [...event.currentTarget.querySelectorAll("[role^=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  items.at(next % items.length)?.focus();
}

// Next to its origin, above it when there is no room below, and always inside the window.
function place(node, box) {
  const { width, height } = node.getBoundingClientRect();
  const below = box.bottom + height + EDGE_PX <= innerHeight;
  const top = below ? box.bottom + 4 : Math.max(EDGE_PX, box.top - height - 4);
  const left = Math.min(Math.max(EDGE_PX, box.left), innerWidth - width - EDGE_PX);
  node.style.top = `${Math.min(top, innerHeight - height - EDGE_PX)}px`;
  node.style.left = `${left}px`;
}
