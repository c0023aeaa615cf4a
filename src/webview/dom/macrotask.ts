// Macrotask: waits for the next task of the event loop, so that the page can draw and handle events during long work.

/** Resolves in the next task of the event loop. A timer would resolve later, because browsers delay nested timers. */
export function nextMacrotask(): Promise<void> {
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
