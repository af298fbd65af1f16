// What leaves the page by the reader's hand: the clipboard, a saved file.

const spoken = document.getElementById("spoken");

/** copy puts the text on the clipboard and says so on the button and aloud. */
export function copy(text: string, button: Element): void {
  void write(text).then((done) => {
    button.toggleAttribute("data-done", done);
    say(done ? "Copied" : "The browser did not allow copying");
    setTimeout(() => button.removeAttribute("data-done"), 1200);
  });
}

async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return writeByCommand(text);
  }
}

// A page opened from disk may have no clipboard interface; the old command works there.
function writeByCommand(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.className = "visually-hidden";
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return done;
}

/** save offers text or bytes as a file. */
export function save(name: string, type: string, content: string | Uint8Array<ArrayBuffer>): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  say(`${name} was handed to the browser to save`);
}

function say(text: string): void {
  if (!spoken) return;
  spoken.textContent = "";
  setTimeout(() => (spoken.textContent = text), 50);
}
