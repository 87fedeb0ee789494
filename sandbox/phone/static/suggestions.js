// The commands that fit what is typed after a slash, above the text field.
import { h } from "./dom.js";
import { t } from "./texts.js";

export class Suggestions {
  /** `choose(command)` is told of a choice, `leave()` when the person goes back to the text. */
  constructor(choose, leave) {
    Object.assign(this, { choose, leave });
    this.node = h("div", { class: "suggestions", role: "group", "aria-label": t("write.commands"), hidden: true, onkeydown: (event) => this.key(event) });
  }

  /** Shows those of `commands` that begin like `text`, which is just a slash and a part of a name. */
  show(commands, text) {
    const typed = /^\/(\w*)$/.exec(text)?.[1];
    const fit = typed === undefined ? [] : commands.filter(({ command }) => command.startsWith(typed));
    this.node.hidden = !fit.length;
    this.node.replaceChildren(...fit.map(({ command, description }) =>
      h("button", { type: "button", onclick: () => this.choose(command) }, h("strong", {}, `/${command}`), h("span", {}, description))));
  }

  /** Takes the focus; false when there is nothing to choose. */
  enter() {
    if (this.node.hidden) return false;
    this.node.lastElementChild.focus();
    return true;
  }

  key(event) {
    const step = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
    if (event.key === "Escape") this.leave();
    else if (!step) return;
    else if (document.activeElement[step]) document.activeElement[step].focus();
    else this.leave();
    event.preventDefault();
  }
}
