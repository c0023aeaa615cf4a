// Measure: operates the Attention page and returns times, which watch.mjs measures inside the page.

const FRAMES = 180;
/** The time from which a frame counts as late: frames come every 16.7 ms, and the clock of the browser rounds. */
const LATE_MS = 17.5;

/** The time from the arrival of the first weights until the element that shows them was presented. */
export function opened(page, selector) {
  return page.evaluate(async drawnSelector => {
    const drawn = await window.watch.whenPresented(drawnSelector);
    return drawn - window.watch.arrivals[0];
  }, selector);
}

/** Measures frames while the matrix is dragged in circles, at `zoom` times its fitted size. */
export async function panned(page, zoom) {
  await zoomTo(page, zoom);
  return framesOf(
    await page.evaluate(async count => {
      const { mouse, frames } = window.watch;
      const plot = document.querySelector('.matrix-plot');
      const { width, height, x, y } = plot.getBoundingClientRect();
      mouse(plot, 'mousedown', width / 2, height / 2);
      const measured = await frames(count, (frame, all) => {
        const angle = (frame / all) * 4 * Math.PI;
        const place = [x + width / 2 + Math.sin(angle) * width * 0.4, y + height / 2 + Math.cos(angle) * height * 0.4];
        mouse(window, 'mousemove', ...place);
      });
      mouse(window, 'mouseup', width / 2, height / 2);
      return measured;
    }, FRAMES),
  );
}

/** Measures frames while the wheel zooms in step by step and out again. */
export async function zoomed(page) {
  await zoomTo(page, 1);
  return framesOf(
    await page.evaluate(async count => {
      const { mouse, frames } = window.watch;
      const plot = document.querySelector('.matrix-plot');
      const { width, height } = plot.getBoundingClientRect();
      return frames(count, (frame, all) => {
        // The first half of the frames zooms in, the second half zooms out.
        const deltaY = frame < all / 2 ? -3.5 : 3.5;
        mouse(plot, 'wheel', width / 2, height / 2, { deltaY, ctrlKey: true });
      });
    }, FRAMES),
  );
}

/**
 * The times from the arrival of the first weights until the first layer and until all layers of the grid of heads are
 * drawn, and the frames meanwhile.
 */
export async function survey(page, layers) {
  return page
    .evaluate(async count => {
      const { watch } = window;
      const gaps = [];
      let last;
      let isDone = false;
      const tick = time => {
        if (last !== undefined && watch.arrivals.length > 0) gaps.push(time - last);
        last = time;
        if (!isDone) watch.frame(tick);
      };
      watch.frame(tick);
      const first = await watch.whenPresented('.heads-view:not([data-layers="0"])');
      const all = await watch.whenPresented(`.heads-view[data-layers="${count}"]`);
      isDone = true;
      const [start] = watch.arrivals;
      return { first: first - start, all: all - start, gaps };
    }, layers)
    .then(({ gaps, ...times }) => ({ ...times, frames: framesOf({ gaps, work: undefined }) }));
}

/** The memory of the page's script: objects and arrays. */
export async function memoryOf(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = await session.send('Runtime.getHeapUsage');
  const mebibytes = bytes => `${Math.round(bytes / 2 ** 20)} MiB`;
  return `${mebibytes(usedSize)} of objects, ${mebibytes(backingStorageSize)} of arrays`;
}

async function zoomTo(page, zoom) {
  await page.evaluate(factor => {
    const { mouse } = window.watch;
    const plot = document.querySelector('.matrix-plot');
    const { width, height } = plot.getBoundingClientRect();
    const turn = deltaY => mouse(plot, 'wheel', width / 2, height / 2, { deltaY, ctrlKey: true });
    // d3-zoom scales by 2 to the power of -deltaY * 0.002, ten times as much with Ctrl. The first turn zooms out
    // completely.
    turn(100_000);
    turn((-Math.log2(factor) / 0.002) * 0.1);
  }, zoom);
  await page.waitForTimeout(300);
}

/**
 * Statistics of frames, with times in milliseconds. `gaps` has the times between frames; `late` is the share of late frames;
 * `work` is the mean time that the page's own drawing takes in a frame, undefined if it was not measured.
 */
function framesOf({ gaps, work }) {
  const sum = gaps.reduce((total, gap) => total + gap, 0);
  return {
    count: gaps.length,
    perSecond: (1000 * gaps.length) / sum,
    late: gaps.filter(gap => gap > LATE_MS).length / gaps.length,
    longest: Math.max(...gaps),
    work,
  };
}
