// Text with Bot API entities → nodes. Offsets are UTF-16 units, which is what a JavaScript string counts in.
import { h, safeUrl } from "./dom.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/** Nodes of `text`; `actions.command(text)` and `actions.link(url)` answer clicks on commands and links. */
export function formatted(text, entities = [], actions = {}) {
  const sorted = entities
    .filter((entity) => entity.length > 0 && entity.offset >= 0 && entity.offset < text.length)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  return branch(text, 0, text.length, sorted, actions);
}

// Entities are nested, never crossed; one that crosses anyway is cut at the end of its parent.
function branch(text, start, end, entities, actions) {
  const nodes = [];
  let at = start;
  let rest = entities;
  while (rest.length) {
    const [entity, ...after] = rest;
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    const inside = after.filter((other) => other.offset < to);
    rest = after.filter((other) => other.offset >= to);
    if (to <= from) continue;
    if (from > at) nodes.push(text.slice(at, from));
    nodes.push(element(entity, text.slice(from, to), branch(text, from, to, inside, actions), actions));
    // A block ends its line by itself: the line break that follows would show as an empty line.
    at = BLOCKS.has(entity.type) && text[to] === "\n" ? to + 1 : to;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function element(entity, source, children, actions) {
  if (TAGS[entity.type]) return h(TAGS[entity.type], {}, children);
  const build = BUILDERS[entity.type];
  return build ? build(children, source, entity, actions) : h("span", { class: `entity ${entity.type}` }, children);
}

function link(url, children, actions) {
  const href = safeUrl(url);
  if (!href) return h("span", {}, children);
  const onclick = (event) => {
    if (actions.link?.(href)) event.preventDefault();
  };
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", onclick, title: href }, children);
}

const withScheme = (text) => (/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);

const BUILDERS = {
  url: (children, source, _, actions) => link(withScheme(source), children, actions),
  text_link: (children, _, entity, actions) => link(entity.url, children, actions),
  email: (children, source, _, actions) => link(`mailto:${source}`, children, actions),
  phone_number: (children, source, _, actions) => link(`tel:${source.replace(/[^\d+]/g, "")}`, children, actions),
  mention: (children, source, _, actions) => link(`https://t.me/${source.slice(1)}`, children, actions),
  bot_command: (children, source, _, actions) =>
    h("button", { type: "button", class: "command", onclick: () => actions.command?.(source) }, children),
  pre: (children, _, entity) => h("pre", { "data-language": entity.language }, h("code", {}, children)),
  blockquote: (children) => h("blockquote", {}, children),
  expandable_blockquote: (children) => expandable(children),
  spoiler: (children) => spoiler(children),
};

function spoiler(children) {
  const show = () => node.classList.add("shown");
  const onkeydown = (event) => {
    if (event.key === "Enter" || event.key === " ") show();
  };
  const node = h("span", { class: "spoiler", role: "button", tabindex: "0", onclick: show, onkeydown }, h("span", {}, children));
  return node;
}

function expandable(children) {
  const node = h("blockquote", { class: "expandable", tabindex: "0" }, children);
  const toggle = (event) => {
    if (event.type === "click" || event.key === "Enter") node.classList.toggle("open");
  };
  node.addEventListener("click", toggle);
  node.addEventListener("keydown", toggle);
  return node;
}
