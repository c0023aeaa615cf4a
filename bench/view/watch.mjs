// Watch: a script that runs in the page before the page's own script and measures times. It does not change the page.

/** This function is evaluated in the page, so it may use nothing from outside of it. */
export function watchPage() {
  // `arrivals`: when weights arrived; `work`: how long the page's own drawing took, in milliseconds.
  const watch = { arrivals: [], work: 0 };
  window.watch = watch;
  window.addEventListener('message', ({ data }) => {
    if (data?.message?.value instanceof Float32Array) watch.arrivals.push(performance.now());
  });
  // Sums up how long the page's own drawing takes.
  const requestFrame = window.requestAnimationFrame.bind(window);
  watch.frame = requestFrame;
  window.requestAnimationFrame = callback =>
    requestFrame(time => {
      const start = performance.now();
      callback(time);
      watch.work += performance.now() - start;
    });
  /** Resolves with the time at which an element exists and the frame after its appearance has been presented. */
  watch.whenPresented = selector =>
    new Promise(resolve => {
      const look = () => {
        if (document.querySelector(selector) === null) return;
        observer.disconnect();
        requestFrame(() => requestFrame(() => resolve(performance.now())));
      };
      const observer = new window.MutationObserver(look);
      observer.observe(document, { subtree: true, childList: true, attributes: true });
      look();
    });
  /** Calls `act` in each of `count` frames. Resolves with the times between the frames and the mean time of drawing. */
  watch.frames = (count, act) =>
    new Promise(resolve => {
      const times = [];
      watch.work = 0;
      const next = time => {
        times.push(time);
        if (times.length > count) {
          const gaps = times.slice(1).map((end, at) => end - times[at]);
          resolve({ gaps, work: watch.work / count });
          return;
        }
        act(times.length - 1, count);
        requestFrame(next);
      };
      requestFrame(next);
    });
  /** Dispatches a mouse event on an element or on the window, at a point relative to the target's upper left corner. */
  watch.mouse = (target, type, x, y, more = {}) => {
    const at = target.getBoundingClientRect?.() ?? { x: 0, y: 0 };
    const place = { clientX: at.x + x, clientY: at.y + y, bubbles: true, cancelable: true, view: window, ...more };
    const Kind = type === 'wheel' ? window.WheelEvent : window.MouseEvent;
    target.dispatchEvent(new Kind(type, place));
  };
}
