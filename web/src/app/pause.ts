// What takes long is done a piece at a time: between two pieces the page answers.

/** pause lets the page do what waits, a press of a key or a frame, before it goes on. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

/** A page that is not seen has no frames. */
const unseenFrame = 100;

/** frame lets the page show what was drawn before it goes on. */
export function frame(): Promise<void> {
  return new Promise<void>((resolve) => {
    requestAnimationFrame(() => resolve());
    setTimeout(resolve, unseenFrame);
  }).then(pause);
}
