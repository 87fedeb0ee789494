// The two keyboards of a bot: inline (under a bubble) and reply (under the text field).
import { h, icon } from "./dom.js";
import { t } from "./texts.js";

const STYLES = new Set(["danger", "success", "primary"]);
const style = (button) => (STYLES.has(button.style) ? ` ${button.style}` : "");

/** Inline keyboard of a message; `press(button, row, column, node)` is told of a click. */
export function inlineKeyboard(message, press) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (!rows.length) return null;
  const build = (button, row, column) => inlineButton(button, `${message.message_id}:${row}:${column}`, (node) => press(button, row, column, node));
  return h("div", { class: "inline-keyboard" }, rows.map((buttons, row) =>
    h("div", { class: "row" }, buttons.map((button, column) => build(button, row, column)))));
}

function inlineButton(button, place, onpress) {
  const mark = button.url || button.login_url || button.web_app ? "out" : button.copy_text ? "copy" : null;
  const node = h("button", {
    type: "button", class: `inline-button${style(button)}`, "data-place": place, disabled: Boolean(button.disabled), onclick: () => onpress(node),
  }, h("span", { class: "label" }, button.text), mark && h("span", { class: "mark" }, icon(mark)));
  return node;
}

/** Shows on the buttons of `root` which presses (places) still wait for the bot. */
export function paintWaiting(root, waiting) {
  for (const node of root.querySelectorAll(".inline-button")) {
    const busy = waiting.has(node.dataset.place);
    if (busy === node.hasAttribute("aria-busy")) continue;
    node.toggleAttribute("aria-busy", busy);
    if (busy) node.setAttribute("aria-busy", "true");
    node.querySelector(".spinner")?.remove();
    if (busy) node.append(h("span", { class: "spinner", role: "img", "aria-label": t("press.waiting") }));
  }
}

/** Reply keyboard; `press(button)` is told of a click. A button is an object or, as the API allows, a plain text. */
export function replyKeyboard(markup, press) {
  const build = (given) => {
    const button = typeof given === "string" ? { text: given } : given;
    return h("button", { type: "button", class: `reply-button${style(button)}`, disabled: Boolean(button.disabled), onclick: () => press(button) }, button.text);
  };
  return h("div", { class: "reply-keyboard", role: "group" },
    markup.keyboard.map((buttons) => h("div", { class: "row" }, buttons.map(build))));
}
