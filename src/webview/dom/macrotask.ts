// Macrotask: waits for the next task of the event loop, so that the page can draw and take events during long work.

/** Resolves in another task of the event loop, sooner than a timer would. */
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
