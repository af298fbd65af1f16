// Small preferences, kept where the browser allows it. A page opened from disk or
// in a private window may have no storage: then they last as long as the page.

export function recall(name: string): string | undefined {
  try {
    return localStorage.getItem(`mtlens.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(name: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(`mtlens.${name}`);
    else localStorage.setItem(`mtlens.${name}`, value);
  } catch {
    // Nothing to do: the preference is forgotten with the page.
  }
}
