// The theme: the system's, light or dark. The button goes round the three.

import { render } from "./dom.ts";
import { recall, remember } from "./storage.ts";
import { icon, type IconName } from "./icons.ts";

const themes = ["system", "light", "dark"] as const;
type Theme = (typeof themes)[number];
const icons: Record<Theme, IconName> = { system: "system", light: "sun", dark: "moon" };

export function startTheme(button: HTMLElement): void {
  let theme: Theme = themes.find((name) => name === recall("theme")) ?? "system";
  const show = (): void => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    const next = after(theme);
    button.title = `Theme: ${theme}. Change to ${next}.`;
    button.setAttribute("aria-label", button.title);
    render(button, icon(icons[theme]));
  };
  button.addEventListener("click", () => {
    theme = after(theme);
    remember("theme", theme === "system" ? undefined : theme);
    show();
  });
  show();
}

function after(theme: Theme): Theme {
  return themes[(themes.indexOf(theme) + 1) % themes.length] ?? "system";
}
