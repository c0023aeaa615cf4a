// Macrotask: lets the event loop run other tasks, so that the page draws and reacts during long work.

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
