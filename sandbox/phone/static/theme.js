// Light, dark, or as the system says. The choice is kept in the browser.

const KEPT_AS = "sandbox.theme";
export const THEMES = ["auto", "light", "dark"];

const kept = () => (THEMES.includes(localStorage.getItem(KEPT_AS)) ? localStorage.getItem(KEPT_AS) : "auto");

let current = kept();

/** The theme in force: one of THEMES. */
export const theme = () => current;

/** Takes another one, now and for the next visits. */
export function useTheme(name) {
  current = name;
  if (name === "auto") localStorage.removeItem(KEPT_AS);
  else localStorage.setItem(KEPT_AS, name);
  paint();
}

function paint() {
  if (current === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = current;
}

paint();
