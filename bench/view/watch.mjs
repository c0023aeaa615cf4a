// Watch: what is put into the page before its own script, to take its times. It changes nothing that the page sees.

/** Evaluated in the page; it may use nothing from outside. */
export function watchPage() {
  const watch = { arrivals: [], work: 0 };
  window.watch = watch;
  window.addEventListener('message', ({ data }) => {
    if (data?.message?.value instanceof Float32Array) watch.arrivals.push(performance.now());
  });
  // How long the page's own drawing takes.
  const own = window.requestAnimationFrame.bind(window);
  watch.frame = own;
  window.requestAnimationFrame = callback =>
    own(time => {
      const start = performance.now();
      callback(time);
      watch.work += performance.now() - start;
    });
  /** When an element was first there, and the frame after it presented. */
  watch.key = selector =>
    new Promise(resolve => {
      const look = () => {
        if (document.querySelector(selector) === null) return;
        observer.disconnect();
        own(() => own(() => resolve(performance.now())));
      };
      const observer = new window.MutationObserver(look);
      observer.observe(document, { subtree: true, childList: true, attributes: true });
      look();
    });
  /** Does something in each of so many frames, and takes the times between them. */
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
        own(next);
      };
      own(next);
    });
  watch.mouse = (target, type, x, y, more = {}) => {
    const at = target.getBoundingClientRect?.() ?? { x: 0, y: 0 };
    const place = { clientX: at.x + x, clientY: at.y + y, bubbles: true, cancelable: true, view: window, ...more };
    const Kind = type === 'wheel' ? window.WheelEvent : window.MouseEvent;
    target.dispatchEvent(new Kind(type, place));
  };
}
