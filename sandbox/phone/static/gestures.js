// What a finger does to a bubble: held down it opens the menu, drawn to the left it answers.

const HELD_MS = 450;
const STILL_PX = 8;
const ANSWER_PX = 56;
const FURTHEST_PX = 76;

/** Listens on `node`; a mouse has its own ways (right button, double click). */
export function gestures(node, { reply, menu }) {
  const finger = new Finger(node, reply, menu);
  node.addEventListener("pointerdown", (event) => finger.down(event));
  node.addEventListener("pointermove", (event) => finger.move(event));
  node.addEventListener("pointerup", () => finger.up());
  node.addEventListener("pointercancel", () => finger.up());
  node.addEventListener("contextmenu", (event) => finger.pressed(event));
  node.addEventListener("click", (event) => finger.click(event), true);
}

class Finger {
  constructor(node, reply, menu) {
    Object.assign(this, { node, reply, menu, from: null, drawn: 0, held: false });
  }

  down(event) {
    this.swallow = false;
    if (event.pointerType === "mouse" || event.target.closest("[role=slider]")) return;
    this.from = { x: event.clientX, y: event.clientY };
    this.timer = setTimeout(() => this.hold(), HELD_MS);
  }

  hold() {
    this.held = true;
    this.node.classList.add("held");
  }

  move(event) {
    if (!this.from || this.held) return;
    const [x, y] = [event.clientX - this.from.x, event.clientY - this.from.y];
    if (Math.hypot(x, y) > STILL_PX) clearTimeout(this.timer);
    if (!this.drawn && Math.abs(y) > Math.abs(x)) return;
    this.drawn = Math.max(-FURTHEST_PX, Math.min(0, x));
    this.node.style.translate = this.drawn < -STILL_PX ? `${this.drawn}px 0` : "";
  }

  // Not before the finger is lifted: a menu that opens under it would be closed by that.
  up() {
    const { from, held, drawn } = this;
    clearTimeout(this.timer);
    Object.assign(this, { from: null, drawn: 0, held: false, swallow: held });
    this.node.classList.remove("held");
    this.node.style.translate = "";
    if (held) this.menu(from);
    else if (drawn <= -ANSWER_PX) this.reply();
  }

  // Some browsers tell of a finger that stays by an event of their own.
  pressed(event) {
    if (event.pointerType !== "touch") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.from) this.hold();
  }

  click(event) {
    if (!this.swallow) return;
    this.swallow = false;
    event.preventDefault();
    event.stopPropagation();
  }
}
